/** The script project that asks Google: its files, and the questions that are compiled into it. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import vm from 'node:vm';
import { scriptBundle } from '../../../build/server-bundle.ts';
import type { Question } from '../question.ts';

/** The same scopes as the add-on, but for the one to send email; and every address that a question fetches. */
const manifest = {
  timeZone: 'Etc/UTC',
  runtimeVersion: 'V8',
  exceptionLogging: 'STACKDRIVER',
  oauthScopes: [
    ...['spreadsheets.currentonly', 'script.container.ui', 'script.external_request', 'script.scriptapp'],
  ].map((scope) => `https://www.googleapis.com/auth/${scope}`),
  urlFetchWhitelist: [
    ...['https://api.infusionsoft.com/', 'https://no-such-host.invalid/'],
    ...['https://google.com/', 'https://www.google.com/'],
  ],
};

export interface ScriptProject {
  /** Texts by file name, as clasp pushes them. */
  readonly files: ReadonlyMap<string, string>;
  readonly questions: readonly Question[];
}

export async function scriptProject(): Promise<ScriptProject> {
  const { code } = await scriptBundle({ file: 'local/probe/google/script/main.ts', globalName: 'Probe' });
  const asJson: unknown = vm.runInNewContext(`${code}\nJSON.stringify(Probe.questions())`, {});
  return {
    files: new Map([
      ['Code.js', code],
      ['appsscript.json', `${JSON.stringify(manifest, null, 2)}\n`],
    ]),
    questions: JSON.parse(String(asJson)),
  };
}

/** Writes the files into a folder, which is made if it is not there. */
export async function writeProject({ files }: ScriptProject, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) await writeFile(path.join(folder, name), text);
}
