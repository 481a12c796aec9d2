/** Finds the rows that can be compared with Keap: those that a sync would leave alone. */
import { type PlannedChange, planSync } from '../plan/plan.ts';
import type { SheetView } from '../sheet/sheet-view.ts';

export interface RowsInOrder {
  /** What the rows in order name, by contact, in the order of the contacts' ids. */
  readonly contacts: readonly PlannedChange[];
  /** Rows with changes that a sync has yet to send. */
  readonly waiting: number;
  /** Rows that need a decision first. */
  readonly check: number;
}

export function rowsInOrder(view: SheetView, account: string): RowsInOrder {
  const plan = planSync(view, account, { kind: 'all' });
  const rowIndexes = new Set(view.grid.cells.keys());
  const everything = planSync(view, account, { kind: 'selected', rowIndexes });
  // Of a row that was undone, the plan says nothing.
  const isInOrder = (rowIndex: number) =>
    (plan.statuses.get(rowIndex)?.status ?? 'Unchanged') === 'Unchanged';
  return {
    contacts: everything.changes
      .filter((planned) => planned.rowIndexes.every(isInOrder))
      .sort((one, other) => one.change.id - other.change.id),
    waiting: plan.changes.reduce((sum, planned) => sum + planned.rowIndexes.length, 0),
    check: plan.check,
  };
}
