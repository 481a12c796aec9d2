/** Keeps the requests within Keap's limits per second and per minute, and slows down when Keap throttles. */
import type { Clock } from '../../platform/clock.ts';

/** How many requests Keap accepts from one caller. */
export interface RequestLimits {
  readonly perSecond: number;
  readonly perMinute: number;
}

/** For an OAuth client (header `x-keap-product-spike-limit`, and developer.keap.com, "API Usage"). */
export const oauthLimits: RequestLimits = { perSecond: 25, perMinute: 1_500 };
/** For a personal access token or a service account key, shared by the whole account (same page). */
export const keyLimits: RequestLimits = { perSecond: 10, perMinute: 240 };

/** Slightly more than a second and a minute, because the requests of one window do not all arrive at once. */
const secondMs = 1_050;
const minuteMs = 60_500;
const initialConcurrency = 10;

/** Decides how many requests go out together, and when. */
export interface RateLimiter {
  /** The size of a window when nothing slows it down. */
  readonly maxConcurrency: number;
  /** The largest size that the next window may have. */
  concurrency(): number;
  /** Waits until a window of this size can be sent within the limits. */
  waitForCapacity(size: number): void;
  /** Call after a window without failures. */
  increase(): void;
  /** Call after a window that was throttled. */
  decrease(): void;
}

export function rateLimiter(clock: Clock, limits: RequestLimits = oauthLimits): RateLimiter {
  let concurrency = Math.min(initialConcurrency, limits.perSecond);
  let hasDecreased = false;
  let sentMs: number[] = [];
  /** When the request was sent that has to be a whole period old before the last one of this window is sent. */
  const blockingSentMs = (size: number, limit: number) =>
    sentMs[sentMs.length + size - limit - 1] ?? -Infinity;
  return {
    maxConcurrency: limits.perSecond,
    concurrency: () => concurrency,
    waitForCapacity(size) {
      const freeMs = Math.max(
        blockingSentMs(size, limits.perSecond) + secondMs,
        blockingSentMs(size, limits.perMinute) + minuteMs,
      );
      const nowMs = clock.nowMs();
      if (nowMs < freeMs) clock.sleep(freeMs - nowMs);
      const startMs = clock.nowMs();
      sentMs = [...sentMs, ...Array<number>(size).fill(startMs)].slice(-limits.perMinute);
    },
    increase() {
      // Keap's own limit is known: only after a throttle below it is there a reason to go up slowly.
      concurrency = Math.min(limits.perSecond, hasDecreased ? concurrency + 1 : concurrency * 2);
    },
    decrease() {
      hasDecreased = true;
      concurrency = Math.max(1, Math.floor(concurrency / 2));
    },
  };
}
