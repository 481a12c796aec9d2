/** Checks everything that a push needs and that can be checked without building. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isScriptId, type ScriptType, type Target } from './arguments.ts';
import { readClaspSettings } from './clasp-settings.ts';
import { run } from './command.ts';
import { readInstallations } from './installations.ts';
import { manifestProblems } from './manifest-check.ts';

/** The result of one check. */
export type Finding =
  | { readonly kind: 'fine'; readonly sentence: string }
  | { readonly kind: 'warning'; readonly sentence: string; readonly next: string }
  | { readonly kind: 'missing'; readonly sentence: string; readonly next: string };

/** Runs all checks; changes nothing. */
export async function findings(folder: string, target: Target): Promise<Finding[]> {
  const checks = [
    scriptFinding(folder, target),
    loginFinding(folder),
    manifestFinding(folder),
    treeFinding(folder),
  ];
  return (await Promise.all(checks)).flat();
}

const fine = (sentence: string): Finding => ({ kind: 'fine', sentence });
const missing = (sentence: string, next: string): Finding => ({ kind: 'missing', sentence, next });

async function scriptFinding(folder: string, target: Target): Promise<Finding[]> {
  const found: Finding[] = [];
  try {
    const { scriptId, rootDir } = await readClaspSettings(path.join(folder, '.clasp.json'));
    if (rootDir !== 'dist') {
      found.push(missing('.clasp.json does not push the folder dist.', 'Write "rootDir": "dist" into it.'));
    }
    if (target.kind === 'kept') found.push(keptScript(scriptId));
  } catch (error) {
    found.push(
      missing(error instanceof Error ? error.message : String(error), 'Then run this command again.'),
    );
  }
  if (target.kind === 'listed') found.push(...(await listedScripts(folder, target.name)));
  if (target.kind === 'named') found.push(fine(`The script to push to: ${target.scriptId}.`));
  if (target.kind === 'created')
    found.push(fine(`${newScriptLabel(target.type)} "${target.title}" will be created.`));
  return found;
}

async function listedScripts(folder: string, name: string): Promise<Finding[]> {
  try {
    const names = (await readInstallations(folder)).map((one) => one.name);
    if (name === '') return [fine(`The scripts to push to: ${names.join(', ')}.`)];
    if (names.includes(name)) return [fine(`The script to push to: ${name}.`)];
    return [missing(`deploy.json has no script with the name "${name}".`, `It has: ${names.join(', ')}.`)];
  } catch (error) {
    return [missing(error instanceof Error ? error.message : String(error), 'Then run this command again.')];
  }
}

/** The start of a sentence about a new script. */
export function newScriptLabel(type: ScriptType): string {
  return type === 'sheets' ? 'A new spreadsheet' : 'A new standalone script';
}

function keptScript(scriptId: string): Finding {
  if (scriptId === '') {
    return missing(
      'There is no script to push to yet, because .clasp.json has no script id.',
      'For a new spreadsheet: npm run deploy -- --create "Keap contacts"\n' +
        'For a spreadsheet that you have: open it, choose Extensions > Apps Script, copy the id from Project Settings > ' +
        'IDs, and run npm run deploy -- --script-id ID',
    );
  }
  return isScriptId(scriptId)
    ? fine(`The script to push to: ${scriptId}.`)
    : missing(`"${scriptId}" in .clasp.json is not a script id.`, 'npm run deploy -- --script-id ID');
}

/** Asks clasp, and reads no credentials itself. */
async function loginFinding(folder: string): Promise<Finding[]> {
  const { exitCode, output, errors } = await run('clasp', ['show-authorized-user', '--json'], folder);
  if (exitCode !== 0) {
    const reason = errors.trim().split('\n')[0] || 'it was not found';
    return [missing(`clasp cannot say who is logged in: ${reason}.`, 'npm ci, then npx clasp login')];
  }
  const { loggedIn, email } = userIn(output);
  if (!loggedIn) {
    return [
      missing(
        'No one is logged in to Google on this machine.',
        'npx clasp login, and turn on the Apps Script API at https://script.google.com/home/usersettings',
      ),
    ];
  }
  return [fine(`Logged in to Google${email === undefined ? '' : ` as ${email}`}.`)];
}

function userIn(output: string): { loggedIn: boolean; email: string | undefined } {
  try {
    const { loggedIn, email }: { loggedIn?: unknown; email?: unknown } = JSON.parse(output);
    return { loggedIn: loggedIn === true, email: typeof email === 'string' ? email : undefined };
  } catch {
    return { loggedIn: false, email: undefined };
  }
}

async function manifestFinding(folder: string): Promise<Finding[]> {
  const text = await readFile(path.join(folder, 'appsscript.json'), 'utf8').catch(() => '');
  const problems = manifestProblems(text);
  if (problems.length === 0) return [fine('The manifest has exactly the necessary scopes and addresses.')];
  return problems.map((problem) => missing(problem, 'Correct appsscript.json.'));
}

/** Ignores `.clasp.json`, because everyone has their own script id in it. */
async function treeFinding(folder: string): Promise<Finding[]> {
  const { exitCode, output } = await run(
    'git',
    ['status', '--porcelain', '--', '.', ':!.clasp.json'],
    folder,
  );
  if (exitCode !== 0)
    return [fine('This folder is not a git repository, so uncommitted changes were not checked.')];
  const changed = output.split('\n').filter((line) => line !== '');
  if (changed.length === 0) return [fine('All changes are committed.')];
  const shown = changed.slice(0, 5).map((line) => line.slice(3));
  const more = changed.length > shown.length ? ` and ${changed.length - shown.length} more` : '';
  return [
    {
      kind: 'warning',
      sentence: `These changes are not committed: ${shown.join(', ')}${more}.`,
      next: 'Commit them first, unless you are only trying something out.',
    },
  ];
}
