/**
 * Writes statuses into the rows that they belong to. Sheets has no way to write "into the row that holds this":
 * between our reading and our writing people may sort, insert, edit or delete. So we read again after writing, and
 * where rows have moved, repair what landed in the wrong row. Nothing wrong is left behind unless the execution is
 * killed in that moment, and then the row's fingerprint does not match its values, so the next run sends it again.
 */
import type { Table } from '../../platform/table.ts';
import { type ManagedChange, managedNames } from './column-kinds.ts';
import { contactRows, managedCell, type SheetReader, type SheetView } from './sheet-view.ts';
import { clearedCells } from './status.ts';
import { statusBlocks } from './status-blocks.ts';

/** Nobody moves rows more often than this while a run writes. */
const maxRounds = 5;

/** Writes the statuses into the rows of `view` and makes sure that those rows hold them afterwards. */
export function writeStatuses(
  { table, read }: { readonly table: Table; readonly read: SheetReader },
  view: SheetView,
  statuses: ReadonlyMap<number, ManagedChange>,
): void {
  let seen = view;
  let wanted = statuses;
  for (let round = 0; round < maxRounds; round++) {
    const blocks = statusBlocks(seen, wanted);
    if (blocks.length === 0) return;
    table.write(blocks);
    const now = read();
    if (!hasMoved(seen, now)) return;
    wanted = repairs(seen, wanted, now);
    seen = now;
  }
}

/** Whether any row holds other contents than before, our own columns aside. */
function hasMoved(before: SheetView, now: SheetView): boolean {
  if (before.grid.cells.length !== now.grid.cells.length) return true;
  if (JSON.stringify(before.columns) !== JSON.stringify(now.columns)) return true;
  return before.grid.cells.some((_, rowIndex) => identityOf(before, rowIndex) !== identityOf(now, rowIndex));
}

/** A row by what the user has put into the columns that we read. */
function identityOf({ grid, columns }: SheetView, rowIndex: number): string {
  const cells = grid.cells[rowIndex] ?? [];
  const indexes = [columns.id, ...columns.fields.map(({ columnIndex }) => columnIndex)];
  const reasons = [columns.optOut, columns.optIn, ...columns.optOutFlags];
  return JSON.stringify([
    indexes.map((index) => cells[index]),
    reasons.map((index) => (index === undefined ? '' : cells[index])),
  ]);
}

function repairs(
  before: SheetView,
  statuses: ReadonlyMap<number, ManagedChange>,
  now: SheetView,
): Map<number, ManagedChange> {
  const intended = intendedByIdentity(before, statuses);
  return new Map(
    contactRows(now).map(({ rowIndex }): [number, ManagedChange] => {
      const cells = intended.get(identityOf(now, rowIndex))?.shift();
      return [rowIndex, cells ?? cellsOfNewRow(now, rowIndex)];
    }),
  );
}

/** Of rows that look alike, it does not matter which one holds which cells. */
function intendedByIdentity(
  view: SheetView,
  statuses: ReadonlyMap<number, ManagedChange>,
): Map<string, ManagedChange[]> {
  const intended = new Map<string, ManagedChange[]>();
  for (const { rowIndex } of contactRows(view)) {
    const change = statuses.get(rowIndex);
    const cells: ManagedChange = Object.fromEntries(
      managedNames.map((name) => [name, change?.[name] ?? managedCell(view, rowIndex, name)]),
    );
    const identity = identityOf(view, rowIndex);
    intended.set(identity, [...(intended.get(identity) ?? []), cells]);
  }
  return intended;
}

/** A row inserted or edited in that very moment: what we wrote there was not meant for it. */
function cellsOfNewRow({ grid, columns }: SheetView, rowIndex: number): ManagedChange {
  const isBlank = (grid.cells[rowIndex]?.[columns.id] ?? '') === '';
  return isBlank ? clearedCells : { ...clearedCells, status: 'Waiting' };
}
