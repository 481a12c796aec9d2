/** A spreadsheet in Google's memory, and the changes of its rows and columns; indexes count from 0. */
import { type Area, type Axis, afterDelete, afterInsert } from './a1-notation.ts';
import { plainText } from './number-format.ts';
import type { Protection } from './protection.ts';
import { ScriptException } from './service-object.ts';
import { type Cell, emptyCell, type StoredCell, type Typing, typedCell } from './typed-cell.ts';

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
  /** In pixels, of columns whose width was set; one that moves takes it along. */
  readonly widths: Map<number, number>;
  /** What the user has selected, in the order of selecting; never empty. */
  selection: readonly Area[];
  readonly protections: Protection[];
  /** The range of the sheet's filter, header included. */
  filter: Area | undefined;
  hasArrayFormulas: boolean;
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
  return {
    ...{ id, name, rows, columnCount, frozenRows: 0, isHidden: false },
    ...{ hidden: new Set<number>(), widths: new Map<number, number>() },
    selection: [{ top: 0, left: 0, rows: 1, columns: 1 }],
    ...{ protections: [], filter: undefined, hasArrayFormulas: false },
  };
}

/** Another sheet with the same cells, notes, formats, hidden columns, filter and protections. */
export function copySheet(sheet: Sheet, id: number, name: string): Sheet {
  return {
    ...sheet,
    ...{ id, name, rows: sheet.rows.map((row) => [...row]), hidden: new Set(sheet.hidden) },
    widths: new Map(sheet.widths),
    protections: sheet.protections.map((protection) => ({ ...protection })),
  };
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

/** How a sheet takes what is written into it. */
export interface Writing extends Typing {
  readonly maxCharacters: number;
  /** Whether an apostrophe stays part of the text in a cell of format `@`. */
  readonly plainTextKeepsApostrophe: boolean;
  /** Whether a text that begins with `=` is a formula even there; never for what a person types. */
  readonly plainTextTakesFormulas: boolean;
}

/**
 * What a script writes: text is taken as if typed, unless the cell is formatted as plain text; all else as it is.
 * The cell keeps its format, note and rule. Throws for what no cell can hold.
 */
export function writtenCell(value: unknown, old: StoredCell, writing: Writing): StoredCell {
  const content = contentOf(value, old, writing);
  const { format, note, rule } = old;
  return {
    ...content,
    ...(format === undefined ? {} : { format }),
    ...(note === undefined ? {} : { note }),
    ...(rule === undefined ? {} : { rule }),
  };
}

function contentOf(value: unknown, old: StoredCell, writing: Writing): StoredCell {
  if (value === null || value === undefined || value === '') return emptyCell;
  if (typeof value === 'string') {
    if (value.length > writing.maxCharacters) {
      throw new ScriptException(
        `Your input contains more than the maximum of ${writing.maxCharacters} characters in a single cell.`,
      );
    }
    const isPlain = old.format === plainText && !(writing.plainTextTakesFormulas && /^=./s.test(value));
    return isPlain ? plainTextCell(value, writing) : typedCell(value, writing);
  }
  if (typeof value === 'number' || typeof value === 'boolean') return { value, formula: '' };
  if (value instanceof Date && !Number.isNaN(value.getTime())) return { value, formula: '' };
  return { value: String(value), formula: '' };
}

function plainTextCell(text: string, { plainTextKeepsApostrophe }: Writing): StoredCell {
  const isGuarded = text.startsWith("'") && !plainTextKeepsApostrophe;
  return { value: isGuarded ? text.slice(1) : text, formula: '' };
}

export function insertColumns(sheet: Sheet, before: number, count: number): void {
  for (const row of sheet.rows) row.splice(before, 0, ...Array.from({ length: count }, () => emptyCell));
  sheet.columnCount += count;
  moveLayout(sheet, (column) => (column >= before ? column + count : column));
  changeAreas(sheet, (area) => afterInsert(area, 'columns', before, count));
}

export function deleteColumns(sheet: Sheet, first: number, count: number): void {
  for (const row of sheet.rows) row.splice(first, count);
  sheet.columnCount -= count;
  moveLayout(sheet, (column) => {
    if (column < first) return column;
    return column < first + count ? undefined : column - count;
  });
  changeAreas(sheet, (area) => afterDelete(area, 'columns', first, count));
}

/** Moves one column to another index, as a person drags it there; a protection of that column alone goes with it. */
export function moveColumn(sheet: Sheet, from: number, to: number): void {
  const newIndex = (column: number) => {
    if (column === from) return to;
    const closed = column > from ? column - 1 : column;
    return closed >= to ? closed + 1 : closed;
  };
  for (const row of sheet.rows) row.splice(to, 0, ...row.splice(from, 1));
  moveLayout(sheet, newIndex);
  changeAreas(sheet, (area) => {
    if (area.left === from && area.columns === 1) return { ...area, left: to };
    const closed = afterDelete(area, 'columns', from, 1);
    return closed && afterInsert(closed, 'columns', to, 1);
  });
}

/** What is hidden, and what has a width, goes along with its column. */
function moveLayout(sheet: Sheet, newIndex: (column: number) => number | undefined): void {
  const hidden = [...sheet.hidden].flatMap((column) => newIndex(column) ?? []);
  const widths = [...sheet.widths].flatMap(([column, width]) => {
    const index = newIndex(column);
    return index === undefined ? [] : [[index, width] as const];
  });
  sheet.hidden.clear();
  sheet.widths.clear();
  for (const column of hidden) sheet.hidden.add(column);
  for (const [column, width] of widths) sheet.widths.set(column, width);
}

export function insertRows(sheet: Sheet, before: number, count: number): void {
  const empty = () => Array.from({ length: sheet.columnCount }, () => emptyCell);
  sheet.rows.splice(before, 0, ...Array.from({ length: count }, empty));
  changeAreas(sheet, (area) => afterInsert(area, 'rows', before, count));
}

export function deleteRows(sheet: Sheet, first: number, count: number): void {
  sheet.rows.splice(first, count);
  changeAreas(sheet, (area) => afterDelete(area, 'rows', first, count));
}

/** The whole sheet as an area along this axis, from one index on. */
export function stripe(sheet: Sheet, axis: Axis, first: number, count: number): Area {
  return axis === 'rows'
    ? { top: first, left: 0, rows: count, columns: sheet.columnCount }
    : { top: 0, left: first, rows: sheet.rows.length, columns: count };
}

/** Sorts some rows of some columns by one column; blank cells come last, and other columns stay. */
export function sortArea(sheet: Sheet, area: Area, column: number, isAscending: boolean): void {
  const right = area.left + area.columns;
  const lines = sheet.rows
    .slice(area.top, area.top + area.rows)
    .map((row) => ({ key: row[column]?.value ?? '', cells: row.slice(area.left, right) }));
  const filled = lines.filter(({ key }) => key !== '');
  filled.sort((one, other) => String(one.key).localeCompare(String(other.key), 'en', { numeric: true }));
  if (!isAscending) filled.reverse();
  [...filled, ...lines.filter(({ key }) => key === '')].forEach(({ cells }, index) => {
    sheet.rows[area.top + index]?.splice(area.left, cells.length, ...cells);
  });
}

function changeAreas(sheet: Sheet, change: (area: Area) => Area | undefined): void {
  sheet.filter = sheet.filter && change(sheet.filter);
  for (const protection of [...sheet.protections]) {
    protection.exceptions = protection.exceptions.flatMap((area) => change(area) ?? []);
    if (protection.area === undefined) continue;
    const area = change(protection.area);
    if (area === undefined) sheet.protections.splice(sheet.protections.indexOf(protection), 1);
    else protection.area = area;
  }
}
