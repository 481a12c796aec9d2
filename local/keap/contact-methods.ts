import type { XmlRpcValue } from '@foxglove/xmlrpc';
import { contactStruct } from './contact-struct.ts';
import type { ContactBook, SimulatedContact } from './contacts.ts';
import { type Fault, isField, kept, noFieldFault } from './fields.ts';
import type { MethodAnswer, Params } from './method.ts';

/** ContactService and what DataService does with contacts; `custom` names the account's own fields. */
export interface ContactMethods {
  load(params: Params): MethodAnswer;
  update(params: Params, nowMs: number): MethodAnswer;
  add(params: Params, nowMs: number): MethodAnswer;
  addWithDupCheck(params: Params, nowMs: number): MethodAnswer;
  findByEmail(params: Params): MethodAnswer;
  query(params: Params): MethodAnswer;
}

export function contactMethods(book: ContactBook, custom: ReadonlySet<string>): ContactMethods {
  return {
    load([id, names]) {
      const wanted = namesIn(names, custom);
      if (wanted.kind === 'fault') return wanted;
      const contact = book.find(Number(id));
      return contact === undefined ? notFound(id) : result(contactStruct(book, contact, wanted.names));
    },

    update([id, data], nowMs) {
      const written = textsOf(data, custom);
      if (written.kind === 'fault') return written;
      if (book.find(Number(id)) === undefined) return notFound(id);
      book.update(Number(id), written.texts, nowMs);
      return result(Number(id));
    },

    add([data], nowMs) {
      const written = textsOf(data, custom);
      return written.kind === 'fault' ? written : result(book.add(written.texts, nowMs));
    },

    addWithDupCheck([data, check], nowMs) {
      const compared = duplicateChecks[String(check)];
      if (compared === undefined) return invalid(`No such duplicate check: ${check}`);
      const written = textsOf(data, custom);
      if (written.kind === 'fault') return written;
      const twin = duplicateOf(book, written.texts, compared);
      if (twin === undefined) return result(book.add(written.texts, nowMs));
      book.update(twin.id, written.texts, nowMs);
      return result(twin.id);
    },

    findByEmail([email, names]) {
      const wanted = namesIn(names, custom);
      if (wanted.kind === 'fault') return wanted;
      const found = book.all().filter(({ fields }) => addressesOf(fields).some((one) => isSame(one, email)));
      return result(found.map((one) => contactStruct(book, one, wanted.names)));
    },

    query([, limit, page, query, names]) {
      const wanted = namesIn([...Object.keys(structIn(query)), ...arrayIn(names)], custom);
      if (wanted.kind === 'fault') return wanted;
      const [most, from] = [Number(limit), Number(page)];
      if (most < 1 || most > 1000) return invalid('The limit is 1 to 1000');
      if (from < 0) return invalid('Pages count from 0');
      const conditions = Object.entries(structIn(query));
      const found = book.all().filter((one) => conditions.every(([name, value]) => holds(one, name, value)));
      const shown = found.slice(from * most, (from + 1) * most);
      return result(shown.map((one) => contactStruct(book, one, arrayIn(names).map(String))));
    },
  };
}

const duplicateChecks: Readonly<Record<string, readonly string[]>> = {
  Email: ['Email'],
  EmailAndName: ['Email', 'FirstName', 'LastName'],
  EmailAndNameAndCompany: ['Email', 'FirstName', 'LastName', 'Company'],
};

function duplicateOf(
  book: ContactBook,
  texts: Readonly<Record<string, string>>,
  compared: readonly string[],
): SimulatedContact | undefined {
  return book
    .all()
    .find(({ fields }) => compared.every((name) => isSame(fields[name] ?? '', texts[name] ?? '')));
}

function addressesOf({ Email, EmailAddress2, EmailAddress3 }: Readonly<Record<string, string>>): string[] {
  return [Email, EmailAddress2, EmailAddress3].filter((one) => one !== undefined);
}

/** Keap's database compares without regard to case. */
function isSame(one: string, other: XmlRpcValue): boolean {
  return one.toLowerCase() === String(other).toLowerCase();
}

/** `%` stands for any text and `~null~` for an empty field; an array is a choice (blog.novaksolutions.com, "Gotchas"). */
function holds({ id, fields }: SimulatedContact, name: string, wanted: XmlRpcValue): boolean {
  const own = name === 'Id' ? String(id) : (fields[name] ?? '');
  if (Array.isArray(wanted)) return wanted.some((one) => isSame(own, one));
  if (wanted === '~null~') return own === '';
  const parts = String(wanted)
    .split('%')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'is').test(own);
}

type Names = { readonly kind: 'names'; readonly names: readonly string[] } | Fault;

function namesIn(value: XmlRpcValue, custom: ReadonlySet<string>): Names {
  const names = arrayIn(value).map(String);
  const unknown = names.find((name) => !isField(name, custom));
  return unknown === undefined ? { kind: 'names', names } : noFieldFault(unknown);
}

type Texts = { readonly kind: 'texts'; readonly texts: Readonly<Record<string, string>> } | Fault;

function textsOf(data: XmlRpcValue, custom: ReadonlySet<string>): Texts {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(structIn(data))) {
    const what = kept(name, value, custom);
    if (what.kind === 'fault') return what;
    texts[name] = what.text;
  }
  return { kind: 'texts', texts };
}

function arrayIn(value: XmlRpcValue): readonly XmlRpcValue[] {
  return Array.isArray(value) ? value : [];
}

function structIn(value: XmlRpcValue): Readonly<Record<string, XmlRpcValue>> {
  const isStruct = typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
  return isStruct && !(value instanceof Uint8Array) ? value : {};
}

function result(value: XmlRpcValue): MethodAnswer {
  return { kind: 'result', value };
}

/** Keap's words, as its users have posted them (infusionsoft/infusionsoft-php, issue 38). */
function notFound(id: XmlRpcValue): Fault {
  return { kind: 'fault', code: 5, text: `[RecordNotFound]Record not found for Id:${id}` };
}

function invalid(words: string): Fault {
  return { kind: 'fault', code: 12, text: `[InvalidParameter]${words}` };
}
