import type { Lock } from '../../src/platform/lock.ts';

export interface FakeLock extends Lock {
  readonly isHeld: () => boolean;
  /** What another execution does with the lock before the next one to ask gets it. */
  beforeNextHolder(others: () => void): void;
}

/** Refuses a second holder, as real locks do, for nothing runs beside that could let go while it waits. */
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
