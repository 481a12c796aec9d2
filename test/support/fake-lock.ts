import type { Lock } from '../../src/platform/lock.ts';

/** Refuses a second holder, as real locks do; waiting cannot help where nothing runs beside. */
export function fakeLock(): Lock & { readonly isHeld: () => boolean } {
  let isHeld = false;
  return {
    isHeld: () => isHeld,
    run(_waitMs, work) {
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
