/** Reads and writes the log sheet, line by line. */
import { SettingsWrong } from '../../errors.ts';
import type { Cell, Table, Workbook } from '../../platform/table.ts';
import { type LogLimits, linesToKeep, logLimits } from './trim.ts';

/** The sheet in which every run records what it did; users may read, sort and delete it. */
export const logSheetName = 'Keap sync log';

const headers = ['Run', 'Time', 'Started by', 'API', 'Contact', 'Field', 'Old value', 'New value', 'Outcome'];

/** One line: a field of a contact, or the summary of a run, which has no contact. */
export interface LogLine {
  /** Names the run that wrote it. */
  readonly run: string;
  readonly time: Cell;
  readonly startedBy: string;
  readonly api: string;
  readonly contact: Cell;
  readonly field: string;
  readonly oldValue: string;
  readonly newValue: string;
  readonly outcome: string;
}

/** The log as it is now, in the order in which people have sorted it. The `rowIndex` of a line is its index plus one. */
export interface LogSheet {
  readonly table: Table;
  readonly lines: readonly LogLine[];
}

/** The log; undefined where there is none yet. Throws `SettingsWrong` for a sheet of this name that is something else. */
export function readLog(workbook: Workbook): LogSheet | undefined {
  const table = workbook.tableByName(logSheetName);
  if (table === undefined) return undefined;
  const { cells } = table.read();
  const [header = [], ...rows] = cells;
  if (cells.every((row) => row.every((cell) => cell === ''))) return { table, lines: [] };
  if (headers.some((name, index) => header[index] !== name)) throw notTheLog();
  return { table, lines: rows.map(lineOf) };
}

/** The log, added to the document with its header row where it is missing. */
export function openLog(workbook: Workbook): LogSheet {
  const log = readLog(workbook);
  if (log !== undefined && log.lines.length > 0) return log;
  const table = log?.table ?? workbook.addTable(logSheetName);
  if (log === undefined || table.read().cells[0]?.[0] !== headers[0]) {
    table.write([{ rowIndex: 0, columnIndex: 0, cells: [headers] }]);
  }
  return { table, lines: [] };
}

/** Writes lines below each other from the index given (from 0, below the header), in one service call. */
export function writeLines(table: Table, index: number, lines: readonly LogLine[]): void {
  if (lines.length === 0) return;
  table.write([{ rowIndex: index + 1, columnIndex: 0, cells: lines.map(cellsOf) }]);
}

/**
 * Removes the oldest lines of a full log, in at most three service calls, and none of the runs in `undoable` as far as
 * the limits allow. Neighbours are deleted; lines that are spread over the sheet are closed up first.
 */
export function trimLog(
  { table, lines }: LogSheet,
  undoable: ReadonlySet<string>,
  limits: LogLimits = logLimits,
): void {
  const kept = linesToKeep(lines, undoable, limits);
  const count = lines.length - kept.length;
  if (count === 0) return;
  const first = lines.findIndex((line, index) => line !== kept[index]);
  const areNeighbours = lines[first + count] === kept[first];
  if (!areNeighbours) writeLines(table, first, kept.slice(first));
  table.deleteRows(1 + (areNeighbours ? first : kept.length), count);
}

function lineOf(cells: readonly Cell[]): LogLine {
  const text = (index: number) => String(cells[index] ?? '');
  return {
    ...{ run: text(0), time: cells[1] ?? '', startedBy: text(2), api: text(3), contact: cells[4] ?? '' },
    ...{ field: text(5), oldValue: text(6), newValue: text(7), outcome: text(8) },
  };
}

function cellsOf({
  run,
  time,
  startedBy,
  api,
  contact,
  field,
  oldValue,
  newValue,
  outcome,
}: LogLine): Cell[] {
  return [run, time, startedBy, api, contact, field, oldValue, newValue, outcome];
}

function notTheLog(): SettingsWrong {
  return new SettingsWrong(
    'A sheet has the name of the log and is not the log',
    `The sheet "${logSheetName}" is not the log of Keap Contact Sync: its header row is different. Rename that sheet, and the next run creates a new log.`,
  );
}
