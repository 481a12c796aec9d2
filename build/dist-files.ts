/** Builds all files of dist/ in memory. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { appsScriptGlobals } from '../local/appsscript/realm.ts';
import { type BrowserPage, browserPage, browserPages } from './browser-page.ts';
import { bundleProblems, type NameException } from './bundle-check.ts';
import { type ServerBundle, serverBundle } from './server-bundle.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Files that are pushed unchanged, by their path in the project. */
const copied = ['src/ui/pages/message.html', 'src/ui/pages/consent-result.html', 'appsscript.json'];

/** The parser's branches for bytes and for very old browsers: it is only ever given text. */
export const nameExceptions: readonly NameException[] = [
  {
    package: 'fast-xml-parser',
    identifier: 'Buffer',
    because: 'it is read only after `typeof Buffer` has found it, and only for bytes',
  },
  {
    package: 'fast-xml-parser',
    identifier: 'TextDecoder',
    because: 'it decodes bytes, and src/xmlrpc/xml.ts hands over text only',
  },
  {
    package: 'strnum',
    identifier: 'window',
    because: 'it is looked at only where JavaScript itself has no parseInt',
  },
];

/** Everything that is pushed, by file name. The same sources give the same bytes in any folder. */
export interface Dist {
  readonly files: ReadonlyMap<string, string>;
  readonly bundle: ServerBundle;
}

/** Builds everything, but writes nothing. Throws with a sentence for each reason not to push the bundle. */
export async function distFiles(): Promise<Dist> {
  const bundle = await serverBundle();
  const problems = bundleProblems(bundle.code, {
    ecmaVersion: 2019,
    globals: new Set(appsScriptGlobals),
    exceptions: nameExceptions,
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const files = new Map([['Code.js', bundle.code]]);
  for (const name of Object.keys(browserPages) as BrowserPage[]) {
    files.set(`${name}.html`, await browserPage(name));
  }
  for (const file of copied) files.set(path.basename(file), await readFile(path.join(root, file), 'utf8'));
  return { files, bundle };
}
