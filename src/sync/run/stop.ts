/** Stops a run at the request of the user. */
import type { Lock } from '../../platform/lock.ts';
import type { Properties } from '../../platform/properties.ts';
import { changeRunRecord, loadRunRecord, unfinishedRuns } from './run-record.ts';

/** A separate property: stopping a run must not overwrite the record that the run itself is writing. */
const key = 'stop';

/** Long enough for the lock to be tried, short enough for somebody who waits: a run holds it for minutes. */
const lockWaitMs = 500;

/** What a request to stop has met: a run that was waiting and has ended, one that is in progress, or none. */
export type Stopped = 'ended' | 'in-progress' | 'none';

/**
 * Asks the run that is in progress, or has just been started, to end after the chunk in flight. One that waits to be
 * resumed is ended at once.
 */
export function stopRun(properties: Properties, lock: Lock, nowMs: number): Stopped {
  askToStop(properties, nowMs);
  return endIfWaiting(properties, lock, nowMs);
}

/**
 * Ends all runs that wait to be resumed, or only where the one named is among them; one that is in progress holds the lock,
 * and is left alone.
 */
export function endIfWaiting(properties: Properties, lock: Lock, nowMs: number, only?: string): Stopped {
  const ended = lock.run(lockWaitMs, (): Stopped => {
    const runs = unfinishedRuns(loadRunRecord(properties));
    if (runs.length === 0 || (only !== undefined && runs.every(({ run }) => run !== only))) return 'none';
    endWaiting(properties, nowMs);
    return 'ended';
  });
  return ended.kind === 'done' ? ended.value : 'in-progress';
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

/** Ends all runs that wait to be resumed. */
export function endWaiting(properties: Properties, nowMs: number): void {
  const failed = loadRunRecord(properties).last?.failed;
  const sentence = 'Stopped at your request. The next sync sends the rows that are still waiting.';
  changeRunRecord(properties, {
    unfinished: undefined,
    interrupted: [],
    last: { sentence, endedMs: nowMs, failed },
  });
}
