import type { Contact } from './contract.ts';
import type { FieldPath } from './field-paths.ts';

/** An item of one of a contact's lists, with whatever Keap has put there. */
export type Item = Readonly<Record<string, unknown>>;

/** A contact as it is read or written, as far as fields have places in it. */
export type HeldContact = Pick<Contact, FieldPath['property']>;

/** What stands at this place, as text; empty where nothing does. */
export function textAt(contact: HeldContact, place: FieldPath): string {
  switch (place.kind) {
    case 'text':
      return textOf(contact[place.property]);
    case 'date':
      return dayOf(textOf(contact[place.property]));
    case 'company':
      return textOf(contact.company?.company_name);
    case 'part': {
      const item = itemsIn(contact, place.property).find(({ field }) => field === place.slot);
      return partOf(item, place.part, place.part === 'postal_code' ? place.equivalents : []);
    }
    case 'custom':
      return textOf(itemsIn(contact, place.property).find(({ id }) => String(id) === place.id)?.content);
  }
}

/** The items of a list; none where it is missing. */
export function itemsIn(contact: HeldContact, property: keyof HeldContact): Item[] {
  const list: unknown = contact[property];
  if (!Array.isArray(list)) return [];
  return list.filter((item) => typeof item === 'object' && item !== null).map((item) => ({ ...item }));
}

/** A postal code may stand under its American name. */
function partOf(item: Item | undefined, part: string, others: readonly string[]): string {
  for (const name of [part, ...others]) {
    const text = textOf(item?.[name]);
    if (text !== '') return text;
  }
  return '';
}

/** Several choices of one field are joined by commas, as XML-RPC writes them. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.map(textOf).join(',') : String(value);
}

/** REST v2 keeps a day, whatever time of day stands behind it. */
function dayOf(text: string): string {
  return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? text;
}
