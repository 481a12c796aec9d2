/**
 * Chance that can be had again. The gate runs every seeded suite from seed 1; `npm run soak` sets `SEED` to
 * another one, and `SOAK` to how many times as long the suites are to be.
 */
const first = wholeNumber(process.env.SEED, 1);

/** How many times as long a seeded suite runs as in the gate; 1 there. */
export const soakScale = wholeNumber(process.env.SOAK, 1);

/** The seed of a suite that needs one. */
export const seedOfRun = first;

/** The seeds of a suite that takes `count` of them in the gate, and more in a soak run. */
export function seedsOf(count: number): number[] {
  return Array.from({ length: count * soakScale }, (_, index) => first + index);
}

/** Numbers from 0 up to 1 that look random and are the same for the same seed (mulberry32 by Tommy Ettinger, public domain). */
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
