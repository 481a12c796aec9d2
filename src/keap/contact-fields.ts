import type { FieldName } from './contact.ts';

/** What Keap takes in a field of its Contact table. */
export interface ContactField {
  readonly name: FieldName;
  readonly kind: 'text' | 'email' | 'date';
  /** The greatest number of characters, where Keap documents one. */
  readonly mostCharacters?: number;
}

/**
 * The writable fields of Keap's Contact table (developer.keap.com, "Table Schema: Contact") that a sheet can
 * name. Lengths are those that Keap documents for addresses.
 */
const known: readonly ContactField[] = [
  { name: 'Email', kind: 'email', mostCharacters: 75 },
  { name: 'EmailAddress2', kind: 'email', mostCharacters: 100 },
  { name: 'EmailAddress3', kind: 'email', mostCharacters: 100 },
  { name: 'Birthday', kind: 'date' },
  { name: 'Anniversary', kind: 'date' },
  ...[
    ...['FirstName', 'MiddleName', 'LastName', 'Nickname', 'Suffix', 'Title', 'SpouseName'],
    ...['Company', 'JobTitle', 'AssistantName', 'AssistantPhone', 'ContactNotes', 'Website'],
    ...['Language', 'TimeZone', 'ReferralCode', 'ContactType'],
    ...['Phone1', 'Phone2', 'Phone3', 'Phone4', 'Phone5', 'Fax1', 'Fax2'],
    ...['Phone1Ext', 'Phone2Ext', 'Phone3Ext', 'Phone4Ext', 'Phone5Ext'],
    ...['Phone1Type', 'Phone2Type', 'Phone3Type', 'Phone4Type', 'Phone5Type', 'Fax1Type', 'Fax2Type'],
    ...['StreetAddress1', 'StreetAddress2', 'City', 'State', 'PostalCode', 'ZipFour1', 'Country'],
    ...['Address2Street1', 'Address2Street2', 'City2', 'State2', 'PostalCode2', 'ZipFour2', 'Country2'],
    ...['Address3Street1', 'Address3Street2', 'City3', 'State3', 'PostalCode3', 'ZipFour3', 'Country3'],
    ...['Address1Type', 'Address2Type', 'Address3Type'],
  ].map((name): ContactField => ({ name, kind: 'text' })),
];

const byName: ReadonlyMap<FieldName, ContactField> = new Map(known.map((field) => [field.name, field]));

/** Every field that a header can name by itself; custom fields come on top. */
export const contactFields: readonly ContactField[] = known;

/** The field of this exact name; custom fields, which begin with `_`, are taken as text. */
export function contactField(name: FieldName): ContactField | undefined {
  const field = byName.get(name);
  if (field !== undefined) return field;
  return /^_[A-Za-z0-9][A-Za-z0-9_]{0,63}$/.test(name) ? { name, kind: 'text' } : undefined;
}
