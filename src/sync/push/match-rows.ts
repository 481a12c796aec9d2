/** Finds the rows that the outcomes of sent changes belong to. */
import type { Outcome } from '../../keap/contacts/outcome.ts';
import type { PlannedChange } from '../plan/plan.ts';
import { cellText } from '../sheet/cell-text.ts';
import { type Fingerprint, fingerprintOf } from '../sheet/fingerprint.ts';
import { contactIdOf, readRow } from '../sheet/row.ts';
import type { SheetView } from '../sheet/sheet-view.ts';
import type { StatusChange } from '../sheet/status.ts';

/** What became of a planned change, and when. */
export interface Settled {
  readonly planned: PlannedChange;
  readonly outcome: Outcome;
}

/**
 * Finds for each outcome the rows that hold that contact id and those values *now*: people sort, insert,
 * edit and delete while a run goes on. An outcome without such a row is dropped, and its row, edited since,
 * keeps saying Waiting.
 */
export function matchRows(
  { grid, columns }: SheetView,
  settled: readonly Settled[],
  account: string,
  nowMs: number,
): Map<number, StatusChange> {
  const outcomes = new Map<Fingerprint, Outcome>();
  const ids = new Set<number>();
  for (const { planned, outcome } of settled) {
    outcomes.set(planned.fingerprint, outcome);
    ids.add(planned.change.id);
  }
  const text = cellText(grid.timeZone);
  const placed = new Map<number, StatusChange>();
  for (let rowIndex = columns.headerRowIndex + 1; rowIndex < grid.cells.length; rowIndex++) {
    const cells = grid.cells[rowIndex] ?? [];
    const id = contactIdOf(text.of(cells[columns.id] ?? ''));
    if (id === undefined || !ids.has(id)) continue;
    const row = readRow(cells, rowIndex, columns, text);
    if (row.kind !== 'ready') continue;
    const fingerprint = fingerprintOf(row.change, account);
    const outcome = outcomes.get(fingerprint);
    if (outcome !== undefined) placed.set(rowIndex, statusOf(outcome, fingerprint, nowMs));
  }
  return placed;
}

function statusOf(outcome: Outcome, fingerprint: Fingerprint, nowMs: number): StatusChange {
  switch (outcome.kind) {
    case 'done':
      return { status: 'Synced', syncedAt: new Date(nowMs), message: outcome.note ?? '', fingerprint };
    case 'failed':
      return { status: 'Failed', message: outcome.reason, fingerprint: '' };
  }
}
