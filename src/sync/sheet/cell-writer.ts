/** Writes into the user's columns, which only "Fill in from Keap" and its undo do. */
import type { Table } from '../../platform/table.ts';
import { blocksOf, type CellChange } from './cell-blocks.ts';
import { nothingWritten, type Written, writeChecked } from './checked-write.ts';
import type { SheetView } from './sheet-view.ts';

/** Writes into the cells of `view`, whatever people do with the sheet meanwhile; `formulas` were read after it. */
export function writeCells(
  table: Table,
  { grid: before, columns }: SheetView,
  formulas: readonly (readonly string[])[],
  changes: readonly CellChange[],
): Written {
  if (changes.length === 0) return nothingWritten;
  return writeChecked({
    ...{ table, before, formulas, blocks: blocksOf(changes) },
    headerRowIndex: columns.headerRowIndex,
    identityColumns: [columns.id],
  });
}
