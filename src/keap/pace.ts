import type { Clock } from '../platform/clock.ts';

/** Keap's spike limit is 25 requests a second (header `x-keap-product-spike-limit`). */
const mostPerSecond = 25;
const firstWidth = 10;
const greatestWidth = 25;

/** Decides how many requests go out together, and when. */
export interface Pace {
  /** How many requests the next window may hold. */
  width(): number;
  /** Waits until a window of this size may go without passing the spike limit. */
  await(size: number): void;
  /** The last window went through untroubled. */
  widen(): void;
  /** The last window met a throttle. */
  narrow(): void;
}

export function pace(clock: Clock): Pace {
  let width = firstWidth;
  let nextWindowMs = 0;
  return {
    width: () => width,
    await(size) {
      const nowMs = clock.nowMs();
      if (nowMs < nextWindowMs) clock.sleep(nextWindowMs - nowMs);
      nextWindowMs = Math.max(nowMs, nextWindowMs) + Math.ceil((size * 1000) / mostPerSecond);
    },
    widen() {
      width = Math.min(greatestWidth, width + 1);
    },
    narrow() {
      width = Math.max(1, Math.floor(width / 2));
    },
  };
}
