/** Stops a run at the request of the user. */
import type { Lock } from '../../platform/lock.ts';
import type { Properties } from '../../platform/properties.ts';
import { changeRunRecord, loadRunRecord } from './run-record.ts';

/** A property of its own, because whoever stops a run must not overwrite the record that the run is writing. */
const key = 'stop';

/** Long enough for the lock to be tried, short enough for somebody who waits: a run that goes on holds it for minutes. */
const lockWaitMs = 500;

/**
 * Asks the run that is going on, or has just been started, to end after the chunk in flight. One that waits for its
 * time is ended here and now: nobody else would hear of it. True where there was such a run.
 */
export function stopRun(properties: Properties, lock: Lock, nowMs: number): boolean {
  askToStop(properties, nowMs);
  const ended = lock.run(lockWaitMs, () => {
    if (loadRunRecord(properties).unfinished === undefined) return false;
    endWaiting(properties, nowMs);
    return true;
  });
  return ended.kind === 'done' && ended.value;
}

export function askToStop(properties: Properties, nowMs: number): void {
  properties.set(key, String(nowMs));
}

/** Whether somebody has asked at this moment or later; an older wish was about another run. */
export function isStopAskedSince(properties: Properties, sinceMs: number): boolean {
  const askedMs = properties.get(key);
  return askedMs !== null && Number(askedMs) >= sinceMs;
}

export function forgetStop(properties: Properties): void {
  properties.remove(key);
}

/** A run that waits for its time does not go on. */
export function endWaiting(properties: Properties, nowMs: number): void {
  const failed = loadRunRecord(properties).last?.failed;
  const sentence =
    'Stopped, as you asked: it does not go on by itself. The next sync sends the rows that wait.';
  changeRunRecord(properties, { unfinished: undefined, last: { sentence, endedMs: nowMs, failed } });
}
