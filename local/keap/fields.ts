/** The fields that a contact of every account has. */
import type { MethodFault } from './method.ts';

/**
 * Fields of the Contact table that a person fills in, and `Id` (developer.keap.com, "Table Schema: Contact"; the
 * same list is in novaksolutions/infusionsoft-php-sdk, Infusionsoft/Generated/Contact.php).
 */
export const standardFields: readonly string[] = [
  ...['Id', 'Email', 'EmailAddress2', 'EmailAddress3', 'FirstName', 'MiddleName', 'LastName', 'Nickname'],
  ...['Suffix', 'Title', 'SpouseName', 'Company', 'JobTitle', 'AssistantName', 'AssistantPhone', 'Website'],
  ...['ContactNotes', 'ContactType', 'Language', 'TimeZone', 'ReferralCode', 'Birthday', 'Anniversary'],
  ...[1, 2, 3, 4, 5].flatMap((n) => [`Phone${n}`, `Phone${n}Ext`, `Phone${n}Type`]),
  ...[1, 2].flatMap((n) => [`Fax${n}`, `Fax${n}Type`]),
  ...['StreetAddress1', 'StreetAddress2', 'City', 'State', 'PostalCode', 'ZipFour1', 'Country'],
  'Address1Type',
  ...[2, 3].flatMap((n) => [`Address${n}Street1`, `Address${n}Street2`, `City${n}`, `State${n}`]),
  ...[2, 3].flatMap((n) => [`PostalCode${n}`, `ZipFour${n}`, `Country${n}`, `Address${n}Type`]),
];

const dates = new Set(['Birthday', 'Anniversary', 'DateCreated', 'LastUpdated']);
const numbers = new Set([
  ...['Id', 'AccountId', 'CompanyID', 'BillingInformation', 'LeadSourceId', 'OwnerID'],
  ...['CreatedBy', 'LastUpdatedBy'],
]);
/** Keap keeps these itself: they can be read and never written. */
const readOnly = new Set([
  ...['Id', 'CreatedBy', 'DateCreated', 'Groups', 'LastUpdated', 'LastUpdatedBy', 'Validated'],
]);
const standard = new Set([
  ...[...standardFields, ...numbers, ...dates, ...readOnly],
  ...['Leadsource', 'Username', 'Password'],
]);

/** Keap's documentation of the addresses gives these, and none for other fields. */
export const maxCharacters: Readonly<Record<string, number>> = {
  Email: 75,
  EmailAddress2: 100,
  EmailAddress3: 100,
};

export function standardFieldType(name: string): 'text' | 'number' | 'date' {
  return dates.has(name) ? 'date' : numbers.has(name) ? 'number' : 'text';
}

/** Whether it holds the id of a record of another table, which "0" or an empty value takes away. */
export function isPointer(name: string): boolean {
  return name === 'OwnerID' || name === 'LeadSourceId';
}

export function isStandardField(name: string): boolean {
  return standard.has(name);
}

export function isReadOnly(name: string): boolean {
  return readOnly.has(name);
}

/** Keap's words, as its users have posted them (infusionsoft/infusionsoft-php, issue 178). */
export function noFieldFault(table: string, name: string): MethodFault {
  return { kind: 'fault', code: 10, text: `[NoFieldFound]No field found: ${table}.${name}` };
}
