/**
 * Writes cells and makes sure that it wrote into those that were meant. Sheets has no way to write "into the cell below
 * this header, beside this id": between our reading and our writing people may sort, and insert, delete, move or rename
 * columns. So we read again after writing. What landed in other cells is taken out, what they held is put back, and
 * what was missed is written where it belongs now.
 */
import { includesCell } from '../../platform/area.ts';
import type { Block, Cell, Formula, Grid, Refusal, Table } from '../../platform/table.ts';
import { blocksOf, type CellChange, type CellIndex } from './cell-blocks.ts';
import { type CellsAt, type GridMatch, isSameCell, matchGrids } from './grid-match.ts';

/** What is written; all indexes are those of `before`. */
export interface CheckedWrite {
  readonly table: Table;
  /** The reading from which `blocks` were made. */
  readonly before: Grid;
  readonly headerRowIndex: number;
  /** The columns by which people would tell the rows apart; the contact id comes first. */
  readonly identityColumns: readonly number[];
  /** The formulas of the sheet, read after `before`. */
  readonly formulas: readonly (readonly string[])[];
  readonly blocks: readonly Block[];
  /** What a cell below this header holds instead where its row has just been added or edited. */
  readonly cellOfNewRow?: (header: Cell, isBlank: boolean) => Cell;
}

/** How a write ended; all indexes are those of `before`. */
export interface Written {
  readonly refused: readonly Refusal[];
  /** Cells that were left as they were, as a formula in another cell may need them for its result. */
  readonly yielded: readonly CellIndex[];
  /** The formulas that turned to #REF! until we gave the cells up. */
  readonly anchors: readonly Anchor[];
}

/** The cell of a formula whose result fills other cells, too. */
export interface Anchor extends CellIndex {
  /** The last column, from 0, in which the result was seen. */
  readonly lastColumnIndex: number;
}

/** What a write that had nothing to write ended with. */
export const nothingWritten: Written = { refused: [], yielded: [], anchors: [] };

/** Nobody moves rows or columns more often than this while a run writes. */
const maxRounds = 6;

/** A cell that should show something else than was read. */
interface Wish {
  readonly value: Cell;
  /** Set where a formula is put back. */
  readonly formula?: string;
  readonly found: Cell;
  /** Whether this is ours, or something of the user's that is put back. */
  readonly isOurs: boolean;
}

/** One reading, what should differ from it, and what was written for that. */
interface Round extends Omit<CheckedWrite, 'blocks'> {
  readonly wishes: CellsAt<Wish>;
  readonly written: CellsAt<Cell | Formula>;
  /** Whether cells may still be emptied so that a formula can fill them. */
  readonly mayEmpty: boolean;
}

/** Writes the blocks. Throws as `Table.write` does. */
export function writeChecked(write: CheckedWrite): Written {
  const refused = write.table.write(write.blocks);
  const written = cellsIn(write.blocks);
  const first: Round = {
    ...write,
    wishes: firstWishes(write.before, written, refused),
    written,
    mayEmpty: true,
  };
  let yielded: readonly CellIndex[] = [];
  let blocked: readonly Anchor[] = [];
  let round: Round | undefined = first;
  for (let left = maxRounds; round !== undefined && left > 0; left--) {
    const now: Grid = round.table.read();
    if (isAsWished(round, now)) break;
    const anchors = blockedAnchors(round, now);
    if (round === first && anchors.length > 0) {
      blocked = anchors;
      yielded = yieldTo(anchors, round);
    }
    round = repair(round, now, anchors.length > 0);
  }
  return { refused, yielded, anchors: blocked };
}

function firstWishes(
  before: Grid,
  written: CellsAt<Cell | Formula>,
  refused: readonly Refusal[],
): CellsAt<Wish> {
  const wishes: CellsAt<Wish> = new Map();
  forEachCell(written, (value, rowIndex, columnIndex) => {
    const found = before.cells[rowIndex]?.[columnIndex] ?? '';
    if (isFormula(value) || isSameCell(value, found) || includesCell(refused, rowIndex, columnIndex)) return;
    putAt(wishes, rowIndex, columnIndex, { value, found, isOurs: true });
  });
  return wishes;
}

