/** Finds the rows that the outcomes of sent changes belong to. */
import type { Outcome } from '../../keap/contacts/outcome.ts';
import type { PlannedChange } from '../plan/plan.ts';
import { type Fingerprint, fingerprintOf } from '../sheet/fingerprint.ts';
import { readRow } from '../sheet/row.ts';
import { contactRows, type SheetView } from '../sheet/sheet-view.ts';
import type { StatusChange } from '../sheet/status.ts';

/** A value that cannot be sent and that Keap does not have already; `reason` says what to do. */
export interface NeedsCheck {
  readonly kind: 'check';
  readonly reason: string;
}

/** A planned change and its outcome. */
export interface Settled {
  readonly planned: PlannedChange;
  readonly outcome: Outcome | NeedsCheck;
}

/**
 * The status of each row that holds the contact id and the values of an outcome *now*: people sort, insert, edit and
 * delete during a run. An outcome without such a row is dropped, and its row, edited since, keeps saying Waiting.
 */
export function matchRows(
  view: SheetView,
  settled: readonly Settled[],
  account: string,
  nowMs: number,
): Map<number, StatusChange> {
  const outcomes = new Map<Fingerprint, Settled['outcome']>();
  const ids = new Set<number>();
  for (const { planned, outcome } of settled) {
    outcomes.set(planned.fingerprint, outcome);
    ids.add(planned.change.id);
  }
  const statuses = new Map<number, StatusChange>();
  for (const contactRow of contactRows(view)) {
    if (contactRow.id === undefined || !ids.has(contactRow.id)) continue;
    const row = readRow(contactRow, view.columns);
    if (row.kind !== 'ready') continue;
    const fingerprint = fingerprintOf(row.change, account);
    const outcome = outcomes.get(fingerprint);
    if (outcome !== undefined) statuses.set(row.rowIndex, statusOf(outcome, fingerprint, nowMs));
  }
  return statuses;
}

function statusOf(outcome: Settled['outcome'], fingerprint: Fingerprint, nowMs: number): StatusChange {
  switch (outcome.kind) {
    case 'done':
      return { status: 'Synced', syncedAt: new Date(nowMs), message: outcome.note ?? '', fingerprint };
    case 'check':
      return { status: 'Check', message: outcome.reason, fingerprint: '' };
    case 'failed':
      return { status: 'Failed', message: outcome.reason, fingerprint: '' };
  }
}
