/** Reads and writes the log sheet, line by line. */
import { SettingsWrong } from '../../errors.ts';
import type { Cell, Refusal, Table, Workbook } from '../../platform/table.ts';
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

/** Writes lines below each other from the index given (from 0, below the header), and gives the cells that were refused. */
export function writeLines(table: Table, index: number, lines: readonly LogLine[]): readonly Refusal[] {
  if (lines.length === 0) return [];
  return table.write([{ rowIndex: index + 1, columnIndex: 0, cells: lines.map(cellsOf) }]);
}

/** Whether none of the refused cells is in these lines. */
export function isFree(refused: readonly Refusal[], index: number, count: number): boolean {
  return refused.every(
    ({ rowIndex, rowCount }) => rowIndex + rowCount <= index + 1 || rowIndex > index + count,
  );
}

/** Whether the current user may not write a line below the last one. */
export function isLogLocked({ table, lines }: LogSheet): boolean {
  const next = { rowIndex: lines.length + 1, columnIndex: 0, rowCount: 1, columnCount: headers.length };
  return table.locked([next]).length > 0;
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

/**
 * Removes the oldest lines of a full log, in a few service calls, and none of the runs in `undoable` as far as
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
  // Where lines cannot be moved up or deleted, all of them stay.
  const rest = { rowIndex: first + 1, columnIndex: 0, rowCount: lines.length - first };
  if (table.locked([{ ...rest, columnCount: headers.length }]).length > 0) return;
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
