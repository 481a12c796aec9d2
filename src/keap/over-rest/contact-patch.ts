/** Builds the PATCH of a contact, so that writing one item of a list does not delete the others. */
import type { ContactId, FieldName, FieldValues } from '../contacts/contact.ts';
import { sentRecordId } from '../contacts/record-fields.ts';
import type { Call } from '../http/call.ts';
import { withCodes } from './address-codes.ts';
import { type Answer, patchCall } from './calls.ts';
import { contactIn } from './contact-reads.ts';
import { type Item, itemsIn } from './contact-text.ts';
import type { Contact, CreateUpdateContactRequest } from './contract.ts';
import { contentForms } from './custom-content.ts';
import type { FieldPath } from './field-paths.ts';
import { encodedComma } from './url-batches.ts';

/** A PATCH changes only what the mask names, and empties what the mask names and the body lacks. */
export interface ContactPatch {
  readonly mask: readonly string[];
  readonly body: CreateUpdateContactRequest;
}

/**
 * The fields merged into the lists that Keap has now, because a list is replaced as a whole: "any item not listed here
 * will be removed if it already exists" (contract, `CreateUpdateContactRequest`). Fields without a path are left out. `formAt` chooses
 * among the forms of a value, see `formsFor`.
 */
export function contactPatch(
  fields: FieldValues,
  current: Contact | undefined,
  paths: ReadonlyMap<FieldName, FieldPath>,
  formAt: (path: FieldPath, text: string) => number = () => 0,
): ContactPatch {
  const body: Record<string, unknown> = {};
  const mask = new Set<string>();
  for (const [name, text] of fields) {
    const path = paths.get(name);
    if (path === undefined) continue;
    mask.add(path.property);
    const list = body[path.property] ?? listIn(current, path);
    const value = valueFor({ path, text, form: formAt(path, text) }, list);
    if (value !== undefined) body[path.property] = value;
  }
  if (Array.isArray(body.addresses)) body.addresses = body.addresses.map(withCodes);
  return { mask: [...mask], body };
}

/** The call that sends a patch; its answer has what the mask names. */
export function patchContactCall(id: ContactId, { mask, body }: ContactPatch): Call<Answer<Contact>> {
  const query = [
    ...mask.map((name) => `update_mask=${name}`),
    `fields=${['id', ...mask].join(encodedComma)}`,
  ];
  return patchCall(`/contacts/${id}?${query.join('&')}`, body, contactIn);
}

/** Whether a list has to be read before this field is written. */
export function isInList(path: FieldPath): boolean {
  return path.kind === 'list-item' || path.kind === 'custom';
}

/** How many forms there are for a value at this path, of which only a trial shows which one Keap takes. */
export function formsFor(path: FieldPath, text: string): number {
  if (path.kind === 'custom') return text === '' ? 1 : contentForms(path.field, text, undefined).length;
  if (path.kind === 'record' && text === '') return noRecordForms.length;
  return path.kind === 'list-item' || text !== '' ? 1 : 2;
}

/** What takes a record away is not documented (probe: rest/emptied-owner). */
const noRecordForms = ['0', '', undefined] as const;

interface Value {
  readonly path: FieldPath;
  readonly text: string;
  readonly form: number;
}

/** Undefined for what the mask names and the body lacks. */
function valueFor({ path, text, form }: Value, list: unknown): unknown {
  const items = Array.isArray(list) ? list : [];
  switch (path.kind) {
    case 'text':
      return text === '' && form > 0 ? undefined : text;
    case 'record':
      return text === '' ? noRecordForms[form] : sentRecordId(path.field, text);
    case 'date':
      return text === '' && form === 0 ? undefined : text.slice(0, 'yyyy-mm-dd'.length);
    case 'company':
      return text === '' && form === 0 ? undefined : { company_name: text };
    case 'list-item':
      return withItem(items, path, text);
    case 'custom':
      return withCustomField(items, path, text, form);
  }
}

/** The list as it may be sent back. Email addresses have keys that only Keap writes (its contract has two schemas). */
function listIn(current: Contact | undefined, path: FieldPath): Item[] {
  if (current === undefined) return [];
  if (path.kind === 'custom') {
    return itemsIn(current, path.property).filter(({ content }) => content !== null && content !== undefined);
  }
  const items = itemsIn(current, path.property);
  if (path.property !== 'email_addresses') return items;
  return items.map(({ email, field }) => ({ email, field }));
}

function withItem(
  items: readonly Item[],
  { slot, key, equivalents }: Extract<FieldPath, { kind: 'list-item' }>,
  text: string,
): Item[] {
  const old = items.find(({ field }) => field === slot) ?? { field: slot };
  const kept = Object.entries(old).filter(([name]) => name !== key && !equivalents.includes(name));
  const item = Object.fromEntries(text === '' ? kept : [...kept, [key, text]]);
  const isEmpty = Object.keys(item).every((name) => name === 'field');
  return [...items.filter(({ field }) => field !== slot), ...(isEmpty ? [] : [item])];
}

function withCustomField(
  items: readonly Item[],
  { id, field }: Extract<FieldPath, { kind: 'custom' }>,
  text: string,
  form: number,
): Item[] {
  const others = items.filter((item) => String(item.id) !== id);
  if (text === '') return others;
  const old = items.find((item) => String(item.id) === id)?.content;
  const forms = contentForms(field, text, old);
  return [...others, { id, content: forms[form] ?? forms[0] }];
}
