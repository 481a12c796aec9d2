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
/** A window goes out as soon as this share of it fits; the rest travels in the next one. */
const nearlyAll = 0.8;

/** Decides how many requests go out together, and when. */
export interface RateLimiter {
  /** The size of a window when nothing slows it down. */
  readonly maxConcurrency: number;
  /** The largest size that the next window may have. */
  concurrency(): number;
  /**
   * How many requests to send next of so many that are waiting, at most `size`: nearly as many where the rest would have to
   * wait longer, unless that makes a window more.
   */
  fitting(size: number, waiting: number): number;
  /** Waits until a window of this size can be sent within the limits. */
  waitForCapacity(size: number): void;
  /** Waits until a few windows of this size altogether fit into the limit per minute. */
  waitForMinute(size: number): void;
  /** Call after a window without failures. */
  increase(): void;
  /** Call after a window that was throttled. */
  decrease(): void;
}

export function rateLimiter(clock: Clock, limits: RequestLimits = oauthLimits): RateLimiter {
  let concurrency = limits.perSecond;
  let sentMs: number[] = [];
  /** When the request was sent that has to be a whole period old before the last one of this window is sent. */
  const blockingSentMs = (size: number, limit: number) =>
    sentMs[sentMs.length + size - limit - 1] ?? -Infinity;
  const freeMs = (size: number) =>
    Math.max(
      blockingSentMs(size, limits.perSecond) + secondMs,
      blockingSentMs(size, limits.perMinute) + minuteMs,
    );
  return {
    maxConcurrency: limits.perSecond,
    concurrency: () => concurrency,
    fitting(size, waiting) {
      const windows = Math.ceil(waiting / size);
      const least = Math.max(Math.ceil(size * nearlyAll), waiting - (windows - 1) * size);
      const leastMs = Math.max(clock.nowMs(), freeMs(least));
      let fitting = size;
      while (fitting > least && freeMs(fitting) > leastMs) fitting--;
      return fitting;
    },
    waitForCapacity(size) {
      const [nowMs, thenMs] = [clock.nowMs(), freeMs(size)];
      if (nowMs < thenMs) clock.sleep(thenMs - nowMs);
      const startMs = clock.nowMs();
      sentMs = [...sentMs, ...Array<number>(size).fill(startMs)].slice(-limits.perMinute);
    },
    waitForMinute(size) {
      const waitMs = blockingSentMs(size, limits.perMinute) + minuteMs - clock.nowMs();
      if (waitMs > 0) clock.sleep(waitMs);
    },
    increase() {
      concurrency = Math.min(limits.perSecond, concurrency + 1);
    },
    decrease() {
      concurrency = Math.max(1, Math.floor(concurrency / 2));
    },
  };
}
