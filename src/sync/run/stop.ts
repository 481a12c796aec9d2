/** Stops a run at the request of the user. */
import type { OpenDocument } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import { freshly } from '../../stored-record.ts';
import { asUnfinished, changeRunRecord, loadRunRecord, unfinishedRuns } from './run-record.ts';
import { noteStopped } from './stopped-rows.ts';
import { stopsSinceMs, type UnfinishedRun } from './unfinished-run.ts';

/** A separate property: stopping a run must not overwrite the record that the run itself is writing. */
const key = 'stop';

/** Long enough for the lock to be tried, short enough for somebody who waits: a run holds it for minutes. */
const lockWaitMs = 500;

/** What a request to stop has met: runs that were waiting and have ended, one that is in progress, or none. */
export interface Stopped {
  readonly kind: 'ended' | 'in-progress' | 'none';
  /** The runs that have waited: they do not continue. */
  readonly ended: readonly UnfinishedRun[];
}

/**
 * Asks the run that is in progress, or has just been started, to end after the chunk in flight; it ends those that wait,
 * too. Where none is in progress, all those of the document that wait to be resumed are ended at once.
 */
export function stopRun(document: OpenDocument, nowMs: number): Stopped {
  askToStop(document.properties, nowMs);
  return endIfWaiting(document, nowMs);
}

/**
 * Ends all runs that wait to be resumed, or only the one named; one that is in progress holds the lock, and is left alone.
 */
export function endIfWaiting(document: OpenDocument, nowMs: number, only?: string): Stopped {
  const { properties, lock } = document;
  const result = lock.run(lockWaitMs, (): Stopped => {
    const runs = unfinishedRuns(loadRunRecord(properties));
    const ended = only === undefined ? runs : runs.filter(({ run }) => run === only);
    if (ended.length === 0) return { kind: 'none', ended };
    const { last } = loadRunRecord(properties);
    const sentence = 'Stopped at your request. The next sync sends the rows that are still waiting.';
    changeRunRecord(properties, {
      ...asUnfinished(runs.filter((run) => !ended.includes(run))),
      last: { sentence, endedMs: nowMs, failed: last?.failed },
    });
    noteStopped(document, ended);
    return { kind: 'ended', ended };
  });
  if (result.kind === 'done') return result.value;
  const { interrupted = [] } = loadRunRecord(freshly(properties));
  return { kind: 'in-progress', ended: interrupted };
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

/** When somebody has asked last, in milliseconds since 1970; 0 for never. */
export function stopAskedMs(properties: Pick<Properties, 'get'>): number {
  return Number(properties.get(key) ?? 0);
}

/** Those of these runs that somebody has asked to stop; each is compared with when it last began. */
export function stoppedOf(
  properties: Pick<Properties, 'fresh'>,
  runs: readonly UnfinishedRun[],
): UnfinishedRun[] {
  const stored = freshly(properties);
  return runs.filter((run) => isStopAskedSince(stored, stopsSinceMs(run)));
}
