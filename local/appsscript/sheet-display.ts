/** A sheet as people see it, and everything that they do in it by hand. */
import { type Area, areaOf } from './a1-notation.ts';
import { type ArrayFormula, recalculate } from './array-formula.ts';
import type { CellRule } from './cell-rule.ts';
import type { Document } from './documents.ts';
import { isKnownFormat, shownCell } from './number-format.ts';
import {
  deleteColumns,
  deleteRows,
  insertColumns,
  insertRows,
  moveColumn,
  type Sheet,
  sortArea,
  usedSize,
  writtenCell,
} from './spreadsheet.ts';
import { type Cell, emptyCell, type StoredCell } from './typed-cell.ts';
import type { World } from './world.ts';

/** A sheet as a person sees it and works in it; all indexes count from 0, ranges are in A1 notation. */
export interface SheetDisplay {
  /** The used part, as values. */
  cells(): Cell[][];
  /** The used part, as it is shown. */
  display(): string[][];
  formulas(): string[];
  hiddenColumns(): number[];
  /** In pixels; 100 where nobody has set one. */
  columnWidth(columnIndex: number): number;
  setColumnWidth(columnIndex: number, pixels: number): void;
  /** Unhides a column, as its arrows in the header do. */
  unhideColumn(columnIndex: number): void;
  /** Types a text into a cell, or puts a value there. */
  set(rowIndex: number, columnIndex: number, value: Cell): void;
  /** Enters a formula together with what it computes: the embedded Google computes none itself. */
  setFormula(rowIndex: number, columnIndex: number, array: ArrayFormula): void;
  /** Formats cells, for instance as plain text (`@`). */
  format(range: string, format: string): void;
  note(rowIndex: number, columnIndex: number): string;
  setNote(rowIndex: number, columnIndex: number, note: string): void;
  /** Sorts the rows below the first `headerRows` by a column. */
  sort(columnIndex: number, isAscending?: boolean, headerRows?: number): void;
  /** Sorts by the sheet's filter, or within a table: the columns beside that range stay where they are. */
  sortRange(range: string, columnIndex: number, isAscending?: boolean): void;
  /** Adds a filter over a range, its header included. */
  filter(range: string): void;
  /** Sorts by the sheet's filter: the rows of its range below the header, and no column beside it. */
  sortByFilter(columnIndex: number, isAscending?: boolean): void;
  insertRow(before: number): void;
  deleteRow(rowIndex: number): void;
  insertColumn(before: number): void;
  deleteColumn(columnIndex: number): void;
  /** How many rows and columns the sheet has. */
  size(): { readonly rows: number; readonly columns: number };
  moveColumn(from: number, to: number): void;
  /** Protects a range, or the whole sheet without one, against everybody but the owner and `editors`. */
  protect(options?: ProtectOptions): void;
  /** Takes every protection away. */
  unprotect(): void;
  /** Puts a dropdown or the type of a table's column on cells; without a rule, takes it away. */
  setRule(range: string, rule: CellRule | undefined): void;
  /** Selects whole rows, both included. */
  selectRows(first: number, last: number): void;
  /** Selects ranges by their A1 notation; several as with Ctrl held down. */
  select(...notations: string[]): void;
  rename(name: string): void;
}

export interface ProtectOptions {
  readonly range?: string;
  /** Parts of a protected sheet that everybody may edit. */
  readonly except?: readonly string[];
  readonly editors?: readonly string[];
  readonly isWarningOnly?: boolean;
  readonly description?: string;
}

