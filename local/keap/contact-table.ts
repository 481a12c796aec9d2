/** The table `Contact` of XML-RPC. */
import { contactStruct } from './contact-struct.ts';
import type { ContactBook, SimulatedContact } from './contacts.ts';
import type { FieldCatalog } from './field-catalog.ts';
import type { Table } from './tables.ts';

export function contactTable(book: ContactBook, catalog: FieldCatalog): Table<SimulatedContact> {
  return {
    name: 'Contact',
    isField: catalog.isField,
    // What is asked for by its id is not searched for.
    rows: (nowMs, isById) => (isById ? book.all() : book.searched(nowMs)),
    find: (id) => book.find(id),
    text: ({ id, fields }, name) => (name === 'Id' ? String(id) : (fields[name] ?? '')),
    struct: (contact, names) => contactStruct(book, catalog, contact, names),
  };
}
