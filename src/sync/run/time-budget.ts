/** How large chunks are, and whether the execution has time for another one. */
import type { Clock } from '../../platform/clock.ts';

/**
 * How many contacts are read, recorded and reported together: large chunks cost the sheet few calls. A chunk that is
 * killed costs little, for what Keap took of it is found so and not written again. Chunks shrink while Keap is slow.
 */
export interface ChunkSizes {
  readonly first: number;
  readonly max: number;
}

export const defaultChunkSizes: ChunkSizes = { first: 1000, max: 1000 };
const quickChunkMs = 40_000;

/** Apps Script kills an execution after 6 minutes; no chunk begins that may not end before. */
export const executionMs = 6 * 60 * 1000;
const timeBudgetMs = 4.5 * 60 * 1000;
const latestEndMs = 5.5 * 60 * 1000;

/** Whether one more chunk, should it take twice as long as the last one, still ends in time. */
export function hasTimeFor(
  { clock, startedMs }: { readonly clock: Clock; readonly startedMs: number },
  lastTookMs: number,
): boolean {
  const passedMs = clock.nowMs() - startedMs;
  return passedMs < timeBudgetMs && passedMs + 2 * lastTookMs < latestEndMs;
}

export function nextChunkSize({ max }: ChunkSizes, size: number, tookMs: number): number {
  if (tookMs <= quickChunkMs) return Math.min(max, size * 2);
  return Math.max(1, Math.floor(size / 2));
}
