/** How often a request is tried, and how long to wait in between: one policy for Keap's APIs and for the token endpoint. */
import type { Random } from './platform/clock.ts';

/** How often one request is sent at most: the first time and three more. */
export const maxTries = 4;

/**
 * How long to wait after this many tries, in milliseconds: 1, 2, 4 … seconds, minus up to half at random, so that
 * executions that failed together do not come back together. At least `retryAfterMs`, which the server has asked for.
 */
export function backOffMs(tries: number, random: Random, retryAfterMs = 0): number {
  const fullMs = 1000 * 2 ** (tries - 1);
  return Math.max(retryAfterMs, Math.round(fullMs * (1 - random() / 2)));
}
