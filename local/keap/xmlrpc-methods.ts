import type { XmlRpcValue } from '@foxglove/xmlrpc';
import type { ContactBook, SimulatedContact } from './contacts.ts';
import { fieldFault, isField } from './fields.ts';

/** A method's result, or the fault that Keap answers with. */
export type MethodAnswer =
  | { readonly kind: 'result'; readonly value: XmlRpcValue }
  | { readonly kind: 'fault'; readonly code: number; readonly text: string };

type Params = readonly XmlRpcValue[];
type Method = (params: Params, nowMs: number) => MethodAnswer;

const result = (value: XmlRpcValue): MethodAnswer => ({ kind: 'result', value });
const fault = (code: number, text: string): MethodAnswer => ({ kind: 'fault', code, text });
const wrongParameters = fault(0, 'No method matching arguments');

/** Keap's methods by name; parameters come without `privateKey` (developer.keap.com, "XML-RPC"). */
export function keapMethods(book: ContactBook, custom: ReadonlySet<string>): ReadonlyMap<string, Method> {
  return new Map<string, Method>([
    ['ContactService.load', ([id, fields]) => load(book, custom, id, fields)],
    [
      'DataService.load',
      ([table, id, fields]) => (table === 'Contact' ? load(book, custom, id, fields) : noTable),
    ],
    ['DataService.query', (params) => query(book, custom, params)],
    ['ContactService.update', ([id, data]) => update(book, custom, id, data)],
    ['ContactService.add', ([data]) => add(book, custom, data)],
    ['ContactService.addWithDupCheck', ([data, check]) => addWithDupCheck(book, custom, data, check)],
    ['ContactService.findByEmail', ([email, fields]) => findByEmail(book, custom, email, fields)],
    ['APIEmailService.getOptStatus', ([email]) => getOptStatus(book, email)],
    ['APIEmailService.optIn', ([email, reason], nowMs) => opt(book, 'in', email, reason, nowMs)],
    ['APIEmailService.optOut', ([email, reason], nowMs) => opt(book, 'out', email, reason, nowMs)],
  ]);
}

const noTable = fault(9, '[NoTableFound]No such table');

function load(
  book: ContactBook,
  custom: ReadonlySet<string>,
  id: XmlRpcValue,
  fields: XmlRpcValue,
): MethodAnswer {
  if (!isInt(id) || !Array.isArray(fields)) return wrongParameters;
  const unknown = fields.find((name) => typeof name !== 'string' || !isField(name, custom));
  if (unknown !== undefined) return fault(10, `[NoFieldFound]No such field: Contact.${String(unknown)}`);
  const contact = book.find(id);
  if (contact === undefined) return fault(5, `[RecordNotFound]Record was not found: Contact ${id}`);
  return result(structOf(contact, fields.map(String)));
}

/** Empty fields are left out. */
function structOf(contact: SimulatedContact, fields: readonly string[]): Record<string, XmlRpcValue> {
  const struct: Record<string, XmlRpcValue> = {};
  for (const name of fields) {
    const value = name === 'Id' ? contact.id : contact.fields[name];
    if (value !== undefined && value !== '') struct[name] = value;
  }
  return struct;
}

function query(book: ContactBook, custom: ReadonlySet<string>, params: Params): MethodAnswer {
  const [table, limit, page, wanted, fields] = params;
  const isWhole = isInt(limit) && isInt(page) && isStruct(wanted) && Array.isArray(fields);
  if (!isWhole) return wrongParameters;
  if (table !== 'Contact') return noTable;
  if (limit > 1000) return fault(12, '[InvalidParameter]The limit is at most 1000');
  const unknown = fields.find((name) => typeof name !== 'string' || !isField(name, custom));
  if (unknown !== undefined) return fault(10, `[NoFieldFound]No such field: Contact.${String(unknown)}`);
  const found = book.all().filter((contact) =>
    Object.entries(wanted).every(([name, value]) => {
      const own = name === 'Id' ? String(contact.id) : (contact.fields[name] ?? '');
      return Array.isArray(value) ? value.map(String).includes(own) : matches(own, String(value));
    }),
  );
  return result(
    found.slice(page * limit, (page + 1) * limit).map((one) => structOf(one, fields.map(String))),
  );
}

/** `%` stands for any text, as in Keap's queries. */
function matches(own: string, wanted: string): boolean {
  const parts = wanted.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'is').test(own);
}