export function sheetDisplay(world: World, document: Document, sheet: Sheet): SheetDisplay {
  const { timeZone } = document.spreadsheet;
  const used = () => {
    const { rows, columns } = usedSize(sheet);
    return sheet.rows.slice(0, rows).map((row) => row.slice(0, columns));
  };
  const areaNamed = (notation: string): Area => {
    const area = areaOf(notation, { rows: sheet.rows.length, columns: sheet.columnCount });
    if (area === undefined) throw new Error(`${notation} is not a range.`);
    return area;
  };
  const changed = () => recalculate(sheet, document.openBy.size > 0);
  const put = (row: number, column: number, make: (old: StoredCell) => StoredCell) => {
    sheet.rows[row]?.splice(column, 1, make(sheet.rows[row]?.[column] ?? emptyCell));
    changed();
  };
  const putAll = ({ top, left, rows, columns }: Area, make: (old: StoredCell) => StoredCell) => {
    for (const row of sheet.rows.slice(top, top + rows)) {
      row.splice(left, columns, ...row.slice(left, left + columns).map(make));
    }
  };
  const sort = (area: Area, columnIndex: number, isAscending: boolean) => {
    sortArea(sheet, area, columnIndex, isAscending);
    changed();
  };
  return {
    cells: () => used().map((row) => row.map((cell) => cell.value)),
    display: () => used().map((row) => row.map((cell) => shownCell(cell.value, cell.format ?? '', timeZone))),
    formulas: () => used().flatMap((row) => row.flatMap(({ formula }) => (formula === '' ? [] : [formula]))),
    hiddenColumns: () => [...sheet.hidden].sort((one, other) => one - other),
    setColumnWidth: (columnIndex, pixels) => void sheet.widths.set(columnIndex, pixels),
    columnWidth: (columnIndex) => sheet.widths.get(columnIndex) ?? 100,
    unhideColumn: (columnIndex) => void sheet.hidden.delete(columnIndex),
    set(rowIndex, columnIndex, value) {
      const writing = {
        timeZone,
        nowMs: world.clock.nowMs(),
        maxCharacters: world.limits.cellCharacters,
        gapSide: world.behavior.skippedMidnightIs,
        plainTextKeepsApostrophe: world.behavior.plainTextKeepsApostrophe,
        plainTextTakesFormulas: false,
      };
      put(rowIndex, columnIndex, (old) => writtenCell(value, old, writing));
    },
    setFormula(rowIndex, columnIndex, array) {
      sheet.hasArrayFormulas = true;
      put(rowIndex, columnIndex, (old) => ({ ...old, value: '', formula: array.formula, array }));
    },
    format(range, format) {
      if (!isKnownFormat(format)) throw new Error(`The number format "${format}" is not implemented.`);
      putAll(areaNamed(range), (old) => ({ ...old, format }));
    },
    note: (rowIndex, columnIndex) => sheet.rows[rowIndex]?.[columnIndex]?.note ?? '',
    setNote: (rowIndex, columnIndex, note) => put(rowIndex, columnIndex, (old) => ({ ...old, note })),
    sort(columnIndex, isAscending = true, headerRows = 1) {
      const rows = usedSize(sheet).rows - headerRows;
      sort({ top: headerRows, left: 0, rows, columns: sheet.columnCount }, columnIndex, isAscending);
    },
    sortRange: (range, columnIndex, isAscending = true) => sort(areaNamed(range), columnIndex, isAscending),
    filter(range) {
      sheet.filter = areaNamed(range);
    },
    sortByFilter(columnIndex, isAscending = true) {
      const { filter } = sheet;
      if (filter === undefined) throw new Error('The sheet has no filter.');
      sort({ ...filter, top: filter.top + 1, rows: filter.rows - 1 }, columnIndex, isAscending);
    },
    insertRow(before) {
      insertRows(sheet, before, 1);
      changed();
    },
    deleteRow(rowIndex) {
      deleteRows(sheet, rowIndex, 1);
      changed();
    },
    insertColumn(before) {
      insertColumns(sheet, before, 1);
      changed();
    },
    size: () => ({ rows: sheet.rows.length, columns: sheet.columnCount }),
    deleteColumn(columnIndex) {
      deleteColumns(sheet, columnIndex, 1);
      changed();
    },
    moveColumn(from, to) {
      moveColumn(sheet, from, to);
      changed();
    },
    protect({ range, except = [], editors = [], isWarningOnly = false, description = '' } = {}) {
      sheet.protections.push({
        id: world.nextNumber(),
        description,
        area: range === undefined ? undefined : areaNamed(range),
        exceptions: except.map(areaNamed),
        editors,
        isWarningOnly,
      });
    },
    unprotect() {
      sheet.protections.splice(0);
    },
    setRule: (range, rule) =>
      putAll(areaNamed(range), ({ rule: _, ...old }) => (rule === undefined ? old : { ...old, rule })),
    selectRows(first, last) {
      sheet.selection = [{ top: first, left: 0, rows: last - first + 1, columns: sheet.columnCount }];
    },
    select(...notations) {
      sheet.selection = notations.map(areaNamed);
    },
    rename(name) {
      sheet.name = name;
    },
  };
}
