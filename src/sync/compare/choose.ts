/** Notes in the rows which of their fields somebody has chosen to send after a comparison: a run then sends just those. */
import type { ContactId } from '../../keap/contacts/contact.ts';
import { compareNoteIn, withCompareNote } from '../plan/compare-note.ts';
import type { RunContext } from '../run/run-context.ts';
import { underRunLock } from '../run/run-lifecycle.ts';
import { withoutMark } from '../sheet/brake-mark.ts';
import { chosenCell, comparedCell } from '../sheet/compare-mark.ts';
import type { Fingerprint } from '../sheet/fingerprint.ts';
import { rejectForeignRows } from '../sheet/foreign-rows.ts';
import type { ManagedChange } from '../sheet/managed-columns.ts';
import { managedCell, type SheetView } from '../sheet/sheet-view.ts';
import { writeStatuses } from '../sheet/status-writer.ts';
import { unwrittenRows } from '../sheet/unwritten-rows.ts';
import type { ChosenContacts } from './choices.ts';
import { rowShown } from './comparison.ts';
import { rowsInOrder } from './in-order.ts';

/** What was noted, in values. */
export interface Noted {
  readonly noted: number;
  /** Of rows that do not hold any more what was shown, or whose fingerprint cell Sheets did not take. */
  readonly left: number;
}

/**
 * Writes the notes under the document's lock. `rowsNow` is what rows hold since they took other values. A row that is noted
 * and never sent stays in order, and the next sync takes the note away. Throws `Busy` where another run holds the lock.
 */
export function noteChosen(
  { document, table, read, account }: RunContext,
  chosen: ChosenContacts,
  rowsNow: ReadonlyMap<ContactId, string>,
): Noted {
  return underRunLock(document, () => {
    const view = read();
    rejectForeignRows(view, document.properties);
    const rows = chosenRows(view, account, chosen, rowsNow);
    const written = writeStatuses(table, view, rows.changes);
    const unwritten = unwrittenRows(view, rows.changes, written, ['fingerprint']);
    const contacts = [...rows.contacts].filter(
      ([, rowIndexes]) => !rowIndexes.some((rowIndex) => unwritten.has(rowIndex)),
    );
    const noted = contacts.reduce((sum, [id]) => sum + (chosen.get(id)?.keap.size ?? 0), 0);
    const wanted = [...chosen.values()].reduce((sum, { keap }) => sum + keap.size, 0);
    return { noted, left: wanted - noted };
  });
}

interface ChosenRows {
  readonly changes: ReadonlyMap<number, ManagedChange>;
  /** The rows (indexes from 0) of each contact that is noted. */
  readonly contacts: ReadonlyMap<ContactId, readonly number[]>;
}

/** With the rows from which an older note is taken away: what was chosen and not sent counts no more. */
function chosenRows(
  view: SheetView,
  account: string,
  chosen: ChosenContacts,
  rowsNow: ReadonlyMap<ContactId, string>,
): ChosenRows {
  const changes = new Map<number, ManagedChange>();
  const contacts = new Map<ContactId, readonly number[]>();
  for (const planned of rowsInOrder(view, account).contacts) {
    const { change, rowIndexes } = planned;
    const choice = chosen.get(change.id);
    const isShown = choice !== undefined && rowShown(planned) === (rowsNow.get(change.id) ?? choice.row);
    const names = isShown ? [...choice.keap.keys()].filter((name) => change.fields.has(name)) : [];
    if (names.length > 0) contacts.set(change.id, rowIndexes);
    for (const rowIndex of rowIndexes) {
      const { stored, chosen: before } = comparedCell(
        withoutMark(managedCell(view, rowIndex, 'fingerprint')),
      );
      if (names.length > 0) {
        const message = String(managedCell(view, rowIndex, 'message'));
        const left = withCompareNote(message, compareNoteIn(message, names));
        changes.set(rowIndex, { fingerprint: chosenCell(stored, names), message: left });
      } else if (before !== undefined) {
        changes.set(rowIndex, { fingerprint: stored as Fingerprint });
      }
    }
  }
  return { changes, contacts };
}
