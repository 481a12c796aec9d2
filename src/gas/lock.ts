/** The locks of Apps Script. */
import { ServiceDown } from '../errors.ts';
import type { Lock } from '../platform/lock.ts';

/** How long to wait before a lock that could not be asked for is asked for again, in milliseconds. */
const waitsMs = [1_000, 3_000];

/**
 * One of the locks of `LockService`, always released. `tried` is called when the wait is over: whoever held the lock
 * has changed what it protects, so that has to be read again. Throws `ServiceDown` where Google does not say who has it.
 */
export function gasLock(getLock: () => GoogleAppsScript.Lock.Lock, tried: () => void): Lock {
  return {
    run(waitMs, work) {
      const lock = takenLock(getLock, waitMs);
      tried();
      if (lock === undefined) return { kind: 'busy' };
      try {
        return { kind: 'done', value: work() };
      } finally {
        release(lock);
      }
    },
  };
}

/** Undefined where somebody else has it. One that was taken although Google failed to say so is ours at the next try. */
function takenLock(
  getLock: () => GoogleAppsScript.Lock.Lock,
  waitMs: number,
): GoogleAppsScript.Lock.Lock | undefined {
  for (let attempt = 0; ; attempt++) {
    try {
      const lock = getLock();
      return lock.tryLock(waitMs) ? lock : undefined;
    } catch (error) {
      const pauseMs = waitsMs[attempt];
      if (pauseMs === undefined) throw locksDown(error);
      Utilities.sleep(pauseMs);
    }
  }
}

/** What the work has done counts, even if Google fails here: a lock ends with its execution. */
function release(lock: GoogleAppsScript.Lock.Lock): void {
  try {
    lock.releaseLock();
  } catch (error) {
    Logger.log(`A lock was not released: ${messageOf(error)}`);
  }
}

function locksDown(error: unknown): ServiceDown {
  return new ServiceDown(
    `The locks failed ${waitsMs.length + 1} times: ${messageOf(error)}`,
    'Google does not say whether another sync of this spreadsheet is running, so nothing was done. Nothing is lost. The next run tries again.',
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 300) : 'no reason';
}
