/** Reads contacts over REST v2, many in one call where that is possible. */
import type { ContactId } from '../contacts/contact.ts';
import { noAnswer, wrongContact } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { Call } from '../http/call.ts';
import { sendDivided } from '../http/divided.ts';
import { restUrl } from '../http/endpoints.ts';
import type { Exchange } from '../http/exchange.ts';
import { type Answer, failureOf, getCall, resultOf } from './calls.ts';
import type { Contact } from './contract.ts';
import { encodedComma, maxPageSize, urlBatches } from './url-batches.ts';

/** A contact as REST v2 returns it, or why it does not. */
export type FetchedContact = { readonly kind: 'found'; readonly contact: Contact } | Failed;

/**
 * Reads these properties of the contacts, many at a time. Contacts that are missing from a list are read one by one, which
 * also shows why.
 */
export function fetchContacts(
  exchange: Exchange,
  ids: readonly ContactId[],
  properties: readonly string[],
): ReadonlyMap<ContactId, FetchedContact> {
  const uniqueIds = [...new Set(ids)];
  const fields = fieldsOf(properties);
  const fetched = new Map<ContactId, FetchedContact>();
  // For one contact either call costs the same, and reading it alone shows what is wrong with the id.
  if (uniqueIds.length > 1) listContacts(exchange, uniqueIds, fields, fetched);
  const missing = uniqueIds.filter((id) => !fetched.has(id));
  fetchEach(exchange, missing, `?fields=${fields}`, fetched);
  return fetched;
}

/** Reads the whole of each contact, in a call for each. */
export function fetchWholeContacts(
  exchange: Exchange,
  ids: readonly ContactId[],
): ReadonlyMap<ContactId, FetchedContact> {
  const fetched = new Map<ContactId, FetchedContact>();
  fetchEach(exchange, ids, '', fetched);
  return fetched;
}

function fetchEach(
  exchange: Exchange,
  ids: readonly ContactId[],
  query: string,
  fetched: Map<ContactId, FetchedContact>,
): void {
  const steps = exchange.send(ids.map((id) => getCall(`/contacts/${id}${query}`, contactIn)));
  ids.forEach((id, index) => {
    const step = steps[index];
    const contact = resultOf(step);
    if (contact !== undefined) {
      fetched.set(id, contact.id === String(id) ? { kind: 'found', contact } : wrongContact);
    } else fetched.set(id, (step && failureOf(step)) ?? noAnswer);
  });
}

function listContacts(
  exchange: Exchange,
  ids: readonly ContactId[],
  fields: string,
  fetched: Map<ContactId, FetchedContact>,
): void {
  const parts = sendDivided(
    exchange,
    listBatches(ids, fields),
    (batch) => listCall(batch, fields),
    (step) => resultOf(step) === undefined,
  );
  const contacts = parts.flatMap(({ result }) => resultOf(result) ?? []);
  for (const [id, contact] of byId(ids, contacts)) fetched.set(id, { kind: 'found', contact });
}

/**
 * The one call that reads these properties of all these contacts, to be sent beside other calls; undefined where it takes
 * several. `fetchContacts` reads what its answer lacks.
 */
export function wholeListCall(
  ids: readonly ContactId[],
  properties: readonly string[],
): Call<Answer<Contact[]>> | undefined {
  const fields = fieldsOf(properties);
  const isOneCall = ids.length > 1 && listBatches(ids, fields).length === 1;
  return isOneCall ? { ...listCall(ids, fields), isDivisible: true } : undefined;
}

/** Leaves out contacts that nobody has asked for. */
export function byId(
  ids: readonly ContactId[],
  contacts: readonly Contact[],
): ReadonlyMap<ContactId, Contact> {
  const wanted = new Map(ids.map((id) => [String(id), id]));
  return new Map(
    contacts.flatMap((contact): [ContactId, Contact][] => {
      const id = wanted.get(contact.id ?? '');
      return id === undefined ? [] : [[id, contact]];
    }),
  );
}

function listBatches(ids: readonly ContactId[], fields: string): ContactId[][] {
  return urlBatches(ids, String, restUrl.length + listPath([], fields).length);
}

function listCall(ids: readonly ContactId[], fields: string): Call<Answer<Contact[]>> {
  return getCall(listPath(ids, fields), contactsIn);
}

function listPath(ids: readonly ContactId[], fields: string): string {
  return `/contacts?filter=ids%3D%3D${ids.join(encodedComma)}&page_size=${maxPageSize}&fields=${fields}`;
}

function fieldsOf(properties: readonly string[]): string {
  return ['id', ...new Set(properties)].join(encodedComma);
}

function contactsIn({ contacts }: Readonly<Record<string, unknown>>): Contact[] | undefined {
  if (contacts === undefined) return [];
  if (!Array.isArray(contacts)) return undefined;
  return contacts.flatMap((one) => contactIn(one) ?? []);
}

/** A contact in Keap's JSON, with its id as text; undefined for anything else. Its values are checked where they are read. */
export function contactIn(value: unknown): Contact | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
  const { id } = value;
  return typeof id === 'string' || typeof id === 'number' ? { ...value, id: String(id) } : undefined;
}
