import type { Clock } from '../../src/platform/clock.ts';

/** A clock that moves only by sleeping or by `advance`. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
  /** Every sleep, in milliseconds. */
  readonly sleeps: readonly number[];
}

/** Starts at noon UTC on 23 November 2026. */
export function fakeClock(startMs = Date.UTC(2026, 10, 23, 12)): FakeClock {
  let nowMs = startMs;
  const sleeps: number[] = [];
  return {
    sleeps,
    nowMs: () => nowMs,
    sleep(waitMs) {
      sleeps.push(waitMs);
      nowMs += waitMs;
    },
    advance(ms) {
      nowMs += ms;
    },
  };
}
