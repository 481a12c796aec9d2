/** Reads a field out of a contact of REST v2, as the sheet writes it. */
import { recordText } from '../contacts/record-fields.ts';
import type { Contact } from './contract.ts';
import { textOfContent } from './custom-content.ts';
import type { FieldPath, notes } from './field-paths.ts';

/** An item of one of a contact's lists, with whatever Keap has put into it. */
export type Item = Readonly<Record<string, unknown>>;

/** The properties of a contact that fields are read from and written to. */
export type ContactProperties = Pick<Contact, Exclude<FieldPath['property'], typeof notes>> & {
  readonly [notes]?: unknown;
};

/** The value at this path as text; empty when there is none. */
export function textAt(contact: ContactProperties, path: FieldPath): string {
  switch (path.kind) {
    case 'text':
      return textOf(contact[path.property]);
    case 'date':
      return dayOf(textOf(contact[path.property]));
    case 'record':
      return recordText(path.field, textOf(contact[path.property]));
    case 'company':
      return textOf(contact.company?.company_name);
    case 'list-item': {
      const item = itemsIn(contact, path.property).find(({ field }) => field === path.slot);
      return itemText(item, path.key, path.key === 'number' ? [] : path.equivalents);
    }
    case 'custom':
      return textOfContent(
        path.field,
        itemsIn(contact, path.property).find(({ id }) => String(id) === path.id)?.content,
      );
  }
}

/** The items of a list; none when it is missing. */
export function itemsIn(contact: ContactProperties, property: keyof ContactProperties): Item[] {
  const list: unknown = contact[property];
  if (!Array.isArray(list)) return [];
  return list.filter((item) => typeof item === 'object' && item !== null).map((item) => ({ ...item }));
}

/** A postal code may be stored under its American name, and a country or region by its code alone. */
function itemText(item: Item | undefined, key: string, otherKeys: readonly string[]): string {
  for (const name of [key, ...otherKeys]) {
    const text = textOf(item?.[name]);
    if (text !== '') return text;
  }
  return '';
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

/** REST v2 keeps the day, whatever time of day follows it. */
function dayOf(text: string): string {
  return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? text;
}