/** Whether every cell is where it was and holds what it should. */
function isAsWished({ before, wishes }: Round, now: Grid): boolean {
  const width = (grid: Grid) => grid.cells[0]?.length ?? 0;
  const rows = Math.max(before.cells.length, now.cells.length);
  const columns = Math.max(width(before), width(now));
  for (let rowIndex = 0; rowIndex < rows; rowIndex++) {
    const wished = wishes.get(rowIndex);
    const was = before.cells[rowIndex];
    const is = now.cells[rowIndex];
    for (let columnIndex = 0; columnIndex < columns; columnIndex++) {
      const wish = wished?.get(columnIndex);
      const should = wish === undefined ? (was?.[columnIndex] ?? '') : wish.value;
      if (!isSameCell(is?.[columnIndex] ?? '', should)) return false;
    }
  }
  return true;
}

/**
 * Formulas whose result has no room since we wrote: Sheets shows #REF! then, and empties the rest of the result. So does a
 * formula that only uses such a result, or one whose cells somebody has deleted, which then has #REF! in its text.
 */
function blockedAnchors({ table, before, formulas, written }: Round, now: Grid): Anchor[] {
  const failed = formulas.flatMap((row, rowIndex) =>
    row.flatMap((formula, columnIndex) => {
      const isBlocked = formula !== '' && now.cells[rowIndex]?.[columnIndex] === '#REF!';
      return isBlocked && before.cells[rowIndex]?.[columnIndex] !== '#REF!'
        ? [{ rowIndex, columnIndex }]
        : [];
    }),
  );
  if (failed.length === 0) return [];
  const current = table.formulas();
  const unchanged = failed.filter(
    ({ rowIndex, columnIndex }) =>
      current[rowIndex]?.[columnIndex] === formulas[rowIndex]?.[columnIndex] &&
      written.get(rowIndex)?.has(columnIndex) !== true,
  );
  const isGone = (rowIndex: number, columnIndex: number) =>
    (before.cells[rowIndex]?.[columnIndex] ?? '') !== '' &&
    (formulas[rowIndex]?.[columnIndex] ?? '') === '' &&
    (now.cells[rowIndex]?.[columnIndex] ?? '') === '';
  const isLost = (rowIndex: number, columnIndex: number) =>
    isGone(rowIndex, columnIndex) || written.get(rowIndex)?.has(columnIndex) === true;
  const anchors = unchanged.map(({ rowIndex, columnIndex }) => {
    const width = before.cells[rowIndex]?.length ?? 0;
    let lastColumnIndex = columnIndex;
    for (let column = columnIndex + 1; column < width; column++) {
      if (before.cells.some((_, row) => row >= rowIndex && isGone(row, column))) lastColumnIndex = column;
    }
    const fills = isLost(rowIndex + 1, columnIndex) || isLost(rowIndex, columnIndex + 1);
    return { anchor: { rowIndex, columnIndex, lastColumnIndex }, fills };
  });
  const certain = anchors.filter(({ fills }) => fills);
  return (certain.length > 0 ? certain : anchors).map(({ anchor }) => anchor);
}

/** Gives up what we wrote to the right of these formulas and below them, where their results are. */
function yieldTo(anchors: readonly Anchor[], { wishes }: Round): CellIndex[] {
  const yielded: CellIndex[] = [];
  forEachCell(wishes, (wish, rowIndex, columnIndex) => {
    if (!anchors.some((anchor) => anchor.rowIndex <= rowIndex && anchor.columnIndex <= columnIndex)) return;
    putAt(wishes, rowIndex, columnIndex, { value: wish.found, found: wish.value, isOurs: false });
    yielded.push({ rowIndex, columnIndex });
  });
  return yielded;
}

