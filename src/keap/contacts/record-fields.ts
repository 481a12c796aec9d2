/**
 * Fields that point to a record of another of Keap's tables: a contact's owner and lead source. Keap has the id of the
 * record, and the sheet its name. The text of a record names it and no other of its table, so that comparing texts is
 * comparing records.
 */
import type { FieldName } from './contact.ts';
import { excerpt } from './messages.ts';
import { nearest, quotedList } from './nearest.ts';

/** One of Keap's tables whose records a contact points to, by its name in XML-RPC. */
export type RecordTable = 'User' | 'LeadSource';

export interface KeapRecord {
  /** A whole number. */
  readonly id: string;
  /** May be empty, and the same as that of others. */
  readonly name: string;
  /** Another text by which people know it; empty for none. */
  readonly email: string;
}

/** A field of a contact that points to one of these records. */
export interface RecordField {
  readonly type: 'RECORD';
  readonly table: RecordTable;
  readonly records: readonly KeapRecord[];
  /** Why the records are not known; then ids alone can be sent. */
  readonly failure?: string | undefined;
}

const tables: ReadonlyMap<FieldName, RecordTable> = new Map([
  ['OwnerID', 'User'],
  ['LeadSourceId', 'LeadSource'],
]);

/** The table that a field points to; undefined for every other field. */
export function recordTableOf(name: FieldName): RecordTable | undefined {
  return tables.get(name);
}

/** The id of the record that this text means; undefined where it means none, or more than one. */
export function recordIdIn({ records, failure }: RecordField, one: string): string | undefined {
  if (failure !== undefined) return isId(one) ? one : undefined;
  const found = meantBy(one, records);
  return found.length === 1 ? found[0]?.id : undefined;
}

/**
 * The id to send for this text: also one that Keap no longer lists, as an undo may bring it back. Undefined for a text that
 * must not be sent, and empty for an empty one.
 */
export function sentRecordId(field: RecordField, one: string): string | undefined {
  return recordIdIn(field, one) ?? (one === '' || isId(one) ? one : undefined);
}

function isId(text: string): boolean {
  return /^[1-9]\d{0,9}$/.test(text);
}

/** The text of the record with this id: the id itself where it is not known, and empty for 0, which is Keap's "none". */
export function recordText({ records }: RecordField, id: string): string {
  if (/^0*$/.test(id)) return '';
  const record = records.find((one) => one.id === id);
  return record === undefined ? id : textOf(record, records);
}

/** What to say of a text that means none of the records, or several. */
export function recordProblem({ table, records, failure }: RecordField, one: string): string {
  const { column, kind, entered } = words[table];
  const text = excerpt(one);
  if (failure !== undefined) {
    return `"${text}" in ${column} can't be looked up, because Keap did not list its ${kind}s: "${failure}" Enter the id of the ${kind}, or clear the status to try again.`;
  }
  const several = meantBy(one, records).map((record) => excerpt(textOf(record, records)));
  if (several.length > 1) {
    return `"${text}" in ${column} means more than one ${kind} in Keap: ${quotedList(several.slice(0, maxNamed), 'and')}. Enter one of these texts, or the id.`;
  }
  const near = nearRecords(one, records).map((record) => excerpt(textOf(record, records)));
  if (near.length > 0) {
    return `"${text}" in ${column} is not a ${kind} in Keap. Did you mean ${quotedList(near, 'or')}? Correct the cell, or add the ${kind} in Keap and clear the status.`;
  }
  return `"${text}" in ${column} is not a ${kind} in Keap. Enter ${entered}.`;
}

const maxNamed = 5;

const words: Readonly<
  Record<RecordTable, { readonly column: string; readonly kind: string; readonly entered: string }>
> = {
  User: { column: 'Owner', kind: 'user', entered: "a user's name, email address or id" },
  LeadSource: { column: 'Lead source', kind: 'lead source', entered: "a lead source's name or id" },
};

/** Its name where that means no other, then its email address, and then its name with the id: `Ada Berg (17)`. */
function textOf(record: KeapRecord, records: readonly KeapRecord[]): string {
  const { id, name, email } = record;
  const withId = name === '' ? id : `${name} (${id})`;
  return [name, email, withId, id].find((text) => meantBy(text, records).length === 1) ?? withId;
}

/** By name, email address or id, or by a name with the id in brackets; case and spaces do not count. */
function meantBy(one: string, records: readonly KeapRecord[]): readonly KeapRecord[] {
  const key = looseKey(one);
  if (key === '') return [];
  const [, name, id] = /^(.*) \((\d+)\)$/.exec(key) ?? [];
  return records.filter(
    (record) =>
      [record.id, looseKey(record.name), looseKey(record.email)].includes(key) ||
      (record.id === id && looseKey(record.name) === name),
  );
}

function looseKey(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}

/** Those whose name or address is most like the text. */
function nearRecords(one: string, records: readonly KeapRecord[]): KeapRecord[] {
  const texts = nearest(one, [...new Set(records.flatMap(({ name, email }) => [name, email]))]);
  const near = texts.flatMap((text) => records.filter(({ name, email }) => name === text || email === text));
  return [...new Set(near)].slice(0, maxNamed);
}
