/** Maps each field of the Contact table, by its XML-RPC name, to where a contact of REST v2 has it. */
import type { FieldName } from '../contacts/contact.ts';
import type { TypedField } from '../contacts/custom-field-types.ts';
import type { RecordField } from '../contacts/record-fields.ts';
import type { CreateUpdateContactRequest } from './contract.ts';

/** The properties of a contact that are a single text. */
type TextProperty = {
  [Name in keyof CreateUpdateContactRequest]-?: CreateUpdateContactRequest[Name] extends string | undefined
    ? Name
    : never;
}[keyof CreateUpdateContactRequest];

/**
 * The contract names it in `fields` and in `update_mask`, and has it in no schema; other clients write it, so it is read back
 * (probe: rest/notes).
 */
export const notes = 'notes';

/** The lists whose items have a slot each, and which Keap replaces as a whole. */
export type ListProperty = 'email_addresses' | 'phone_numbers' | 'fax_numbers' | 'addresses';

/** Where a contact of REST v2 has a field of the Contact table. */
export type FieldPath =
  | { readonly kind: 'text' | 'date'; readonly property: TextProperty | typeof notes }
  | { readonly kind: 'company'; readonly property: 'company' }
  | {
      readonly kind: 'list-item';
      readonly property: ListProperty;
      readonly slot: string;
      readonly key: string;
      /** Other keys for the same value, which would take precedence in Keap. */
      readonly equivalents: readonly string[];
    }
  /** A custom field of the account. */
  | {
      readonly kind: 'custom';
      readonly property: 'custom_fields';
      readonly id: string;
      readonly field: TypedField;
    }
  /** The id of a record of Keap's. */
  | { readonly kind: 'record'; readonly property: 'owner_id' | 'leadsource_id'; readonly field: RecordField };

/** A written name takes the place of the code that Keap had for it; `address-codes.ts` gives it its own. */
const equivalents: Readonly<Record<string, readonly string[]>> = {
  number: ['number_e164'],
  region: ['region_code'],
  country: ['country_code'],
  postal_code: ['zip_code'],
};

const fieldPaths = new Map<FieldName, FieldPath>([
  ...Object.entries({
    given_name: 'FirstName',
    middle_name: 'MiddleName',
    family_name: 'LastName',
    preferred_name: 'Nickname',
    prefix: 'Title',
    suffix: 'Suffix',
    spouse_name: 'SpouseName',
    job_title: 'JobTitle',
    assistant_name: 'AssistantName',
    assistant_phone: 'AssistantPhone',
    website: 'Website',
    contact_type: 'ContactType',
    preferred_locale: 'Language',
    time_zone: 'TimeZone',
    referral_code: 'ReferralCode',
  } satisfies Partial<Record<TextProperty, FieldName>>).map(([property, name]): [FieldName, FieldPath] => [
    name,
    { kind: 'text', property: property as TextProperty },
  ]),
  ['Birthday', { kind: 'date', property: 'birth_date' }],
  ['Anniversary', { kind: 'date', property: 'anniversary_date' }],
  ['ContactNotes', { kind: 'text', property: notes }],
  ['Company', { kind: 'company', property: 'company' }],
  ...itemPaths('email_addresses', 'EMAIL1', { Email: 'email' }),
  ...itemPaths('email_addresses', 'EMAIL2', { EmailAddress2: 'email' }),
  ...itemPaths('email_addresses', 'EMAIL3', { EmailAddress3: 'email' }),
  ...['1', '2', '3', '4', '5'].flatMap((n) =>
    itemPaths('phone_numbers', `PHONE${n}`, {
      [`Phone${n}`]: 'number',
      [`Phone${n}Ext`]: 'extension',
      [`Phone${n}Type`]: 'type',
    }),
  ),
  ...['1', '2'].flatMap((n) =>
    itemPaths('fax_numbers', `FAX${n}`, { [`Fax${n}`]: 'number', [`Fax${n}Type`]: 'type' }),
  ),
  ...addressPaths('BILLING', '', 'StreetAddress', 'ZipFour1'),
  ...addressPaths('SHIPPING', '2', 'Address2Street', 'ZipFour2'),
  ...addressPaths('OTHER', '3', 'Address3Street', 'ZipFour3'),
]);

function addressPaths(slot: string, n: string, street: string, zipFour: string): [FieldName, FieldPath][] {
  return itemPaths('addresses', slot, {
    [`${street}1`]: 'line1',
    [`${street}2`]: 'line2',
    [`City${n}`]: 'locality',
    [`State${n}`]: 'region',
    [`PostalCode${n}`]: 'postal_code',
    [zipFour]: 'zip_four',
    [`Country${n}`]: 'country',
  });
}

function itemPaths(
  property: ListProperty,
  slot: string,
  keys: Readonly<Record<FieldName, string>>,
): [FieldName, FieldPath][] {
  return Object.entries(keys).map(([name, key]) => [
    name,
    { kind: 'list-item', property, slot, key, equivalents: equivalents[key] ?? [] },
  ]);
}

/** Undefined for a field that REST v2 does not have, and for a custom field, which only the account's model locates. */
export function standardPath(name: FieldName): FieldPath | undefined {
  return fieldPaths.get(name);
}

/** Where the id of a record of this table is. */
export function recordPath(field: RecordField): FieldPath {
  return { kind: 'record', property: recordProperties[field.table], field };
}

const recordProperties = { User: 'owner_id', LeadSource: 'leadsource_id' } as const;

/** The fields in the same list, whatever their slot. */
export function fieldsOfList(property: ListProperty): FieldName[] {
  return [...fieldPaths].filter(([, path]) => path.property === property).map(([name]) => name);
}
