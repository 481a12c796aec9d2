/**
 * Writes statuses into the rows that they belong to, whatever people do with the sheet meanwhile. Nothing wrong is left
 * behind unless the execution is killed in that moment, and then the row's fingerprint does not match its values, so
 * the next run sends it again.
 */
import type { Cell, Table } from '../../platform/table.ts';
import { nothingWritten, type Written, writeChecked } from './checked-write.ts';
import { columnKindOf } from './column-kinds.ts';
import type { ManagedChange } from './managed-columns.ts';
import type { SheetView } from './sheet-view.ts';
import { statusBlocks } from './status-blocks.ts';

/**
 * Writes the statuses into the rows of `view` and makes sure that those rows hold them afterwards, apart from what Sheets
 * refuses.
 */
export function writeStatuses(
  table: Table,
  view: SheetView,
  statuses: ReadonlyMap<number, ManagedChange>,
): Written {
  const blocks = statusBlocks(view, statuses);
  if (blocks.length === 0) return nothingWritten;
  const { grid: before, columns } = view;
  const { headerRowIndex, id, fields, optOut, optOutFlags, optIn } = columns;
  const reasons = [optOut, ...optOutFlags, optIn].flatMap((column) => (column === undefined ? [] : [column]));
  return writeChecked({
    ...{ table, before, headerRowIndex, blocks, cellOfNewRow },
    identityColumns: [id, ...fields.map(({ columnIndex }) => columnIndex), ...reasons],
    formulas: table.formulas(),
  });
}

/** A row inserted or edited in that very moment: what we wrote there was not meant for it. */
function cellOfNewRow(header: Cell, isBlank: boolean): Cell {
  const kind = columnKindOf(String(header));
  return kind.kind === 'managed' && kind.name === 'status' && !isBlank ? 'Waiting' : '';
}
