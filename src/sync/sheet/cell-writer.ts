/**
 * Writes into the user's columns, which only "Fill in from Keap" and its undo do. Cells are written in blocks of
 * neighbours, so that no cell between them is touched: it may hold a formula.
 */
import type { Block, Cell, Table } from '../../platform/table.ts';
import type { SheetReader, SheetView } from './sheet-view.ts';

/** A cell of a view, and what it is to hold. */
export interface CellChange {
  readonly rowIndex: number;
  readonly columnIndex: number;
  readonly value: Cell;
}

/**
 * Writes into the cells of `view`. Where somebody has moved rows or columns between our reading and our writing,
 * what landed in another contact's row is restored to what that contact had.
 */
export function writeCells(
  { table, read }: { readonly table: Table; readonly read: SheetReader },
  view: SheetView,
  changes: readonly CellChange[],
): void {
  if (changes.length === 0) return;
  table.write(blocksOf(changes));
  const now = read();
  const repairs = changes.flatMap((change) => repairOf(view, now, change));
  if (repairs.length > 0) table.write(blocksOf(repairs));
}

/** One block for each run of neighbours in a column. */
export function blocksOf(changes: readonly CellChange[]): Block[] {
  const sorted = [...changes].sort(
    (one, other) => one.columnIndex - other.columnIndex || one.rowIndex - other.rowIndex,
  );
  const blocks: { rowIndex: number; columnIndex: number; cells: Cell[][] }[] = [];
  for (const { rowIndex, columnIndex, value } of sorted) {
    const last = blocks[blocks.length - 1];
    const isNext = last?.columnIndex === columnIndex && last.rowIndex + last.cells.length === rowIndex;
    if (isNext) last.cells.push([value]);
    else blocks.push({ rowIndex, columnIndex, cells: [[value]] });
  }
  return blocks;
}

function repairOf(
  before: SheetView,
  now: SheetView,
  { rowIndex, columnIndex, value }: CellChange,
): CellChange[] {
  const intended = idAt(before, rowIndex);
  const found = idAt(now, rowIndex);
  const hasWritten = now.grid.cells[rowIndex]?.[columnIndex] === value;
  if (found === intended || !hasWritten) return [];
  const home = before.grid.cells.findIndex((_, index) => idAt(before, index) === found);
  const own = found === '' ? '' : (before.grid.cells[home]?.[columnIndex] ?? '');
  return [{ rowIndex, columnIndex, value: own }];
}

function idAt({ grid, columns }: SheetView, rowIndex: number): string {
  return String(grid.cells[rowIndex]?.[columns.id] ?? '');
}