/** Writes what is not as it should be, and gives the next round; undefined where there is nothing to write. */
function repair(round: Round, now: Grid, hasBlocked: boolean): Round | undefined {
  const { table, before, headerRowIndex, identityColumns, wishes, written } = round;
  const changedColumns = new Set<number>();
  forEachCell(wishes, ({ isOurs }, _, columnIndex) => {
    if (isOurs) changedColumns.add(columnIndex);
  });
  const match = matchGrids(before, now, {
    ...{ headerRowIndex, identityColumns, changedColumns, written, isInPlace: hasBlocked },
  });
  const formulas = formulasBefore(round, now, match);
  const next: CellsAt<Wish> = new Map();
  const changes: CellChange<Cell | Formula>[] = [];
  let hasEmptied = false;
  now.cells.forEach((row, rowIndex) => {
    row.forEach((found, columnIndex) => {
      const wish = wishFor(
        { round, match, changedColumns, formulas: formulas.before },
        rowIndex,
        columnIndex,
        row,
      );
      if (wish === undefined) return;
      // What a formula elsewhere had put here comes back by itself as soon as the cell is empty.
      const isEmptied =
        hasBlocked && round.mayEmpty && wish.formula === undefined && !wish.isOurs && wish.value !== '';
      hasEmptied = hasEmptied || isEmptied;
      putAt(next, rowIndex, columnIndex, isEmptied ? { ...wish, found: '' } : wish);
      const value = wish.formula === undefined ? wish.value : { formula: wish.formula };
      if (!isEmptied || found !== '') changes.push({ rowIndex, columnIndex, value: isEmptied ? '' : value });
    });
  });
  if (next.size === 0) return undefined;
  const blocks = blocksOf(changes);
  for (const refusal of table.write(blocks)) {
    forEachCell(next, (_, rowIndex, columnIndex) => {
      if (includesCell([refusal], rowIndex, columnIndex)) next.get(rowIndex)?.delete(columnIndex);
    });
  }
  const indexNow = new Map(
    (now.cells[0] ?? []).map((_, columnIndex) => [match.column(columnIndex), columnIndex]),
  );
  return {
    ...round,
    before: now,
    headerRowIndex: match.headerRowIndex,
    identityColumns: identityColumns.flatMap((columnIndex) => indexNow.get(columnIndex) ?? []),
    formulas: withRestored(formulas.now, next),
    wishes: next,
    written: cellsIn(blocks),
    mayEmpty: round.mayEmpty && !hasEmptied,
  };
}

interface Comparison {
  readonly round: Round;
  readonly match: GridMatch;
  readonly changedColumns: ReadonlySet<number>;
  readonly formulas: (rowIndex: number, columnIndex: number, inBefore: CellIndex) => string;
}

/** What a cell should show, where it shows something of ours or misses it; undefined where it is as it should be. */
function wishFor(
  { round, match, changedColumns, formulas }: Comparison,
  rowIndex: number,
  columnIndex: number,
  row: readonly Cell[],
): Wish | undefined {
  const found = row[columnIndex] ?? '';
  const isHit = isWritten(found, round.written.get(rowIndex)?.get(columnIndex));
  const column = match.column(columnIndex);
  const sameRow = match.row(rowIndex);
  const rowBefore = sameRow ?? match.editedRow(rowIndex);
  if (column === undefined) return isHit && found !== '' ? { value: '', found, isOurs: false } : undefined;
  const wish = rowBefore === undefined ? undefined : round.wishes.get(rowBefore)?.get(column);
  const isKnown = isHit || (wish !== undefined && isSameCell(found, wish.found));
  if (!isKnown) return undefined;
  const isOurColumn = changedColumns.has(column) && match.keepsHeader(columnIndex);
  if (sameRow === undefined && isOurColumn && round.cellOfNewRow !== undefined) {
    if (!isHit) return undefined;
    const header = round.before.cells[round.headerRowIndex]?.[column] ?? '';
    const isBlank = (row[match.columnNow(round.identityColumns[0] ?? 0) ?? columnIndex] ?? '') === '';
    return unlessSame({ value: round.cellOfNewRow(header, isBlank), found, isOurs: true });
  }
  if (rowBefore === undefined) return unlessSame({ value: '', found, isOurs: false });
  const isRight = wish?.isOurs === true ? isOurColumn && sameRow !== undefined : wish !== undefined;
  if (wish !== undefined && isRight) return unlessSame({ ...wish, found });
  const inBefore = { rowIndex: rowBefore, columnIndex: column };
  const formula = formulas(rowIndex, columnIndex, inBefore);
  const value = round.before.cells[rowBefore]?.[column] ?? '';
  return unlessSame({ value, found, isOurs: false, ...(formula === '' ? {} : { formula }) });
}

