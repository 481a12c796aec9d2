import { SettingsWrong } from '../errors.ts';
import type { FieldName } from '../keap/contact.ts';
import { contactField, contactFields } from '../keap/contact-fields.ts';
import type { Cell, Grid } from '../platform/table.ts';

/** The columns that are ours to write; all others belong to the user. */
export type ManagedName = 'status' | 'syncedAt' | 'message' | 'fingerprint';

export const managedHeaders: Readonly<Record<ManagedName, string>> = {
  status: 'Keap status',
  syncedAt: 'Keap synced at',
  message: 'Keap message',
  fingerprint: 'Keap fingerprint',
};

/** In the order in which they are added at the right. */
export const managedNames: readonly ManagedName[] = ['status', 'syncedAt', 'message', 'fingerprint'];

/** Where everything stands in the sheet; all indexes count from 0. */
export interface Columns {
  readonly headerRowIndex: number;
  readonly id: number;
  /** In the order of the sheet. */
  readonly fields: readonly { readonly name: FieldName; readonly columnIndex: number }[];
  readonly optOut: number | undefined;
  readonly optIn: number | undefined;
  /** A managed column is missing until the first run adds it. */
  readonly managed: Readonly<Partial<Record<ManagedName, number>>>;
  /** Headers that mean nothing to us, as they are written. */
  readonly ignored: readonly string[];
}

type Meaning =
  | { readonly kind: 'id' }
  | { readonly kind: 'opt-out' }
  | { readonly kind: 'opt-in' }
  | { readonly kind: 'field'; readonly name: FieldName }
  | { readonly kind: 'managed'; readonly name: ManagedName }
  | { readonly kind: 'ignored' };

/** Headers beside a field's own name, spelt as `loosely` leaves them. */
const synonyms: ReadonlyMap<string, Meaning> = new Map([
  ...pairs(
    { kind: 'id' },
    'contactid',
    'id',
    'keapid',
    'keapcontactid',
    'infusionsoftid',
    'infusionsoftcontactid',
  ),
  ...pairs({ kind: 'opt-out' }, 'optoutreason', 'optout', 'unsubscribereason', 'reasonforoptout'),
  ...pairs({ kind: 'opt-in' }, 'optinreason', 'optin', 'subscribereason', 'reasonforoptin'),
  ...pairs({ kind: 'field', name: 'Email' }, 'email', 'emailaddress', 'emailaddress1', 'email1', 'mail'),
  ...pairs({ kind: 'field', name: 'EmailAddress2' }, 'email2'),
  ...pairs({ kind: 'field', name: 'EmailAddress3' }, 'email3'),
  ...pairs({ kind: 'field', name: 'FirstName' }, 'givenname'),
  ...pairs({ kind: 'field', name: 'LastName' }, 'surname', 'familyname'),
  ...pairs({ kind: 'field', name: 'Phone1' }, 'phone', 'phonenumber'),
  ...pairs({ kind: 'field', name: 'StreetAddress1' }, 'street', 'streetaddress', 'address'),
  ...pairs({ kind: 'field', name: 'PostalCode' }, 'zip', 'zipcode', 'postcode'),
  ...contactFields.map((field): [string, Meaning] => [
    loosely(field.name),
    { kind: 'field', name: field.name },
  ]),
  ...managedNames.map((name): [string, Meaning] => [
    loosely(managedHeaders[name]),
    { kind: 'managed', name },
  ]),
]);

function pairs(meaning: Meaning, ...spellings: string[]): [string, Meaning][] {
  return spellings.map((spelling) => [spelling, meaning]);
}

/** Case, spaces, hyphens and underscores do not count. */
function loosely(header: string): string {
  return header.toLowerCase().replace(/[\s\-_.]+/g, '');
}

/** What a header is taken for. A custom field is named exactly as Keap names it, beginning with `_`. */
export function meaningOf(header: Cell): Meaning {
  const text = String(header).trim();
  if (text.startsWith('_')) {
    return contactField(text) === undefined ? { kind: 'ignored' } : { kind: 'field', name: text };
  }
  return synonyms.get(loosely(text)) ?? { kind: 'ignored' };
}

