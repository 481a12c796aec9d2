/** Contacts and times as XML-RPC carries them. */
import type { XmlRpcValue } from '@foxglove/xmlrpc';
import type { ContactBook, SimulatedContact } from './contacts.ts';
import { easternTime } from './eastern-time.ts';
import type { FieldCatalog, FieldType } from './field-catalog.ts';

/** The fields of a contact; empty ones are left out. */
export function contactStruct(
  book: ContactBook,
  catalog: FieldCatalog,
  { id, fields }: SimulatedContact,
  names: readonly string[],
): Record<string, XmlRpcValue> {
  const { createdMs, updatedMs } = book.times(id);
  const own: Readonly<Record<string, XmlRpcValue>> = {
    Id: id,
    DateCreated: serverTime(createdMs),
    LastUpdated: serverTime(updatedMs),
  };
  const struct: Record<string, XmlRpcValue> = {};
  for (const name of names) {
    const value = own[name] ?? typedValue(catalog.typeOf(name), fields[name] ?? '');
    if (value !== '') struct[name] = value;
  }
  return struct;
}

function typedValue(type: FieldType, text: string): XmlRpcValue {
  if (text === '') return text;
  switch (type) {
    case 'text':
      return text;
    case 'number':
    case 'decimal':
      return Number(text);
    case 'date': {
      const date = new Date(`${text.slice(0, 10)}T${text.slice(11) || '00:00:00'}Z`);
      return Number.isNaN(date.getTime()) ? text : date;
    }
  }
}

/** Keap's servers keep the time of the East of the United States, and say no zone. */
export function serverTime(atMs: number): Date {
  return new Date(`${easternTime(atMs)}Z`);
}
