/** Whether the last run can be undone in the Keap account that the document belongs to now. */
import { documentAccount } from '../../keap/auth/document-owner.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadRunRecord, type UndoableRun } from '../run/run-record.ts';
import { beganMs, type UnfinishedUndo } from '../run/unfinished-run.ts';

/** A run to undo, and the Keap account whose contacts it changed. */
export type UndoTarget = UndoableRun & { readonly account: string };

/** What there is to undo: a run with its account, nothing, or a run whose values belong to another account. */
export type Undoable =
  | { readonly kind: 'run'; readonly target: UndoTarget }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'other-account' };

/** Costs two property reads. */
export function undoableIn(properties: Properties): Undoable {
  const { undoable: target } = loadRunRecord(properties);
  if (target === undefined) return { kind: 'nothing' };
  const { account, sinceMs } = documentAccount(properties);
  // Records of earlier versions name no account: the run is of this one if this one was there when it began.
  const ofRun = target.account ?? (sinceMs > 0 && target.startedMs >= sinceMs ? account : undefined);
  const isItsAccount = ofRun !== undefined && (account === '' || ofRun === account);
  return isItsAccount ? { kind: 'run', target: { ...target, account: ofRun } } : { kind: 'other-account' };
}

/** What an unfinished undo undoes, even where another run is the newest one by now; undefined where that is not known. */
export function targetOf(unfinished: UnfinishedUndo, properties: Properties): UndoTarget | undefined {
  const { target: run, targetKind: kind, account, sheetId } = unfinished;
  if (kind !== undefined && account !== undefined) {
    return { run, kind, account, sheetId, startedMs: beganMs({ run }) };
  }
  const now = undoableIn(properties);
  return now.kind === 'run' && now.target.run === run ? now.target : undefined;
}

/** Why there is nothing to undo, as a sentence. */
export function nothingToUndoReason(kind: Exclude<Undoable['kind'], 'run'>): string {
  return kind === 'nothing'
    ? 'There is no run to undo.'
    : 'The last run changed contacts in another Keap account, not in the one that this sheet belongs to now, so it cannot be undone.';
}
