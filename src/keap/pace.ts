import type { Clock } from '../platform/clock.ts';

/** Keap's spike limit is 25 requests a second (header `x-keap-product-spike-limit`). */
const mostPerSecond = 25;
/** A little more than a second, for the requests of one window do not all arrive at once. */
const spikeMs = 1_050;
const firstWidth = 10;
const greatestWidth = 25;

/** Decides how many requests go out together, and when. */
export interface Pace {
  /** How many requests the next window may hold. */
  width(): number;
  /** Waits until a window of this size may go without passing the spike limit. */
  makeRoom(size: number): void;
  /** The last window went through untroubled. */
  widen(): void;
  /** The last window met a throttle. */
  narrow(): void;
}

export function pace(clock: Clock): Pace {
  let width = firstWidth;
  let sentMs: number[] = [];
  return {
    width: () => width,
    makeRoom(size) {
      const nowMs = clock.nowMs();
      // The request that has to be a second old before this window's last one may go.
      const gate = sentMs[sentMs.length + size - mostPerSecond - 1];
      if (gate !== undefined && nowMs < gate + spikeMs) clock.sleep(gate + spikeMs - nowMs);
      const startMs = clock.nowMs();
      sentMs = [...sentMs, ...Array<number>(size).fill(startMs)].slice(-mostPerSecond);
    },
    widen() {
      width = Math.min(greatestWidth, width + 1);
    },
    narrow() {
      width = Math.max(1, Math.floor(width / 2));
    },
  };
}
