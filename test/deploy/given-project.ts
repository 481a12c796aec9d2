import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** How the fake clasp and npm answer; what is left out succeeds. */
export interface Answers {
  readonly user?: { readonly loggedIn: boolean; readonly email?: string };
  /** The files that clasp would push; by default, those in dist. */
  readonly filesToPush?: readonly string[];
  /** The ids of the script and document that clasp creates. */
  readonly created?: { readonly scriptId: string; readonly parentId?: string };
  /** What the build writes besides the script and its manifest. */
  readonly dist?: readonly string[];
  /** The script that clasp cannot pull. */
  readonly unreachable?: string;
  /** What each script holds already, by its id: file names and texts; by default a new script of Google's. */
  readonly held?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The scopes of each version of the script, the newest last. */
  readonly versions?: readonly (readonly string[])[];
  /** Exit codes by command: `push`, `create-script`, `show-authorized-user`, `test`, and the scripts of `npm run`. */
  readonly exitCodes?: Readonly<Record<string, number>>;
}

/** The project and what happened in it. */
export interface GivenProject {
  readonly folder: string;
  /** Runs the command like `npm run deploy -- …`. */
  deploy(...args: string[]): Promise<{ exitCode: number; output: string }>;
  /** The command line of each run of clasp and npm. */
  calls(): Promise<string[]>;
  settings(): Promise<unknown>;
  /** The ids of the scripts that were pushed to, in order. */
  pushed(): Promise<string[]>;
}

/** A fake clasp or npm: records how it was called, and gives the prepared answers. */
const fakeProgram = `#!${process.execPath}
const fs = require('node:fs');
const path = require('node:path');
const fakes = path.dirname(process.argv[1]);
const program = path.basename(process.argv[1]);
const given = process.argv.slice(2);
const isNamed = given[0] === '--project';
const projectFile = isNamed ? given[1] : '.clasp.json';
const [command, ...args] = isNamed ? given.slice(2) : given;
const shownProject = isNamed ? ['--project', path.basename(projectFile)] : [];
fs.appendFileSync(fakes + '/calls', [program, ...shownProject, command, ...args].join(' ') + '\\n');
const answers = JSON.parse(fs.readFileSync(fakes + '/answers.json', 'utf8'));
if (command === 'pull') {
  const { scriptId } = JSON.parse(fs.readFileSync('.clasp.json', 'utf8'));
  if (answers.unreachable === scriptId) { console.error('Requested entity was not found.'); process.exit(1); }
  const files = answers.held?.[scriptId] ?? { 'Code.js': 'function myFunction() {\\n  \\n}\\n', 'appsscript.json': '{}' };
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(name), { recursive: true });
    fs.writeFileSync(name, text);
  }
}
if (command === 'push') {
  const { scriptId } = JSON.parse(fs.readFileSync(projectFile, 'utf8'));
  fs.appendFileSync(fakes + '/pushed', scriptId + '\\n');
}
if (command === 'run' && args.includes('build')) {
  fs.mkdirSync('dist', { recursive: true });
  for (const name of ['Code.js', 'appsscript.json', ...(answers.dist ?? [])]) fs.writeFileSync('dist/' + name, '{}');
}
if (command === 'show-authorized-user') console.log(JSON.stringify(answers.user ?? { loggedIn: true, email: 'ana@example.com' }));
if (command === 'show-file-status') {
  const files = answers.filesToPush ?? fs.readdirSync('dist').map((name) => 'dist/' + name);
  console.log(JSON.stringify({ filesToPush: files, untrackedFiles: [] }));
}
if (command === 'list-versions') {
  console.log(JSON.stringify((answers.versions ?? []).map((_, index) => ({ versionNumber: index + 1 }))));
}
if (command === 'clone-script') {
  if (fs.existsSync('.clasp.json')) { console.error('Project file already exists.'); process.exit(1); }
  fs.writeFileSync('appsscript.json', JSON.stringify({ oauthScopes: answers.versions[Number(args[1]) - 1] }));
}
if (command === 'create-script') {
  if (fs.existsSync('.clasp.json')) { console.error('Project file already exists.'); process.exit(1); }
  fs.writeFileSync('.clasp.json', JSON.stringify({ ...answers.created, rootDir: '.' }));
  fs.writeFileSync('appsscript.json', '{ "timeZone": "America/New_York" }');
}
const exitCode = answers.exitCodes?.[command === 'run' ? args[1] : command] ?? 0;
if (exitCode !== 0) console.error(command + ' went wrong');
process.exit(exitCode);
`;

/** A project in a git repository with the delivered files, these files, and a fake clasp and npm. */
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
    await writeFile(path.join(fakes, program), fakeProgram);
    await chmod(path.join(fakes, program), 0o755);
  }
  await writeFile(path.join(fakes, 'answers.json'), JSON.stringify(answers));
  await writeFile(path.join(fakes, 'calls'), '');
  await writeFile(path.join(fakes, 'pushed'), '');
  await commitAll(folder);

  const read = (file: string) => readFile(file, 'utf8');
  return {
    folder,
    deploy: (...args) => runDeploy(args, folder, `${fakes}${path.delimiter}${process.env.PATH}`),
    calls: async () => (await read(path.join(fakes, 'calls'))).split('\n').filter((line) => line !== ''),
    pushed: async () => (await read(path.join(fakes, 'pushed'))).split('\n').filter((line) => line !== ''),
    settings: async () => JSON.parse(await read(path.join(folder, '.clasp.json'))),
  };
}

async function commitAll(folder: string): Promise<void> {
  const person = ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.com'];
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
    [...person, 'commit', '-q', '-m', 'Start'],
  ]) {
    await new Promise((resolve, reject) => {
      execFile('git', args, { cwd: folder }, (error) =>
        error === null ? resolve(undefined) : reject(error),
      );
    });
  }
}

/** Runs the command with Node directly, because `npm` on the PATH is fake. */
export function runDeploy(
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
