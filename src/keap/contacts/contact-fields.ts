/** The fields of a Keap contact that a sheet can name, with what Keap accepts in each. */
import type { FieldName } from './contact.ts';

/** What Keap accepts in one field of its Contact table. */
export type ContactField = {
  readonly name: FieldName;
  /** The maximum number of characters, if Keap documents one. */
  readonly maxCharacters?: number;
  /** Set when REST v2 cannot write the field, so that it ends with XML-RPC. */
  readonly isXmlRpcOnly?: true;
} & FieldKind;

/** What the values of a field are. */
type FieldKind =
  | { readonly kind: 'text' | 'email' | 'date' | 'country' | 'time-zone' | 'locale' }
  /** A record of another table, such as a user: no header means it by itself (`record-fields.ts`). */
  | { readonly kind: 'record' }
  /** A state or province, which belongs to the country in another field. */
  | { readonly kind: 'region'; readonly countryField: FieldName };

/**
 * The writable fields of Keap's Contact table (developer.keap.com, "Table Schema: Contact") that a sheet can
 * name; custom fields come on top. The lengths are from Keap's contract of REST v2, and hold for both APIs.
 */
export const contactFields: readonly ContactField[] = [
  { name: 'Email', kind: 'email', maxCharacters: 75 },
  { name: 'EmailAddress2', kind: 'email', maxCharacters: 100 },
  { name: 'EmailAddress3', kind: 'email', maxCharacters: 100 },
  { name: 'Birthday', kind: 'date' },
  { name: 'Anniversary', kind: 'date' },
  ...texts(40, 'FirstName', 'LastName'),
  ...texts(100, 'MiddleName', 'Nickname', 'SpouseName', 'Website'),
  ...texts(20, 'AssistantName'),
  ...texts(15, 'AssistantPhone'),
  ...texts(255, 'JobTitle'),
  ...texts(undefined, 'Suffix', 'Title', 'Company', 'ReferralCode', 'ContactType'),
  { name: 'TimeZone', kind: 'time-zone' },
  { name: 'Language', kind: 'locale' },
  ...texts(40, 'Phone1', 'Phone2', 'Phone3'),
  ...texts(20, 'Phone4', 'Phone5'),
  ...texts(undefined, 'Phone1Ext', 'Phone2Ext', 'Phone3Ext', 'Phone4Ext', 'Phone5Ext'),
  ...texts(undefined, 'Phone1Type', 'Phone2Type', 'Phone3Type', 'Phone4Type', 'Phone5Type'),
  ...texts(undefined, 'Fax1', 'Fax2', 'Fax1Type', 'Fax2Type'),
  ...texts(75, 'StreetAddress1', 'StreetAddress2'),
  ...texts(100, 'Address2Street1', 'Address2Street2', 'Address3Street1', 'Address3Street2'),
  ...texts(50, 'City'),
  ...texts(100, 'City2', 'City3'),
  ...['', '2', '3'].flatMap((n): ContactField[] => [
    { name: `State${n}`, kind: 'region', countryField: `Country${n}`, maxCharacters: 50 },
    { name: `Country${n}`, kind: 'country', maxCharacters: 100 },
  ]),
  ...texts(15, 'PostalCode', 'PostalCode3'),
  ...texts(20, 'PostalCode2'),
  ...texts(10, 'ZipFour1', 'ZipFour2', 'ZipFour3'),
  ...texts(undefined, 'ContactNotes'),
  { name: 'OwnerID', kind: 'record' },
  { name: 'LeadSourceId', kind: 'record' },
  ...['Address1Type', 'Address2Type', 'Address3Type'].map(
    (name): ContactField => ({ name, kind: 'text', isXmlRpcOnly: true }),
  ),
];

function texts(maxCharacters: number | undefined, ...names: readonly FieldName[]): ContactField[] {
  return names.map((name) =>
    maxCharacters === undefined ? { name, kind: 'text' } : { name, kind: 'text', maxCharacters },
  );
}

const byName: ReadonlyMap<FieldName, ContactField> = new Map(
  contactFields.map((field) => [field.name, field]),
);

/** The field with exactly this name; custom fields, which begin with `_`,
 * count as text here, as only their account knows their types (`custom-field-types.ts`). Undefined for any other name. */
export function contactField(name: FieldName): ContactField | undefined {
  const field = byName.get(name);
  if (field !== undefined) return field;
  return /^_[A-Za-z0-9][A-Za-z0-9_]{0,63}$/.test(name) ? { name, kind: 'text' } : undefined;
}

/** The fields without which the value of this one cannot be read, so that they are loaded with it. */
export function fieldsBeside(name: FieldName): readonly FieldName[] {
  const field = contactField(name);
  return field?.kind === 'region' ? [field.countryField] : [];
}
