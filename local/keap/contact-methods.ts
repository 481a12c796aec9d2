/** The methods of `ContactService`. */
import type { XmlRpcValue } from '@foxglove/xmlrpc';
import { contactTable } from './contact-table.ts';
import { type ContactBook, duplicateOf, emailFields, isDuplicateCheck } from './contacts.ts';
import type { FieldCatalog } from './field-catalog.ts';
import { noFieldFault } from './fields.ts';
import type { MethodAnswer, MethodFault, Params } from './method.ts';
import { invalidParameter, isSame, namesIn, notFound, result, structIn, tableMethods } from './tables.ts';

export interface ContactMethods {
  load(params: Params): MethodAnswer;
  update(params: Params, nowMs: number): MethodAnswer;
  add(params: Params, nowMs: number): MethodAnswer;
  addWithDupCheck(params: Params, nowMs: number): MethodAnswer;
  findByEmail(params: Params, nowMs: number): MethodAnswer;
}

export function contactMethods(book: ContactBook, catalog: FieldCatalog): ContactMethods {
  const table = contactTable(book, catalog);
  const byApi = (nowMs: number) => ({ by: 'api', nowMs }) as const;
  return {
    load: (params) => tableMethods(table).load(params),

    update([id, data], nowMs) {
      const written = textsIn(data, catalog);
      if (written.kind === 'fault') return written;
      if (book.find(Number(id)) === undefined) return notFound(id);
      book.update(Number(id), written.texts, byApi(nowMs));
      return result(Number(id));
    },

    add([data], nowMs) {
      const written = textsIn(data, catalog);
      return written.kind === 'fault' ? written : result(book.add(written.texts, byApi(nowMs)));
    },

    addWithDupCheck([data, check], nowMs) {
      if (!isDuplicateCheck(String(check))) return invalidParameter(`No such duplicate check: ${check}`);
      const written = textsIn(data, catalog);
      if (written.kind === 'fault') return written;
      const duplicate = duplicateOf(book, written.texts, String(check));
      if (duplicate === undefined) return result(book.add(written.texts, byApi(nowMs)));
      book.update(duplicate.id, written.texts, byApi(nowMs));
      return result(duplicate.id);
    },

    findByEmail([email = '', names = []], nowMs) {
      const wanted = namesIn(names);
      const unknown = wanted.find((name) => !table.isField(name));
      if (unknown !== undefined) return noFieldFault('Contact', unknown);
      const found = book
        .searched(nowMs)
        .filter(({ fields }) => emailFields.some((name) => isSame(fields[name] ?? '', email)));
      return result(found.map((one) => table.struct(one, wanted)));
    },
  };
}

type Texts = { readonly kind: 'texts'; readonly texts: Readonly<Record<string, string>> } | MethodFault;

function textsIn(data: XmlRpcValue | undefined, catalog: FieldCatalog): Texts {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(structIn(data ?? {}))) {
    const kept = catalog.keptFromXmlRpc(name, value);
    if (kept.kind === 'fault') return kept;
    if (kept.kind === 'kept') texts[name] = kept.text;
  }
  return { kind: 'texts', texts };
}
