/**
 * Writes lines into the log and makes sure that they are where they belong. Between our reading and our writing people
 * may sort the log, and insert, delete or move its rows and columns. So we read again after writing: what landed in
 * other cells is taken out, lines that it overwrote are put back, and every line ends up whole under its headers.
 */
import type { Block, Cell, Grid, Refusal, Table } from '../../platform/table.ts';
import { blocksOf } from '../sheet/cell-blocks.ts';
import { type CellsAt, isSameCell, matchGrids } from '../sheet/grid-match.ts';
import { cellsOf, isOfLinksAlone, type LogLine, type LogSheet, notTheLog } from './log-sheet.ts';

/** Nobody moves rows or columns of the log more often than this during one write. */
const maxRounds = 4;

/** Which of our columns tell two lines apart: run, contact and field. */
const identifying = [0, 4, 5];

/** A row as it should be in the end, in the columns of the log that was read. */
interface WantedRow {
  /** As it was read; undefined for a new line. */
  readonly was: readonly Cell[] | undefined;
  readonly is: readonly Cell[];
}

/** What was written, and what the whole sheet should hold since. */
interface Round {
  /** The reading from which `rows` was made. */
  readonly before: Grid;
  /** Where each header of ours was in it. */
  readonly columns: readonly number[];
  /** Every row below the header. */
  readonly rows: readonly WantedRow[];
  readonly blocks: readonly Block[];
}

/**
 * Writes lines below each other from the index given (from 0, below the header), over the ones that are there; all that
 * are not mentioned stay. Gives the cells that Sheets refused, without those of links alone. Throws as `Table.write`
 * does, and `SettingsWrong` where somebody has just deleted one of our columns.
 */
export function writeLines(log: LogSheet, index: number, lines: readonly LogLine[]): readonly Refusal[] {
  if (lines.length === 0) return [];
  const { table, grid, columns } = log;
  const kept = grid.cells.slice(1).map((was): WantedRow => ({ was, is: was }));
  const written = lines.map((line, offset): WantedRow => {
    const was = kept[index + offset]?.was;
    return { was, is: withCells(was ?? [], columns, cellsOf(line)) };
  });
  const rows = [...kept.slice(0, index), ...written, ...kept.slice(index + lines.length)];
  const block = blockOf(columns, index + 1, written);
  const blocks =
    log.isNew === true ? [{ ...block, rowIndex: 0, cells: [...grid.cells, ...block.cells] }] : [block];
  const refused = table.write(blocks);
  // A line that cannot be written any more is no sign of somebody who moves lines.
  if (refused.length === 0) settle(table, { before: grid, columns, rows, blocks });
  return refused.filter((one) => !isOfLinksAlone(one, columns));
}

/** One block over all columns of ours, with what people have in the columns between them. */
function blockOf(columns: readonly number[], rowIndex: number, rows: readonly WantedRow[]): Block {
  const first = Math.min(...columns);
  const end = Math.max(...columns) + 1;
  return { rowIndex, columnIndex: first, cells: rows.map(({ is }) => cellsFrom(is, first, end)) };
}

function cellsFrom(row: readonly Cell[], first: number, end: number): Cell[] {
  return Array.from({ length: end - first }, (_, offset) => row[first + offset] ?? '');
}

function withCells(row: readonly Cell[], columns: readonly number[], cells: readonly Cell[]): Cell[] {
  const after = cellsFrom(row, 0, Math.max(row.length, ...columns.map((column) => column + 1)));
  columns.forEach((column, index) => {
    after[column] = cells[index] ?? '';
  });
  return after;
}

/** Throws `SettingsWrong` where one of our columns is gone. */
function settle(table: Table, first: Round): void {
  let round = first;
  for (let left = maxRounds; left > 0; left--) {
    const now = table.read();
    if (isAsWanted(round, now)) return;
    round = repairedRound(round, now);
    table.write(round.blocks);
    if (round.columns.length < first.columns.length) throw notTheLog();
    if (round.blocks.length === 0) return;
  }
}

function isAsWanted({ before, rows }: Round, now: Grid): boolean {
  const [headersBefore = [], headersNow = []] = [before.cells[0], now.cells[0]];
  return (
    headersNow.length === headersBefore.length &&
    headersBefore.every((header, column) => isSameCell(headersNow[column], header)) &&
    now.cells.length - 1 === rows.length &&
    rows.every(({ is }, index) => {
      const found = now.cells[index + 1] ?? [];
      return headersNow.every((_, column) => textOf(is[column]) === textOf(found[column]));
    })
  );
}

