import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { givenProject, runDeploy } from './given-project.ts';

const root = path.resolve(import.meta.dirname, '../..');
const scriptId = `1${'aB3_-'.repeat(11)}`;
const withScript = { '.clasp.json': JSON.stringify({ scriptId, rootDir: 'dist' }) };

const showUser = 'clasp show-authorized-user --json';
const build = 'npm run --silent build -- --quiet';
const showFiles = 'clasp show-file-status --json';
const push = 'clasp push --force';

describe('npm run deploy', () => {
  it('checks, builds, tests, and pushes what was built', async () => {
    const project = await givenProject({}, withScript);
    const { exitCode, output } = await project.deploy();
    expect(exitCode, output).toBe(0);
    expect(await project.calls()).toEqual([showUser, build, 'npm test', showFiles, push]);
    expect(output).toContain('Logged in to Google as ana@example.com.');
    expect(output).toContain(`Pushed. The script: https://script.google.com/d/${scriptId}/edit`);
  });

  it('says on first use what is missing and which commands to run', async () => {
    const project = await givenProject({ user: { loggedIn: false } });
    const { exitCode, output } = await project.deploy();
    expect(exitCode).toBe(1);
    expect(output).toContain('There is no script to push to yet');
    expect(output).toContain('npm run deploy -- --create "Keap contacts"');
    expect(output).toContain('npm run deploy -- --script-id ID');
    expect(output).toContain('No one is logged in to Google on this machine.');
    expect(output).toContain('npx clasp login');
    expect(output).toContain('2 requirements are missing.\nNothing was pushed.');
    expect(await project.calls()).toEqual([showUser]);
  });

  it('saves the given script id and keeps the other settings', async () => {
    const settings = { rootDir: 'dist', skipSubdirectories: true };
    const former = { ...settings, scriptId: '', parentId: 'another document' };
    const project = await givenProject({}, { '.clasp.json': JSON.stringify(former) });
    const { exitCode, output } = await project.deploy('--script-id', scriptId);
    expect(exitCode, output).toBe(0);
    expect(await project.settings()).toEqual({ ...settings, scriptId });
    expect(await project.calls()).toContain(push);
  });

  it('reads the id from the address of the script', async () => {
    const project = await givenProject();
    await project.deploy('--script-id', `https://script.google.com/home/projects/${scriptId}/edit?x=1`);
    expect(await project.settings()).toMatchObject({ scriptId });
  });

  it('creates a spreadsheet, saves its script id, and pushes what was built and not the files from clasp', async () => {
    const project = await givenProject({ created: { scriptId, parentId: 'sheet1' } });
    const { exitCode, output } = await project.deploy('--create', 'Keap contacts, "new"');
    expect(exitCode, output).toBe(0);
    expect(await project.calls()).toEqual([
      ...[showUser, build, 'npm test'],
      'clasp create-script --type sheets --title Keap contacts, "new" --rootDir .',
      ...[showFiles, push],
    ]);
    expect(await project.settings()).toEqual({ scriptId, parentId: 'sheet1', rootDir: 'dist' });
    expect(output).toContain('Open https://drive.google.com/open?id=sheet1, reload it,');
    expect(await readFile(path.join(project.folder, 'dist/appsscript.json'), 'utf8')).toBe('{}');
  });

  it('creates a standalone script for an add-on', async () => {
    const project = await givenProject({ created: { scriptId } });
    const { exitCode, output } = await project.deploy('--create-add-on', 'Sync', '--without-tests');
    expect(exitCode, output).toBe(0);
    expect(await project.calls()).toContain('clasp create-script --type standalone --title Sync --rootDir .');
    expect(output).toContain('A new standalone script "Sync" is in your Drive');
  });

  it('changes and pushes nothing with --check', async () => {
    const project = await givenProject();
    const { exitCode, output } = await project.deploy('--check', '--script-id', scriptId);
    expect(exitCode, output).toBe(0);
    expect(output).toContain('Everything is ready.');
    expect(await project.calls()).toEqual([showUser, build, 'npm test']);
    expect(await project.settings()).toMatchObject({ scriptId: '' });
  });

  it('skips the tests with --without-tests, and says so', async () => {
    const project = await givenProject({}, withScript);
    const { output } = await project.deploy('--without-tests');
    expect(output).toContain('! The tests were skipped.');
    expect(await project.calls()).toEqual([showUser, build, showFiles, push]);
  });

  it('warns about uncommitted changes, and still pushes', async () => {
    const project = await givenProject({}, withScript);
    await writeFile(path.join(project.folder, 'new.txt'), 'new');
    const { exitCode, output } = await project.deploy('--without-tests');
    expect(exitCode).toBe(0);
    expect(output).toContain('! These changes are not committed: new.txt.');
  });

  it('does not count the script id as an uncommitted change', async () => {
    const project = await givenProject();
    await project.deploy('--script-id', scriptId, '--without-tests');
    const { output } = await project.deploy('--without-tests');
    expect(output).toContain('✓ All changes are committed.');
  });
});

