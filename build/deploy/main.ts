/** `npm run deploy`: checks, builds and tests, then lets clasp push dist/. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { version } from '../../src/version.ts';
import {
  type DeployRequest,
  deployRequest,
  helpText,
  type ScriptType,
  type Target,
  type TestRun,
} from './arguments.ts';
import { type ClaspSettings, keepScript, readClaspSettings } from './clasp-settings.ts';
import { run, runInView } from './command.ts';
import { type Finding, findings, newScriptLabel } from './findings.ts';
import { readInstallations } from './installations.ts';
import { scopeChange } from './published-scopes.ts';
import { askYesNo } from './question.ts';
import { copyScript } from './script-copy.ts';

const folder = process.cwd();
const settingsFile = path.join(folder, '.clasp.json');
const say = (line: string) => process.stdout.write(`${line}\n`);

type Script = Pick<ClaspSettings, 'scriptId' | 'parentId'>;

/** Ends the command; its message says what to do. */
class NotDeployed extends Error {}

const request = deployRequest(process.argv.slice(2));
switch (request.kind) {
  case 'help':
    say(helpText);
    break;
  case 'wrong':
    say(request.sentence);
    process.exitCode = 1;
    break;
  case 'deploy':
    await deploy(request).catch((error: unknown) => {
      if (!(error instanceof NotDeployed)) throw error;
      say(`\n${error.message}\nNothing was pushed.`);
      process.exitCode = 1;
    });
}

async function deploy(asked: DeployRequest & { kind: 'deploy' }): Promise<void> {
  const found = await findings(folder, asked.target);
  for (const finding of found) say(lineOf(finding));
  const missing = found.filter(({ kind }) => kind === 'missing').length;
  if (missing > 0)
    throw new NotDeployed(`${missing === 1 ? 'One requirement is' : `${missing} requirements are`} missing.`);

  await build();
  await test(asked.tests);
  if (!asked.isPushed) {
    say('\nEverything is ready. To push it: npm run deploy');
    return;
  }
  if (asked.target.kind === 'listed') {
    await pushToListed(asked.target.name, asked);
    return;
  }
  // What a script holds is asked about before anything is saved or pushed; a new one holds nothing.
  if (asked.target.kind === 'kept') {
    await askFirst((await readClaspSettings(settingsFile)).scriptId, asked);
  } else if (asked.target.kind === 'named') {
    await askFirst(asked.target.scriptId, asked);
  }
  const script = await resolveTarget(asked.target);
  await checkFiles(settingsFile);
  await push(settingsFile);
  say(`\nPushed version ${version}. ${nextSteps(script)}`);
}

/** Pushes to one after the other: what fails for one does not keep the next one from its new version. */
async function pushToListed(name: string, answers: Answers): Promise<void> {
  const installations = await readInstallations(folder);
  const chosen = name === '' ? installations : installations.filter((one) => one.name === name);
  let hasFailed = false;
  const results: string[] = [];
  for (const { name: one, scriptId } of chosen) {
    say(`\n${one}`);
    const problem = await pushToOne(scriptId, answers);
    hasFailed ||= problem !== undefined;
    results.push(`${one}: ${problem ?? `version ${version} pushed.`}`);
  }
  say(`\n${results.join('\n')}`);
  if (hasFailed) process.exitCode = 1;
}

/** Returns why nothing was pushed, as a sentence; undefined where it was. */
async function pushToOne(scriptId: string, answers: Answers): Promise<string | undefined> {
  const projectFile = path.join(folder, `.clasp-${scriptId}.json`);
  try {
    await askFirst(scriptId, answers);
    await writeFile(projectFile, JSON.stringify({ scriptId, rootDir: 'dist' }));
    await checkFiles(projectFile);
    await push(projectFile);
    return undefined;
  } catch (error) {
    if (!(error instanceof NotDeployed)) throw error;
    return `${error.message} Nothing was pushed.`;
  } finally {
    await rm(projectFile, { force: true });
  }
}

/** What was answered in advance, by options. */
type Answers = Pick<DeployRequest & { kind: 'deploy' }, 'replaces' | 'acceptsScopes'>;

async function askFirst(scriptId: string, { replaces, acceptsScopes }: Answers): Promise<void> {
  if (!acceptsScopes) await checkScopes(scriptId);
  await askToReplace(scriptId, replaces);
}

/** A changed scope stops the triggers of everyone who uses the published add-on, until they grant it. */
async function checkScopes(scriptId: string): Promise<void> {
  const change = await scopeChange(folder, scriptId).catch((error: unknown) => {
    throw new NotDeployed(messageOf(error));
  });
  if (change === undefined) {
    say('✓ The script has no version, so no published add-on runs it.');
    return;
  }
  const { added, removed } = change;
  if (added.length + removed.length === 0) {
    say(`✓ The scopes are those of version ${change.version}.`);
    return;
  }
  const lines = [
    ...added.map((scope) => `  added:   ${scope}`),
    ...removed.map((scope) => `  removed: ${scope}`),
  ];
  throw new NotDeployed(
    `The scopes differ from those of version ${change.version}, which users of a published add-on run:\n${lines.join('\n')}\n` +
      'Once they are published, the daily sync of each user stops until they grant them. Try them in a development ' +
      'project first (docs/deployment.md, "A development project"). If this script is not published, or you have ' +
      'announced the change: npm run deploy -- --accept-scopes',
  );
}

