/** A small script project for the tests of the Apps Script emulator. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import {
  type AppsScript,
  type AppsScriptOptions,
  type RunOptions,
  startAppsScript,
} from '../../../local/appsscript/apps-script.ts';
import { virtualClock } from '../../../local/appsscript/clock.ts';
import type { Cell } from '../../../local/appsscript/typed-cell.ts';

export const startMs = Date.UTC(2026, 10, 23, 8);

/** All scopes of the add-on. */
export const usualScopes = [
  ...['spreadsheets.currentonly', 'script.container.ui', 'script.external_request', 'script.scriptapp'],
  'script.send_mail',
];

export interface Given extends Partial<Omit<AppsScriptOptions, 'projectDir' | 'spreadsheet'>> {
  readonly scopes?: readonly string[];
  readonly whitelist?: readonly string[];
  /** HTML files by name without `.html`. */
  readonly pages?: Readonly<Record<string, string>>;
  readonly cells?: readonly (readonly Cell[])[];
  readonly timeZone?: string;
}

/** A project with this script, on a virtual clock. */
export function givenScript(code: string, given: Given = {}): AppsScript {
  const {
    scopes = usualScopes,
    whitelist,
    pages = {},
    cells = [[]],
    timeZone = 'Etc/UTC',
    ...options
  } = given;
  const projectDir = mkdtempSync(path.join(tmpdir(), 'apps-script-test-'));
  onTestFinished(() => rmSync(projectDir, { recursive: true }));
  const oauthScopes = scopes.map((scope) => `https://www.googleapis.com/auth/${scope}`);
  const manifest = { timeZone: 'Etc/UTC', oauthScopes, urlFetchWhitelist: whitelist };
  writeFileSync(path.join(projectDir, 'appsscript.json'), JSON.stringify(manifest));
  writeFileSync(path.join(projectDir, 'Code.js'), code);
  for (const [name, html] of Object.entries(pages))
    writeFileSync(path.join(projectDir, `${name}.html`), html);
  return startAppsScript({
    projectDir,
    spreadsheet: { timeZone, sheets: [{ name: 'Sheet1', cells }] },
    clock: virtualClock(startMs),
    ...options,
  });
}

/** What `main()` of this script returns; fails the test where the execution fails. */
export async function resultOf(body: string, given: Given = {}): Promise<unknown> {
  return resultIn(givenScript(`function main() { ${body} }`, given));
}

/** What this function of a script returns; fails the test where the execution fails. */
export async function resultIn(
  google: AppsScript,
  functionName = 'main',
  options?: RunOptions,
): Promise<unknown> {
  const execution = await google.run(functionName, [], options);
  expect(execution).toMatchObject({ kind: 'completed' });
  return execution.kind === 'completed' ? execution.value : undefined;
}

/** The exception that `main()` of this script ends with, as Google's log shows it. */
export async function exceptionOf(body: string, given: Given = {}, options?: RunOptions): Promise<string> {
  const google = givenScript(`function main() { ${body} }`, given);
  const execution = await google.run('main', [], options);
  if (execution.kind !== 'failed') throw new Error(`It did not fail: ${JSON.stringify(execution)}`);
  return `${execution.error.name}: ${execution.error.message}`;
}
