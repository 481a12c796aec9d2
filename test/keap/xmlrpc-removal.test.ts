/** Holds the promise that XML-RPC can be deleted on the day Keap ends it, without touching anything else. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Runs the compiler over a project of the copy, and returns its complaints. */
function compile(project: string): string {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  try {
    return execFileSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' });
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}

it('compiles and builds without src/xmlrpc, src/keap/over-xmlrpc and the lines of app.ts that name it', async () => {
  const cache = path.join(root, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const copy = mkdtempSync(path.join(cache, 'xmlrpc-removal-'));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  for (const name of ['src', 'package.json', 'tsconfig.base.json']) {
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  }
  for (const folder of ['src/xmlrpc', 'src/keap/over-xmlrpc']) {
    rmSync(path.join(copy, folder), { recursive: true });
  }
  const appFile = path.join(copy, 'src/app.ts');
  const lines = readFileSync(appFile, 'utf8').split('\n');
  const wiring = lines.filter((line) => /over-xmlrpc|xmlRpcContactService|legacyKeyAuth/.test(line));
  writeFileSync(appFile, lines.filter((line) => !wiring.includes(line)).join('\n'));

  expect(wiring).toHaveLength(4);
  expect(compile(path.join(copy, 'src'))).toBe('');
  const { outputFiles } = await build({
    entryPoints: [path.join(copy, 'src/main.ts')],
    bundle: true,
    write: false,
    target: 'es2019',
    logLevel: 'silent',
  });
  expect(outputFiles[0]?.text).not.toMatch(/methodCall|parse-xml/);
}, 60_000);
