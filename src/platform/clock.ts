/** Time and randomness as arguments, so that every run can be repeated in a test. */

export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Blocks this execution for this long. */
  sleep(waitMs: number): void;
}

/** A number from 0 up to, but not including, 1. */
export type Random = () => number;
