/** Which runs can be undone in the Keap account that the document belongs to now. */
import { documentAccount } from '../../keap/auth/document-owner.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadRunRecord, type UndoableRun } from '../run/run-record.ts';
import { beganMs, type UnfinishedUndo } from '../run/unfinished-run.ts';

/** A run to undo, and the Keap account whose contacts it changed. */
export type UndoTarget = UndoableRun & { readonly account: string };

/** What there is to undo: runs with their account, nothing, or runs whose values all belong to other accounts. */
export type Undoable =
  | { readonly kind: 'runs'; readonly targets: readonly [UndoTarget, ...UndoTarget[]] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'other-account' };

/** The newest run first. Costs two property reads. */
export function undoableIn(properties: Properties): Undoable {
  const { undoable = [] } = loadRunRecord(properties);
  const { account, sinceMs } = documentAccount(properties);
  const [newest, ...older] = undoable.flatMap((target): UndoTarget[] => {
    // Records of earlier versions name no account: the run is of this one if this one was there when it began.
    const ofRun = target.account ?? (sinceMs > 0 && target.startedMs >= sinceMs ? account : undefined);
    const isItsAccount = ofRun !== undefined && (account === '' || ofRun === account);
    return isItsAccount ? [{ ...target, account: ofRun }] : [];
  });
  if (newest !== undefined) return { kind: 'runs', targets: [newest, ...older] };
  return { kind: undoable.length === 0 ? 'nothing' : 'other-account' };
}

function undoTarget(properties: Properties, run: string): UndoTarget | undefined {
  const undoable = undoableIn(properties);
  return undoable.kind === 'runs' ? undoable.targets.find((target) => target.run === run) : undefined;
}

/** What an unfinished undo undoes, even where ten newer runs can be undone by now; undefined where that is not known. */
export function targetOf(unfinished: UnfinishedUndo, properties: Properties): UndoTarget | undefined {
  const { target: run, targetKind: kind, account, sheetId } = unfinished;
  if (kind === undefined || account === undefined) return undoTarget(properties, run);
  return { run, kind, account, sheetId, startedMs: beganMs({ run }) };
}

/** Why there is nothing to undo, as a sentence. */
export function nothingToUndoReason(kind: Exclude<Undoable['kind'], 'runs'>): string {
  return kind === 'nothing'
    ? 'There is no run to undo.'
    : 'The last runs changed contacts in another Keap account, not in the one that this sheet belongs to now, so they cannot be undone.';
}
