/** What a PATCH of a contact comes to. */
import type { FieldCatalog } from '../field-catalog.ts';
import { countryCodes, regionCodes, type SlotPart, slotLists, textNames } from './names.ts';
import { isRefusal, type Refusal, refusal } from './rest-answer.ts';

type Json = Readonly<Record<string, unknown>>;
type Texts = Record<string, string>;

/** Fields by their names in XML-RPC, an empty text to empty one, and addresses that are to be opted in. */
export interface Patch {
  readonly fields: Texts;
  readonly optIns: readonly { readonly address: string; readonly reason: string }[];
}

/**
 * Reads the body of a PATCH that keeps to the contract. Only what the mask names counts, or all that stands there
 * where there is no mask; what the mask names and the body has not is emptied (AIP-134: Keap says nothing of it).
 */
export function patchOf(body: Json, mask: readonly string[], catalog: FieldCatalog): Patch | Refusal {
  const fields: Texts = {};
  for (const name of mask.length > 0 ? mask : Object.keys(body)) {
    const found = fieldsFor(name, body[name], catalog);
    if (isRefusal(found)) return found;
    Object.assign(fields, found);
  }
  return { fields, optIns: mask.length > 0 && !mask.includes('email_addresses') ? [] : optInsIn(body) };
}

function fieldsFor(name: string, value: unknown, catalog: FieldCatalog): Texts | Refusal {
  const field = textNames[name];
  if (field !== undefined) {
    const text = textOf(value);
    if (catalog.objectionTo(field, text) !== undefined) {
      return refusal(400, 'Input could not be converted to a valid request', name);
    }
    return { [field]: text };
  }
  if (name === 'company') return { Company: textOf(objectIn(value).company_name) };
  if (name === 'custom_fields') return customTexts(listIn(value), catalog);
  const list = slotLists[name];
  return list === undefined ? {} : slotTexts(name, list.slots, listIn(value));
}

/** The list is replaced as a whole: every part of every slot that is not there becomes empty. */
function slotTexts(
  list: string,
  slots: Readonly<Record<string, Readonly<Record<string, SlotPart>>>>,
  items: readonly Json[],
): Texts | Refusal {
  const texts: Texts = {};
  for (const parts of Object.values(slots)) {
    for (const { field } of Object.values(parts)) texts[field] = '';
  }
  const seen = new Set<string>();
  for (const item of items) {
    const slot = String(item.field ?? '');
    const parts = slots[slot];
    if (parts === undefined || seen.has(slot))
      return refusal(400, `${list}: the field '${slot}' is wrong.`, list);
    seen.add(slot);
    const written = partTexts(list, parts, withCodes(item));
    if (isRefusal(written)) return written;
    Object.assign(texts, written);
  }
  return texts;
}

function partTexts(
  list: string,
  parts: Readonly<Record<string, SlotPart>>,
  item: Json | Refusal,
): Texts | Refusal {
  if (isRefusal(item)) return item;
  const texts: Texts = {};
  for (const [name, { field, max }] of Object.entries(parts)) {
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

/** A code says more than the deprecated name beside it. */
function withCodes(item: Json): Json | Refusal {
  const country = nameOf(countryCodes, item.country_code);
  if (country === undefined) return refusal(400, 'addresses: the country code is unknown.', 'addresses');
  const region = nameOf(regionCodes, item.region_code);
  if (region === undefined) return refusal(400, 'addresses: the region code is unknown.', 'addresses');
  return {
    ...item,
    postal_code: item.postal_code ?? item.zip_code,
    ...(country === '' ? {} : { country }),
    ...(region === '' ? {} : { region }),
  };
}

/** Empty where there is no code, undefined where it is unknown. */
function nameOf(codes: Readonly<Record<string, string>>, code: unknown): string | undefined {
  if (code === undefined || code === '') return '';
  return Object.keys(codes).find((name) => codes[name] === code);
}

function customTexts(items: readonly Json[], catalog: FieldCatalog): Texts | Refusal {
  const custom = catalog.custom();
  const texts: Texts = Object.fromEntries(custom.map(({ name }) => [name, '']));
  for (const { id, content } of items) {
    const field = custom.find((one) => one.id === id);
    if (field === undefined)
      return refusal(400, `custom_fields: there is no field with the id '${id}'.`, 'custom_fields');
    const text = Array.isArray(content) ? content.map(textOf).join(',') : textOf(content);
    if (catalog.objectionTo(field.name, text) !== undefined) {
      return refusal(400, 'Input could not be converted to a valid request', 'custom_fields');
    }
    texts[field.name] = text;
  }
  return texts;
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
