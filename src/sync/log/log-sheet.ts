/** Reads and writes the log sheet, line by line. */
import { SettingsWrong } from '../../errors.ts';
import type { Cell, Table, Workbook } from '../../platform/table.ts';

/** The sheet in which every run writes down what it did; a user may read, sort and delete it. */
export const logSheetName = 'Keap sync log';

const headers = ['Run', 'Time', 'Started by', 'API', 'Contact', 'Field', 'Old value', 'New value', 'Outcome'];

/** More lines than these are not kept: the oldest go first. */
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

/** The log as it is now, oldest line first. `rowIndex` of a line is its place plus one. */
export interface LogSheet {
  readonly table: Table;
  readonly lines: readonly LogLine[];
}

/** Undefined where there is none yet. Throws `SettingsWrong` for a sheet of this name that is something else. */
export function readLog(workbook: Workbook): LogSheet | undefined {
  const table = workbook.tableByName(logSheetName);
  if (table === undefined) return undefined;
  const { cells } = table.read();
  const [header = [], ...rows] = cells;
  if (cells.every((row) => row.every((cell) => cell === ''))) return { table, lines: [] };
  if (headers.some((name, place) => header[place] !== name)) throw notTheLog();
  return { table, lines: rows.map(lineOf) };
}

/** The same, added to the document where it is missing, with its header row. */
export function openLog(workbook: Workbook): LogSheet {
  const log = readLog(workbook);
  if (log !== undefined && log.lines.length > 0) return log;
  const table = log?.table ?? workbook.addTable(logSheetName);
  if (log === undefined || table.read().cells[0]?.[0] !== headers[0]) {
    table.write([{ rowIndex: 0, columnIndex: 0, cells: [headers] }]);
  }
  return { table, lines: [] };
}

/** Writes lines side by side from the place given (from 0, below the header), in one service call. */
export function writeLines(table: Table, place: number, lines: readonly LogLine[]): void {
  if (lines.length === 0) return;
  table.write([{ rowIndex: place + 1, columnIndex: 0, cells: lines.map(cellsOf) }]);
}

/** Takes the oldest lines out where there are more than `maxLogLines`, in one service call. */
export function trimLog(table: Table, count: number): void {
  if (count > maxLogLines) table.deleteRows(1, count - maxLogLines);
}

function lineOf(cells: readonly Cell[]): LogLine {
  const text = (place: number) => String(cells[place] ?? '');
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
    'A sheet has the name of the log and is none',
    `The sheet "${logSheetName}" is not the log of Keap Contact Sync: its header row is different. Rename that sheet, and the next run creates a new log.`,
  );
}
