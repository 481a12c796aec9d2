/** Reads and writes the log sheet, line by line. */
import { SettingsWrong } from '../../errors.ts';
import type { Cell, Table, Workbook } from '../../platform/table.ts';

/** The sheet in which every run records what it did; users may read, sort and delete it. */
export const logSheetName = 'Keap sync log';

const headers = ['Run', 'Time', 'Started by', 'API', 'Contact', 'Field', 'Old value', 'New value', 'Outcome'];

/** The maximum number of lines that are kept; the oldest are removed first. */
export const maxLogLines = 5_000;

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

/** The log as it is now, oldest line first. The `rowIndex` of a line is its index plus one. */
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

/** Removes the oldest lines where there are more than `maxLogLines`, in one service call. */
export function trimLog(table: Table, count: number): void {
  if (count > maxLogLines) table.deleteRows(1, count - maxLogLines);
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
