/** Says in the rows that were compared where Keap has other values, and takes that back where it has them no more. */
import { Busy } from '../../errors.ts';
import type { ContactId } from '../../keap/contacts/contact.ts';
import type { OpenDocument } from '../../platform/platform.ts';
import type { Table } from '../../platform/table.ts';
import { compareNote, withCompareNote } from '../plan/compare-note.ts';
import { underRunLock } from '../run/run-lifecycle.ts';
import type { Fingerprint } from '../sheet/fingerprint.ts';
import type { ManagedChange } from '../sheet/managed-columns.ts';
import type { SheetReader } from '../sheet/sheet-reader.ts';
import { managedCell, type SheetView } from '../sheet/sheet-view.ts';
import { writeStatuses } from '../sheet/status-writer.ts';
import type { ComparedContact } from './differences.ts';
import { rowsInOrder } from './in-order.ts';

interface NoteContext {
  readonly document: Pick<OpenDocument, 'lock'>;
  readonly table: Table;
  readonly read: SheetReader;
  readonly account: string;
}

/**
 * Writes the notes under the document's lock. A row that was edited since, or that says that it was undone, keeps what it
 * says. While a run works, nothing is written: its rows are about to say something else.
 */
export function noteInRows(context: NoteContext, compared: readonly ComparedContact[]): void {
  if (compared.every((one) => one.kind === 'failed')) return;
  try {
    underRunLock(context.document, () => writeNotes(context, compared));
  } catch (error) {
    if (!(error instanceof Busy)) throw error;
  }
}

/** The same for whoever holds that lock. */
export function writeNotes(
  { table, read, account }: Omit<NoteContext, 'document'>,
  compared: readonly ComparedContact[],
): void {
  if (compared.every((one) => one.kind === 'failed')) return;
  const view = read();
  writeStatuses(table, view, notedRows(view, account, compared));
}

/** What the rows say then, by their indexes; rows that stay as they are may be among them. */
export function notedRows(
  view: SheetView,
  account: string,
  compared: readonly ComparedContact[],
): ReadonlyMap<number, ManagedChange> {
  const notes = new Map<ContactId, { readonly fingerprint: Fingerprint; readonly note: string }>();
  for (const one of compared) {
    if (one.kind === 'failed') continue;
    const { change, fingerprint } = one.planned;
    notes.set(change.id, { fingerprint, note: compareNote(one.differences.map(({ name }) => name)) });
  }
  const rows = new Map<number, ManagedChange>();
  for (const { change, fingerprint, rowIndexes } of rowsInOrder(view, account).contacts) {
    const known = notes.get(change.id);
    if (known?.fingerprint !== fingerprint) continue;
    for (const rowIndex of rowIndexes) {
      if (managedCell(view, rowIndex, 'status') === 'Undone') continue;
      const message = withCompareNote(String(managedCell(view, rowIndex, 'message')), known.note);
      rows.set(rowIndex, { message });
    }
  }
  return rows;
}
