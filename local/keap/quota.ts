/** Counters of requests by second, minute and day. */

const secondMs = 1_000;
const minuteMs = 60_000;
const dayMs = 86_400_000;

export interface QuotaLimits {
  readonly perSecond: number;
  readonly perMinute: number;
  readonly perDay: number;
}

export type Period = 'second' | 'minute' | 'day';

/** Counts the requests of one client, or of one tenant. */
export interface Quota {
  readonly limits: QuotaLimits;
  /** The period in which no request is left, the longest first; undefined where one is. */
  spent(nowMs: number): Period | undefined;
  count(nowMs: number): void;
  used(nowMs: number): { readonly minute: number; readonly day: number };
  /** Milliseconds since 1970. */
  dayEndsMs(nowMs: number): number;
}

/** A second is any second; minutes and days are those of the clock, in UTC. Refused requests are not counted. */
export function quota(limits: QuotaLimits): Quota {
  let recentMs: number[] = [];
  let minute = { number: 0, used: 0 };
  let day = { number: 0, used: 0 };
  const used = (nowMs: number) => ({
    minute: minute.number === Math.floor(nowMs / minuteMs) ? minute.used : 0,
    day: day.number === Math.floor(nowMs / dayMs) ? day.used : 0,
  });
  return {
    limits,
    used,
    spent(nowMs) {
      recentMs = recentMs.filter((atMs) => atMs > nowMs - secondMs);
      if (used(nowMs).day >= limits.perDay) return 'day';
      if (used(nowMs).minute >= limits.perMinute) return 'minute';
      return recentMs.length >= limits.perSecond ? 'second' : undefined;
    },
    count(nowMs) {
      const before = used(nowMs);
      minute = { number: Math.floor(nowMs / minuteMs), used: before.minute + 1 };
      day = { number: Math.floor(nowMs / dayMs), used: before.day + 1 };
      recentMs.push(nowMs);
    },
    dayEndsMs: (nowMs) => (Math.floor(nowMs / dayMs) + 1) * dayMs,
  };
}