function update(
  book: ContactBook,
  custom: ReadonlySet<string>,
  id: XmlRpcValue,
  data: XmlRpcValue,
): MethodAnswer {
  if (!isInt(id) || !isStruct(data)) return wrongParameters;
  const fields = textsOf(data, custom);
  if (fields.kind === 'fault') return fields;
  if (book.find(id) === undefined) return fault(5, `[RecordNotFound]Record was not found: Contact ${id}`);
  book.update(id, fields.texts);
  return result(id);
}

function add(book: ContactBook, custom: ReadonlySet<string>, data: XmlRpcValue): MethodAnswer {
  if (!isStruct(data)) return wrongParameters;
  const fields = textsOf(data, custom);
  return fields.kind === 'fault' ? fields : result(book.add(fields.texts));
}

function addWithDupCheck(
  book: ContactBook,
  custom: ReadonlySet<string>,
  data: XmlRpcValue,
  check: XmlRpcValue,
): MethodAnswer {
  const names: Record<string, string[]> = {
    Email: ['Email'],
    EmailAndName: ['Email', 'FirstName', 'LastName'],
    EmailAndNameAndCompany: ['Email', 'FirstName', 'LastName', 'Company'],
  };
  const compared = names[String(check)];
  if (!isStruct(data) || compared === undefined) return wrongParameters;
  const fields = textsOf(data, custom);
  if (fields.kind === 'fault') return fields;
  const twin = book
    .all()
    .find((one) => compared.every((name) => (one.fields[name] ?? '') === (fields.texts[name] ?? '')));
  if (twin === undefined) return result(book.add(fields.texts));
  book.update(twin.id, fields.texts);
  return result(twin.id);
}

function findByEmail(
  book: ContactBook,
  custom: ReadonlySet<string>,
  email: XmlRpcValue,
  fields: XmlRpcValue,
): MethodAnswer {
  if (typeof email !== 'string' || !Array.isArray(fields)) return wrongParameters;
  const unknown = fields.find((name) => !isField(String(name), custom));
  if (unknown !== undefined) return fault(10, `[NoFieldFound]No such field: Contact.${String(unknown)}`);
  const found = book
    .all()
    .filter((one) => ['Email', 'EmailAddress2', 'EmailAddress3'].some((name) => one.fields[name] === email));
  return result(found.map((one) => structOf(one, fields.map(String))));
}

type Texts =
  | { readonly kind: 'texts'; readonly texts: Record<string, string> }
  | { readonly kind: 'fault'; readonly code: number; readonly text: string };

function textsOf(data: Record<string, XmlRpcValue>, custom: ReadonlySet<string>): Texts {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(data)) {
    const text = value instanceof Date ? value.toISOString().slice(0, 10) : String(value ?? '');
    const objection = fieldFault(name, text, custom);
    if (objection !== undefined) return { kind: 'fault', ...objection };
    texts[name] = text;
  }
  return { kind: 'texts', texts };
}

/** 0 opted out, not marketable or bounced; 1 single opt-in; 2 double opt-in. */
function getOptStatus(book: ContactBook, email: XmlRpcValue): MethodAnswer {
  if (typeof email !== 'string') return wrongParameters;
  const { status } = book.optEntry(email);
  return result(status === 'double-opt-in' ? 2 : status === 'single-opt-in' ? 1 : 0);
}

/** False means "already so" as well as "not possible": only the status tells which. */
function opt(
  book: ContactBook,
  direction: 'in' | 'out',
  email: XmlRpcValue,
  reason: XmlRpcValue,
  nowMs: number,
): MethodAnswer {
  if (typeof email !== 'string' || typeof reason !== 'string') return wrongParameters;
  const { status } = book.optEntry(email);
  const refusing =
    direction === 'in'
      ? ['single-opt-in', 'double-opt-in', 'opted-out', 'bounced'].includes(status)
      : status === 'opted-out';
  if (refusing) return result(false);
  book.setOpt(email, {
    status: direction === 'in' ? 'single-opt-in' : 'opted-out',
    reason,
    changedMs: nowMs,
  });
  return result(true);
}

function isInt(value: XmlRpcValue): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

function isStruct(value: XmlRpcValue): value is Record<string, XmlRpcValue> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !(value instanceof Date) && !(value instanceof Uint8Array);
}
