import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundleBanner } from '../../build/server-bundle.ts';
import { version } from '../../src/version.ts';
import { givenProject, runDeploy } from './given-project.ts';

const root = path.resolve(import.meta.dirname, '../..');
const scriptId = `1${'aB3_-'.repeat(11)}`;
const withScript = { '.clasp.json': JSON.stringify({ scriptId, rootDir: 'dist' }) };

const showUser = 'clasp show-authorized-user --json';
const listVersions = `clasp list-versions ${scriptId} --json`;
const build = 'npm run --silent build -- --quiet';
const showFiles = 'clasp show-file-status --json';
const push = 'clasp push --force';
const pull = 'clasp pull';
const test = 'npm run --silent test:quick';

describe('npm run deploy', () => {
  it('checks, builds, tests, and pushes what was built', async () => {
    const project = await givenProject({}, withScript);
    const { exitCode, output } = await project.deploy();
    expect(exitCode, output).toBe(0);
    expect(await project.calls()).toEqual([showUser, build, test, listVersions, pull, showFiles, push]);
    expect(output).toContain('Logged in to Google as ana@example.com.');
    expect(output).toContain(
      `Pushed version ${version}. The script: https://script.google.com/d/${scriptId}/edit`,
    );
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
      ...[showUser, build, test],
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
    expect(await project.calls()).toEqual([showUser, build, test]);
    expect(await project.settings()).toMatchObject({ scriptId: '' });
  });

  it('skips the tests with --without-tests, and says so', async () => {
    const project = await givenProject({}, withScript);
    const { output } = await project.deploy('--without-tests');
    expect(output).toContain('! The tests were skipped.');
    expect(await project.calls()).toEqual([showUser, build, listVersions, pull, showFiles, push]);
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

describe('npm run deploy to a script that holds something already', () => {
  const own = {
    'Code.js': 'function nightly() { UrlFetchApp.fetch("…"); }',
    'Helpers.js': 'function help() {}',
  };
  const ours = `${bundleBanner}0.0.9 */\n`;

  it('copies it first, names the files, and pushes nothing without an answer', async () => {
    const project = await givenProject({ held: { [scriptId]: own } }, withScript);
    const { exitCode, output } = await project.deploy('--without-tests');
    expect(exitCode).toBe(1);
    expect(output).toContain('not part of Keap Contact Sync: Code.js, Helpers.js.');
    expect(output).toContain('To replace these files without a question, add --yes.\nNothing was pushed.');
    expect(await project.pushed()).toEqual([]);
    const copy = /is in (deploy-copies\S+)\./.exec(output)?.[1] ?? '';
    expect(copy).toMatch(/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-1aB3_/);
    expect(await readFile(path.join(project.folder, copy, 'Code.js'), 'utf8')).toBe(own['Code.js']);
    expect(await readFile(path.join(project.folder, copy, 'Helpers.js'), 'utf8')).toBe(own['Helpers.js']);
  });

  it('does not save the id of a script that it does not replace', async () => {
    const project = await givenProject({ held: { [scriptId]: own } });
    await project.deploy('--script-id', scriptId, '--without-tests');
    expect(await project.settings()).toMatchObject({ scriptId: '' });
  });

  it('replaces it without a question with --yes, and keeps the copy', async () => {
    const project = await givenProject({ held: { [scriptId]: own } }, withScript);
    const { exitCode, output } = await project.deploy('--without-tests', '--yes');
    expect(exitCode, output).toBe(0);
    expect(output).toContain('Code.js, Helpers.js');
    expect(await project.pushed()).toEqual([scriptId]);
    expect(await readdir(path.join(project.folder, 'deploy-copies'))).toHaveLength(1);
  });

  it('asks nothing where the script holds an earlier version', async () => {
    const held = { 'Code.js': ours, 'sidebar.html': '', 'appsscript.json': '{}' };
    const project = await givenProject({ held: { [scriptId]: held }, dist: ['sidebar.html'] }, withScript);
    const { exitCode, output } = await project.deploy('--without-tests');
    expect(exitCode, output).toBe(0);
    expect(output).not.toContain('not part of');
  });

  it('names what somebody has added beside an earlier version', async () => {
    const held = { 'Code.js': ours, 'own/Report.js': 'function report() {}' };
    const project = await givenProject({ held: { [scriptId]: held } }, withScript);
    const { output } = await project.deploy('--without-tests');
    expect(output).toContain('not part of Keap Contact Sync: own/Report.js.');
    expect(await project.pushed()).toEqual([]);
  });

  it('replaces nothing that it cannot copy', async () => {
    const project = await givenProject({ unreachable: scriptId }, withScript);
    const { exitCode, output } = await project.deploy('--without-tests', '--yes');
    expect(exitCode).toBe(1);
    expect(output).toContain(
      'clasp could not copy what the script contains now: Requested entity was not found. Check',
    );
    expect(await project.pushed()).toEqual([]);
  });

  it('leaves the copies out of git', async () => {
    const project = await givenProject({}, withScript);
    await project.deploy('--without-tests');
    expect((await project.deploy('--without-tests')).output).toContain('✓ All changes are committed.');
  });
});

describe('npm run deploy to the scripts of deploy.json', () => {
  const [bakery, garden] = [`1${'bak_'.repeat(14)}`, `1${'gar-'.repeat(14)}`];
  const list = {
    'deploy.json': JSON.stringify([
      { name: 'Bakery', scriptId: bakery },
      { name: 'Garden center', scriptId: garden },
    ]),
  };

  it('pushes to each after testing once, and leaves .clasp.json alone', async () => {
    const project = await givenProject({}, { ...withScript, ...list });
    const { exitCode, output } = await project.deploy('--all');
    expect(exitCode, output).toBe(0);
    expect(await project.pushed()).toEqual([bakery, garden]);
    expect((await project.calls()).filter((call) => call === test)).toHaveLength(1);
    expect(output).toContain(`Bakery: version ${version} pushed.\nGarden center: version ${version} pushed.`);
    expect(await project.settings()).toMatchObject({ scriptId });
    expect((await readdir(project.folder)).filter((name) => name.startsWith('.clasp'))).toEqual([
      '.clasp.json',
    ]);
  });

  it('goes on after one that fails, and ends with an error', async () => {
    const project = await givenProject({ unreachable: bakery }, list);
    const { exitCode, output } = await project.deploy('--all', '--without-tests');
    expect(exitCode).toBe(1);
    expect(await project.pushed()).toEqual([garden]);
    expect(output).toContain('Bakery: clasp could not copy');
    expect(output).toContain(`Garden center: version ${version} pushed.`);
  });

  it('pushes to one by its name', async () => {
    const project = await givenProject({}, list);
    const { exitCode, output } = await project.deploy('--to', 'Garden center', '--without-tests');
    expect(exitCode, output).toBe(0);
    expect(await project.pushed()).toEqual([garden]);
  });

  it('explains a name that the list does not have before it builds anything', async () => {
    const project = await givenProject({}, list);
    const { exitCode, output } = await project.deploy('--to', 'Florist');
    expect(exitCode).toBe(1);
    expect(output).toContain(
      'deploy.json has no script with the name "Florist".\n    It has: Bakery, Garden center.',
    );
    expect(await project.calls()).toEqual([showUser]);
  });
});

describe('npm run deploy pushes nothing', () => {
  it.each([
    ['when the build fails', { build: 1 }, 'The build failed', [showUser, build]],
    [
      'when a test fails',
      { 'test:quick': 1 },
      'The tests failed. To see which, run npm run test:quick.',
      [showUser, build, test],
    ],
    [
      'when clasp cannot say what it would push',
      { 'show-file-status': 1 },
      'clasp cannot say what it would push: show-file-status went wrong',
      [showUser, build, test, listVersions, pull, showFiles],
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

describe('the scopes of a published add-on', () => {
  const { oauthScopes } = JSON.parse(readFileSync(path.join(root, 'appsscript.json'), 'utf8')) as {
    oauthScopes: string[];
  };
  const cloneVersion = (version: number) => `clasp clone-script ${scriptId} ${version} --rootDir .`;
  const another = 'https://www.googleapis.com/auth/drive';

  it('are compared with those of the newest version, in any order', async () => {
    const versions = [[another], [...oauthScopes].reverse()];
    const project = await givenProject({ versions }, withScript);
    const { exitCode, output } = await project.deploy('--without-tests');
    expect(exitCode, output).toBe(0);
    expect(output).toContain('✓ The scopes are those of version 2.');
    expect(await project.calls()).toContain(cloneVersion(2));
    expect(await project.pushed()).toEqual([scriptId]);
  });

  it.each([
    ['an added one', oauthScopes.slice(1), `  added:   ${oauthScopes[0]}`],
    ['a removed one', [...oauthScopes, another], `  removed: ${another}`],
    ['a version without scopes', [], `  added:   ${oauthScopes[4]}`],
  ])('keep it from being pushed where they differ, and say how to go on: %s', async (_what, scopes, line) => {
    const project = await givenProject({ versions: [scopes] }, withScript);
    const { exitCode, output } = await project.deploy('--without-tests');
    expect(exitCode).toBe(1);
    expect(output).toContain('The scopes differ from those of version 1');
    expect(output).toContain(line);
    expect(output).toContain('npm run deploy -- --accept-scopes');
    expect(output).toContain('Nothing was pushed.');
    expect(await project.calls()).toEqual([showUser, build, listVersions, cloneVersion(1)]);
  });

  it('may differ where that is accepted', async () => {
    const project = await givenProject({ versions: [[]] }, withScript);
    const { exitCode } = await project.deploy('--without-tests', '--accept-scopes');
    expect(exitCode).toBe(0);
    expect(await project.calls()).not.toContain(listVersions);
    expect(await project.pushed()).toEqual([scriptId]);
  });

  it.each(['list-versions', 'clone-script'])(
    'keep it from being pushed where clasp fails to %s',
    async (command) => {
      const project = await givenProject(
        { versions: [oauthScopes], exitCodes: { [command]: 1 } },
        withScript,
      );
      const { exitCode, output } = await project.deploy('--without-tests');
      expect(exitCode).toBe(1);
      expect(output).toContain(`${command} went wrong`);
      expect(await project.calls()).not.toContain(push);
    },
  );
});
