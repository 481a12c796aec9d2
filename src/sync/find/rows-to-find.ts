/** The rows that have an address and no contact id. */
import type { ContactId } from '../../keap/contacts/contact.ts';
import { contactField } from '../../keap/contacts/contact-fields.ts';
import { fieldProblem } from '../../keap/contacts/field-check.ts';
import { addressKey } from '../../keap/contacts/sought-addresses.ts';
import type { PlanScope } from '../plan/plan.ts';
import { checkName } from '../plan/plan-token.ts';
import { type Fingerprint, fingerprintOf } from '../sheet/fingerprint.ts';
import { type Row, readRow } from '../sheet/row.ts';
import { contactRows, managedCell, type SheetView } from '../sheet/sheet-view.ts';

/** A row without a contact id; `rowIndex` counts from 0. */
export interface RowToFind {
  readonly rowIndex: number;
  readonly address: string;
  /** Equal for rows with one address. */
  readonly key: string;
  /** What the row asks for, if its contact had this id. */
  with(id: ContactId): Row;
}

/** Stands for the id of a contact that Keap does not have yet: no contact has it. */
export const noContact = 0 as ContactId;

/**
 * Rows whose id cell is blank and whose address Keap would take; a row for which nothing can be found says what it always
 * said. Of `planned` rows those that the preview has shown, whatever it knew of their contacts.
 */
export function rowsToFind(view: SheetView, scope: PlanScope, account: string): RowToFind[] {
  const rows = rowsWithoutId(view, scope);
  if (scope.kind !== 'planned') return rows;
  return rows.filter((row) => scope.plan.hasCheck(soughtName(row, account)));
}

function rowsWithoutId(view: SheetView, scope: PlanScope): RowToFind[] {
  const { columns } = view;
  const email = columns.fields.find(({ name }) => name === 'Email');
  const field = contactField('Email');
  if (email === undefined || field === undefined) return [];
  return contactRows(view).flatMap((contactRow): RowToFind[] => {
    const { rowIndex, cells } = contactRow;
    if ((cells[columns.id] ?? '') !== '' || !isInScope(view, rowIndex, scope)) return [];
    const { kind } = readRow(contactRow, columns);
    if (kind !== 'check' && kind !== 'waiting') return [];
    const key = addressKey(contactRow.text(email.columnIndex));
    const withId = (id: ContactId) => readRow({ ...contactRow, id }, columns);
    const address = addressIn(withId(noContact)) ?? key;
    if (key === '' || fieldProblem(field, address) !== undefined) return [];
    return [{ rowIndex, address, key, with: withId }];
  });
}

/** As it is sent. */
function addressIn(row: Row): string | undefined {
  return row.kind === 'ready' ? row.change.fields.get('Email') : undefined;
}

function isInScope(view: SheetView, rowIndex: number, scope: PlanScope): boolean {
  switch (scope.kind) {
    case 'all':
    case 'planned':
      return true;
    case 'selected':
      return scope.rowIndexes.has(rowIndex);
    case 'waiting': {
      const status = managedCell(view, rowIndex, 'status');
      return status === 'Waiting' || status === '';
    }
    case 'marked':
      return managedCell(view, rowIndex, 'status') === 'Waiting';
    case 'chosen':
      return false;
  }
}

/** Names a row that a preview has shown, whichever contact its address had then: no row that needs attention says that. */
export function soughtName(row: RowToFind, account: string): string {
  const read = row.with(noContact);
  const asked = fingerprintWith(row, noContact, account) ?? (read.kind === 'check' ? read.reason : '');
  return checkName('', `sought ${asked}`);
}

/** Names what a row asks for of the contact with this id; undefined where it asks for nothing that can be sent. */
export function fingerprintWith(row: RowToFind, id: ContactId, account: string): Fingerprint | undefined {
  const read = row.with(id);
  return read.kind === 'ready' ? fingerprintOf(read.change, account, read.forms.typed) : undefined;
}
