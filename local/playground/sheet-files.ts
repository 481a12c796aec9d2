/** Opens and saves sheets as CSV and XLSX files. */
import path from 'node:path';
import readWorkbook, { InvalidInputError, InvalidSpreadsheetError } from 'read-excel-file/node';
import writeExcelFile from 'write-excel-file/node';
import { CsvProblem, csvCells } from '../appsscript/csv.ts';
import { shownCell } from '../appsscript/number-format.ts';
import { type Sheet, usedSize } from '../appsscript/spreadsheet.ts';
import type { Cell, StoredCell } from '../appsscript/typed-cell.ts';
import { momentOf, zonedTime } from '../appsscript/zoned-time.ts';

export interface NamedCells {
  readonly name: string;
  readonly cells: readonly (readonly Cell[])[];
}

export interface OpenedSheet {
  readonly name: string;
  /** The name of the first sheet that has any cells; undefined where the file names none. */
  readonly firstName?: string;
  /** Of that sheet. */
  readonly cells: readonly (readonly Cell[])[];
  /** The other sheets of a workbook, in its order. */
  readonly others: readonly NamedCells[];
  /** The document's time zone, as an IANA name. */
  readonly timeZone: string;
  readonly isSample: boolean;
}

/** Says in a sentence why a file cannot be opened. */
export class SheetFileProblem extends Error {}

/** More cells than a page can show. */
const maxCells = 2_000_000;

/**
 * The sheet in a CSV file, typed as an import into Sheets types it, or those of an XLSX file. Dates are read as times in
 * this zone. Rejects with `SheetFileProblem`.
 */
export async function openSheetFile(bytes: Buffer, fileName: string, timeZone: string): Promise<OpenedSheet> {
  const name = path.basename(fileName);
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const [first, ...others] = isZip
    ? await excelSheets(bytes, name, timeZone)
    : [{ name, cells: cellsInCsv(bytes, name, timeZone) }];
  if (!isZip && /\.xlsx?$/i.test(name)) throw notAWorkbook(name);
  const cells = first?.cells ?? [];
  const all = [cells, ...others.map((other) => other.cells)].flat();
  if (all.reduce((sum, row) => sum + row.length, 0) > maxCells) {
    throw new SheetFileProblem(`${name} has more cells than the playground can show. Use fewer rows.`);
  }
  return {
    ...{ name: name.replace(/\.\w+$/, ''), cells, others, timeZone, isSample: false },
    ...(isZip && first !== undefined ? { firstName: first.name } : {}),
  };
}

function cellsInCsv(bytes: Buffer, name: string, timeZone: string): Cell[][] {
  try {
    return csvCells(bytes, name, timeZone);
  } catch (error) {
    throw error instanceof CsvProblem ? new SheetFileProblem(error.message) : error;
  }
}

function notAWorkbook(name: string, what = 'is not'): SheetFileProblem {
  return new SheetFileProblem(
    `${name} ${what} an Excel workbook. Open it in Excel or Sheets and save it again as XLSX or CSV.`,
  );
}

/** The sheets that are not empty. */
async function excelSheets(bytes: Buffer, name: string, timeZone: string): Promise<NamedCells[]> {
  try {
    const sheets = (await readWorkbook(bytes, { trim: false })).map(({ sheet, data }): NamedCells => {
      const rows: readonly (readonly unknown[])[] = data;
      return { name: sheet, cells: rows.map((row) => row.map((value) => excelCell(value, timeZone))) };
    });
    const filled = sheets.filter(({ cells }) => cells.flat().some((cell) => cell !== ''));
    if (filled.length > 0) return filled;
  } catch (error) {
    const isKnown = error instanceof InvalidInputError || error instanceof InvalidSpreadsheetError;
    throw notAWorkbook(name, isKnown ? 'is not' : 'cannot be read as');
  }
  throw new SheetFileProblem(`${name} has no data on any sheet.`);
}

/** Excel has no time zones: the reader gives the clock's time as if it were UTC. */
function excelCell(value: unknown, timeZone: string): Cell {
  if (value instanceof Date) return new Date(momentOf(zonedTime(value.getTime(), 'Etc/UTC'), timeZone));
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? '' : String(value);
}

export interface SavedSheet {
  readonly type: string;
  readonly content: string | Uint8Array;
}

/** The used cells of a sheet as a file: CSV has what is shown, XLSX has the values. */
export async function saveSheetFile(
  sheet: Sheet,
  timeZone: string,
  format: 'csv' | 'xlsx',
): Promise<SavedSheet> {
  const { rows, columns } = usedSize(sheet);
  const used = sheet.rows.slice(0, rows).map((row) => row.slice(0, columns));
  switch (format) {
    case 'csv':
      return { type: 'text/csv;charset=UTF-8', content: csvText(used, timeZone) };
    case 'xlsx':
      return {
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        content: await excelFile(used, timeZone, sheet.name),
      };
  }
}

function csvText(rows: readonly (readonly StoredCell[])[], timeZone: string): string {
  const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const line = (row: readonly StoredCell[]) =>
    row.map(({ value, format = '' }) => quoted(shownCell(value, format, timeZone))).join(',');
  return rows.map((row) => `${line(row)}\r\n`).join('');
}

/** Values only: a formula that is not calculated here must not be calculated elsewhere. */
function excelFile(
  rows: readonly (readonly StoredCell[])[],
  timeZone: string,
  name: string,
): Promise<Buffer> {
  const cells = rows.map((row) =>
    row.map(({ value }) => {
      if (value === '') return null;
      if (!(value instanceof Date)) return { value, type: typeOf(value) };
      const asShown = new Date(momentOf(zonedTime(value.getTime(), timeZone), 'Etc/UTC'));
      return { value: asShown, type: Date, format: 'yyyy-mm-dd hh:mm:ss' };
    }),
  );
  return writeExcelFile(cells, { sheet: name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31) }).toBuffer();
}

function typeOf(value: string | number | boolean) {
  return typeof value === 'string' ? String : typeof value === 'number' ? Number : Boolean;
}
