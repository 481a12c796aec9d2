/** The locks of Apps Script. */
import type { Lock } from '../platform/lock.ts';

/** One of the locks of `LockService`, always released. */
export function gasLock(getLock: () => GoogleAppsScript.Lock.Lock): Lock {
  return {
    run(waitMs, work) {
      const lock = getLock();
      if (!lock.tryLock(waitMs)) return { kind: 'busy' };
      try {
        return { kind: 'done', value: work() };
      } finally {
        lock.releaseLock();
      }
    },
  };
}
