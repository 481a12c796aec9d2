import type { ContactId } from '../contacts/contact.ts';
import { otherContact, unanswered } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import { restUrl } from '../http/endpoints.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, getCall, resultOf } from './calls.ts';
import type { Contact } from './contract.ts';
import { addressParts, comma, maxItems } from './url-parts.ts';

/** A contact as REST v2 gives it, or why it does not. */
export type Fetched = { readonly kind: 'found'; readonly contact: Contact } | Failed;

/**
 * Reads many contacts at a time, these properties of each. Whom a list does not bring is asked for alone, which also
 * tells why.
 */
export function fetchContacts(
  exchange: Exchange,
  ids: readonly ContactId[],
  properties: readonly string[],
): ReadonlyMap<ContactId, Fetched> {
  const asked = [...new Set(ids)];
  const fields = ['id', ...new Set(properties)].join(comma);
  const fetched = new Map<ContactId, Fetched>();
  // One call costs the same either way, and a call for one says what is wrong with the id.
  if (asked.length > 1) listContacts(exchange, asked, fields, fetched);
  const missing = asked.filter((id) => !fetched.has(id));
  fetchEach(exchange, missing, `?fields=${fields}`, fetched);
  return fetched;
}

/** Reads all that Keap has of each of these contacts, in a call for each. */
export function fetchWhole(exchange: Exchange, ids: readonly ContactId[]): ReadonlyMap<ContactId, Fetched> {
  const fetched = new Map<ContactId, Fetched>();
  fetchEach(exchange, ids, '', fetched);
  return fetched;
}

function fetchEach(
  exchange: Exchange,
  ids: readonly ContactId[],
  query: string,
  fetched: Map<ContactId, Fetched>,
): void {
  const steps = exchange.send(ids.map((id) => getCall(`/contacts/${id}${query}`, contactIn)));
  ids.forEach((id, place) => {
    const step = steps[place];
    const contact = resultOf(step);
    if (contact !== undefined) {
      fetched.set(id, contact.id === String(id) ? { kind: 'found', contact } : otherContact);
    } else fetched.set(id, (step && failureOf(step)) ?? unanswered('no answer'));
  });
}

function listContacts(
  exchange: Exchange,
  ids: readonly ContactId[],
  fields: string,
  fetched: Map<ContactId, Fetched>,
): void {
  const pathOf = (list: string) => `/contacts?filter=ids%3D%3D${list}&page_size=${maxItems}&fields=${fields}`;
  const parts = addressParts(ids, String, restUrl.length + pathOf('').length);
  const steps = exchange.send(parts.map((part) => getCall(pathOf(part.join(comma)), contactsIn)));
  const wanted = new Map(ids.map((id) => [String(id), id]));
  for (const contact of steps.flatMap((step) => resultOf(step) ?? [])) {
    const id = wanted.get(contact.id ?? '');
    if (id !== undefined) fetched.set(id, { kind: 'found', contact });
  }
}

function contactsIn({ contacts }: Readonly<Record<string, unknown>>): Contact[] | undefined {
  if (contacts === undefined) return [];
  if (!Array.isArray(contacts)) return undefined;
  return contacts.flatMap((one) => contactIn(one) ?? []);
}

/** Undefined for what is no contact; what stands in it is looked at where it is read. A number for an id is its text. */
export function contactIn(value: unknown): Contact | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
  const { id } = value;
  return typeof id === 'string' || typeof id === 'number' ? { ...value, id: String(id) } : undefined;
}
