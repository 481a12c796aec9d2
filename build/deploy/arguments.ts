/** What `npm run deploy` was asked for. */
export type DeployRequest =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly sentence: string }
  | {
      readonly kind: 'deploy';
      readonly target: Target;
      readonly isPushed: boolean;
      readonly isTested: boolean;
    };

/** A script within a new spreadsheet, or one by itself, as the Marketplace wants it. */
export type ScriptType = 'sheets' | 'standalone';

/** Which script to push to: the one in `.clasp.json`, another one that is to stand there, or a new one. */
export type Target =
  | { readonly kind: 'kept' }
  | { readonly kind: 'named'; readonly scriptId: string }
  | { readonly kind: 'created'; readonly title: string; readonly type: ScriptType };

export const helpText = `npm run deploy                          checks everything, builds, tests, and pushes to your Apps Script project
npm run deploy -- --script-id ID        the same, and keeps ID (or the address of the script's page) in .clasp.json
npm run deploy -- --create "A TITLE"    the same, in a new spreadsheet of this title
npm run deploy -- --create-add-on NAME  the same, to a new script by itself, to be published as an add-on
npm run deploy -- --check               all of it but the push
npm run deploy -- --without-tests       for a second push of what has been tested already`;

/** Arguments as the shell gives them, after the name of the program. */
export function deployRequest(args: readonly string[]): DeployRequest {
  let target: Target = { kind: 'kept' };
  let isPushed = true;
  let isTested = true;
  const rest = [...args];
  for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
    switch (option) {
      case '--help':
        return { kind: 'help' };
      case '--check':
        isPushed = false;
        break;
      case '--without-tests':
        isTested = false;
        break;
      case '--script-id':
      case '--create':
      case '--create-add-on': {
        if (target.kind !== 'kept') return wrong('Name one script only, and once.');
        const given = rest.shift();
        const chosen = option === '--script-id' ? namedTarget(given) : createdTarget(option, given);
        if (typeof chosen === 'string') return wrong(chosen);
        target = chosen;
        break;
      }
      default:
        return wrong(`"${option}" is no option of this command. They are:\n${helpText}`);
    }
  }
  if (target.kind === 'created' && !isPushed) {
    return wrong('A new script would be made, and --check changes nothing: leave one of them out.');
  }
  return { kind: 'deploy', target, isPushed, isTested };
}

const wrong = (sentence: string): DeployRequest => ({ kind: 'wrong', sentence });

function createdTarget(option: string, title: string | undefined): Target | string {
  if (title === undefined || title.trim() === '' || title.startsWith('--')) {
    return `Say how it is to be called: npm run deploy -- ${option} "Keap contacts"`;
  }
  return { kind: 'created', title: title.trim(), type: option === '--create' ? 'sheets' : 'standalone' };
}

/** An id by itself, or the address of the script's page, from which people copy it. */
function namedTarget(given: string | undefined): Target | string {
  if (given === undefined || given.startsWith('--')) {
    return 'The script id is missing: npm run deploy -- --script-id ID';
  }
  if (/^https:\/\/docs\.google\.com\//.test(given)) {
    return (
      'This is the address of a document. The script id is another one: open the document, choose ' +
      'Extensions > Apps Script, and copy it from Project Settings > IDs > Script ID.'
    );
  }
  const scriptId =
    /^https:\/\/script\.google\.com\/(?:.*?\/)?(?:projects|d)\/([^/?#]+)/.exec(given)?.[1] ?? given;
  return isScriptId(scriptId)
    ? { kind: 'named', scriptId }
    : `"${given}" is no script id. It has some 57 letters, digits, "-" and "_", and stands in the Apps Script editor under Project Settings > IDs.`;
}

/** Whether a text looks like the id that Google gives a script; whether there is such a script, clasp finds out. */
export function isScriptId(text: string): boolean {
  return /^[\w-]{30,100}$/.test(text);
}
