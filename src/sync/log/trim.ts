/** Decides which lines a full log gives up: the oldest by their time, wherever people have sorted them to. */
import type { LogLine } from './log-sheet.ts';
import { runStartedMs } from './run-name.ts';

/** How many lines the log keeps. */
export interface LogLimits {
  /** Of all runs together. */
  readonly max: number;
  /** Of the runs that can still be undone, which count beyond `max`. */
  readonly maxUndoable: number;
}

/** A spreadsheet takes 10 million cells (Google Drive help, "Files you can store"): of those, 50,000 lines take 550,000. */
export const logLimits: LogLimits = { max: 5_000, maxUndoable: 50_000 };

/** The lines in the order in which they were written; those of one moment stay in the order of the sheet. */
export function oldestFirst<Line extends Pick<LogLine, 'run' | 'time'>>(lines: readonly Line[]): Line[] {
  return lines
    .map((line) => ({ line, ms: writtenMs(line) }))
    .sort((one, other) => one.ms - other.ms)
    .map(({ line }) => line);
}

/** When a line was written, in milliseconds since 1970: by its time, or by its run's name where somebody has edited that. */
export function writtenMs({ run, time }: Pick<LogLine, 'run' | 'time'>): number {
  if (time instanceof Date && !Number.isNaN(time.getTime())) return time.getTime();
  return runStartedMs(run);
}

/**
 * The lines to keep, in the order of the sheet: the newest ones, and every line of the runs in `undoable`. Where those
 * alone are too many, their oldest contacts go as a whole, so that no contact is left in part.
 */
export function linesToKeep(
  lines: readonly LogLine[],
  undoable: ReadonlySet<string>,
  { max, maxUndoable }: LogLimits,
): LogLine[] {
  if (lines.length <= max) return [...lines];
  const newestFirst = oldestFirst(lines).reverse();
  const kept = new Set(newestFirst.slice(0, max));
  for (const line of lines) if (undoable.has(line.run)) kept.add(line);
  const ofUndoable = newestFirst.filter(({ run }) => undoable.has(run));
  if (ofUndoable.length > maxUndoable) {
    for (const line of linesBeyond(ofUndoable, maxUndoable)) kept.delete(line);
  }
  return lines.filter((line) => kept.has(line));
}

/** The lines of all contacts but the newest ones that fit. */
function linesBeyond(newestFirst: readonly LogLine[], max: number): LogLine[] {
  const groups = new Map<string, LogLine[]>();
  for (const line of newestFirst) {
    const key = JSON.stringify([line.run, String(line.contact)]);
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  let count = 0;
  return [...groups.values()].flatMap((group) => {
    count += group.length;
    return count > max ? group : [];
  });
}
