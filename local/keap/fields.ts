import type { XmlRpcValue } from '@foxglove/xmlrpc';

/**
 * Fields of the Contact table that a person fills in, and `Id` (developer.keap.com, "Table Schema: Contact"; the
 * same list stands in novaksolutions/infusionsoft-php-sdk, Infusionsoft/Generated/Contact.php).
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
const maxCharacters: Readonly<Record<string, number>> = {
  Email: 75,
  EmailAddress2: 100,
  EmailAddress3: 100,
};

export interface Fault {
  readonly kind: 'fault';
  readonly code: number;
  readonly text: string;
}

/** A value as Keap keeps it: all of its texts, numbers and dates (`2026-01-31`) are text here. */
export type Kept = { readonly kind: 'kept'; readonly text: string } | Fault;

export function fieldType(name: string): 'text' | 'number' | 'date' {
  return dates.has(name) ? 'date' : numbers.has(name) ? 'number' : 'text';
}

export function isField(name: string, custom: ReadonlySet<string>): boolean {
  return standard.has(name) || custom.has(name);
}

/** Keap's words, as its users have posted them (infusionsoft/infusionsoft-php, issue 178). */
export function noFieldFault(name: string): Fault {
  return { kind: 'fault', code: 10, text: `[NoFieldFound]No field found: Contact.${name}` };
}

/** What Keap keeps of a value that is written to this field, or its objection. `custom` names the account's own. */
export function kept(name: string, value: XmlRpcValue, custom: ReadonlySet<string>): Kept {
  if (!isField(name, custom)) return noFieldFault(name);
  if (readOnly.has(name)) {
    return { kind: 'fault', code: 8, text: `[NoFieldAccess]Access to field not allowed: Contact.${name}` };
  }
  const text = textOf(name, value, custom);
  if (text === undefined) return invalid(`Contact.${name} does not take such a value`);
  const most = maxCharacters[name];
  return most !== undefined && [...text].length > most
    ? invalid(`Contact.${name} takes at most ${most} characters`)
    : { kind: 'kept', text };
}

/** Undefined where the field does not take a value of this type. A custom field may be of any type. */
function textOf(name: string, value: XmlRpcValue, custom: ReadonlySet<string>): string | undefined {
  const type = fieldType(name);
  if (value instanceof Date) return type === 'date' || custom.has(name) ? dateText(value) : undefined;
  if (typeof value === 'string') return isTextFor(type, value) ? value : undefined;
  const isNumber = typeof value === 'number' && (type === 'number' || custom.has(name));
  return isNumber ? String(value) : undefined;
}

/** A date may come as text of the day. */
function isTextFor(type: 'text' | 'number' | 'date', text: string): boolean {
  switch (type) {
    case 'text':
      return true;
    case 'number':
      return text === '' || /^-?\d{1,10}$/.test(text);
    case 'date':
      return text === '' || /^\d{4}-\d\d-\d\d$/.test(text);
  }
}

/** Dates of Keap have no zone: what the wire says is what stands. */
function dateText(date: Date): string {
  const text = date.toISOString().slice(0, 19);
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text;
}

function invalid(words: string): Fault {
  return { kind: 'fault', code: 12, text: `[InvalidParameter]${words}` };
}
