import type { ContactBook, SimulatedContact } from '../contacts.ts';
import { optMeanings } from '../opt-status.ts';
import { type CustomField, countryCodes, regionCodes, slotLists, textNames } from './names.ts';

type Json = Record<string, unknown>;

/**
 * A contact as REST v2 gives it: what is empty is left out, but lists stand there even if they are empty, and custom
 * fields all stand there, empty ones as null. With `wanted`, these properties and no other, `id` included.
 */
export function contactJson(
  book: ContactBook,
  contact: SimulatedContact,
  custom: readonly CustomField[],
  wanted: ReadonlySet<string> | undefined,
): Json {
  const { id, fields } = contact;
  const { createdMs, updatedMs } = book.times(id);
  const all: Json = {
    id: String(id),
    ...textsIn(fields),
    ...(fields.Company === undefined ? {} : { company: { id: '7', company_name: fields.Company } }),
    ...Object.fromEntries(Object.keys(slotLists).map((list) => [list, itemsIn(list, fields, book)])),
    custom_fields: custom.map((field) => ({ id: field.id, content: fields[field.name] ?? null })),
    tag_ids: [],
    create_time: instant(createdMs),
    update_time: instant(updatedMs),
  };
  return wanted === undefined
    ? all
    : Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name)));
}

/** ISO 8601 in UTC, to the second. */
export function instant(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

function textsIn(fields: Readonly<Record<string, string>>): Json {
  const texts = Object.entries(textNames).map(([name, field]) => [name, fields[field]] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
}

function itemsIn(list: string, fields: Readonly<Record<string, string>>, book: ContactBook): Json[] {
  const items: Json[] = [];
  for (const [slot, parts] of Object.entries(slotLists[list]?.slots ?? {})) {
    const texts = Object.entries(parts).map(([name, { field }]) => [name, fields[field]] as const);
    const full = Object.fromEntries(texts.filter(([, text]) => text !== undefined));
    if (Object.keys(full).length > 0) items.push({ field: slot, ...full, ...known(full, book) });
  }
  return items;
}

/** What Keap adds of its own to an item. */
function known(
  { email, country, region }: Readonly<Record<string, string | undefined>>,
  book: ContactBook,
): Json {
  const countryCode = countryCodes[country ?? ''];
  const regionCode = regionCodes[region ?? ''];
  return {
    ...(email === undefined ? {} : emailStatus(email, book)),
    ...(countryCode === undefined ? {} : { country_code: countryCode }),
    ...(regionCode === undefined ? {} : { region_code: regionCode }),
  };
}

function emailStatus(email: string, book: ContactBook): Json {
  const { rest, xmlRpc } = optMeanings[book.optEntry(email).status];
  return { email_opt_status: rest, is_opt_in: xmlRpc > 0 };
}
