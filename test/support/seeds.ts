/**
 * Repeatable randomness. `npm test` runs every seeded suite with seed 1. `npm run soak` sets `SEED` to another seed, and
 * `SOAK` to a factor by which the suites are longer.
 */
const first = wholeNumber(process.env.SEED, 1);

/** The factor by which seeded suites are longer; 1 in `npm test`. */
export const soakScale = wholeNumber(process.env.SOAK, 1);

/** The seed of a suite with a single seed. */
export const seedOfRun = first;

/** The seeds of a suite with `count` seeds in `npm test`, and more in a soak test. */
export function seedsOf(count: number): number[] {
  return Array.from({ length: count * soakScale }, (_, index) => first + index);
}

/** Pseudo-random numbers from 0 (inclusive) to 1 (exclusive), repeatable by seed (mulberry32 by Tommy Ettinger, public domain). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  const number = Number(text ?? '');
  return Number.isSafeInteger(number) && number > 0 ? number : otherwise;
}
