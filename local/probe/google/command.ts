/** `npm run probe -- --google`: brings the script into a spreadsheet. */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runInView } from '../../../build/deploy/command.ts';
import { copyScript } from '../../../build/deploy/script-copy.ts';
import { askLine } from '../prompt.ts';
import { scriptProject, writeProject } from './script-project.ts';

const nextSteps = `Reload the spreadsheet. The menu Probe appears after a moment.
1. Choose Probe > Run the probe, and allow what it asks for. It takes some minutes.
2. Follow the three steps that it shows.
3. Choose Probe > Show the result, and copy the text into a file, for instance google.json.
4. npm run probe -- --compare google.json`;

/** Gives the exit code. */
export async function bringToGoogle(
  scriptId: string | undefined,
  say: (line: string) => void,
): Promise<number> {
  const folder = path.resolve('dist-probe');
  const project = await scriptProject();
  await rm(folder, { recursive: true, force: true });
  await writeProject(project, folder);
  if (scriptId === undefined) {
    say(pasting(folder));
    return 0;
  }
  const copy = await copyScript(process.cwd(), scriptId, new Date()).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  if (typeof copy === 'string') {
    say(`${copy}\n\nWithout clasp:\n${pasting(folder)}`);
    return 2;
  }
  if (copy.written.length > 0) {
    say(`This script contains ${copy.written.join(', ')}. A copy is in ${copy.folder}.`);
    const answer = await askLine('The probe replaces all of it. Type replace to go on: ');
    if (answer.toLowerCase() !== 'replace') {
      say('Nothing was pushed.');
      return 2;
    }
  }
  const { exitCode } = await push(scriptId, folder);
  if (exitCode !== 0) {
    say(`clasp could not push. It says why above.\n\nWithout clasp:\n${pasting(folder)}`);
    return 2;
  }
  say(`\nPushed. ${nextSteps}`);
  return 0;
}

function pasting(folder: string): string {
  return `The script is in ${folder}.
a. Make a new spreadsheet (https://sheets.new), and choose Extensions > Apps Script.
b. Replace what Code.gs holds with the text of Code.js.
c. In Project Settings, turn on "Show appsscript.json". Replace what it holds with the text of appsscript.json. Save.
${nextSteps}`;
}

/** From the folder of the files, with settings of its own: `.clasp.json` of this project names the add-on's script. */
async function push(scriptId: string, folder: string): Promise<{ readonly exitCode: number | null }> {
  const settings = path.join(folder, '.clasp.json');
  await writeFile(settings, JSON.stringify({ scriptId, rootDir: '.' }));
  try {
    return await runInView('clasp', ['push', '--force'], folder);
  } finally {
    await rm(settings, { force: true });
  }
}