/** A cell that somebody has just formatted as plain text may have kept the apostrophe that guards a text elsewhere. */
function isWritten(found: Cell, written: Cell | Formula | undefined): boolean {
  return isSameCell(found, written) || (typeof written === 'string' && found === `'${written}`);
}

function unlessSame(wish: Wish): Wish | undefined {
  return isSameCell(wish.value, wish.found) ? undefined : wish;
}

/**
 * The formulas that cells held before we wrote. They were read after the values, so columns may have moved in between:
 * the formulas of now tell on which side of the move they were read.
 */
function formulasBefore({ table, formulas, written }: Round, now: Grid, match: GridMatch) {
  const hasFormulas = formulas.some((row) => row.some((formula) => formula !== ''));
  const current = hasFormulas ? table.formulas() : [];
  const at = (grid: readonly (readonly string[])[], rowIndex: number, columnIndex: number) =>
    grid[rowIndex]?.[columnIndex] ?? '';
  let [asBefore, asNow] = [0, 0];
  current.forEach((row, rowIndex) => {
    row.forEach((formula, columnIndex) => {
      if (written.get(rowIndex)?.has(columnIndex) === true) return;
      const [rowBefore, column] = [match.editedRow(rowIndex), match.column(columnIndex)];
      if (at(formulas, rowIndex, columnIndex) !== formula) asNow++;
      if (rowBefore !== undefined && column !== undefined && at(formulas, rowBefore, column) !== formula)
        asBefore++;
    });
  });
  return {
    now: now.cells.map((row, rowIndex) => row.map((_, columnIndex) => at(current, rowIndex, columnIndex))),
    before: (rowIndex: number, columnIndex: number, inBefore: CellIndex) =>
      asNow < asBefore
        ? at(formulas, rowIndex, columnIndex)
        : at(formulas, inBefore.rowIndex, inBefore.columnIndex),
  };
}

function withRestored(formulas: readonly (readonly string[])[], wishes: CellsAt<Wish>): string[][] {
  return formulas.map((row, rowIndex) =>
    row.map((formula, columnIndex) => wishes.get(rowIndex)?.get(columnIndex)?.formula ?? formula),
  );
}

function cellsIn(blocks: readonly Block[]): CellsAt<Cell | Formula> {
  const cells: CellsAt<Cell | Formula> = new Map();
  for (const block of blocks) {
    block.cells.forEach((row, down) => {
      row.forEach((value, across) => {
        putAt(cells, block.rowIndex + down, block.columnIndex + across, value);
      });
    });
  }
  return cells;
}

function putAt<Value>(cells: CellsAt<Value>, rowIndex: number, columnIndex: number, value: Value): void {
  const row = cells.get(rowIndex) ?? new Map<number, Value>();
  cells.set(rowIndex, row.set(columnIndex, value));
}

function forEachCell<Value>(
  cells: CellsAt<Value>,
  visit: (value: Value, rowIndex: number, columnIndex: number) => void,
): void {
  for (const [rowIndex, row] of cells) {
    for (const [columnIndex, value] of [...row]) visit(value, rowIndex, columnIndex);
  }
}

function isFormula(value: Cell | Formula): value is Formula {
  return typeof value === 'object' && 'formula' in value;
}
