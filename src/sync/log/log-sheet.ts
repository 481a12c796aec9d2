/** Reads and writes the log sheet, line by line. */
import { SettingsWrong } from '../../errors.ts';
import { fieldOfLabel, labelIn } from '../../keap/contacts/field-labels.ts';
import type { Cell, Grid, Refusal, Table, Workbook } from '../../platform/table.ts';

/** The sheet in which every run records what it did; users may read, sort and delete it. */
export const logSheetName = 'Keap sync log';

/** Those of every version. */
const headers = ['Run', 'Time', 'Started by', 'API', 'Contact', 'Field', 'Old value', 'New value', 'Outcome'];

/**
 * Added later, in this order: a log of an earlier version gets them when a run writes into it next, and earlier versions
 * leave them alone. Links only where the account has pages to link to.
 */
const sheetHeader = 'Sheet';
const linkHeader = 'Keap link';

/** Without these, a line is not written. */
const neededHeaders = [...headers, sheetHeader];

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
  /** Where people see the contact in Keap, as `contactLink` gives it; empty or missing like `sheet`. */
  readonly link?: string;
}

/** What a log should have beside the columns of every version. */
interface LogWishes {
  /** Whether there are links to write. A log keeps the column that it has. */
  readonly hasLinks: boolean;
}

/**
 * The log as it is now, in the order in which people have sorted it, and with the columns that they have added. The
 * `rowIndex` of a line is its index plus one.
 */
export interface LogSheet {
  readonly table: Table;
  readonly grid: Grid;
  /** Where each of our headers is, from 0, in their order; those that were added later may be missing at the end. */
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
  if (grid.cells.every((row) => row.every((cell) => cell === '')))
    return emptyLog(table, grid, neededHeaders);
  const required = headers.map((name) => header.indexOf(name));
  if (required.includes(-1)) throw notTheLog();
  const added = [sheetHeader, linkHeader].map((name) => header.indexOf(name));
  const columns = [...required, ...(added.includes(-1) ? added.slice(0, added.indexOf(-1)) : added)];
  return {
    table,
    grid,
    columns,
    lines: rows.map((row) => lineOf(columns.map((column) => row[column] ?? ''))),
  };
}

/** The log, added to the document where it is missing. */
export function openLog(workbook: Workbook, { hasLinks }: LogWishes): LogSheet {
  const log = readLog(workbook);
  const wanted = [...neededHeaders, ...(hasLinks ? [linkHeader] : [])];
  if (log?.grid.cells.some((row) => row.some((cell) => cell !== '')))
    return withColumns(workbook, log, wanted);
  const table = log?.table ?? workbook.addTable(logSheetName);
  const grid = { cells: [wanted], timeZone: log?.grid.timeZone ?? workbook.timeZone() };
  return { ...emptyLog(table, grid, wanted), isNew: true };
}

function emptyLog(table: Table, grid: Grid, wanted: readonly string[]): LogSheet {
  return { table, grid, columns: wanted.map((_, column) => column), lines: [] };
}

/** The log with the columns that it lacks, one after the other, until one cannot be added. */
function withColumns(workbook: Workbook, log: LogSheet, wanted: readonly string[]): LogSheet {
  const header = wanted[log.columns.length];
  if (header === undefined || (header === linkHeader && !isLast(log))) return log;
  const wider = withColumn(workbook, log, header);
  return wider.columns.length > log.columns.length ? withColumns(workbook, wider, wanted) : wider;
}

/** A line is written over all that is between our columns: for links alone, people's columns do not come between them. */
function isLast({ grid, columns }: LogSheet): boolean {
  return (grid.cells[0] ?? []).length === Math.max(...columns) + 1;
}

/** To the right of all that people have there; a log whose header row cannot be changed stays as it is. */
function withColumn(workbook: Workbook, log: LogSheet, added: string): LogSheet {
  const { table } = log;
  const [before = []] = table.read().cells;
  const columnIndex = before.length;
  const isLocked = table.locked([{ rowIndex: 0, columnIndex, rowCount: 1, columnCount: 1 }]).length > 0;
  // Somebody may be inserting columns at this moment, of which a reading may miss the last one.
  if (isLocked || String(before) !== String(log.grid.cells[0])) return log;
  const write = (header: Cell) => table.write([{ rowIndex: 0, columnIndex, cells: [[header]] }]);
  write(added);
  // Then another one's header was there, and ours comes the next time.
  const [now = []] = table.read().cells;
  const lost = before.find((header) => header !== '' && countIn(before, header) > countIn(now, header));
  if (lost !== undefined && now[columnIndex] === added) write(lost);
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

/** Whether the current user may not write a line below the last one, even without its link. */
export function isLogLocked({ columns, ...log }: LogSheet): boolean {
  return areLocked({ ...log, columns: columns.slice(0, neededHeaders.length) }, log.lines.length, 1);
}

/** Whether the current user may not write these lines, counted from 0 below the header. */
export function areLocked({ table, columns }: LogSheet, index: number, count: number): boolean {
  const columnIndex = Math.min(...columns);
  const columnCount = Math.max(...columns) + 1 - columnIndex;
  return table.locked([{ rowIndex: index + 1, columnIndex, rowCount: count, columnCount }]).length > 0;
}

/** Nothing depends on the links: a line without one is a line all the same. */
export function isOfLinksAlone({ columnIndex, columnCount }: Refusal, columns: readonly number[]): boolean {
  return columnCount === 1 && columnIndex === columns[neededHeaders.length];
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
    ...{ sheet: text(9), link: text(10) },
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
  link = '',
}: LogLine): Cell[] {
  return [run, time, startedBy, api, contact, labelIn(field), oldValue, newValue, outcome, sheet, link];
}

/** A sheet of the log's name that lacks one of its headers. */
export function notTheLog(): SettingsWrong {
  return new SettingsWrong(
    'A sheet has the name of the log and is not the log',
    `The sheet "${logSheetName}" is not the log of Keap Contact Sync: its header row is different. Rename that sheet, and the next run creates a new log.`,
  );
}
