/** The clock of the Apps Script server. */
import type { Clock } from '../platform/clock.ts';

/** `Utilities.sleep` takes at most 300,000 ms at a time (Apps Script, Utilities.sleep). */
const maxSleepMs = 300_000;

export function gasClock(): Clock {
  return {
    nowMs: () => Date.now(),
    sleep(waitMs) {
      for (let leftMs = Math.ceil(waitMs); leftMs > 0; leftMs -= maxSleepMs) {
        Utilities.sleep(Math.min(leftMs, maxSleepMs));
      }
    },
  };
}
