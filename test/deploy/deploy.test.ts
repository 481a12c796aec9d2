import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deployed, givenProject } from './given-project.ts';

const root = path.resolve(import.meta.dirname, '../..');
const scriptId = `1${'aB3_-'.repeat(11)}`;
const withScript = { '.clasp.json': JSON.stringify({ scriptId, rootDir: 'dist' }) };

const asking = 'clasp show-authorized-user --json';
const building = 'npm run --silent build -- --quiet';
const listing = 'clasp show-file-status --json';
const pushing = 'clasp push --force';

describe('npm run deploy', () => {
  it('checks, builds, tests, and pushes what was built', async () => {
    const project = await givenProject({}, withScript);
    const { exitCode, output } = await project.deploy();
    expect(exitCode, output).toBe(0);
    expect(await project.calls()).toEqual([asking, building, 'npm test', listing, pushing]);
    expect(output).toContain('Logged in to Google as ana@example.com.');
    expect(output).toContain(`Pushed. The script: https://script.google.com/d/${scriptId}/edit`);
  });

  it('says on first use what is missing, and what to run for it', async () => {
    const project = await givenProject({ user: { loggedIn: false } });
    const { exitCode, output } = await project.deploy();
    expect(exitCode).toBe(1);
    expect(output).toContain('There is no script to push to yet');
    expect(output).toContain('npm run deploy -- --create "Keap contacts"');
    expect(output).toContain('npm run deploy -- --script-id ID');
    expect(output).toContain('Nobody is logged in to Google on this machine.');
    expect(output).toContain('npx clasp login');
    expect(output).toContain('2 things are missing.\nNothing was pushed.');
    expect(await project.calls()).toEqual([asking]);
  });

  it('keeps the script id that it is given, and leaves the other settings alone', async () => {
    const settings = { rootDir: 'dist', skipSubdirectories: true };
    const former = { ...settings, scriptId: '', parentId: 'another document' };
    const project = await givenProject({}, { '.clasp.json': JSON.stringify(former) });
    const { exitCode, output } = await project.deploy('--script-id', scriptId);
    expect(exitCode, output).toBe(0);
    expect(await project.settings()).toEqual({ ...settings, scriptId });
    expect(await project.calls()).toContain(pushing);
  });

  it('takes the id out of the address of the script', async () => {
    const project = await givenProject();
    await project.deploy('--script-id', `https://script.google.com/home/projects/${scriptId}/edit?x=1`);
    expect(await project.settings()).toMatchObject({ scriptId });
  });

  it('makes a new spreadsheet, keeps its script, and pushes what was built and not what clasp brought along', async () => {
    const project = await givenProject({ created: { scriptId, parentId: 'sheet1' } });
    const { exitCode, output } = await project.deploy('--create', 'Keap contacts, "new"');
    expect(exitCode, output).toBe(0);
    expect(await project.calls()).toEqual([
      ...[asking, building, 'npm test'],
      'clasp create-script --type sheets --title Keap contacts, "new" --rootDir .',
      ...[listing, pushing],
    ]);
    expect(await project.settings()).toEqual({ scriptId, parentId: 'sheet1', rootDir: 'dist' });
    expect(output).toContain('Open https://drive.google.com/open?id=sheet1, reload it,');
    expect(await readFile(path.join(project.folder, 'dist/appsscript.json'), 'utf8')).toBe('{}');
  });

  it('makes a script by itself for an add-on', async () => {
    const project = await givenProject({ created: { scriptId } });
    const { exitCode, output } = await project.deploy('--create-add-on', 'Sync', '--without-tests');
    expect(exitCode, output).toBe(0);
    expect(await project.calls()).toContain('clasp create-script --type standalone --title Sync --rootDir .');
    expect(output).toContain('A new script for an add-on "Sync" is in your Drive');
  });

  it('changes and pushes nothing where it is to check only', async () => {
    const project = await givenProject();
    const { exitCode, output } = await project.deploy('--check', '--script-id', scriptId);
    expect(exitCode, output).toBe(0);
    expect(output).toContain('Everything is ready.');
    expect(await project.calls()).toEqual([asking, building, 'npm test']);
    expect(await project.settings()).toMatchObject({ scriptId: '' });
  });

  it('leaves the tests out when asked, and says so', async () => {
    const project = await givenProject({}, withScript);
    const { output } = await project.deploy('--without-tests');
    expect(output).toContain('! The tests were left out.');
    expect(await project.calls()).toEqual([asking, building, listing, pushing]);
  });

  it('warns that a change is in no commit, and pushes all the same', async () => {
    const project = await givenProject({}, withScript);
    await writeFile(path.join(project.folder, 'new.txt'), 'new');
    const { exitCode, output } = await project.deploy('--without-tests');
    expect(exitCode).toBe(0);
    expect(output).toContain('! What is pushed will be in no commit: new.txt changed since the last one.');
  });

  it('does not count the script id, which is everybody’s own, as such a change', async () => {
    const project = await givenProject();
    await project.deploy('--script-id', scriptId, '--without-tests');
    const { output } = await project.deploy('--without-tests');
    expect(output).toContain('✓ Every change is committed.');
  });
});

