/** `npm run deploy`: checks, builds and tests, then lets clasp push dist/. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DeployRequest, deployRequest, helpText, type ScriptType, type Target } from './arguments.ts';
import { type ClaspSettings, keepScript, readClaspSettings } from './clasp-settings.ts';
import { run, runInView } from './command.ts';
import { type Finding, findings, newScriptLabel } from './findings.ts';

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
  if (asked.isTested) await test();
  else say('! The tests were skipped.');
  if (!asked.isPushed) {
    say('\nEverything is ready. To push it: npm run deploy');
    return;
  }
  const script = await resolveTarget(asked.target);
  await checkFiles();
  await push();
  say(`\nPushed. ${nextSteps(script)}`);
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

async function test(): Promise<void> {
  say('  Running the tests. This takes some minutes.');
  const { exitCode } = await runInView('npm', ['test'], folder);
  if (exitCode !== 0) throw new NotDeployed('The tests failed. To see which, run npm test.');
  say('✓ Tested.');
}

/** Saves the script to push to in .clasp.json. */
async function resolveTarget(target: Target): Promise<Script> {
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
async function checkFiles(): Promise<void> {
  const { exitCode, output, errors } = await run('clasp', ['show-file-status', '--json'], folder);
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
async function push(): Promise<void> {
  const { exitCode } = await runInView('clasp', ['push', '--force'], folder);
  if (exitCode === 0) return;
  throw new NotDeployed(
    'clasp could not push. It says why above. The usual reasons: the Apps Script API is turned off ' +
      '(https://script.google.com/home/usersettings), the login has expired (npx clasp login), or the script belongs to ' +
      'someone who has not shared it with you.',
  );
}
