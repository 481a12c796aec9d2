/** What the simulated Keap contains when it starts. */
import type { Cell } from '../appsscript/typed-cell.ts';
import type { SimulatedContact } from '../keap/contacts.ts';
import type { SimulatedKeapOptions } from '../keap/keap.ts';
import type { SimulatedTag } from '../keap/tag-book.ts';
import { headersOf } from './sheet-headers.ts';

/** For the sample, Keap has its contacts; for any other sheets, only empty contacts with their ids, and their custom fields. */
export function keapOptionsFor(
  sheets: readonly (readonly (readonly Cell[])[])[],
  isSample: boolean,
): SimulatedKeapOptions {
  const names = sheets.flatMap((cells) => headersOf(cells)?.fields.map(({ name }) => name) ?? []);
  const customFields = [...new Set(names.filter((name) => name.startsWith('_')))];
  const ids = [...new Set(sheets.flatMap(idsIn))];
  const contacts: SimulatedContact[] = isSample ? sampleContacts() : ids.map((id) => ({ id, fields: {} }));
  return { contacts, customFields, tags };
}

function idsIn(cells: readonly (readonly Cell[])[]): number[] {
  const column = headersOf(cells)?.id ?? 0;
  const ids = cells.map((row) => Number(String(row[column] ?? '').trim()));
  return [...new Set(ids.filter((id) => Number.isInteger(id) && id > 0 && id < 2 ** 31))];
}

/** What a column of tags can name. Two tags have one name, in different categories. */
const tags: readonly SimulatedTag[] = [
  { id: 91, name: 'VIP' },
  { id: 92, name: 'Newsletter 2027', category: 1 },
  { id: 93, name: 'Customer', category: 1 },
  { id: 94, name: 'Customer', category: 2 },
];

/** The sample's contacts before the first sync: with old addresses, and with fields that no row names and that must survive. */
function sampleContacts(): SimulatedContact[] {
  return Array.from({ length: 62 }, (_, index) => {
    const id = 1001 + index;
    return {
      id,
      fields: {
        Email: `customer${id}@example.com`,
        EmailAddress2: `second${id}@example.com`,
        Phone1: `+1 555 01${String(index).padStart(2, '0')}`,
        Company: 'Example & Sons',
      },
    };
  });
}
