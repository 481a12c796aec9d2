import type { Clock } from '../platform/clock.ts';

/**
 * Contacts whose outcomes are written together: many make the sheet's cost small, few lose little to a kill. A run
 * begins with few, because it does not know yet how slow Keap is today, and doubles them while chunks are quick.
 */
export interface ChunkSizes {
  readonly first: number;
  readonly greatest: number;
}

/** A killed chunk costs little: what Keap took of it is read, not written again. */
export const usualChunks: ChunkSizes = { first: 50, greatest: 400 };
const quickChunkMs = 20_000;

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

export function nextChunkSize({ greatest }: ChunkSizes, size: number, tookMs: number): number {
  if (tookMs <= quickChunkMs) return Math.min(greatest, size * 2);
  return Math.max(1, Math.floor(size / 2));
}
