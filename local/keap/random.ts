/** Made-up numbers that are the same for the same seed. */

/** Numbers from 0 to below 1. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // The step of a linear congruential generator (Numerical Recipes, 7.1).
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