/** Copies what the script holds, and asks before files that somebody else wrote are replaced. */
async function askToReplace(scriptId: string, replaces: boolean): Promise<void> {
  const copy = await copyScript(folder, scriptId, new Date()).catch((error: unknown) => {
    throw new NotDeployed(messageOf(error));
  });
  say(`✓ What the script contained is in ${copy.folder}.`);
  if (copy.foreign.length === 0) return;
  say(
    `! The script contains files that are not part of Keap Contact Sync: ${copy.foreign.join(', ')}.\n` +
      '    A push replaces or deletes them. To keep using them, read docs/from-your-own-script.md first.',
  );
  if (replaces) return;
  const answer = await askYesNo('Replace them?');
  if (answer === true) return;
  throw new NotDeployed(
    answer === undefined
      ? 'To replace these files without a question, add --yes.'
      : `The script stays as it is. The copy in ${copy.folder} can be deleted.`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function nextSteps({ scriptId, parentId }: Script): string {
  const editor = `The script: https://script.google.com/d/${scriptId}/edit`;
  const menu = 'reload it, and choose Sync contacts > Connection and schedule.';
  if (parentId !== undefined) return `${editor}\nOpen https://drive.google.com/open?id=${parentId}, ${menu}`;
  return `${editor}\nIn a spreadsheet: open it, ${menu} As an add-on: continue with docs/deployment.md.`;
}

function lineOf(finding: Finding): string {
  switch (finding.kind) {
    case 'fine':
      return `✓ ${finding.sentence}`;
    case 'warning':
      return `! ${finding.sentence}\n    ${finding.next}`;
    case 'missing':
      return `✗ ${finding.sentence}\n    ${finding.next.replaceAll('\n', '\n    ')}`;
  }
}

async function build(): Promise<void> {
  const { exitCode, output, errors } = await run(
    'npm',
    ['run', '--silent', 'build', '--', '--quiet'],
    folder,
  );
  if (exitCode !== 0) throw new NotDeployed(`${output}${errors}\nThe build failed. Fix the errors above.`);
  say('✓ Built.');
}

async function test(tests: TestRun): Promise<void> {
  if (tests === 'none') {
    say('! The tests were skipped.');
    return;
  }
  const args = tests === 'quick' ? ['run', '--silent', 'test:quick'] : ['test'];
  say(
    `  Running ${tests === 'quick' ? 'the quick tests. This takes a minute or two.' : 'all tests. This takes some minutes.'}`,
  );
  const { exitCode } = await runInView('npm', args, folder);
  if (exitCode !== 0) {
    const command = tests === 'quick' ? 'npm run test:quick' : 'npm test';
    throw new NotDeployed(`The tests failed. To see which, run ${command}.`);
  }
  say('✓ Tested.');
}

/** Saves the script to push to in .clasp.json. */
async function resolveTarget(target: Exclude<Target, { kind: 'listed' }>): Promise<Script> {
  switch (target.kind) {
    case 'kept':
      return await readClaspSettings(settingsFile);
    case 'named':
      await keepScript(settingsFile, { scriptId: target.scriptId });
      return { scriptId: target.scriptId };
    case 'created': {
      const script = await createScript(target.title, target.type);
      await keepScript(settingsFile, script);
      say(
        `✓ ${newScriptLabel(target.type)} "${target.title}" is in your Drive. Its script id is saved in .clasp.json.`,
      );
      return script;
    }
  }
}

/** Runs clasp in another folder, because it refuses to run next to a .clasp.json and writes an empty manifest. */
async function createScript(title: string, type: ScriptType): Promise<Script> {
  const aside = await mkdtemp(path.join(tmpdir(), 'keap-contact-sync-'));
  try {
    const args = ['create-script', '--type', type, '--title', title, '--rootDir', '.'];
    const { exitCode } = await runInView('clasp', args, aside);
    if (exitCode !== 0) throw new NotDeployed('clasp could not create the script. It says why above.');
    const { rootDir: _aside, ...script } = await readClaspSettings(path.join(aside, '.clasp.json'));
    if (script.scriptId === '') throw new NotDeployed('clasp created the script, but gave no script id.');
    return script;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Checks that clasp would push exactly what was built: an ignore file or a setting can change that. */
async function checkFiles(projectFile: string): Promise<void> {
  const args = [...projectArgs(projectFile), 'show-file-status', '--json'];
  const { exitCode, output, errors } = await run('clasp', args, folder);
  const expected = (await readdir(path.join(folder, 'dist'))).sort().join(', ');
  const listed = exitCode === 0 ? namesIn(output) : '';
  if (listed === expected) return;
  throw new NotDeployed(
    exitCode === 0
      ? `clasp would push ${listed || 'nothing'} instead of ${expected}. Look for a .claspignore and at .clasp.json.`
      : `clasp cannot say what it would push: ${errors.trim() || output.trim()}`,
  );
}

function namesIn(output: string): string {
  try {
    const { filesToPush }: { filesToPush?: unknown } = JSON.parse(output);
    const files = Array.isArray(filesToPush) ? filesToPush.map((file) => path.basename(String(file))) : [];
    return files.sort().join(', ');
  } catch {
    return '';
  }
}

/** Uses --force: without it, clasp skips everything if the manifest has changed, and still exits with 0. */
async function push(projectFile: string): Promise<void> {
  const { exitCode } = await runInView('clasp', [...projectArgs(projectFile), 'push', '--force'], folder);
  if (exitCode === 0) return;
  throw new NotDeployed(
    'clasp could not push. It says why above. The usual reasons: the Apps Script API is turned off ' +
      '(https://script.google.com/home/usersettings), the login has expired (npx clasp login), or the script belongs to ' +
      'someone who has not shared it with you.',
  );
}

/** clasp finds .clasp.json by itself; it takes another project file only by its absolute path. */
function projectArgs(projectFile: string): string[] {
  return projectFile === settingsFile ? [] : ['--project', projectFile];
}
