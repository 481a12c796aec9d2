import path from 'node:path';
import { CsvProblem, csvCells } from '../appsscript/csv.ts';
import { shownCell } from '../appsscript/number-format.ts';
import { type Sheet, usedSize } from '../appsscript/spreadsheet.ts';
import type { OpenedSheet } from './playground.ts';

/** Why a file cannot be opened, as a sentence. */
export class SheetFileProblem extends Error {}

/** The sheet in a CSV file. Rejects with `SheetFileProblem`. */
export async function openedSheet(bytes: Uint8Array, fileName: string): Promise<OpenedSheet> {
  const name = path.basename(fileName);
  try {
    return { name: name.replace(/\.\w+$/, ''), cells: csvCells(bytes, name), isSample: false };
  } catch (error) {
    throw error instanceof CsvProblem ? new SheetFileProblem(error.message) : error;
  }
}

export interface SavedSheet {
  readonly type: string;
  readonly content: string | Uint8Array;
}

/** The used part of a sheet as a file, as it is shown. */
export async function savedSheet(sheet: Sheet, timeZone: string, _format: string): Promise<SavedSheet> {
  return { type: 'text/csv;charset=UTF-8', content: csvText(shownRows(sheet, timeZone)) };
}

function shownRows(sheet: Sheet, timeZone: string): string[][] {
  const { rows, columns } = usedSize(sheet);
  return sheet.rows
    .slice(0, rows)
    .map((row) => row.slice(0, columns).map(({ value, format = '' }) => shownCell(value, format, timeZone)));
}

function csvText(rows: readonly (readonly string[])[]): string {
  const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}
