import { Busy, RunEnded } from '../errors.ts';
import type { Lock } from '../platform/lock.ts';
import type { Properties } from '../platform/properties.ts';
import { loadChoices } from './column-choices.ts';
import type { PlanScope } from './plan.ts';
import { reportSentence, type SyncReport } from './report.ts';
import { type RunParts, runSync } from './run.ts';
import { changeRunRecord } from './run-record.ts';
import { sheetReader } from './sheet-view.ts';

/** Long enough for a run that is just ending, short enough for somebody who waits before a menu. */
const lockWaitMs = 2_000;

/** A property of its own, because whoever stops a run must not overwrite the record that the run is writing. */
const stopKey = 'stop';

/** Asks the run that holds the lock, if there is one, to end after the chunk in flight. */
export function askToStop(properties: Properties): void {
  properties.set(stopKey, 'asked');
}

export interface JobParts extends Omit<RunParts, 'marked' | 'isStopAsked' | 'read'> {
  /** Of the document: one sync at a time, whoever starts it. */
  readonly lock: Lock;
  readonly properties: Properties;
}

/**
 * One run under the document's lock, with its record: what an execution that is killed midway leaves there lets
 * the next one go on. `doneDay` (`2026-01-31`) is noted with it when the run is the daily one of that day.
 * Throws `Busy` where another sync is running, and what `runSync` throws.
 */
export function runJob(parts: JobParts, scope: PlanScope, doneDay?: string): SyncReport {
  const locked = parts.lock.run(lockWaitMs, () => runLocked(parts, scope, doneDay));
  if (locked.kind === 'done') return locked.value;
  throw new Busy(
    'Another sync holds the lock',
    'Another sync of this document is running. Wait until it has ended, then start again.',
  );
}

function runLocked(parts: JobParts, scope: PlanScope, doneDay: string | undefined): SyncReport {
  const { properties, table, clock } = parts;
  const { sheetId } = table;
  properties.remove(stopKey);
  changeRunRecord(properties, { unfinished: { sheetId, phase: 'marking' } });
  try {
    const marked = () => {
      const unfinished = { sheetId, phase: 'sending' } as const;
      // From here on the rows themselves say what is left, so the day's run cannot be lost any more.
      changeRunRecord(properties, doneDay === undefined ? { unfinished } : { unfinished, doneDay });
    };
    const isStopAsked = () => properties.get(stopKey) !== null;
    const read = sheetReader(table, loadChoices(properties, sheetId));
    const report = runSync({ ...parts, read, marked, isStopAsked }, scope);
    const isOver = report.waiting === 0 || report.isStopped;
    const last = { sentence: reportSentence(report), endedMs: clock.nowMs() };
    changeRunRecord(properties, isOver ? { unfinished: undefined, last } : { last });
    return report;
  } catch (error) {
    if (error instanceof RunEnded) {
      const last = { sentence: error.advice, endedMs: clock.nowMs() };
      changeRunRecord(properties, { unfinished: undefined, last });
    }
    throw error;
  }
}
