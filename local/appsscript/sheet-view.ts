import {
  deleteColumn,
  insertColumns,
  insertRows,
  type Sheet,
  type Spreadsheet,
  usedSize,
} from './spreadsheet.ts';
import { type Cell, displayed, emptyCell, typedCell } from './typed-cell.ts';

/** A sheet as a person sees it and works in it; all indexes count from 0. */
export interface SheetView {
  /** The used part, as values. */
  cells(): Cell[][];
  /** The used part, as it is shown. */
  display(): string[][];
  formulas(): string[];
  hiddenColumns(): number[];
  /** Types a text into a cell, or puts a value there. */
  set(rowIndex: number, columnIndex: number, value: Cell): void;
  /** Sorts the rows below the first `headerRows` by a column. */
  sort(columnIndex: number, isAscending?: boolean, headerRows?: number): void;
  insertRow(before: number): void;
  deleteRow(rowIndex: number): void;
  insertColumn(before: number): void;
  deleteColumn(columnIndex: number): void;
  /** Selects whole rows, both included. */
  selectRows(first: number, last: number): void;
  rename(name: string): void;
}

export function sheetView(spreadsheet: Spreadsheet, sheet: Sheet): SheetView {
  const { timeZone } = spreadsheet;
  const used = () => {
    const { rows, columns } = usedSize(sheet);
    return sheet.rows.slice(0, rows).map((row) => row.slice(0, columns));
  };
  return {
    cells: () => used().map((row) => row.map((cell) => cell.value)),
    display: () => used().map((row) => row.map((cell) => displayed(cell.value, timeZone))),
    formulas: () => used().flatMap((row) => row.flatMap(({ formula }) => (formula === '' ? [] : [formula]))),
    hiddenColumns: () => [...sheet.hidden].sort((one, other) => one - other),
    set(rowIndex, columnIndex, value) {
      const stored = typeof value === 'string' ? typedCell(value, timeZone) : { value, formula: '' };
      sheet.rows[rowIndex]?.splice(columnIndex, 1, value === '' ? emptyCell : stored);
    },
    sort(columnIndex, isAscending = true, headerRows = 1) {
      const { rows } = usedSize(sheet);
      const body = sheet.rows.slice(headerRows, rows);
      const keyOf = (row: Sheet['rows'][number]) => String(row[columnIndex]?.value ?? '');
      body.sort((one, other) => keyOf(one).localeCompare(keyOf(other), 'en', { numeric: true }));
      if (!isAscending) body.reverse();
      sheet.rows.splice(headerRows, body.length, ...body);
    },
    insertRow: (before) => insertRows(sheet, before, 1),
    deleteRow(rowIndex) {
      sheet.rows.splice(rowIndex, 1);
    },
    insertColumn: (before) => insertColumns(sheet, before, 1),
    deleteColumn: (columnIndex) => deleteColumn(sheet, columnIndex),
    selectRows(first, last) {
      sheet.selection = { top: first, left: 0, bottom: last, right: sheet.columnCount - 1 };
    },
    rename(name) {
      sheet.name = name;
    },
  };
}
