import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** How clasp and npm answer where a test runs them; what is left out goes well. */
export interface Answers {
  readonly user?: { readonly loggedIn: boolean; readonly email?: string };
  /** What clasp says it would push; the folder dist where it is left out. */
  readonly filesToPush?: readonly string[];
  /** The ids of the script and the document that clasp makes. */
  readonly created?: { readonly scriptId: string; readonly parentId?: string };
  /** Exit codes by what is run: `push`, `create-script`, `show-authorized-user`, `test`, `run`. */
  readonly exitCodes?: Readonly<Record<string, number>>;
}

export interface GivenProject {
  readonly folder: string;
  /** Runs the command as `npm run deploy -- …` does. */
  deploy(...args: string[]): Promise<{ exitCode: number; output: string }>;
  /** Each run of clasp and npm, as it was typed. */
  calls(): Promise<string[]>;
  settings(): Promise<unknown>;
}

/** A stand-in for clasp or npm: writes down how it was called, and answers as it is told. */
const standIn = `#!${process.execPath}
const fs = require('node:fs');
const path = require('node:path');
const fakes = path.dirname(process.argv[1]);
const program = path.basename(process.argv[1]);
const [command, ...args] = process.argv.slice(2);
fs.appendFileSync(fakes + '/calls', [program, command, ...args].join(' ') + '\\n');
const answers = JSON.parse(fs.readFileSync(fakes + '/answers.json', 'utf8'));
if (command === 'run') {
  fs.mkdirSync('dist', { recursive: true });
  for (const name of ['Code.js', 'appsscript.json']) fs.writeFileSync('dist/' + name, '{}');
}
if (command === 'show-authorized-user') console.log(JSON.stringify(answers.user ?? { loggedIn: true, email: 'ana@example.com' }));
if (command === 'show-file-status') {
  const files = answers.filesToPush ?? fs.readdirSync('dist').map((name) => 'dist/' + name);
  console.log(JSON.stringify({ filesToPush: files, untrackedFiles: [] }));
}
if (command === 'create-script') {
  if (fs.existsSync('.clasp.json')) { console.error('Project file already exists.'); process.exit(1); }
  fs.writeFileSync('.clasp.json', JSON.stringify({ ...answers.created, rootDir: '.' }));
  fs.writeFileSync('appsscript.json', '{ "timeZone": "America/New_York" }');
}
const exitCode = answers.exitCodes?.[command] ?? 0;
if (exitCode !== 0) console.error(command + ' went wrong');
process.exit(exitCode);
`;

/** A project with these files beside the delivered ones, in a git repository, with stand-ins for clasp and npm. */
export async function givenProject(
  answers: Answers = {},
  files: Readonly<Record<string, string>> = {},
): Promise<GivenProject> {
  const aside = await realpath(await mkdtemp(path.join(tmpdir(), 'deploy-')));
  onTestFinished(() => rm(aside, { recursive: true }));
  const [folder, fakes] = [path.join(aside, 'project'), path.join(aside, 'bin')];
  await mkdir(folder);
  await mkdir(fakes);
  for (const name of ['.clasp.json', 'appsscript.json', '.gitignore']) {
    await cp(path.join(root, name), path.join(folder, name));
  }
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  for (const program of ['clasp', 'npm']) {
    await writeFile(path.join(fakes, program), standIn);
    await chmod(path.join(fakes, program), 0o755);
  }
  await writeFile(path.join(fakes, 'answers.json'), JSON.stringify(answers));
  await writeFile(path.join(fakes, 'calls'), '');
  await committed(folder);

  const read = (file: string) => readFile(file, 'utf8');
  return {
    folder,
    deploy: (...args) => deployed(args, folder, `${fakes}${path.delimiter}${process.env.PATH}`),
    calls: async () => (await read(path.join(fakes, 'calls'))).split('\n').filter((line) => line !== ''),
    settings: async () => JSON.parse(await read(path.join(folder, '.clasp.json'))),
  };
}

async function committed(folder: string): Promise<void> {
  const person = ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.com'];
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
    [...person, 'commit', '-q', '-m', 'Begin'],
  ]) {
    await new Promise((resolve, reject) => {
      execFile('git', args, { cwd: folder }, (error) =>
        error === null ? resolve(undefined) : reject(error),
      );
    });
  }
}

/** By Node itself: `npm` on the PATH is a stand-in. */
export function deployed(
  args: readonly string[],
  folder: string,
  programs: string,
  home = folder,
): Promise<{ exitCode: number; output: string }> {
  const command = ['--import', import.meta.resolve('tsx'), path.join(root, 'build/deploy/main.ts'), ...args];
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: programs, HOME: home };
    execFile(process.execPath, command, { cwd: folder, env }, (error, output, errors) => {
      const exitCode = error === null ? 0 : Number(error.code);
      resolve({ exitCode, output: output + errors });
    });
  });
}
