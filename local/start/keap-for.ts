import type { Cell } from '../appsscript/typed-cell.ts';
import type { SimulatedContact } from '../keap/contacts.ts';
import type { SimulatedKeapOptions } from '../keap/keap.ts';
import { headersOf } from './headers.ts';
import { sampleContacts } from './sample-keap.ts';

/** The sample meets a Keap with its contacts in it; one's own sheet an empty one with its ids and custom fields. */
export function keapFor(cells: readonly (readonly Cell[])[], isSample: boolean): SimulatedKeapOptions {
  const customFields = headersOf(cells)?.fields.flatMap(({ name }) => (name.startsWith('_') ? [name] : []));
  const contacts: SimulatedContact[] = isSample
    ? sampleContacts()
    : idsIn(cells).map((id) => ({ id, fields: {} }));
  return { contacts, customFields: customFields ?? [] };
}

function idsIn(cells: readonly (readonly Cell[])[]): number[] {
  const column = headersOf(cells)?.id ?? 0;
  const ids = cells.map((row) => Number(String(row[column] ?? '').trim()));
  return [...new Set(ids.filter((id) => Number.isInteger(id) && id > 0 && id < 2 ** 31))];
}
