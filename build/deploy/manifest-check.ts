/** What each scope is for, as users and reviewers are told (`docs/deployment.md` says more). */
export const neededScopes: ReadonlyMap<string, string> = new Map([
  ['spreadsheets.currentonly', 'to read the sheet it is opened in and to write the status columns'],
  ['script.container.ui', 'to show the menu, the sidebar and dialogs'],
  ['script.external_request', 'to call Keap'],
  ['script.scriptapp', 'to run every hour and to come back from the consent at Keap'],
  ['script.send_mail', 'to tell the user once when the connection to Keap has to be renewed by hand'],
]);

const scopePrefix = 'https://www.googleapis.com/auth/';

/** Where tokens and calls go: without it in the allow list nothing works. */
const keapOrigin = 'https://api.infusionsoft.com/';

/** Every reason not to push this manifest, as sentences; none where it is sound. */
export function manifestProblems(text: string): string[] {
  const manifest = objectIn(text);
  if (manifest === undefined) return ['appsscript.json cannot be read: it has to be a JSON object.'];
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
  if (manifest.runtimeVersion !== 'V8') problems.push('runtimeVersion has to be "V8".');
  if (manifest.exceptionLogging !== 'STACKDRIVER') {
    problems.push('exceptionLogging has to be "STACKDRIVER", or failures of the daily run leave no trace.');
  }
  if (typeof manifest.timeZone !== 'string' || manifest.timeZone === '') {
    problems.push('timeZone is missing.');
  }
  for (const name of ['webapp', 'executionApi']) {
    if (name in manifest) {
      problems.push(
        `"${name}" would let others call the script from outside, and nothing needs that. Take it out.`,
      );
    }
  }
  return problems.map((problem) => `appsscript.json: ${problem}`);
}

function scopeProblems(scopes: readonly string[]): string[] {
  const missing = [...neededScopes]
    .filter(([name]) => !scopes.includes(scopePrefix + name))
    .map(
      ([name, reason]) => `appsscript.json: the scope ${scopePrefix}${name} is missing, needed ${reason}.`,
    );
  const needless = scopes
    .filter((scope) => !neededScopes.has(scope.replace(scopePrefix, '')))
    .map((scope) => `appsscript.json: nothing needs the scope ${scope}. Take it out.`);
  return [...missing, ...needless];
}

/** Google takes HTTPS prefixes with a path, and a wildcard for the leading subdomain (Apps Script, "Allowlist URLs"). */
function originProblems(origins: readonly string[]): string[] {
  const wrong = origins
    .filter((origin) => !/^https:\/\/(\*\.)?[\w-]+(\.[\w-]+)+\/\S*$/.test(origin))
    .map((origin) => `"${origin}" in urlFetchWhitelist is no HTTPS prefix that ends in a path, such as "/".`);
  const missing = origins.includes(keapOrigin) ? [] : [`${keapOrigin} is missing in urlFetchWhitelist.`];
  return [...wrong, ...missing].map((problem) => `appsscript.json: ${problem}`);
}

function textsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : [];
}
