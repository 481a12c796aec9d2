/** Finds where the rows and columns of an earlier reading are in a later one, after people have moved them. */
import type { Cell, Grid } from '../../platform/table.ts';

/** Cells by row and column, both from 0. */
export type CellsAt<Value> = Map<number, Map<number, Value>>;

/** How an earlier grid is to be matched with a later one. */
export interface GridMatchOptions {
  /** In the earlier grid, from 0. */
  readonly headerRowIndex: number;
  /** The columns of the earlier grid by which people would tell its rows apart; the contact id comes first. */
  readonly identityColumns: readonly number[];
  /** The columns of the earlier grid into which something was written since, besides what landed elsewhere. */
  readonly changedColumns: ReadonlySet<number>;
  /** What was written, by where it may have landed in the later grid. */
  readonly written: CellsAt<unknown>;
  /** Whether rows of which nothing else is known are taken to be where they were, even if their number has changed. */
  readonly isInPlace: boolean;
}

/** Where the rows and columns of the later grid were in the earlier one; undefined for new ones. */
export interface GridMatch {
  /** In the later grid, from 0. */
  readonly headerRowIndex: number;
  column(columnIndex: number): number | undefined;
  /** Where a column of the earlier grid is in the later one; undefined where it is gone. */
  columnNow(columnIndex: number): number | undefined;
  /** Whether the header of this column of the later grid is still what it was. */
  keepsHeader(columnIndex: number): boolean;
  /** Rows that hold the same as before, by their identity. */
  row(rowIndex: number): number | undefined;
  /** As `row`, and rows that somebody has edited. */
  editedRow(rowIndex: number): number | undefined;
}

/** How many of the first rows are searched for the header, which somebody may have moved down. */
const rowsSearched = 20;

export function matchGrids(before: Grid, now: Grid, options: GridMatchOptions): GridMatch {
  const headerRow = headerRowIn(before, now, options.headerRowIndex);
  const columns = matchColumns(before, now, options, headerRow);
  const columnsNow = new Map([...columns].map(([inNow, inBefore]) => [inBefore, inNow]));
  const rows = matchRows(before, now, options, columns);
  const headersBefore = before.cells[options.headerRowIndex] ?? [];
  const headersNow = now.cells[headerRow] ?? [];
  return {
    headerRowIndex: headerRow,
    column: (columnIndex) => columns.get(columnIndex),
    columnNow: (columnIndex) => columnsNow.get(columnIndex),
    keepsHeader(columnIndex) {
      if (options.written.get(headerRow)?.has(columnIndex) === true) return true;
      return isSameCell(headersNow[columnIndex] ?? '', headersBefore[columns.get(columnIndex) ?? -1] ?? '');
    },
    row: (rowIndex) => rows.same.get(rowIndex),
    editedRow: (rowIndex) => rows.same.get(rowIndex) ?? rows.edited.get(rowIndex),
  };
}

/** Dates are compared to the second: a sheet keeps them as fractions of a day. */
export function isSameCell(one: unknown, other: unknown): boolean {
  if (one instanceof Date && other instanceof Date) return Math.abs(one.getTime() - other.getTime()) < 1_000;
  return one === other;
}

function headerRowIn(before: Grid, now: Grid, headerRowIndex: number): number {
  const wanted = new Set((before.cells[headerRowIndex] ?? []).filter((cell) => cell !== ''));
  const hits = now.cells.slice(0, rowsSearched).map((row) => row.filter((cell) => wanted.has(cell)).length);
  const most = hits.reduce((one, other) => Math.max(one, other), 0);
  return hits[headerRowIndex] === most ? headerRowIndex : hits.indexOf(most);
}

/** By header, then by content, then by position where the number of columns is the same. */
function matchColumns(
  before: Grid,
  now: Grid,
  { headerRowIndex, written }: GridMatchOptions,
  headerRow: number,
): Map<number, number> {
  const headersBefore = before.cells[headerRowIndex] ?? [];
  const headersNow = now.cells[headerRow] ?? [];
  const matched = new Map<number, number>();
  const free = new Set(headersBefore.keys());
  const take = (columnNow: number, columnBefore: number) => {
    matched.set(columnNow, columnBefore);
    free.delete(columnBefore);
  };
  const isOpen = (columnNow: number) => !matched.has(columnNow);
  headersNow.forEach((header, columnNow) => {
    if (header === '' || written.get(headerRow)?.has(columnNow) === true) return;
    const columnBefore = [...free].find((column) => headersBefore[column] === header);
    if (columnBefore !== undefined) take(columnNow, columnBefore);
  });
  const hasSameRows = before.cells.length === now.cells.length;
  [...headersNow.keys()].filter(isOpen).forEach((columnNow) => {
    const columnBefore = [...free].find(
      (column) => hasSameRows && isSameContent(before, column, now, columnNow, written),
    );
    if (columnBefore !== undefined) take(columnNow, columnBefore);
  });
  if (headersBefore.length === headersNow.length) {
    for (const columnNow of [...headersNow.keys()].filter(isOpen)) {
      if (free.has(columnNow)) take(columnNow, columnNow);
    }
  }
  return matched;
}

