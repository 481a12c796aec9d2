/** What a column can be, and the headers that are recognised. */
import type { FieldName } from '../../keap/contacts/contact.ts';
import { contactField, contactFields } from '../../keap/contacts/contact-fields.ts';
import type { Cell } from '../../platform/table.ts';

/**
 * The columns that the sync writes, in the order in which it adds them on the right; all others belong to the user.
 * Everything else about them follows from this list.
 */
export const managedColumns = [
  { name: 'status', header: 'Keap status' },
  { name: 'syncedAt', header: 'Keap synced at' },
  { name: 'message', header: 'Keap message' },
  { name: 'fingerprint', header: 'Keap fingerprint' },
] as const;

export type ManagedName = (typeof managedColumns)[number]['name'];

export const managedNames: readonly ManagedName[] = managedColumns.map(({ name }) => name);

/** What is written into a row's managed cells; those that are missing stay as they are. */
export type ManagedChange = Readonly<Partial<Record<ManagedName, Cell>>>;

/** What a column means. */
export type ColumnKind =
  | { readonly kind: 'id' }
  | { readonly kind: 'opt-out' }
  | { readonly kind: 'opt-in' }
  /** Never sent: "Fill in from Keap" writes here whether the address may be mailed. */
  | { readonly kind: 'opt-status' }
  | { readonly kind: 'field'; readonly name: FieldName }
  | { readonly kind: 'managed'; readonly name: ManagedName }
  | { readonly kind: 'ignored' };

/** Headers beside a field's own name, spelt as `loosely` leaves them. */
const synonyms: ReadonlyMap<string, ColumnKind> = new Map([
  ...pairs(
    { kind: 'id' },
    ...['contactid', 'id', 'keapid', 'keapcontactid', 'infusionsoftid', 'infusionsoftcontactid'],
  ),
  ...pairs(
    { kind: 'opt-out' },
    ...['optoutreason', 'optout', 'unsubscribereason', 'unsubscribe', 'reasonforoptout', 'reasontooptout'],
  ),
  ...pairs(
    { kind: 'opt-in' },
    ...['optinreason', 'optin', 'subscribereason', 'reasonforoptin', 'reasontooptin'],
  ),
  ...pairs({ kind: 'opt-status' }, 'optstatus', 'keapoptstatus', 'emailstatus'),
  ...pairs(field('Email'), 'email', 'emailaddress', 'emailaddress1', 'email1', 'mail'),
  ...pairs(field('EmailAddress2'), 'email2'),
  ...pairs(field('EmailAddress3'), 'email3'),
  ...pairs(field('FirstName'), 'givenname', 'forename'),
  ...pairs(field('LastName'), 'surname', 'familyname'),
  ...pairs(field('Phone1'), 'phone', 'phonenumber', 'telephone'),
  ...pairs(field('Fax1'), 'fax', 'faxnumber'),
  ...pairs(field('Birthday'), 'birthdate', 'dateofbirth'),
  ...pairs(field('Company'), 'companyname'),
  ...pairs(field('StreetAddress1'), 'street', 'streetaddress', 'address'),
  ...pairs(field('PostalCode'), 'zip', 'zipcode', 'postcode'),
  ...contactFields.map(({ name }): [string, ColumnKind] => [loosely(name), field(name)]),
  ...managedColumns.map(({ name, header }): [string, ColumnKind] => [
    loosely(header),
    { kind: 'managed', name },
  ]),
]);

function pairs(kind: ColumnKind, ...spellings: string[]): [string, ColumnKind][] {
  return spellings.map((spelling) => [spelling, kind]);
}

function field(name: FieldName): ColumnKind {
  return { kind: 'field', name };
}

/** Case, spaces, hyphens, underscores and dots do not count. */
function loosely(header: string): string {
  return header.toLowerCase().replace(/[\s\-_.]+/g, '');
}

/** What a header means without a choice of the user. A custom field is named exactly as Keap names it, beginning with `_`. */
export function columnKindOf(header: string): ColumnKind {
  const text = header.trim();
  if (text.startsWith('_')) return contactField(text) === undefined ? { kind: 'ignored' } : field(text);
  return synonyms.get(loosely(text)) ?? { kind: 'ignored' };
}

/** A kind that a user may choose, as the text that is stored and sent to the sidebar. */
export type ColumnKindText = string;

export const notSent: ColumnKindText = 'none';

export function columnKindText(columnKind: ColumnKind): ColumnKindText {
  switch (columnKind.kind) {
    case 'id':
    case 'opt-out':
    case 'opt-in':
    case 'opt-status':
      return columnKind.kind;
    case 'field':
      return columnKind.name;
    case 'managed':
    case 'ignored':
      return notSent;
  }
}

/** The kind that such a text names; undefined where it names none that a user may choose. */
export function columnKindFrom(text: ColumnKindText): ColumnKind | undefined {
  if (text === notSent) return { kind: 'ignored' };
  if (text === 'id' || text === 'opt-out' || text === 'opt-in' || text === 'opt-status')
    return { kind: text };
  return contactField(text) === undefined ? undefined : field(text);
}