/** How many rows may stand above the header. */
const rowsSearched = 10;

/**
 * Finds the columns by their headers, in any order. Throws `SettingsWrong` for an empty sheet, for a sheet
 * without contact ids or without anything to send, and for two columns of one meaning.
 */
export function findColumns(grid: Grid, sheetName: string): Columns {
  const headerRowIndex = findHeaderRow(grid, sheetName);
  const headers = grid.cells[headerRowIndex] ?? [];
  const found = new Map<string, number>();
  const fields: { name: FieldName; columnIndex: number }[] = [];
  const ignored: string[] = [];
  headers.forEach((header, columnIndex) => {
    const meaning = meaningOf(header);
    if (meaning.kind === 'ignored') {
      if (String(header).trim() !== '') ignored.push(String(header).trim());
      return;
    }
    const key = 'name' in meaning ? `${meaning.kind} ${meaning.name}` : meaning.kind;
    refuseTwins(headers, found.get(key), columnIndex, sheetName);
    found.set(key, columnIndex);
    if (meaning.kind === 'field') fields.push({ name: meaning.name, columnIndex });
  });
  const columns: Columns = {
    headerRowIndex,
    id: found.get('id') ?? 0,
    fields,
    optOut: found.get('opt-out'),
    optIn: found.get('opt-in'),
    managed: managedIn(found),
    ignored,
  };
  refuseNothingToSend(columns, sheetName);
  return columns;
}

function managedIn(found: ReadonlyMap<string, number>): Partial<Record<ManagedName, number>> {
  const managed: Partial<Record<ManagedName, number>> = {};
  for (const name of managedNames) {
    const columnIndex = found.get(`managed ${name}`);
    if (columnIndex !== undefined) managed[name] = columnIndex;
  }
  return managed;
}

function findHeaderRow(grid: Grid, sheetName: string): number {
  if (grid.cells.every((row) => row.every((cell) => cell === ''))) {
    throw new SettingsWrong(
      'The sheet is empty',
      `The sheet "${sheetName}" is empty. Give it a header row with a column "Contact ID" and, for instance, "Email", and a row for each contact below.`,
    );
  }
  const rowIndex = grid.cells
    .slice(0, rowsSearched)
    .findIndex((row) => row.some((cell) => meaningOf(cell).kind === 'id'));
  if (rowIndex >= 0) return rowIndex;
  throw new SettingsWrong(
    'The sheet has no column of contact ids',
    `The sheet "${sheetName}" has no column of contact ids. Name the column that holds them "Contact ID" in the header row.`,
  );
}

function refuseTwins(
  headers: readonly Cell[],
  earlier: number | undefined,
  columnIndex: number,
  sheetName: string,
): void {
  if (earlier === undefined) return;
  const first = `"${String(headers[earlier]).trim()}" in column ${columnLetter(earlier)}`;
  const second = `"${String(headers[columnIndex]).trim()}" in column ${columnLetter(columnIndex)}`;
  throw new SettingsWrong(
    'Two columns have one meaning',
    `In the sheet "${sheetName}", ${first} and ${second} mean the same. Rename or delete one of them.`,
  );
}

function refuseNothingToSend(columns: Columns, sheetName: string): void {
  const sends = columns.fields.length > 0 || columns.optOut !== undefined || columns.optIn !== undefined;
  if (sends) return;
  throw new SettingsWrong(
    'The sheet has no column to send',
    `The sheet "${sheetName}" has contact ids but nothing to send. Add a column such as "Email" or "Opt-out reason".`,
  );
}

/** `A` for 0, `AA` for 26: the column's name as the user sees it. */
export function columnLetter(columnIndex: number): string {
  const rest = Math.floor(columnIndex / 26) - 1;
  const letter = String.fromCharCode(65 + (columnIndex % 26));
  return rest < 0 ? letter : columnLetter(rest) + letter;
}
