/** Runs the script in the emulator, step by step as docs/probe.md tells people to, and gives its result. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type AppsScript, type Execution, startAppsScript } from '../../appsscript/apps-script.ts';
import { virtualClock } from '../../appsscript/clock.ts';
import type { Deployment } from '../../appsscript/world.ts';
import type { Json, Question } from '../question.ts';
import { type ProbeResult, readResult } from '../result.ts';
import { byHand } from './by-hand.ts';
import { outsideWorld } from './outside-world.ts';
import { type ScriptProject, writeProject } from './script-project.ts';

/** When the emulator's clock starts: the result has this date. */
const startMs = Date.UTC(2026, 10, 23, 8);
const minuteMs = 60_000;

/** Rows of one question in the scratch sheet. */
const rowsOfArea = 10;

/** Rejects where a step fails that is expected to succeed. */
export async function embeddedResult(project: ScriptProject): Promise<ProbeResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'probe-'));
  const outside = await outsideWorld();
  try {
    await writeProject(project, folder);
    const given = { folder, hosts: outside.hosts, questions: project.questions };
    const [bound, addOn] = [await boundResult(given), await addOnAnswers(given)];
    return {
      ...bound,
      askedOf: 'the Apps Script emulator',
      answers: { ...bound.answers, ...addOn },
    };
  } finally {
    await outside.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Given {
  readonly folder: string;
  readonly hosts: Readonly<Record<string, string>>;
  readonly questions: readonly Question[];
}

function start({ folder, hosts }: Given, deployment: Deployment): AppsScript {
  return startAppsScript({
    projectDir: folder,
    hosts,
    deployment,
    clock: virtualClock(startMs),
    // Its clocks skipped midnight on a day that one question types.
    spreadsheet: { timeZone: 'America/Sao_Paulo', sheets: [{ name: 'Sheet1', cells: [[]] }] },
  });
}

async function boundResult(given: Given): Promise<ProbeResult> {
  const google = start(given, 'bound');
  workByHand(google, given.questions);
  ended(await google.open());
  ended(await google.clickMenu('Probe > Run the probe'));
  await playPage(google);
  google.close();
  for (const execution of await google.passTime(15 * minuteMs)) ended(execution);
  ended(await google.open('editor@example.com'));
  ended(await google.clickMenu('Probe > Run it as another editor', { user: 'editor@example.com' }));
  return shownResult(google);
}

async function addOnAnswers(given: Given): Promise<Readonly<Record<string, Json>>> {
  const google = start(given, 'add-on');
  const other = google.addDocument({ name: 'Other', sheets: [{ name: 'Sheet1', cells: [[]] }] });
  for (const document of [google, other]) {
    ended(await document.open());
    ended(await document.clickMenu('Probe > Run it in two documents'));
  }
  const { answers } = await shownResult(other);
  const ids = ['triggers/of-all-documents', 'triggers/exceptions-of-an-add-on'];
  return Object.fromEntries(ids.map((id) => [id, answers[id] ?? null]));
}

async function shownResult(google: AppsScript): Promise<ProbeResult> {
  ended(await google.clickMenu('Probe > Show the result'));
  const text = /<textarea[^>]*>(.*?)<\/textarea>/s.exec(google.pages.at(-1)?.html ?? '')?.[1] ?? '';
  const read = readResult(text.replaceAll('&lt;', '<').replaceAll('&amp;', '&'));
  if (read.kind === 'unusable') throw new Error(read.sentence);
  return read.result;
}

/** As soon as the script has made a sheet, a person does there what the emulator lets only people do. */
function workByHand(google: AppsScript, questions: readonly Question[]): void {
  const prepared = new Set<string>();
  google.interrupt(() => {
    for (const { name, rows } of google.spreadsheet.sheets) {
      if (prepared.has(name)) continue;
      if (name === 'Probe protected') {
        prepared.add(name);
        google.sheet(name).protect();
      }
      if (name !== 'Probe scratch' || rows.length < questions.length * rowsOfArea) continue;
      prepared.add(name);
      questions.forEach(({ id }, index) => {
        byHand[id]?.(google.sheet(name), index * rowsOfArea);
      });
    }
  });
}

/** Does what the page's own script does in a browser, and follows its link. */
async function playPage(google: AppsScript): Promise<void> {
  const call = (name: string, ...args: unknown[]) => google.run(name, args, { as: 'sidebar' });
  const kindOf = async (calling: Promise<Execution>) => {
    try {
      const execution = await calling;
      if (execution.kind === 'failed') return `failed: ${execution.error.message}`;
      const value = execution.kind === 'completed' ? execution.value : undefined;
      return value === null ? 'null' : typeof value;
    } catch (error) {
      return `thrown: ${String(error)}`;
    }
  };
  const url = /id="callback"[^>]*href="([^"]+)"/.exec(google.pages.at(-1)?.html ?? '')?.[1] ?? '';
  await google.visit(url);
  ended(await call('probeInDialog'));
  const echoed = await call('probeEcho', [1, null, undefined, Number.NaN]);
  ended(
    await call('probeSave', 'page/undefined-and-null', echoed.kind === 'completed' ? echoed.value : null),
  );
  ended(await call('probeSave', 'page/date-as-argument', await kindOf(call('probeEcho', new Date(0)))));
  ended(await call('probeSave', 'page/date-as-result', await kindOf(call('probeDate'))));
  ended(await call('probeSave', 'page/private-function', await kindOf(call('probePrivate_'))));
  const both = [call('probeHoldLock'), call('probeTryLock')];
  for (const execution of await Promise.all(both)) ended(execution);
}

function ended(execution: Execution): void {
  if (execution.kind === 'completed') return;
  const why = execution.kind === 'failed' ? execution.error.message : execution.reason;
  throw new Error(`${execution.functionName} did not complete in the emulator: ${why}`);
}