/** Whether two columns hold the same, apart from what was written; an empty one tells nothing. */
function isSameContent(
  before: Grid,
  columnBefore: number,
  now: Grid,
  columnNow: number,
  written: CellsAt<unknown>,
): boolean {
  let [same, different] = [0, 0];
  before.cells.forEach((row, rowIndex) => {
    if (written.get(rowIndex)?.has(columnNow) === true) return;
    const [one, other] = [row[columnBefore] ?? '', now.cells[rowIndex]?.[columnNow] ?? ''];
    if (!isSameCell(one, other)) different++;
    else if (one !== '') same++;
  });
  return same > different;
}

function matchRows(
  before: Grid,
  now: Grid,
  { identityColumns, changedColumns, written, isInPlace }: GridMatchOptions,
  columns: ReadonlyMap<number, number>,
): { readonly same: ReadonlyMap<number, number>; readonly edited: ReadonlyMap<number, number> } {
  const misplaced = misplacedColumns(written, columns, changedColumns);
  const columnNow = new Map([...columns].map(([inNow, inBefore]) => [inBefore, inNow]));
  const known = (column: number) => {
    const inNow = columnNow.get(column);
    return inNow !== undefined && !misplaced.has(inNow) && !changedColumns.has(column)
      ? [[column, inNow] as const]
      : [];
  };
  const all = [...columnNow.keys()].flatMap(known);
  const identity = identityColumns.flatMap(known);
  const same = new Map<number, number>();
  const edited = new Map<number, number>();
  const pairs = rowPairing(before.cells.length, now.cells.length);
  if (identity.length === 0) {
    // Nothing tells the rows apart: they are taken to be where they were.
    pairs.pair(same, String, String);
    return { same, edited };
  }
  const keyIn =
    (side: 0 | 1, cells: readonly (readonly Cell[])[], by: readonly (readonly number[])[]) =>
    (rowIndex: number) =>
      JSON.stringify(by.map((pair) => cells[rowIndex]?.[pair[side] ?? 0] ?? ''));
  for (const by of [all, identity]) {
    pairs.pair(same, keyIn(0, before.cells, by), keyIn(1, now.cells, by));
  }
  pairs.pair(edited, keyIn(0, before.cells, identity.slice(0, 1)), keyIn(1, now.cells, identity.slice(0, 1)));
  if (isInPlace || before.cells.length === now.cells.length) pairs.pair(edited, String, String);
  return { same, edited };
}

/** Columns of the later grid that hold something which was meant for others. */
function misplacedColumns(
  written: CellsAt<unknown>,
  columns: ReadonlyMap<number, number>,
  changedColumns: ReadonlySet<number>,
): Set<number> {
  const touched = new Set([...written.values()].flatMap((cells) => [...cells.keys()]));
  return new Set(
    [...touched].filter((column) => {
      const inBefore = columns.get(column);
      return inBefore === undefined || !changedColumns.has(inBefore);
    }),
  );
}

/** Pairs rows of equal keys, each once, in steps from the strictest key to the loosest; takes linear time. */
function rowPairing(countBefore: number, countNow: number) {
  const freeBefore = new Set(Array.from({ length: countBefore }, (_, index) => index));
  const freeNow = new Set(Array.from({ length: countNow }, (_, index) => index));
  return {
    pair(
      into: Map<number, number>,
      keyBefore: (rowIndex: number) => string,
      keyNow: (rowIndex: number) => string,
    ): void {
      const take = (inNow: number, inBefore: number) => {
        into.set(inNow, inBefore);
        freeNow.delete(inNow);
        freeBefore.delete(inBefore);
      };
      // Of rows that look alike, the one that has not moved is the same.
      for (const rowIndex of [...freeNow]) {
        if (freeBefore.has(rowIndex) && keyBefore(rowIndex) === keyNow(rowIndex)) take(rowIndex, rowIndex);
      }
      const waiting = new Map<string, number[]>();
      for (const rowIndex of [...freeBefore].reverse()) {
        const key = keyBefore(rowIndex);
        const rows = waiting.get(key);
        if (rows === undefined) waiting.set(key, [rowIndex]);
        else rows.push(rowIndex);
      }
      for (const rowIndex of [...freeNow]) {
        const found = waiting.get(keyNow(rowIndex))?.pop();
        if (found !== undefined) take(rowIndex, found);
      }
    },
  };
}
