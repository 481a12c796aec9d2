import type { Clock } from '../platform/clock.ts';

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
const firstWidth = 10;

/** Decides how many requests go out together, and when. */
export interface Pace {
  /** How many requests a window holds when nothing is in the way. */
  readonly widest: number;
  /** How many requests the next window may hold. */
  width(): number;
  /** Waits until a window of this size may go without passing a limit. */
  makeRoom(size: number): void;
  /** The last window went through untroubled. */
  widen(): void;
  /** The last window met a throttle. */
  narrow(): void;
}

export function pace(clock: Clock, limits: RequestLimits = oauthLimits): Pace {
  let width = Math.min(firstWidth, limits.perSecond);
  let hasNarrowed = false;
  let sentMs: number[] = [];
  /** When the request that has to be a whole period old before this window's last one may go was sent. */
  const gateMs = (size: number, most: number) => sentMs[sentMs.length + size - most - 1] ?? -Infinity;
  return {
    widest: limits.perSecond,
    width: () => width,
    makeRoom(size) {
      const freeMs = Math.max(
        gateMs(size, limits.perSecond) + spikeMs,
        gateMs(size, limits.perMinute) + minuteMs,
      );
      const nowMs = clock.nowMs();
      if (nowMs < freeMs) clock.sleep(freeMs - nowMs);
      const startMs = clock.nowMs();
      sentMs = [...sentMs, ...Array<number>(size).fill(startMs)].slice(-limits.perMinute);
    },
    widen() {
      // Keap's own limit is known: only after it has throttled below it there is reason to feel the way.
      width = Math.min(limits.perSecond, hasNarrowed ? width + 1 : width * 2);
    },
    narrow() {
      hasNarrowed = true;
      width = Math.max(1, Math.floor(width / 2));
    },
  };
}
