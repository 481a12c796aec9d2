/** The table `ContactGroup` of XML-RPC: Keap's name for a tag was group (developer.keap.com, "Table Schema: ContactGroup"). */
import type { XmlRpcValue } from '@foxglove/xmlrpc';
import type { Table } from './tables.ts';
import type { SimulatedTag, TagBook } from './tag-book.ts';

const fields = ['Id', 'GroupName', 'GroupCategoryId', 'GroupDescription'];

export function tagTable(tags: TagBook): Table<SimulatedTag> {
  return {
    name: 'ContactGroup',
    isField: (name) => fields.includes(name),
    rows: () => tags.all(),
    find: (id) => tags.find(id),
    text: (tag, name) => String(columnValue(tag, name) ?? ''),
    struct(tag, names) {
      const struct: Record<string, XmlRpcValue> = {};
      for (const name of names) {
        const value = columnValue(tag, name);
        if (value !== undefined) struct[name] = value;
      }
      return struct;
    },
  };
}

function columnValue({ id, name, category }: SimulatedTag, column: string): XmlRpcValue | undefined {
  switch (column) {
    case 'Id':
      return id;
    case 'GroupName':
      return name;
    case 'GroupCategoryId':
      return category ?? 0;
    default:
      return undefined;
  }
}
