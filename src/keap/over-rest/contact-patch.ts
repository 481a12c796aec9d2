import type { FieldName, FieldValues } from '../contacts/contact.ts';
import { type Item, itemsIn } from './contact-text.ts';
import type { Contact, CreateUpdateContactRequest } from './contract.ts';
import type { FieldPath } from './field-paths.ts';

/** What a PATCH of a contact says: only what the mask names is touched, and what it names and the body lacks is emptied. */
export interface ContactPatch {
  readonly mask: readonly string[];
  readonly body: CreateUpdateContactRequest;
}

/** Finds the place of each of these fields, which all have one. */
export type PathOf = (name: FieldName) => FieldPath | undefined;

/**
 * The fields merged into the lists that Keap has now, for a list is replaced as a whole: "any item not listed here
 * will be removed if it already exists" (contract, `CreateUpdateContactRequest`).
 */
export function contactPatch(
  fields: FieldValues,
  current: Contact | undefined,
  placeOf: PathOf,
): ContactPatch {
  const body: Record<string, unknown> = {};
  const mask = new Set<string>();
  for (const [name, text] of fields) {
    const place = placeOf(name);
    if (place === undefined) continue;
    mask.add(place.property);
    const value = valueFor(place, text, body[place.property] ?? listIn(current, place));
    if (value !== undefined) body[place.property] = value;
  }
  return { mask: [...mask], body };
}

/** Whether a list has to be read before this place is written. */
export function isInList(place: FieldPath): boolean {
  return place.kind === 'part' || place.kind === 'custom';
}

function valueFor(place: FieldPath, text: string, list: unknown): unknown {
  const items = Array.isArray(list) ? list : [];
  switch (place.kind) {
    case 'text':
      return text;
    case 'date':
      return text === '' ? undefined : text.slice(0, 'yyyy-mm-dd'.length);
    case 'company':
      return text === '' ? undefined : { company_name: text };
    case 'part':
      return withPart(items, place, text);
    case 'custom':
      return withCustom(items, place.id, text);
  }
}

/** The list as it may be sent back. Addresses of email have parts that Keap alone writes (its contract has two schemas). */
function listIn(current: Contact | undefined, place: FieldPath): Item[] {
  if (current === undefined) return [];
  if (place.kind === 'custom') {
    return itemsIn(current, place.property).filter(
      ({ content }) => content !== null && content !== undefined,
    );
  }
  const items = itemsIn(current, place.property);
  if (place.property !== 'email_addresses') return items;
  return items.map(({ email, field }) => ({ email, field }));
}

function withPart(
  items: readonly Item[],
  { slot, part, equivalents }: Extract<FieldPath, { kind: 'part' }>,
  text: string,
): Item[] {
  const old = items.find(({ field }) => field === slot) ?? { field: slot };
  const kept = Object.entries(old).filter(([name]) => name !== part && !equivalents.includes(name));
  const item = Object.fromEntries(text === '' ? kept : [...kept, [part, text]]);
  const isEmpty = Object.keys(item).every((name) => name === 'field');
  return [...items.filter(({ field }) => field !== slot), ...(isEmpty ? [] : [item])];
}

/** A field of several choices is a list to Keap if it was one before. */
function withCustom(items: readonly Item[], id: string, text: string): Item[] {
  const old = items.find((item) => String(item.id) === id)?.content;
  const content = Array.isArray(old) ? text.split(',').map((one) => one.trim()) : text;
  return [...items.filter((item) => String(item.id) !== id), ...(text === '' ? [] : [{ id, content }])];
}
