/** How long Keap takes for an answer, in simulated time. */
import { randomNumbers } from './random.ts';

const minMs = 300;
const maxMs = 500;

/** Milliseconds for each answer in turn: made up, and the same for the same seed. */
export function latency(seed: number): () => number {
  const random = randomNumbers(seed);
  return () => minMs + Math.floor(random() * (maxMs - minMs + 1));
}
