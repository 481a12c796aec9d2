/** Checks the manifest for exactly the scopes and addresses that the add-on needs. */

/** The scopes by name, with the reason for each (`docs/deployment.md` has more). */
export const neededScopes: ReadonlyMap<string, string> = new Map([
  ['spreadsheets.currentonly', 'to read the sheet in which it is opened and to write the status columns'],
  ['script.container.ui', 'to show the menu, the sidebar and the dialogs'],
  ['script.external_request', 'to call Keap'],
  ['script.scriptapp', 'to run every hour and to receive the consent from Keap'],
  ['script.send_mail', 'to email the user about failed syncs and a lost connection'],
]);

const scopePrefix = 'https://www.googleapis.com/auth/';

/** The address for tokens and API calls: nothing works without it in the allowlist. */
const keapOrigin = 'https://api.infusionsoft.com/';

/** Every reason not to push this manifest, as sentences; empty if there is none. */
export function manifestProblems(text: string): string[] {
  const manifest = objectIn(text);
  if (manifest === undefined) return ['appsscript.json cannot be read: it must be a JSON object.'];
  return [
    ...valueProblems(manifest),
    ...scopeProblems(textsIn(manifest.oauthScopes)),
    ...originProblems(textsIn(manifest.urlFetchWhitelist)),
  ];
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null && !Array.isArray(content)
      ? { ...content }
      : undefined;
  } catch {
    return undefined;
  }
}

function valueProblems(manifest: Readonly<Record<string, unknown>>): string[] {
  const problems: string[] = [];
  if (manifest.runtimeVersion !== 'V8') problems.push('runtimeVersion must be "V8".');
  if (manifest.exceptionLogging !== 'STACKDRIVER') {
    problems.push('exceptionLogging must be "STACKDRIVER", or failures of the daily sync are not logged.');
  }
  if (typeof manifest.timeZone !== 'string' || manifest.timeZone === '') {
    problems.push('timeZone is missing.');
  }
  for (const name of ['webapp', 'executionApi']) {
    if (name in manifest) {
      problems.push(`"${name}" would let others call the script, and nothing needs that. Remove it.`);
    }
  }
  return problems.map((problem) => `appsscript.json: ${problem}`);
}

function scopeProblems(scopes: readonly string[]): string[] {
  const missing = [...neededScopes]
    .filter(([name]) => !scopes.includes(scopePrefix + name))
    .map(
      ([name, reason]) =>
        `appsscript.json: the scope ${scopePrefix}${name} is missing. It is needed ${reason}.`,
    );
  const needless = scopes
    .filter((scope) => !neededScopes.has(scope.replace(scopePrefix, '')))
    .map((scope) => `appsscript.json: nothing needs the scope ${scope}. Remove it.`);
  return [...missing, ...needless];
}

/** Google accepts HTTPS prefixes with a path, and a wildcard as the leading subdomain (Apps Script, "Allowlist URLs"). */
function originProblems(origins: readonly string[]): string[] {
  const wrong = origins
    .filter((origin) => !/^https:\/\/(\*\.)?[\w-]+(\.[\w-]+)+\/\S*$/.test(origin))
    .map(
      (origin) =>
        `"${origin}" in urlFetchWhitelist is not an HTTPS prefix with a path, such as "/" at its end.`,
    );
  const missing = origins.includes(keapOrigin) ? [] : [`${keapOrigin} is missing from urlFetchWhitelist.`];
  return [...wrong, ...missing].map((problem) => `appsscript.json: ${problem}`);
}

function textsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : [];
}
