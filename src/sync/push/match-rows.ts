/** Finds the rows that the outcomes of sent changes belong to. */
import type { Outcome } from '../../keap/contacts/outcome.ts';
import { optPart } from '../../keap/contacts/outcome-parts.ts';
import { compareNoteIn } from '../plan/compare-note.ts';
import type { PlannedChange } from '../plan/plan.ts';
import { chosenCell } from '../sheet/compare-mark.ts';
import { type Fingerprint, fingerprintOf, optOnly } from '../sheet/fingerprint.ts';
import { readRow } from '../sheet/row.ts';
import { contactRows, managedCell, type SheetView } from '../sheet/sheet-view.ts';
import type { StatusChange } from '../sheet/status.ts';

/** A planned change and its outcome. */
export interface Settled {
  readonly planned: PlannedChange;
  readonly outcome: Outcome;
  /** The planned problems with those that the types of its fields have brought up; undefined where there are no others. */
  readonly problems?: PlannedChange['problems'];
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
  const outcomes = new Map<Fingerprint, Settled>();
  const ids = new Set<number>();
  for (const one of settled) {
    outcomes.set(one.planned.fingerprint, one);
    ids.add(one.planned.change.id);
  }
  const statuses = new Map<number, StatusChange>();
  for (const contactRow of contactRows(view)) {
    if (contactRow.id === undefined || !ids.has(contactRow.id)) continue;
    const row = readRow(contactRow, view.columns);
    if (row.kind !== 'ready') continue;
    const fingerprint = fingerprintOf(row.change, account, row.forms.typed);
    const one = outcomes.get(fingerprint);
    if (one === undefined) continue;
    const message = String(managedCell(view, row.rowIndex, 'message'));
    statuses.set(row.rowIndex, statusOf(one, nowMs, message));
  }
  return statuses;
}

function statusOf(settled: Settled, nowMs: number, messageNow: string): StatusChange {
  const { planned, outcome } = settled;
  const { fingerprint, chosen } = planned;
  // Where only some fields are sent, Keap still has other values in the others.
  const note = chosen === undefined ? '' : compareNoteIn(messageNow, chosen);
  const withNote = (text: string) => [text, note].filter((one) => one !== '').join(' ');
  switch (outcome.kind) {
    case 'done': {
      const message = withNote(outcome.note ?? '');
      return { status: 'Synced', syncedAt: new Date(nowMs), message, fingerprint };
    }
    case 'failed':
      return { status: 'Failed', message: withNote(outcome.reason), fingerprint: rememberedOf(settled) };
    case 'refused':
      return { status: 'Check', message: withNote(outcome.reason), fingerprint: rememberedOf(settled) };
  }
}

/**
 * Of a row that is sent again, its opt-in if that is done: it must not be sent a second time. Of one of which only some
 * fields are sent, which ones.
 */
function rememberedOf({ planned, outcome, problems = planned.problems }: Settled): Fingerprint | '' {
  const { change, fingerprint, isOptInSent, chosen } = planned;
  if (chosen !== undefined) return chosenCell(fingerprint, chosen);
  const isProblem =
    outcome.kind === 'refused' && [...problems.values()].some((one) => outcome.reason.startsWith(one));
  // Nothing is left to try until the row is edited.
  if (isProblem && (change.opt?.kind !== 'opt-out' || optPart(outcome).kind === 'done')) return fingerprint;
  const isRemembered = change.opt?.kind === 'opt-in' || problems.size > 0;
  const isSentNow = change.opt !== undefined && isRemembered && optPart(outcome).kind === 'done';
  return isOptInSent === true || isSentNow ? optOnly(fingerprint) : '';
}
