export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Blocks this execution. */
  sleep(waitMs: number): void;
}

/** A number from 0 up to, but not including, 1. */
export type Random = () => number;