describe('npm run deploy pushes nothing', () => {
  it.each([
    ['when the build fails', { run: 1 }, 'The build failed', [asking, building]],
    [
      'when a test fails',
      { test: 1 },
      'The tests failed. See which with: npm test',
      [asking, building, 'npm test'],
    ],
    [
      'when clasp cannot say what it would push',
      { 'show-file-status': 1 },
      'clasp cannot say what it would push: show-file-status went wrong',
      [asking, building, 'npm test', listing],
    ],
    [
      'when clasp cannot be asked who is logged in',
      { 'show-authorized-user': 1 },
      'clasp cannot be asked who is logged in: show-authorized-user went wrong.',
      [asking],
    ],
  ])('%s', async (_when, exitCodes, sentence, calls) => {
    const project = await givenProject({ exitCodes }, withScript);
    const { exitCode, output } = await project.deploy();
    expect(exitCode).toBe(1);
    expect(output).toContain(sentence);
    expect(output).toContain('Nothing was pushed.');
    expect(await project.calls()).toEqual(calls);
  });

  it('when clasp would push something else than what was built', async () => {
    const project = await givenProject({ filesToPush: ['dist/Code.js', 'dist/secrets.json'] }, withScript);
    const { exitCode, output } = await project.deploy('--without-tests');
    expect(exitCode).toBe(1);
    expect(output).toContain('clasp would push Code.js, secrets.json instead of Code.js, appsscript.json.');
    expect(await project.calls()).not.toContain(pushing);
  });

  it('when clasp makes no spreadsheet', async () => {
    const project = await givenProject({ exitCodes: { 'create-script': 1 } });
    const { exitCode, output } = await project.deploy('--create', 'Contacts', '--without-tests');
    expect(exitCode).toBe(1);
    expect(output).toContain('clasp could not make it');
    expect(await project.settings()).toMatchObject({ scriptId: '' });
  });

  it('when clasp makes one and names no script', async () => {
    const { exitCode, output } = await (await givenProject()).deploy(
      '--create',
      'Contacts',
      '--without-tests',
    );
    expect(exitCode).toBe(1);
    expect(output).toContain('named no script id');
  });

  it.each([
    ['no file', '.clasp.json', 'no JSON', 'The file .clasp.json cannot be read.'],
    [
      'another folder',
      '.clasp.json',
      JSON.stringify({ scriptId, rootDir: '.' }),
      'does not push the folder dist',
    ],
    [
      'a made-up id',
      '.clasp.json',
      '{"scriptId":"my script","rootDir":"dist"}',
      '"my script" in .clasp.json is no',
    ],
    ['a bad manifest', 'appsscript.json', '{}', 'appsscript.json: runtimeVersion has to be "V8".'],
  ])('when there is %s', async (_what, file, text, sentence) => {
    const project = await givenProject({}, { ...withScript, [file]: text });
    const { exitCode, output } = await project.deploy();
    expect(exitCode).toBe(1);
    expect(output).toContain(sentence);
    expect(await project.calls()).toEqual([asking]);
  });

  it('and says what clasp’s refusal of a push usually means', async () => {
    const project = await givenProject({ exitCodes: { push: 1 } }, withScript);
    const { exitCode, output } = await project.deploy('--without-tests');
    expect(exitCode).toBe(1);
    expect(output).toContain('https://script.google.com/home/usersettings');
  });

  it('where the real clasp finds nobody logged in', async () => {
    const home = await mkdtemp(path.join(tmpdir(), 'home-'));
    onTestFinished(() => rm(home, { recursive: true }));
    const { folder } = await givenProject({}, withScript);
    const programs = `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`;
    const { exitCode, output } = await deployed([], folder, programs, home);
    expect(exitCode).toBe(1);
    expect(output).toContain('Nobody is logged in to Google on this machine.');
  });
});
