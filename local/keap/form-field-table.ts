/** The table `DataFormField` of XML-RPC, which describes the account's own fields (probe: xmlrpc/form-fields). */
import type { XmlRpcValue } from '@foxglove/xmlrpc';
import { type CustomField, customFieldTypes } from './custom-fields.ts';
import type { FieldCatalog } from './field-catalog.ts';
import type { Table } from './tables.ts';

const fields = ['Id', 'Name', 'Label', 'DataType', 'Values', 'FormId', 'GroupId', 'DefaultValue', 'ListRows'];

/** `FormId` -1 is the contact's form; `Name` has no `_`, and `Values` are separated by line ends. */
export function formFieldTable(catalog: FieldCatalog): Table<CustomField> {
  return {
    name: 'DataFormField',
    isField: (name) => fields.includes(name),
    rows: () => catalog.custom(),
    find: (id) => catalog.custom().find((field) => Number(field.id) === id),
    text: (field, name) => String(columnValue(field, name) ?? ''),
    struct: (field, names) => {
      const struct: Record<string, XmlRpcValue> = {};
      for (const name of names) {
        const value = columnValue(field, name);
        if (value !== undefined && value !== '') struct[name] = value;
      }
      return struct;
    },
  };
}

function columnValue(
  { id, name, label, type, options }: CustomField,
  column: string,
): XmlRpcValue | undefined {
  switch (column) {
    case 'Id':
      return Number(id);
    case 'Name':
      return name.replace(/^_/, '');
    case 'Label':
      return label;
    case 'DataType':
      return customFieldTypes[type];
    case 'Values':
      return options.join('\n');
    case 'FormId':
      return -1;
    case 'GroupId':
      return 3;
    default:
      return undefined;
  }
}
