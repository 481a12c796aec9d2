/** Says in the rows of restored contacts that they were undone. */
import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import type { CustomFields } from '../../keap/contacts/custom-field-types.ts';
import { isSameValue, shownValue } from '../../keap/contacts/field-values.ts';
import { tagOfLine } from '../log/tag-lines.ts';
import { fingerprintOf } from '../sheet/fingerprint.ts';
import { readRow } from '../sheet/row.ts';
import { type ContactRow, contactRows, managedCell, type SheetView } from '../sheet/sheet-view.ts';
import { isInOrder, type StatusChange } from '../sheet/status.ts';
import { asksForTag } from './logged-values.ts';
import type { WrittenContact } from './written.ts';

/** A contact that has previous values again. */
export interface UndoneContact {
  readonly written: WrittenContact;
  /** Whether this undo restored a value; else somebody else has. */
  readonly isRestored: boolean;
  /** Fields whose previous values are not back. */
  readonly kept: readonly FieldName[];
  /** Whether the log has lost lines of the run, maybe of this contact. */
  readonly isLogIncomplete: boolean;
}

/** The account whose contacts they are, and what is known of its custom fields. */
interface UndoneIn {
  readonly account: string;
  readonly custom: CustomFields;
}

/**
 * The rows of restored contacts. One that is in order, or asks for the very values that were undone, counts as up to date
 * from here on, and is not sent again before somebody says so. One that was edited since, or whose status somebody has
 * cleared, keeps its wish.
 */
export function undoneStatuses(
  view: SheetView,
  contacts: ReadonlyMap<ContactId, UndoneContact>,
  { account, custom }: UndoneIn,
): Map<number, StatusChange> {
  const statuses = new Map<number, StatusChange>();
  for (const row of contactRows(view)) {
    const contact = row.id === undefined ? undefined : contacts.get(row.id);
    if (contact === undefined) continue;
    const status = { status: 'Undone', message: messageOf(contact) } as const;
    if (isInOrder(managedCell(view, row.rowIndex, 'status'))) {
      statuses.set(row.rowIndex, status);
      continue;
    }
    const fingerprint = contact.isRestored
      ? fingerprintOfUndone(view, row, contact.written, { account, custom })
      : undefined;
    if (fingerprint !== undefined) statuses.set(row.rowIndex, { ...status, fingerprint });
  }
  return statuses;
}

/** Of a row that was sent and never got its outcome; undefined for one that asks for something else. */
function fingerprintOfUndone(
  view: SheetView,
  row: ContactRow,
  { fields }: WrittenContact,
  { account, custom }: UndoneIn,
) {
  const status = managedCell(view, row.rowIndex, 'status');
  if (status !== 'Waiting' && status !== 'Failed') return undefined;
  const read = readRow(row, view.columns);
  // Whether somebody was opted in or out is not known then: that wish is the row's, and is not undone here.
  if (read.kind !== 'ready' || read.change.opt !== undefined) return undefined;
  const asksForUndone = [...fields].every(([name, written]) =>
    tagOfLine(name) === undefined
      ? isSameValue(
          name,
          shownValue(name, read.change.fields.get(name) ?? '', custom),
          shownValue(name, written.newValue, custom),
        )
      : asksForTag(read.change, name, written),
  );
  return asksForUndone ? fingerprintOf(read.change, account, read.forms.typed) : undefined;
}

function messageOf({ kept, isLogIncomplete }: UndoneContact): string {
  const what = isLogIncomplete ? 'The previous values that the log still has' : 'The previous values';
  const but = kept.length === 0 ? '' : `, except ${kept.join(', ')}`;
  return `${what} were restored in Keap${but}. Clear the status to send this row again.`;
}
