/** How long Keap takes for an answer, in simulated time. */
import type { SlowCalls } from './open-questions.ts';
import { randomNumbers } from './random.ts';

const minMs = 300;
const maxMs = 500;

/** Milliseconds for each answer in turn, by what the request is called: made up, and the same for the same seed. */
export function latency(seed: number, slow: SlowCalls): (what: string) => number {
  const random = randomNumbers(seed);
  const slowRandom = randomNumbers(slow.seed);
  return (what) => {
    const usualMs = minMs + Math.floor(random() * (maxMs - minMs + 1));
    if (slow.share === 0 || !slow.match.some((one) => what.includes(one))) return usualMs;
    return slowRandom() < slow.share ? Math.floor(slow.maxMs * (0.1 + 0.9 * slowRandom())) : usualMs;
  };
}
