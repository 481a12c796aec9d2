/** Removes the oldest lines of a full log. */
import type { Workbook } from '../../platform/table.ts';
import { writeLines } from './line-writer.ts';
import { areLocked, cellsOf, type LogLine, readLog } from './log-sheet.ts';
import { type LogLimits, linesToKeep, logLimits } from './trim.ts';

/**
 * Removes the oldest lines of a full log, in a few service calls, and none of the runs in `undoable` as far as the
 * limits allow. Neighbours are deleted; lines that are spread over the sheet are closed up first. Lines that it deletes
 * because somebody has sorted the log in that moment are written again.
 */
export function trimLog(
  workbook: Workbook,
  undoable: ReadonlySet<string>,
  limits: LogLimits = logLimits,
): void {
  const log = readLog(workbook);
  if (log === undefined) return;
  const { table, lines } = log;
  const kept = linesToKeep(lines, undoable, limits);
  const count = lines.length - kept.length;
  if (count === 0) return;
  const first = lines.findIndex((line, index) => line !== kept[index]);
  // Where lines cannot be moved up or deleted, all of them stay.
  if (areLocked(log, first, lines.length - first)) return;
  const areNeighbours = lines[first + count] === kept[first];
  if (!areNeighbours) writeLines(log, first, kept.slice(first));
  table.deleteRows(1 + (areNeighbours ? first : kept.length), count);
  restoreLost(workbook, kept);
}

function restoreLost(workbook: Workbook, kept: readonly LogLine[]): void {
  const log = readLog(workbook);
  if (log === undefined) return;
  const found = new Map<string, number>();
  for (const line of log.lines) found.set(keyOf(line), (found.get(keyOf(line)) ?? 0) + 1);
  const lost = kept.filter((line) => {
    const left = found.get(keyOf(line)) ?? 0;
    found.set(keyOf(line), left - 1);
    return left <= 0;
  });
  writeLines(log, log.lines.length, lost);
}

function keyOf(line: LogLine): string {
  return JSON.stringify(cellsOf(line).map(String));
}
