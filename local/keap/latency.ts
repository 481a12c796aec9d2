const leastMs = 300;
const maxMs = 500;

/** How long Keap takes for an answer, in milliseconds of simulated time: made up, and the same for the same seed. */
export function latency(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // The step of a linear congruential generator (Numerical Recipes, 7.1).
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return leastMs + Math.floor((state / 2 ** 32) * (maxMs - leastMs + 1));
  };
}
