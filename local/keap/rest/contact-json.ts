/** Contacts as REST v2 gives them. */
import type { ContactBook, SimulatedContact } from '../contacts.ts';
import type { CustomField } from '../custom-fields.ts';
import { easternInstant } from '../eastern-time.ts';
import type { OptBook } from '../opt-book.ts';
import { optMeanings } from '../opt-status.ts';
import { addressCodes } from './address-codes.ts';
import { slotLists, textNames } from './names.ts';

type Json = Record<string, unknown>;

/** What a contact's answer is made of. */
export interface ContactWorld {
  readonly book: ContactBook;
  readonly opts: OptBook;
  readonly custom: readonly CustomField[];
}

/**
 * What is empty is left out, except that lists are there even if they are empty, and so are all custom fields, empty
 * ones as null. With `wanted`, these properties and no other, not even `id`.
 */
export function contactJson(
  { book, opts, custom }: ContactWorld,
  contact: SimulatedContact,
  wanted: ReadonlySet<string> | undefined,
): Json {
  const { id, fields } = contact;
  const { createdMs, updatedMs } = book.times(id);
  const all: Json = {
    id: String(id),
    ...textsIn(fields),
    ...(fields.Company === undefined ? {} : { company: { id: '7', company_name: fields.Company } }),
    ...Object.fromEntries(Object.keys(slotLists).map((list) => [list, itemsIn(list, fields, opts)])),
    custom_fields: custom.map((field) => ({
      id: field.id,
      content: customContent(field, fields[field.name]),
    })),
    tag_ids: (fields.Groups ?? '').split(',').filter((tag) => tag !== ''),
    create_time: instant(createdMs),
    update_time: instant(updatedMs),
  };
  return wanted === undefined
    ? all
    : Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name)));
}

/** Null where it is empty; a date is an instant, to be read in New York; numbers are numbers. */
function customContent({ type, isChecked }: CustomField, text: string | undefined): unknown {
  if (text === undefined) return null;
  if (!isChecked) return text;
  switch (type) {
    case 'DATE':
    case 'DATE_TIME':
      return instant(easternInstant(text.length === 10 ? `${text}T00:00:00` : text));
    case 'WHOLE_NUMBER':
    case 'DECIMAL_NUMBER':
    case 'CURRENCY':
    case 'PERCENT':
    case 'YES_NO':
      return Number(text);
    default:
      return text;
  }
}

/** ISO 8601 in UTC, to the second. */
export function instant(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

function textsIn(fields: Readonly<Record<string, string>>): Json {
  const texts = Object.entries(textNames).map(([name, field]) => [name, fields[field]] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
}

function itemsIn(list: string, fields: Readonly<Record<string, string>>, opts: OptBook): Json[] {
  const items: Json[] = [];
  for (const [slot, slotParts] of Object.entries(slotLists[list]?.slots ?? {})) {
    const texts = Object.entries(slotParts).map(([name, { field }]) => [name, fields[field]] as const);
    const full = Object.fromEntries(texts.filter(([, text]) => text !== undefined));
    if (Object.keys(full).length > 0) items.push({ field: slot, ...full, ...known(full, opts) });
  }
  return items;
}

/** What Keap itself adds to an item. */
function known(
  { email, country, region }: Readonly<Record<string, string | undefined>>,
  opts: OptBook,
): Json {
  return email === undefined ? addressCodes(country ?? '', region ?? '') : emailStatus(email, opts);
}

function emailStatus(email: string, opts: OptBook): Json {
  const { rest, xmlRpc } = optMeanings[opts.entry(email).status];
  return { email_opt_status: rest, is_opt_in: xmlRpc > 0 };
}
