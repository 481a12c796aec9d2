/** Works through a list in chunks, as long as there is time and nobody asks to stop. */
import { RunEnded } from '../../errors.ts';
import type { RunContext } from './run-context.ts';
import type { OpenRun } from './run-lifecycle.ts';
import { hasTimeFor, nextChunkSize } from './time-budget.ts';

/** What is done with a list. */
export interface ChunkWork<Item> {
  readonly items: readonly Item[];
  /** Does one chunk and gives those of its items that it did not reach. A `RunEnded` that it throws or gives ends the loop. */
  readonly work: (chunk: readonly Item[]) => readonly Item[] | CutOff<Item>;
  /** Called after each chunk, with how many items are done. */
  readonly reached: (done: number) => void;
}

/** A chunk that was done in part. */
export interface CutOff<Item> {
  /** Its items that were not reached, or of which nothing is known. */
  readonly left: readonly Item[];
  readonly endedBy: RunEnded;
}

/** How the loop ended. */
export interface ChunksEnd<Item> {
  /** Items that were not reached. */
  readonly left: readonly Item[];
  /** Whether the user stopped it. */
  readonly isStopped: boolean;
  /** What ended it early; undefined where it reached the end or its time limit. */
  readonly endedBy: RunEnded | undefined;
}

/** Does the items chunk by chunk; chunks shrink while they take long. */
export function runInChunks<Item>(
  { clock, log, startedMs, chunks }: Pick<RunContext, 'clock' | 'log' | 'startedMs' | 'chunks'>,
  run: Pick<OpenRun, 'isStopAsked' | 'endedEarly'>,
  { items, work, reached }: ChunkWork<Item>,
): ChunksEnd<Item> {
  let left = items;
  let size = chunks.first;
  let tookMs = 0;
  while (left.length > 0 && hasTimeFor({ clock, startedMs }, tookMs)) {
    if (run.isStopAsked()) return { left, isStopped: true, endedBy: undefined };
    const beganMs = clock.nowMs();
    const chunk = left.slice(0, size);
    const end = doChunk(work, chunk);
    left = [...end.left, ...left.slice(size)];
    reached(items.length - left.length);
    const endedBy = end.endedBy ?? run.endedEarly();
    if (endedBy !== undefined) {
      log.error(`The run ended early: ${endedBy.name}: ${endedBy.message}`);
      return { left, isStopped: false, endedBy };
    }
    // What this chunk could not reach, the next one would not reach either.
    if (end.left.length >= chunk.length) return { left, isStopped: run.isStopAsked(), endedBy: undefined };
    tookMs = clock.nowMs() - beganMs;
    size = nextChunkSize(chunks, size, tookMs);
  }
  return { left, isStopped: false, endedBy: undefined };
}

function doChunk<Item>(
  work: ChunkWork<Item>['work'],
  chunk: readonly Item[],
): { readonly left: readonly Item[]; readonly endedBy: RunEnded | undefined } {
  try {
    const end = work(chunk);
    return 'endedBy' in end ? end : { left: end, endedBy: undefined };
  } catch (error) {
    if (!(error instanceof RunEnded)) throw error;
    return { left: chunk, endedBy: error };
  }
}
