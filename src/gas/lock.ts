import type { Lock } from '../platform/lock.ts';

/** One of the locks of `LockService`, let go whatever happens. */
export function gasLock(open: () => GoogleAppsScript.Lock.Lock): Lock {
  return {
    run(waitMs, work) {
      const lock = open();
      if (!lock.tryLock(waitMs)) return { kind: 'busy' };
      try {
        return { kind: 'done', value: work() };
      } finally {
        lock.releaseLock();
      }
    },
  };
}
