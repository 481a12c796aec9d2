/** What a column can be, and the headers that are recognised. */
import type { FieldName } from '../../keap/contacts/contact.ts';
import { contactField, contactFields } from '../../keap/contacts/contact-fields.ts';
import { trimInvisible } from '../../keap/contacts/invisible-characters.ts';
import {
  fieldHeaders,
  idHeaders,
  looseHeader,
  optInHeaders,
  optOutFlagHeaders,
  optOutHeaders,
  optStatusHeaders,
} from './header-names.ts';
import { type ManagedName, managedColumns } from './managed-columns.ts';

/** What a column means. */
export type ColumnKind =
  | { readonly kind: 'id' }
  | { readonly kind: 'opt-out' }
  /** Yes or no, as "Do Not Email" holds it. Users choose it as an opt-out reason; its header tells the two apart. */
  | { readonly kind: 'opt-out-flag' }
  | { readonly kind: 'opt-in' }
  /** Never sent: "Fill in from Keap" writes here whether the address may be mailed. */
  | { readonly kind: 'opt-status' }
  /** Tags to apply, or to remove. Only a user's choice makes a column one of these: an export of Keap has such headers. */
  | { readonly kind: 'tags' }
  | { readonly kind: 'remove-tags' }
  | { readonly kind: 'field'; readonly name: FieldName }
  | { readonly kind: 'managed'; readonly name: ManagedName }
  | { readonly kind: 'ignored' };

/** By headers as `looseHeader` leaves them. */
const kinds: ReadonlyMap<string, ColumnKind> = new Map([
  ...pairs({ kind: 'id' }, idHeaders),
  ...pairs({ kind: 'opt-out-flag' }, optOutFlagHeaders),
  ...pairs({ kind: 'opt-out' }, optOutHeaders),
  ...pairs({ kind: 'opt-in' }, optInHeaders),
  ...pairs({ kind: 'opt-status' }, optStatusHeaders),
  ...Object.entries(fieldHeaders).flatMap(([name, headers]) => pairs(field(name), headers)),
  ...contactFields.filter(({ kind }) => kind !== 'record').flatMap(({ name }) => pairs(field(name), [name])),
  ...managedColumns.flatMap(({ name, header }) => pairs({ kind: 'managed', name }, [header])),
]);

function pairs(kind: ColumnKind, headers: readonly string[]): [string, ColumnKind][] {
  return headers.map((header) => [looseHeader(header), kind]);
}

function field(name: FieldName): ColumnKind {
  return { kind: 'field', name };
}

/** What a header means without a choice of the user. A custom field is named exactly as Keap names it, beginning with `_`. */
export function columnKindOf(header: string): ColumnKind {
  const text = trimInvisible(header);
  if (text.startsWith('_')) return contactField(text) === undefined ? { kind: 'ignored' } : field(text);
  return kinds.get(looseHeader(text)) ?? { kind: 'ignored' };
}

/** A kind that a user may choose, as the text that is stored and sent to the sidebar. */
export type ColumnKindText = string;

export const notSent: ColumnKindText = 'none';

export function columnKindText(columnKind: ColumnKind): ColumnKindText {
  switch (columnKind.kind) {
    case 'opt-out-flag':
      return 'opt-out';
    case 'id':
    case 'opt-out':
    case 'opt-in':
    case 'opt-status':
    case 'tags':
    case 'remove-tags':
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
  switch (text) {
    case 'id':
    case 'opt-out':
    case 'opt-in':
    case 'opt-status':
    case 'tags':
    case 'remove-tags':
      return { kind: text };
  }
  return contactField(text) === undefined ? undefined : field(text);
}
