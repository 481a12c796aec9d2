import { areaOf } from './a1-notation.ts';
import type { Clock } from './clock.ts';
import { shownCell } from './number-format.ts';
import {
  deleteColumns,
  insertColumns,
  insertRows,
  type Sheet,
  type Spreadsheet,
  usedSize,
  writtenCell,
} from './spreadsheet.ts';
import { type Cell, emptyCell } from './typed-cell.ts';

/** A sheet as a person sees it and works in it; all indexes count from 0. */
export interface SheetDisplay {
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
  /** Selects ranges by their A1 notation; several as with Ctrl held down. */
  select(...notations: string[]): void;
  rename(name: string): void;
}

export function sheetDisplay({ timeZone }: Spreadsheet, sheet: Sheet, clock: Clock): SheetDisplay {
  const used = () => {
    const { rows, columns } = usedSize(sheet);
    return sheet.rows.slice(0, rows).map((row) => row.slice(0, columns));
  };
  return {
    cells: () => used().map((row) => row.map((cell) => cell.value)),
    display: () => used().map((row) => row.map((cell) => shownCell(cell.value, cell.format ?? '', timeZone))),
    formulas: () => used().flatMap((row) => row.flatMap(({ formula }) => (formula === '' ? [] : [formula]))),
    hiddenColumns: () => [...sheet.hidden].sort((one, other) => one - other),
    set(rowIndex, columnIndex, value) {
      const old = sheet.rows[rowIndex]?.[columnIndex] ?? emptyCell;
      const typing = { timeZone, nowMs: clock.nowMs() };
      sheet.rows[rowIndex]?.splice(columnIndex, 1, writtenCell(value, old, typing, 50_000));
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
    deleteColumn: (columnIndex) => deleteColumns(sheet, columnIndex, 1),
    selectRows(first, last) {
      sheet.selection = [{ top: first, left: 0, rows: last - first + 1, columns: sheet.columnCount }];
    },
    select(...notations) {
      const size = { rows: sheet.rows.length, columns: sheet.columnCount };
      const areas = notations.map((notation) => areaOf(notation, size));
      sheet.selection = areas.map((area, index) => {
        if (area === undefined) throw new Error(`${notations[index]} is no range.`);
        return area;
      });
    },
    rename(name) {
      sheet.name = name;
    },
  };
}
