import { ScriptException } from './service-object.ts';
import { type Cell, emptyCell, type StoredCell, typedCell } from './typed-cell.ts';

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
  readonly hidden: Set<number>;
  /** Upper left and lower right corner, both included. */
  selection: { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number };
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
  const selection = { top: 0, left: 0, bottom: 0, right: 0 };
  return { id, name, rows, columnCount, hidden: new Set(), selection };
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

/** What a script writes: text is taken as if typed, all else as it is. Throws for what no cell can hold. */
export function writtenCell(value: unknown, timeZone: string, mostCharacters: number): StoredCell {
  if (value === null || value === undefined || value === '') return emptyCell;
  if (typeof value === 'string') {
    if (value.length > mostCharacters) {
      throw new ScriptException(
        `Your input contains more than the maximum of ${mostCharacters} characters in a single cell.`,
      );
    }
    return typedCell(value, timeZone);
  }
  if (typeof value === 'number' || typeof value === 'boolean') return { value, formula: '' };
  if (value instanceof Date && !Number.isNaN(value.getTime())) return { value, formula: '' };
  return { value: String(value), formula: '' };
}

export function insertColumns(sheet: Sheet, before: number, count: number): void {
  for (const row of sheet.rows) row.splice(before, 0, ...Array.from({ length: count }, () => emptyCell));
  sheet.columnCount += count;
  const hidden = [...sheet.hidden].map((column) => (column >= before ? column + count : column));
  sheet.hidden.clear();
  for (const column of hidden) sheet.hidden.add(column);
}

export function deleteColumn(sheet: Sheet, index: number): void {
  for (const row of sheet.rows) row.splice(index, 1);
  sheet.columnCount--;
  const hidden = [...sheet.hidden].filter((column) => column !== index);
  sheet.hidden.clear();
  for (const column of hidden) sheet.hidden.add(column > index ? column - 1 : column);
}

export function insertRows(sheet: Sheet, before: number, count: number): void {
  const empty = () => Array.from({ length: sheet.columnCount }, () => emptyCell);
  sheet.rows.splice(before, 0, ...Array.from({ length: count }, empty));
}
