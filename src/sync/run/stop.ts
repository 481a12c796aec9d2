/** Stops a run at the request of the user. */
import type { OpenDocument } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import type { Workbook } from '../../platform/table.ts';
import { asUnfinished, changeRunRecord, loadRunRecord, unfinishedRuns } from './run-record.ts';
import { stopsSinceMs, type UnfinishedRun } from './unfinished-run.ts';

/** A separate property: stopping a run must not overwrite the record that the run itself is writing. */
const key = 'stop';

/** Long enough for the lock to be tried, short enough for somebody who waits: a run holds it for minutes. */
const lockWaitMs = 500;

/** What a request to stop has met: runs that were waiting and have ended, one that is in progress, or none. */
export type Stopped =
  | { readonly kind: 'ended'; readonly runs: readonly UnfinishedRun[] }
  | { readonly kind: 'in-progress' | 'none' };

type StoppedDocument = Pick<OpenDocument, 'properties' | 'lock' | 'workbook'>;

/**
 * Asks the run that is in progress, or has just been started, to end after the chunk in flight. Those that wait to be
 * resumed are ended at once, whatever their sheet: whoever stops wants nothing more to be sent.
 */
export function stopRun(document: StoppedDocument, nowMs: number): Stopped {
  askToStop(document.properties, nowMs);
  return endIfWaiting(document, nowMs);
}

/**
 * Ends all runs that wait to be resumed, or only those `that` are meant; one that is in progress holds the lock, and is left
 * alone.
 */
export function endIfWaiting(
  { properties, lock, workbook }: StoppedDocument,
  nowMs: number,
  that: (run: UnfinishedRun) => boolean = () => true,
): Stopped {
  const ended = lock.run(lockWaitMs, (): Stopped => {
    const record = loadRunRecord(properties);
    const runs = unfinishedRuns(record).filter(that);
    if (runs.length === 0) return { kind: 'none' };
    const left = unfinishedRuns(record).filter((run) => !runs.includes(run));
    const last = { sentence: stoppedSentence(runs, workbook), endedMs: nowMs, failed: record.last?.failed };
    changeRunRecord(properties, { ...asUnfinished(left), last });
    return { kind: 'ended', runs };
  });
  return ended.kind === 'done' ? ended.value : { kind: 'in-progress' };
}

function stoppedSentence(runs: readonly UnfinishedRun[], workbook: StoppedDocument['workbook']): string {
  const names = sheetNames(runs, workbook);
  if (names.length < 2)
    return 'Stopped at your request. The next sync sends the rows that are still waiting.';
  return `Stopped at your request in ${namesText(names)}. The next sync of each sheet sends the rows that are still waiting.`;
}

/** The names of the sheets of these runs that have not been deleted, each once. */
export function sheetNames(
  runs: readonly UnfinishedRun[],
  workbook: Pick<Workbook, 'tableById'>,
): readonly string[] {
  return [...new Set(runs.flatMap(({ sheetId }) => workbook.tableById(sheetId)?.name ?? []))];
}

/** For instance `"Contacts", "Leads" and "Members"`. */
export function namesText(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return [quoted.slice(0, -1).join(', '), ...quoted.slice(-1)].filter((text) => text !== '').join(' and ');
}

export function askToStop(properties: Properties, nowMs: number): void {
  properties.set(key, String(nowMs));
}

/**
 * Whether somebody has asked at this moment or later; an earlier request was about another run, or has been heard. It is
 * never removed: somebody could ask again between our reading and our removing it.
 */
export function isStopAskedSince(properties: Pick<Properties, 'get'>, sinceMs: number): boolean {
  const askedMs = stopAskedMs(properties);
  return askedMs > 0 && askedMs >= sinceMs;
}

/** Whether somebody has asked to stop this run, or all, since its last execution began. */
export function isStopAskedFor(properties: Pick<Properties, 'get'>, run: UnfinishedRun): boolean {
  return isStopAskedSince(properties, stopsSinceMs(run));
}

/** When somebody has asked last, in milliseconds since 1970; 0 for never. */
export function stopAskedMs(properties: Pick<Properties, 'get'>): number {
  return Number(properties.get(key) ?? 0);
}