describe('npm run deploy pushes nothing', () => {
  it.each([
    ['when the build fails', { run: 1 }, 'The build failed', [showUser, build]],
    [
      'when a test fails',
      { test: 1 },
      'The tests failed. To see which, run npm test.',
      [showUser, build, 'npm test'],
    ],
    [
      'when clasp cannot say what it would push',
      { 'show-file-status': 1 },
      'clasp cannot say what it would push: show-file-status went wrong',
      [showUser, build, 'npm test', showFiles],
    ],
    [
      'when clasp cannot say who is logged in',
      { 'show-authorized-user': 1 },
      'clasp cannot say who is logged in: show-authorized-user went wrong.',
      [showUser],
    ],
  ])('%s', async (_when, exitCodes, sentence, calls) => {
    const project = await givenProject({ exitCodes }, withScript);
    const { exitCode, output } = await project.deploy();
    expect(exitCode).toBe(1);
    expect(output).toContain(sentence);
    expect(output).toContain('Nothing was pushed.');
    expect(await project.calls()).toEqual(calls);
  });

  it('when clasp would push something other than what was built', async () => {
    const project = await givenProject({ filesToPush: ['dist/Code.js', 'dist/secrets.json'] }, withScript);
    const { exitCode, output } = await project.deploy('--without-tests');
    expect(exitCode).toBe(1);
    expect(output).toContain('clasp would push Code.js, secrets.json instead of Code.js, appsscript.json.');
    expect(await project.calls()).not.toContain(push);
  });

  it('when clasp creates no spreadsheet', async () => {
    const project = await givenProject({ exitCodes: { 'create-script': 1 } });
    const { exitCode, output } = await project.deploy('--create', 'Contacts', '--without-tests');
    expect(exitCode).toBe(1);
    expect(output).toContain('clasp could not create the script');
    expect(await project.settings()).toMatchObject({ scriptId: '' });
  });

  it('when clasp creates a spreadsheet but gives no script id', async () => {
    const { exitCode, output } = await (await givenProject()).deploy(
      '--create',
      'Contacts',
      '--without-tests',
    );
    expect(exitCode).toBe(1);
    expect(output).toContain('gave no script id');
  });

  it.each([
    ['an unreadable .clasp.json', '.clasp.json', 'not JSON', 'The file .clasp.json cannot be read.'],
    [
      'another folder to push',
      '.clasp.json',
      JSON.stringify({ scriptId, rootDir: '.' }),
      'does not push the folder dist',
    ],
    [
      'an invalid script id',
      '.clasp.json',
      '{"scriptId":"my script","rootDir":"dist"}',
      '"my script" in .clasp.json is not',
    ],
    ['a bad manifest', 'appsscript.json', '{}', 'appsscript.json: runtimeVersion must be "V8".'],
  ])('when there is %s', async (_what, file, text, sentence) => {
    const project = await givenProject({}, { ...withScript, [file]: text });
    const { exitCode, output } = await project.deploy();
    expect(exitCode).toBe(1);
    expect(output).toContain(sentence);
    expect(await project.calls()).toEqual([showUser]);
  });

  it('and says why clasp usually fails to push', async () => {
    const project = await givenProject({ exitCodes: { push: 1 } }, withScript);
    const { exitCode, output } = await project.deploy('--without-tests');
    expect(exitCode).toBe(1);
    expect(output).toContain('https://script.google.com/home/usersettings');
  });

  it('when the real clasp finds no one logged in', async () => {
    const home = await mkdtemp(path.join(tmpdir(), 'home-'));
    onTestFinished(() => rm(home, { recursive: true }));
    const { folder } = await givenProject({}, withScript);
    const programs = `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`;
    const { exitCode, output } = await runDeploy([], folder, programs, home);
    expect(exitCode).toBe(1);
    expect(output).toContain('No one is logged in to Google on this machine.');
  });
});
