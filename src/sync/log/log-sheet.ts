/** Reads and writes the log sheet, line by line. */
import { SettingsWrong } from '../../errors.ts';
import { fieldOfLabel, labelIn } from '../../keap/contacts/field-labels.ts';
import type { Cell, Grid, Refusal, Table, Workbook } from '../../platform/table.ts';

/** The sheet in which every run records what it did; users may read, sort and delete it. */
export const logSheetName = 'Keap sync log';

/** Those of every version. */
const headers = ['Run', 'Time', 'Started by', 'API', 'Contact', 'Field', 'Old value', 'New value', 'Outcome'];

/** Added later: a log of an earlier version gets it when a run writes into it next, and earlier versions leave it alone. */
const sheetHeader = 'Sheet';

/** One line: a field of a contact, or the summary of a run, which has no contact. */
export interface LogLine {
  /** Names the run that wrote it, for instance `2026-11-23 09:14:05 -05:00`; see `runName`. */
  readonly run: string;
  readonly time: Cell;
  readonly startedBy: string;
  readonly api: string;
  readonly contact: Cell;
  readonly field: string;
  readonly oldValue: string;
  readonly newValue: string;
  readonly outcome: string;
  /** The sheet's name at that time; empty or missing where the line is about none, or the log has no column for it. */
  readonly sheet?: string;
}

/**
 * The log as it is now, in the order in which people have sorted it, and with the columns that they have added. The
 * `rowIndex` of a line is its index plus one.
 */
export interface LogSheet {
  readonly table: Table;
  readonly grid: Grid;
  /** Where each of our headers is, from 0, in their order; the last one may be missing. */
  readonly columns: readonly number[];
  readonly lines: readonly LogLine[];
  /** Set while its header row is not written yet: the first lines bring it along. */
  readonly isNew?: boolean;
}

/** The log; undefined where there is none yet. Throws `SettingsWrong` for a sheet of this name that is something else. */
export function readLog(workbook: Workbook): LogSheet | undefined {
  const table = workbook.tableByName(logSheetName);
  if (table === undefined) return undefined;
  const grid = table.read();
  const [header = [], ...rows] = grid.cells;
  if (grid.cells.every((row) => row.every((cell) => cell === ''))) return emptyLog(table, grid);
  const required = headers.map((name) => header.indexOf(name));
  if (required.includes(-1)) throw notTheLog();
  const columns = header.includes(sheetHeader) ? [...required, header.indexOf(sheetHeader)] : required;
  return {
    table,
    grid,
    columns,
    lines: rows.map((row) => lineOf(columns.map((column) => row[column] ?? ''))),
  };
}

/** The log, added to the document where it is missing. */
export function openLog(workbook: Workbook): LogSheet {
  const log = readLog(workbook);
  if (log?.grid.cells.some((row) => row.some((cell) => cell !== ''))) return withSheetColumn(workbook, log);
  const table = log?.table ?? workbook.addTable(logSheetName);
  const grid = { cells: [[...headers, sheetHeader]], timeZone: log?.grid.timeZone ?? workbook.timeZone() };
  return { ...emptyLog(table, grid), isNew: true };
}

function emptyLog(table: Table, grid: Grid): LogSheet {
  return { table, grid, columns: [...headers, sheetHeader].map((_, column) => column), lines: [] };
}

/** To the right of all that people have there; a log whose header row cannot be changed stays as it is. */
function withSheetColumn(workbook: Workbook, log: LogSheet): LogSheet {
  if (log.columns.length > headers.length) return log;
  const { table } = log;
  const [before = []] = table.read().cells;
  const columnIndex = before.length;
  const isLocked = table.locked([{ rowIndex: 0, columnIndex, rowCount: 1, columnCount: 1 }]).length > 0;
  // Somebody may be inserting columns at this moment, of which a reading may miss the last one.
  if (isLocked || String(before) !== String(log.grid.cells[0])) return log;
  const write = (header: Cell) => table.write([{ rowIndex: 0, columnIndex, cells: [[header]] }]);
  write(sheetHeader);
  // Then another one's header was there, and ours comes the next time.
  const [now = []] = table.read().cells;
  const lost = before.find((header) => header !== '' && countIn(before, header) > countIn(now, header));
  if (lost !== undefined && now[columnIndex] === sheetHeader) write(lost);
  return readLog(workbook) ?? log;
}

function countIn(cells: readonly Cell[], value: Cell): number {
  return cells.filter((cell) => cell === value).length;
}

/** Whether none of the refused cells is in these lines. */
export function isFree(refused: readonly Refusal[], index: number, count: number): boolean {
  return refused.every(
    ({ rowIndex, rowCount }) => rowIndex + rowCount <= index + 1 || rowIndex > index + count,
  );
}

/** Whether the current user may not write a line below the last one. */
export function isLogLocked(log: LogSheet): boolean {
  return areLocked(log, log.lines.length, 1);
}

/** Whether the current user may not write these lines, counted from 0 below the header. */
export function areLocked({ table, columns }: LogSheet, index: number, count: number): boolean {
  const columnIndex = Math.min(...columns);
  const columnCount = Math.max(...columns) + 1 - columnIndex;
  return table.locked([{ rowIndex: index + 1, columnIndex, rowCount: count, columnCount }]).length > 0;
}

/** What a run says whose summary the log does not have. */
export const logRefusedSentence = `The log has no line about this run, because Sheets did not accept it: the sheet "${logSheetName}" is protected, or has data validation.`;

/** Nothing is changed that the log does not have; `isBegun` where something was changed before. */
export function logRefused(isBegun: boolean): SettingsWrong {
  return new SettingsWrong(
    'Sheets did not accept lines of the log',
    `${isBegun ? 'Nothing more' : 'Nothing'} was changed because Sheets did not accept new lines in the log, the sheet "${logSheetName}", where every change is recorded first. Remove its protection or data validation, or rename the sheet; the next run then creates a new log.`,
  );
}

function lineOf(cells: readonly Cell[]): LogLine {
  const text = (index: number) => String(cells[index] ?? '');
  return {
    ...{ run: text(0), time: cells[1] ?? '', startedBy: text(2), api: text(3), contact: cells[4] ?? '' },
    ...{ field: fieldOfLabel(text(5)), oldValue: text(6), newValue: text(7), outcome: text(8) },
    sheet: text(9),
  };
}

/** The cells of a line in the order of our headers; fields by the names that people know. */
export function cellsOf({
  run,
  time,
  startedBy,
  api,
  contact,
  field,
  oldValue,
  newValue,
  outcome,
  sheet = '',
}: LogLine): Cell[] {
  return [run, time, startedBy, api, contact, labelIn(field), oldValue, newValue, outcome, sheet];
}

/** A sheet of the log's name that lacks one of its headers. */
export function notTheLog(): SettingsWrong {
  return new SettingsWrong(
    'A sheet has the name of the log and is not the log',
    `The sheet "${logSheetName}" is not the log of Keap Contact Sync: its header row is different. Rename that sheet, and the next run creates a new log.`,
  );
}
