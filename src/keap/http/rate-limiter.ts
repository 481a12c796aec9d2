import type { Clock } from '../../platform/clock.ts';

/** How many requests Keap takes from one caller. */
export interface RequestLimits {
  readonly perSecond: number;
  readonly perMinute: number;
}

/** Of an OAuth client (header `x-keap-product-spike-limit`, and developer.keap.com, "API Usage"). */
export const oauthLimits: RequestLimits = { perSecond: 25, perMinute: 1_500 };
/** Of a personal access token or a service account key, shared by the whole account (the same page). */
export const keyLimits: RequestLimits = { perSecond: 10, perMinute: 240 };

/** A little more than a second and a minute, for the requests of one window do not all arrive at once. */
const spikeMs = 1_050;
const minuteMs = 60_500;
const initialConcurrency = 10;

/** Decides how many requests go out together, and when. */
export interface RateLimiter {
  /** How many requests a window holds when nothing is in the way. */
  readonly maxConcurrency: number;
  /** How many requests the next window may hold. */
  concurrency(): number;
  /** Waits until a window of this size may go without passing a limit. */
  waitForRoom(size: number): void;
  /** The last window went through untroubled. */
  increase(): void;
  /** The last window met a throttle. */
  decrease(): void;
}

export function rateLimiter(clock: Clock, limits: RequestLimits = oauthLimits): RateLimiter {
  let width = Math.min(initialConcurrency, limits.perSecond);
  let hasDecreased = false;
  let sentMs: number[] = [];
  /** When the request that has to be a whole period old before this window's last one may go was sent. */
  const gateMs = (size: number, most: number) => sentMs[sentMs.length + size - most - 1] ?? -Infinity;
  return {
    maxConcurrency: limits.perSecond,
    concurrency: () => width,
    waitForRoom(size) {
      const freeMs = Math.max(
        gateMs(size, limits.perSecond) + spikeMs,
        gateMs(size, limits.perMinute) + minuteMs,
      );
      const nowMs = clock.nowMs();
      if (nowMs < freeMs) clock.sleep(freeMs - nowMs);
      const startMs = clock.nowMs();
      sentMs = [...sentMs, ...Array<number>(size).fill(startMs)].slice(-limits.perMinute);
    },
    increase() {
      // Keap's own limit is known: only after it has throttled below it there is reason to feel the way.
      width = Math.min(limits.perSecond, hasDecreased ? width + 1 : width * 2);
    },
    decrease() {
      hasDecreased = true;
      width = Math.max(1, Math.floor(width / 2));
    },
  };
}
