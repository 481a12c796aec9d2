import type { XmlRpcValue } from '@foxglove/xmlrpc';
import type { ContactBook, SimulatedContact } from './contacts.ts';
import { fieldType } from './fields.ts';

/** The fields of a contact as XML-RPC carries them; empty ones are left out. */
export function contactStruct(
  book: ContactBook,
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
    const value = own[name] ?? typed(name, fields[name] ?? '');
    if (value !== '') struct[name] = value;
  }
  return struct;
}

function typed(name: string, text: string): XmlRpcValue {
  if (text === '') return text;
  switch (fieldType(name)) {
    case 'text':
      return text;
    case 'number':
      return Number(text);
    case 'date': {
      const date = new Date(`${text.slice(0, 10)}T${text.slice(11) || '00:00:00'}Z`);
      return Number.isNaN(date.getTime()) ? text : date;
    }
  }
}

const easternTime = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/New_York',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** Keap's servers keep the time of the East of the United States, and say no zone. */
function serverTime(atMs: number): Date {
  return new Date(`${easternTime.format(atMs).replace(' ', 'T')}Z`);
}
