import type { Random } from '../../platform/clock.ts';

/** How often one call is sent at most: the first time and three more. */
export const maxTries = 4;

/** A throttle that asks for more than this is left for the next hour, in milliseconds. */
export const maxWaitMs = 60_000;

/**
 * How long to wait before the next try, in milliseconds: 1, 2, 4 … seconds, less up to half by chance,
 * so that executions that failed together do not come back together. What the server asked for is a lower bound.
 */
export function backOffMs(tries: number, random: Random, askedMs = 0): number {
  const fullMs = 1000 * 2 ** (tries - 1);
  return Math.max(askedMs, Math.round(fullMs * (1 - random() / 2)));
}
