import type { Lock } from '../../src/platform/lock.ts';

export interface FakeLock extends Lock {
  readonly isHeld: () => boolean;
  /** What another execution does while it holds the lock, before the next request for it. */
  beforeNextHolder(others: () => void): void;
}

/** Rejects a second holder at once, because no other execution could release the lock during a wait. */
export function fakeLock(): FakeLock {
  let isHeld = false;
  let others: (() => void) | undefined;
  return {
    isHeld: () => isHeld,
    beforeNextHolder(work) {
      others = work;
    },
    run(_waitMs, work) {
      const before = others;
      others = undefined;
      before?.();
      if (isHeld) return { kind: 'busy' };
      isHeld = true;
      try {
        return { kind: 'done', value: work() };
      } finally {
        isHeld = false;
      }
    },
  };
}