/** Finds every row of the round in the reading, and gives what has to be written so that none is missing or doubled. */
function repairedRound({ before, columns, rows, blocks }: Round, now: Grid): Round {
  const hit = hitCells(blocks);
  const isHit = (index: number, column: number) => hit.get(index + 1)?.has(column) === true;
  const match = matchGrids(before, now, {
    ...{ headerRowIndex: 0, identityColumns: [], changedColumns: new Set(), written: hit, isInPlace: false },
  });
  const [headers = []] = now.cells;
  const inNow = (row: readonly Cell[]): Cell[] =>
    [...headers.keys()].map((column) => row[match.column(column) ?? row.length] ?? '');
  const lines = now.cells.slice(1);
  const ours = columns.flatMap((column) => match.columnNow(column) ?? []);
  const wanted = rows.map(({ was, is }) => ({ was: was && inNow(was), is: inNow(is) }));
  const places = placesOf({ lines, wanted, isHit, ours });
  const count = Math.max(lines.length, ...[...places.keys()].map((index) => index + 1));
  const after = Array.from({ length: count }, (_, index): WantedRow => {
    const [found, place] = [lines[index], places.get(index)];
    const width = Math.max(headers.length, ...[...(hit.get(index + 1)?.keys() ?? [])].map((one) => one + 1));
    const is = Array.from({ length: width }, (__, column) => {
      const wish = place?.is[column] ?? '';
      // What somebody has just edited stays, unless it is an outcome that we have to write.
      const isOurs =
        place !== undefined &&
        ours.includes(column) &&
        (!place.isThere || textOf(wish) !== textOf(place.was?.[column]));
      return isHit(index, column) || isOurs ? wish : (found?.[column] ?? '');
    });
    return { was: found, is };
  });
  const changes = after.flatMap(({ was, is }, index) =>
    is.flatMap((value, column) =>
      textOf(value) === textOf(was?.[column]) ? [] : [{ rowIndex: index + 1, columnIndex: column, value }],
    ),
  );
  return { before: now, columns: ours, rows: after, blocks: blocksOf(changes) };
}

/** The cells that were written, by row and column from 0. */
function hitCells(blocks: readonly Block[]): CellsAt<true> {
  const hit: CellsAt<true> = new Map();
  for (const { rowIndex, columnIndex, cells } of blocks) {
    cells.forEach((row, down) => {
      const known = hit.get(rowIndex + down) ?? new Map<number, true>();
      hit.set(rowIndex + down, known);
      for (const across of row.keys()) known.set(columnIndex + across, true);
    });
  }
  return hit;
}

/** A reading below its header, and what it should hold, in the columns of that reading. */
interface Search {
  readonly lines: readonly (readonly Cell[])[];
  readonly wanted: readonly WantedRow[];
  readonly isHit: (index: number, column: number) => boolean;
  readonly ours: readonly number[];
}

/** A row of the sheet, and whether it holds what it held before, so that only what changes is written. */
interface PlacedRow extends WantedRow {
  readonly isThere: boolean;
}

/**
 * Which row belongs where now, by its index below the header. Rows that the write did not hit are where they hold what
 * they held; rows that were moved after the write, where they hold what they should; or else where what tells them apart
 * is, or where they were. The ones that the write has overwritten and the new ones take the rows that it hit, if
 * possible beside the other cells that they had, and then the end.
 */
function placesOf({ lines, wanted, isHit, ours }: Search): Map<number, PlacedRow> {
  const places = new Map<number, PlacedRow>();
  const isTouched = (index: number) => ours.some((column) => isHit(index, column));
  let left = [...wanted];
  /** Each once, in their order. */
  const place = (
    free: readonly number[],
    keyOf: (row: readonly Cell[], index: number) => string,
    moment: keyof WantedRow = 'was',
  ) => {
    const waiting = new Map<string, number[]>();
    for (const index of [...free].filter((one) => !places.has(one)).reverse()) {
      const key = keyOf(lines[index] ?? [], index);
      waiting.set(key, [...(waiting.get(key) ?? []), index]);
    }
    left = left.filter((row) => {
      const cells = row[moment];
      const found = cells && waiting.get(keyOf(cells, wanted.indexOf(row)))?.pop();
      if (found !== undefined) places.set(found, { ...row, isThere: !isTouched(found) });
      return found === undefined;
    });
  };
  const all = [...lines.keys()];
  const untouched = all.filter((index) => !isTouched(index));
  const touched = all.filter(isTouched);
  const someTouched = touched[0] ?? 0;
  const identity = identifying.flatMap((index) => ours[index] ?? []);
  place(untouched, textsOf);
  place(all, textsOf, 'is');
  place(untouched, (row) => textsOf(identity.map((column) => row[column] ?? '')));
  // Whoever has edited a line has left most of it.
  const isEdited = (index: number) => {
    const was = wanted[index]?.was ?? [];
    const same = ours.filter((column) => textOf(was[column]) === textOf(lines[index]?.[column]));
    return 2 * same.length > ours.length;
  };
  place(untouched.filter(isEdited), (_, index) => String(index));
  place(touched, (row) => textsOf(row.filter((_, column) => !isHit(someTouched, column))));
  const free = [
    ...touched.filter((index) => !places.has(index)),
    ...left.map((_, index) => lines.length + index),
  ];
  left.forEach((row, index) => {
    places.set(free[index] ?? lines.length + index, { ...row, isThere: false });
  });
  return places;
}

/** Dates and numbers are read back as such, and text as text. */
function textOf(cell: Cell | undefined): string {
  return cell instanceof Date ? String(Math.round(cell.getTime() / 1000)) : String(cell ?? '');
}

function textsOf(row: readonly Cell[]): string {
  return JSON.stringify(row.map(textOf));
}
