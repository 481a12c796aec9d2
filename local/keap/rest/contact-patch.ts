/** What a PATCH of a contact comes to. */

import { easternTime } from '../eastern-time.ts';
import type { FieldCatalog } from '../field-catalog.ts';
import type { KeapBehavior } from '../open-questions.ts';
import { addressNames } from './address-codes.ts';
import { type SlotPart, slotLists, textNames } from './names.ts';
import { isRefusal, type Refusal, refusal } from './rest-answer.ts';

type Json = Readonly<Record<string, unknown>>;
type Texts = Record<string, string>;

/** Fields by their names in XML-RPC, an empty text to empty one, and addresses that are to be opted in. */
export interface Patch {
  readonly fields: Texts;
  readonly optIns: readonly { readonly address: string; readonly reason: string }[];
}

/**
 * Reads the body of a PATCH that keeps to the contract. Only what the mask names counts, or the whole body where there
 * is no mask; what the mask names and the body lacks is emptied unless the options say otherwise (AIP-134).
 */
export function patchOf(
  body: Json,
  mask: readonly string[],
  catalog: FieldCatalog,
  behavior: KeapBehavior,
): Patch | Refusal {
  const fields: Texts = {};
  for (const name of mask.length > 0 ? mask : Object.keys(body)) {
    if (name === 'notes' && behavior.notes === 'ignored') continue;
    if (!Object.hasOwn(body, name)) {
      if (behavior.maskedAbsent === 'kept') continue;
      if (behavior.maskedAbsent === 'refused') return refusal(400, invalidRequest, name);
    }
    const found = fieldsFor(name, body[name], catalog, behavior);
    if (isRefusal(found)) return found;
    Object.assign(fields, found);
  }
  return { fields, optIns: mask.length > 0 && !mask.includes('email_addresses') ? [] : optInsIn(body) };
}

/** Recorded as the message of a 400. */
const invalidRequest = 'Input could not be converted to a valid request';

function fieldsFor(
  name: string,
  value: unknown,
  catalog: FieldCatalog,
  behavior: KeapBehavior,
): Texts | Refusal {
  const field = textNames[name];
  if (field !== undefined) {
    const text = textOf(value);
    const kept = catalog.keptFromText(field, text);
    return kept === undefined ? refusal(400, invalidRequest, name) : { [field]: kept };
  }
  if (name === 'company') return { Company: textOf(objectIn(value).company_name) };
  if (name === 'custom_fields') return customTexts(listIn(value), catalog, behavior);
  const list = slotLists[name];
  return list === undefined ? {} : slotTexts(name, list.slots, listIn(value), behavior);
}

/**
 * The list is replaced as a whole: every part of every slot that is not there becomes empty.
 * probe: rest/list-replacement
 */
function slotTexts(
  list: string,
  slots: Readonly<Record<string, Readonly<Record<string, SlotPart>>>>,
  items: readonly Json[],
  behavior: KeapBehavior,
): Texts | Refusal {
  const texts: Texts = {};
  for (const slotParts of Object.values(slots)) {
    for (const { field } of Object.values(slotParts)) texts[field] = '';
  }
  const seen = new Set<string>();
  for (const item of items) {
    const slot = String(item.field ?? '');
    const slotParts = slots[slot];
    if (slotParts === undefined || seen.has(slot))
      return refusal(400, `${list}: the field '${slot}' is wrong.`, list);
    seen.add(slot);
    const written = partTexts(list, slotParts, list === 'addresses' ? withNames(slot, item, behavior) : item);
    if (isRefusal(written)) return written;
    Object.assign(texts, written);
  }
  return texts;
}

function partTexts(
  list: string,
  slotParts: Readonly<Record<string, SlotPart>>,
  item: Json | Refusal,
): Texts | Refusal {
  if (isRefusal(item)) return item;
  const texts: Texts = {};
  for (const [name, { field, max }] of Object.entries(slotParts)) {
    const text = textOf(item[name]);
    if ([...text].length > max)
      return refusal(400, `${list}: ${name} takes at most ${max} characters.`, list);
    if (name === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) {
      return refusal(400, `${list}: not a valid email address.`, list);
    }
    texts[field] = text;
  }
  return texts;
}

function withNames(slot: string, item: Json, { addresses }: KeapBehavior): Json | Refusal {
  const names = addressNames(
    {
      slot,
      country: textOf(item.country),
      region: textOf(item.region),
      countryCode: textOf(item.country_code),
      regionCode: textOf(item.region_code),
    },
    addresses,
  );
  if (isRefusal(names)) return names;
  return { ...item, postal_code: item.postal_code ?? item.zip_code, ...names };
}

function customTexts(
  items: readonly Json[],
  catalog: FieldCatalog,
  { listBoxes }: KeapBehavior,
): Texts | Refusal {
  const custom = catalog.custom();
  const texts: Texts = Object.fromEntries(custom.map(({ name }) => [name, '']));
  for (const { id, content } of items) {
    const field = custom.find((one) => one.id === id);
    if (field === undefined)
      return refusal(400, `custom_fields: there is no field with the id '${id}'.`, 'custom_fields');
    const text = contentText(content, catalog.typeOf(field.name) === 'date');
    const isUnlisted = field.type === 'LIST_BOX' && listBoxes === 'lists' && !Array.isArray(content);
    const kept = isUnlisted && text !== '' ? undefined : catalog.keptFromText(field.name, text);
    if (kept === undefined) return refusal(400, invalidRequest, 'custom_fields');
    texts[field.name] = kept;
  }
  return texts;
}

/** An instant is kept as the time that clocks in New York show then. */
function contentText(content: unknown, isDate: boolean): string {
  const text = Array.isArray(content) ? content.map(textOf).join(',') : textOf(content);
  if (!isDate || !/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text)) return text;
  const instantMs = Date.parse(text);
  return Number.isNaN(instantMs) ? text : easternTime(instantMs).replace(/T00:00:00$/, '');
}

function optInsIn(body: Json): Patch['optIns'] {
  return listIn(body.email_addresses)
    .filter(({ opt_in_reason }) => textOf(opt_in_reason) !== '')
    .map(({ email, opt_in_reason }) => ({ address: textOf(email), reason: textOf(opt_in_reason) }));
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

function objectIn(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(objectIn) : [];
}
