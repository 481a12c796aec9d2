/** Puts single cells together into blocks, so that no cell between them is touched: it may hold a formula. */
import type { Block, Cell, Formula } from '../../platform/table.ts';

/** Where a cell is; both count from 0. */
export interface CellIndex {
  readonly rowIndex: number;
  readonly columnIndex: number;
}

/** A cell, and what it is to hold. */
export interface CellChange<Value extends Cell | Formula = Cell> extends CellIndex {
  readonly value: Value;
}

/** One block for each run of neighbours in a column. */
export function blocksOf(changes: readonly CellChange<Cell | Formula>[]): Block[] {
  const sorted = [...changes].sort(
    (one, other) => one.columnIndex - other.columnIndex || one.rowIndex - other.rowIndex,
  );
  const blocks: { rowIndex: number; columnIndex: number; cells: (Cell | Formula)[][] }[] = [];
  for (const { rowIndex, columnIndex, value } of sorted) {
    const last = blocks[blocks.length - 1];
    const isNext = last?.columnIndex === columnIndex && last.rowIndex + last.cells.length === rowIndex;
    if (isNext) last.cells.push([value]);
    else blocks.push({ rowIndex, columnIndex, cells: [[value]] });
  }
  return blocks;
}
