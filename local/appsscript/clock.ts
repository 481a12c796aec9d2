/** The clock of the embedded Google: the real one, or a virtual one. */

/** What time it is for Google. */
export interface Clock {
  readonly isVirtual: boolean;
  nowMs(): number;
  /** Virtual clocks only: moves time on; never back. */
  moveTo(ms: number): void;
}

export function realClock(): Clock {
  return {
    isVirtual: false,
    nowMs: () => Date.now(),
    moveTo() {
      throw new Error('The real clock cannot be moved.');
    },
  };
}

/** Moves only by what is charged to it. */
export function virtualClock(startMs: number): Clock {
  let nowMs = startMs;
  return {
    isVirtual: true,
    nowMs: () => nowMs,
    moveTo(ms) {
      nowMs = Math.max(nowMs, ms);
    },
  };
}
