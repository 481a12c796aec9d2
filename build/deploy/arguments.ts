/** Reads the arguments of `npm run deploy`. */

/** What the user asked for. */
export type DeployRequest =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly sentence: string }
  | {
      readonly kind: 'deploy';
      readonly target: Target;
      readonly isPushed: boolean;
      readonly tests: TestRun;
      /** Whether files that somebody else wrote are replaced without a question. */
      readonly replaces: boolean;
      /** Whether scopes may differ from those of the newest version. */
      readonly acceptsScopes: boolean;
    };

/** Which tests run before a push: the quick ones, in under a minute or two, or the whole suite. */
export type TestRun = 'none' | 'quick' | 'all';

/** A script in a new spreadsheet, or a standalone one, which the Marketplace requires. */
export type ScriptType = 'sheets' | 'standalone';

/** Which script to push to: the one in `.clasp.json`, another one to save there, a new one, or those in `deploy.json`. */
export type Target =
  | { readonly kind: 'kept' }
  | { readonly kind: 'listed' /** Empty for all of them. */; readonly name: string }
  | { readonly kind: 'named'; readonly scriptId: string }
  | { readonly kind: 'created'; readonly title: string; readonly type: ScriptType };

/** The answer to `--help`. */
export const helpText = `npm run deploy                          checks, builds, tests, and pushes to your Apps Script project
npm run deploy -- --script-id ID        the same for another script; saves ID in .clasp.json (its address works too)
npm run deploy -- --create "A TITLE"    the same in a new spreadsheet with this title
npm run deploy -- --create-add-on NAME  the same in a new standalone script, to publish as an add-on
npm run deploy -- --to NAME             the same for the script of this name in deploy.json
npm run deploy -- --all                 the same for every script in deploy.json
npm run deploy -- --yes                 does not ask before it replaces what somebody else wrote in the script
npm run deploy -- --check               checks, builds and tests, but does not push
npm run deploy -- --all-tests           runs the whole test suite, which takes some minutes, instead of the quick tests
npm run deploy -- --without-tests       skips the tests, for example to push again
npm run deploy -- --accept-scopes       pushes other scopes than those of the newest version`;

/** Parses the arguments after the program's name. */
export function deployRequest(args: readonly string[]): DeployRequest {
  let target: Target = { kind: 'kept' };
  let isPushed = true;
  let tests: TestRun = 'quick';
  let replaces = false;
  let acceptsScopes = false;
  const rest = [...args];
  for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
    switch (option) {
      case '--help':
        return { kind: 'help' };
      case '--check':
        isPushed = false;
        break;
      case '--without-tests':
        tests = 'none';
        break;
      case '--all-tests':
        tests = 'all';
        break;
      case '--yes':
        replaces = true;
        break;
      case '--accept-scopes':
        acceptsScopes = true;
        break;
      case '--all':
        if (target.kind !== 'kept') return wrong(oneTarget);
        target = { kind: 'listed', name: '' };
        break;
      case '--to':
      case '--script-id':
      case '--create':
      case '--create-add-on': {
        if (target.kind !== 'kept') return wrong(oneTarget);
        const chosen = targetOf(option, rest.shift());
        if (typeof chosen === 'string') return wrong(chosen);
        target = chosen;
        break;
      }
      default:
        return wrong(`"${option}" is not an option of this command. The options are:\n${helpText}`);
    }
  }
  if (target.kind === 'created' && !isPushed) {
    return wrong('--check changes nothing, so it cannot create a script. Leave out one of the two options.');
  }
  return { kind: 'deploy', target, isPushed, tests, replaces, acceptsScopes };
}

const oneTarget =
  'Name only one script, and only once. To push to several, list them in deploy.json and use --all.';

function targetOf(
  option: '--script-id' | '--create' | '--create-add-on' | '--to',
  given: string | undefined,
): Target | string {
  switch (option) {
    case '--script-id':
      return namedTarget(given);
    case '--to':
      return listedTarget(given);
    case '--create':
    case '--create-add-on':
      return createdTarget(option, given);
  }
}

function listedTarget(name: string | undefined): Target | string {
  if (name === undefined || name.trim() === '' || name.startsWith('--')) {
    return 'The name is missing: npm run deploy -- --to NAME, with a name from deploy.json.';
  }
  return { kind: 'listed', name: name.trim() };
}

const wrong = (sentence: string): DeployRequest => ({ kind: 'wrong', sentence });

function createdTarget(option: string, title: string | undefined): Target | string {
  if (title === undefined || title.trim() === '' || title.startsWith('--')) {
    return `The title is missing: npm run deploy -- ${option} "Keap contacts"`;
  }
  return { kind: 'created', title: title.trim(), type: option === '--create' ? 'sheets' : 'standalone' };
}

/** Reads a script id, or the address of the script's page. */
function namedTarget(given: string | undefined): Target | string {
  if (given === undefined || given.startsWith('--')) {
    return 'The script id is missing: npm run deploy -- --script-id ID';
  }
  if (/^https:\/\/docs\.google\.com\//.test(given)) {
    return (
      'This is the address of a document, not of a script. Open the document, choose Extensions > Apps Script, and ' +
      'copy the script id from Project Settings > IDs > Script ID.'
    );
  }
  const scriptId =
    /^https:\/\/script\.google\.com\/(?:.*?\/)?(?:projects|d)\/([^/?#]+)/.exec(given)?.[1] ?? given;
  return isScriptId(scriptId)
    ? { kind: 'named', scriptId }
    : `"${given}" is not a script id. A script id has about 57 letters, digits, "-" and "_". Copy it in the Apps Script editor from Project Settings > IDs.`;
}

/** Whether a text has the form of a script id; clasp finds out whether the script exists. */
export function isScriptId(text: string): boolean {
  return /^[\w-]{30,100}$/.test(text);
}
