/**
 * `npm run mutations`: breaks each promise once, in a copy of the project, and shows that a test fails for it. A
 * break that nobody notices ends the command with code 1. Words pick those that name one of them.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Mutation, mutations } from './mutations.ts';

const root = path.resolve(import.meta.dirname, '../..');
const left = new Set(['node_modules', '.git', 'dist']);

const words = process.argv.slice(2);
const isChosen = (text: string) => words.length === 0 || words.some((word) => text.includes(word));
const chosen = mutations.filter(({ breaks, file }) => isChosen(`${breaks} ${file}`));
const copy = copyOfProject();
try {
  if (!builds(copy) || !passes(copy, [...new Set(chosen.flatMap(({ tests }) => tests))])) {
    throw new Error('The tests fail before anything is broken, so they would prove nothing.');
  }
  const unnoticed = chosen.filter((mutation) => !isNoticed(copy, mutation));
  console.log(`\n${chosen.length} promises broken, ${unnoticed.length} unnoticed`);
  process.exitCode = chosen.length > 0 && unnoticed.length === 0 ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true });
}

function copyOfProject(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mutations-'));
  cpSync(root, folder, { recursive: true, filter: (from) => !left.has(path.relative(root, from)) });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

function isNoticed(folder: string, { breaks, file, find, replace, tests }: Mutation): boolean {
  const target = path.join(folder, file);
  const text = readFileSync(target, 'utf8');
  if (text.split(find).length !== 2) throw new Error(`${file} does not hold this exactly once: ${find}`);
  writeFileSync(
    target,
    text.replace(find, () => replace),
  );
  try {
    if (!builds(folder))
      throw new Error(`Broken so, the project does not build, which proves nothing: ${breaks}`);
    const noticed = !passes(folder, tests);
    console.log(`${noticed ? 'noticed  ' : 'UNNOTICED'}  ${breaks} (${file})`);
    return noticed;
  } finally {
    writeFileSync(target, text);
  }
}

function builds(folder: string): boolean {
  return run(folder, ['node_modules/tsx/dist/cli.mjs', 'esbuild.config.mjs', '--quiet']) === 0;
}

function passes(folder: string, tests: readonly string[]): boolean {
  return run(folder, ['node_modules/vitest/vitest.mjs', 'run', '--bail=1', ...tests]) === 0;
}

function run(folder: string, args: readonly string[]): number {
  return spawnSync(process.execPath, args, { cwd: folder, stdio: 'ignore' }).status ?? 1;
}
