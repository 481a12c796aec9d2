import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isScriptId, type ScriptType, type Target } from './arguments.ts';
import { readClaspSettings } from './clasp-settings.ts';
import { run } from './command.ts';
import { manifestProblems } from './manifest-check.ts';

/** What was found out about one thing that a push needs. */
export type Finding =
  | { readonly kind: 'fine'; readonly sentence: string }
  | { readonly kind: 'warning'; readonly sentence: string; readonly next: string }
  | { readonly kind: 'missing'; readonly sentence: string; readonly next: string };

/** Looks at everything that can be looked at without building; changes nothing. */
export async function findings(folder: string, target: Target): Promise<Finding[]> {
  const looks = [
    scriptFinding(folder, target),
    loginFinding(folder),
    manifestFinding(folder),
    treeFinding(folder),
  ];
  return (await Promise.all(looks)).flat();
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
  if (target.kind === 'named') found.push(fine(`The script to push to: ${target.scriptId}.`));
  if (target.kind === 'created')
    found.push(fine(`${whatIsMade(target.type)} "${target.title}" will be made.`));
  return found;
}

/** In words, at the beginning of a sentence. */
export function whatIsMade(type: ScriptType): string {
  return type === 'sheets' ? 'A new spreadsheet' : 'A new script for an add-on';
}

function keptScript(scriptId: string): Finding {
  if (scriptId === '') {
    return missing(
      'There is no script to push to yet: .clasp.json has no script id.',
      'For a new spreadsheet: npm run deploy -- --create "Keap contacts"\n' +
        'For one you have: open it, choose Extensions > Apps Script, copy the id from Project Settings > IDs, and ' +
        'run npm run deploy -- --script-id ID',
    );
  }
  return isScriptId(scriptId)
    ? fine(`The script to push to: ${scriptId}.`)
    : missing(`"${scriptId}" in .clasp.json is no script id.`, 'npm run deploy -- --script-id ID');
}

/** Asks clasp and looks into no credentials itself. */
async function loginFinding(folder: string): Promise<Finding[]> {
  const { exitCode, output, errors } = await run('clasp', ['show-authorized-user', '--json'], folder);
  if (exitCode !== 0) {
    const reason = errors.trim().split('\n')[0] || 'it was not found';
    return [missing(`clasp cannot be asked who is logged in: ${reason}.`, 'npm ci, then npx clasp login')];
  }
  const { loggedIn, email } = userIn(output);
  if (!loggedIn) {
    return [
      missing(
        'Nobody is logged in to Google on this machine.',
        'npx clasp login, and switch the Apps Script API on at https://script.google.com/home/usersettings',
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
  if (problems.length === 0)
    return [fine('The manifest asks for the scopes and addresses that are needed, and no more.')];
  return problems.map((problem) => missing(problem, 'Correct appsscript.json.'));
}

/** The script id in `.clasp.json` is everybody's own, and never committed. */
async function treeFinding(folder: string): Promise<Finding[]> {
  const { exitCode, output } = await run(
    'git',
    ['status', '--porcelain', '--', '.', ':!.clasp.json'],
    folder,
  );
  if (exitCode !== 0) return [fine('This folder is no git checkout; its state cannot be named.')];
  const changed = output.split('\n').filter((line) => line !== '');
  if (changed.length === 0) return [fine('Every change is committed.')];
  const shown = changed.slice(0, 5).map((line) => line.slice(3));
  const more = changed.length > shown.length ? ` and ${changed.length - shown.length} more` : '';
  return [
    {
      kind: 'warning',
      sentence: `What is pushed will be in no commit: ${shown.join(', ')}${more} changed since the last one.`,
      next: 'Commit first, unless you are only trying something.',
    },
  ];
}
