import type { FieldName } from '../contacts/contact.ts';
import type { CreateUpdateContactRequest } from './contract.ts';

/** The properties of a contact that hold one text each. */
export type TextProperty = {
  [Name in keyof CreateUpdateContactRequest]-?: CreateUpdateContactRequest[Name] extends string | undefined
    ? Name
    : never;
}[keyof CreateUpdateContactRequest];

/** The lists whose items have a slot each, and which Keap replaces as a whole. */
export type ListProperty = 'email_addresses' | 'phone_numbers' | 'fax_numbers' | 'addresses';

/** Where a field of the Contact table stands in a contact of REST v2. */
export type FieldPath =
  | { readonly kind: 'text' | 'date'; readonly property: TextProperty }
  | { readonly kind: 'company'; readonly property: 'company' }
  | {
      readonly kind: 'part';
      readonly property: ListProperty;
      readonly slot: string;
      readonly part: string;
      /** Other writings of the same value beside it, which Keap would rather believe. */
      readonly equivalents: readonly string[];
    }
  /** One of the account's own fields. */
  | { readonly kind: 'custom'; readonly property: 'custom_fields'; readonly id: string };

/** The contract calls the names deprecated beside the codes; a sheet has names, and only Keap knows their codes. */
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
  ['Company', { kind: 'company', property: 'company' }],
  ...parts('email_addresses', 'EMAIL1', { Email: 'email' }),
  ...parts('email_addresses', 'EMAIL2', { EmailAddress2: 'email' }),
  ...parts('email_addresses', 'EMAIL3', { EmailAddress3: 'email' }),
  ...['1', '2', '3', '4', '5'].flatMap((n) =>
    parts('phone_numbers', `PHONE${n}`, {
      [`Phone${n}`]: 'number',
      [`Phone${n}Ext`]: 'extension',
      [`Phone${n}Type`]: 'type',
    }),
  ),
  ...['1', '2'].flatMap((n) =>
    parts('fax_numbers', `FAX${n}`, { [`Fax${n}`]: 'number', [`Fax${n}Type`]: 'type' }),
  ),
  ...address('BILLING', '', 'StreetAddress', 'ZipFour1'),
  ...address('SHIPPING', '2', 'Address2Street', 'ZipFour2'),
  ...address('OTHER', '3', 'Address3Street', 'ZipFour3'),
]);

function address(slot: string, n: string, street: string, zipFour: string): [FieldName, FieldPath][] {
  return parts('addresses', slot, {
    [`${street}1`]: 'line1',
    [`${street}2`]: 'line2',
    [`City${n}`]: 'locality',
    [`State${n}`]: 'region',
    [`PostalCode${n}`]: 'postal_code',
    [zipFour]: 'zip_four',
    [`Country${n}`]: 'country',
  });
}

function parts(
  property: ListProperty,
  slot: string,
  names: Readonly<Record<FieldName, string>>,
): [FieldName, FieldPath][] {
  return Object.entries(names).map(([name, part]) => [
    name,
    { kind: 'part', property, slot, part, equivalents: equivalents[part] ?? [] },
  ]);
}

/** Undefined for a field that REST v2 has no place for, and for the account's own, whose places its model tells. */
export function standardPath(name: FieldName): FieldPath | undefined {
  return fieldPaths.get(name);
}

/** The fields that stand in the same list, whichever slot. */
export function fieldsOfList(property: ListProperty): FieldName[] {
  return [...fieldPaths].filter(([, place]) => place.property === property).map(([name]) => name);
}
