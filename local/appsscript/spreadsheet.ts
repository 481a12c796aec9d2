import type { Area } from './a1-notation.ts';
import { plainText } from './number-format.ts';
import { ScriptException } from './service-object.ts';
import { type Cell, emptyCell, type StoredCell, type Typing, typedCell } from './typed-cell.ts';

/** A spreadsheet as it stands in Google's memory; indexes count from 0. */
export interface Spreadsheet {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly sheets: Sheet[];
  active: Sheet;
}

export interface Sheet {
  readonly id: number;
  name: string;
  /** Every row has as many cells as the sheet has columns. */
  readonly rows: StoredCell[][];
  columnCount: number;
  frozenRows: number;
  isHidden: boolean;
  readonly hidden: Set<number>;
  /** What the user has selected, in the order of selecting; never empty. */
  selection: readonly Area[];
}

/** A new sheet has 1,000 rows and 26 columns, or as many as its cells need. */
export function newSheet(id: number, name: string, cells: readonly (readonly Cell[])[]): Sheet {
  const columnCount = Math.max(26, ...cells.map((row) => row.length));
  const rows = Array.from({ length: Math.max(1000, cells.length) }, (_, row) =>
    Array.from({ length: columnCount }, (_, column): StoredCell => {
      const value = cells[row]?.[column];
      return value === undefined || value === '' ? emptyCell : { value, formula: '' };
    }),
  );
  const selection = [{ top: 0, left: 0, rows: 1, columns: 1 }];
  return { id, name, rows, columnCount, frozenRows: 0, isHidden: false, hidden: new Set(), selection };
}

/** How many rows and columns hold something, from the first one on. */
export function usedSize(sheet: Sheet): { readonly rows: number; readonly columns: number } {
  let rows = 0;
  let columns = 0;
  sheet.rows.forEach((row, rowIndex) => {
    for (let column = row.length - 1; column >= 0; column--) {
      const cell = row[column];
      if (cell === undefined || (cell.value === '' && cell.formula === '')) continue;
      rows = rowIndex + 1;
      columns = Math.max(columns, column + 1);
      break;
    }
  });
  return { rows, columns };
}

/**
 * What a script writes: text is taken as if typed, unless the cell is formatted as plain text; all else as it is.
 * The cell keeps its format. Throws for what no cell can hold.
 */
export function writtenCell(
  value: unknown,
  old: StoredCell,
  typing: Typing,
  maxCharacters: number,
): StoredCell {
  const { value: written, formula } = contentOf(value, old, typing, maxCharacters);
  return old.format === undefined
    ? { value: written, formula }
    : { value: written, formula, format: old.format };
}

function contentOf(value: unknown, old: StoredCell, typing: Typing, maxCharacters: number): StoredCell {
  if (value === null || value === undefined || value === '') return emptyCell;
  if (typeof value === 'string') {
    if (value.length > maxCharacters) {
      throw new ScriptException(
        `Your input contains more than the maximum of ${maxCharacters} characters in a single cell.`,
      );
    }
    return old.format === plainText ? { value, formula: '' } : typedCell(value, typing);
  }
  if (typeof value === 'number' || typeof value === 'boolean') return { value, formula: '' };
  if (value instanceof Date && !Number.isNaN(value.getTime())) return { value, formula: '' };
  return { value: String(value), formula: '' };
}

export function insertColumns(sheet: Sheet, before: number, count: number): void {
  for (const row of sheet.rows) row.splice(before, 0, ...Array.from({ length: count }, () => emptyCell));
  sheet.columnCount += count;
  hideOnly(
    sheet,
    [...sheet.hidden].map((column) => (column >= before ? column + count : column)),
  );
}

export function deleteColumns(sheet: Sheet, first: number, count: number): void {
  for (const row of sheet.rows) row.splice(first, count);
  sheet.columnCount -= count;
  const kept = [...sheet.hidden].filter((column) => column < first || column >= first + count);
  hideOnly(
    sheet,
    kept.map((column) => (column > first ? column - count : column)),
  );
}

function hideOnly(sheet: Sheet, columns: readonly number[]): void {
  sheet.hidden.clear();
  for (const column of columns) sheet.hidden.add(column);
}

export function insertRows(sheet: Sheet, before: number, count: number): void {
  const empty = () => Array.from({ length: sheet.columnCount }, () => emptyCell);
  sheet.rows.splice(before, 0, ...Array.from({ length: count }, empty));
}
