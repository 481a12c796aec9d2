/**
 * Finds contacts by their addresses over REST v2. The filter `email` takes one address, and the contract does not say whether
 * it compares all three of a contact (probe: rest/email-filter); so many addresses, and those that must not be missed, are
 * found by reading all contacts.
 */
import type { ContactId } from '../contacts/contact.ts';
import { noAnswer, unsendable } from '../contacts/messages.ts';
import type { Failed, Found } from '../contacts/outcome.ts';
import {
  contactsOfPage,
  fewAddresses,
  isReadingCheaper,
  type SoughtAddresses,
  soughtAddresses,
} from '../contacts/sought-addresses.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, getCall, resultOf } from './calls.ts';
import { contactIn } from './contact-reads.ts';
import { itemsIn } from './contact-text.ts';
import type { Contact } from './contract.ts';
import { canBeSent } from './opt-status-calls.ts';
import { encodedComma, maxPageSize } from './url-batches.ts';

/** 100,000 contacts: their pages come one after another, each with the token of the next. */
const maxPages = 100;

const fields = ['id', 'email_addresses'].join(encodedComma);
const listPath = `/contacts?page_size=${maxPageSize}&fields=${fields}`;

/**
 * The contacts of each address, in order; with `isThorough`, a contact is not missed by its second or third address, whatever
 * the filter compares, in any account of up to `maxPages`.
 */
export function findContacts(exchange: Exchange, addresses: readonly string[], isThorough: boolean): Found[] {
  const sought = soughtAddresses(addresses);
  const { length } = sought.unique;
  if (length === 0) return [];
  let pages: number | undefined;
  if (length > fewAddresses) {
    pages = pagesOf(exchange);
    if (isReadingCheaper(pages, length, maxPages) && readAll(exchange, sought, length - 1)) {
      return sought.results();
    }
  }
  findEach(exchange, sought);
  if (isThorough) findMissed(exchange, sought, pages);
  return sought.results();
}

/** Nothing is known of an address that the filter has not found where not all contacts can be read. */
function findMissed(exchange: Exchange, sought: SoughtAddresses, known: number | undefined): void {
  const missing = sought.missing();
  const isReadable = missing.length > 0 && (known ?? pagesOf(exchange)) <= maxPages;
  if (!isReadable || readAll(exchange, sought, maxPages)) return;
  for (const address of missing) sought.fail(address, noAnswer);
}

/** How many pages there are at most: ids are given in their order, and are never fewer than contacts. */
function pagesOf(exchange: Exchange): number {
  const [step] = exchange.send([getCall('/contacts?order_by=id%20desc&page_size=1&fields=id', pageIn)]);
  const [newest] = resultOf(step)?.contacts ?? [];
  return Math.max(1, Math.ceil(Number(newest?.id ?? 0) / contactsOfPage));
}

/** False where a page is missing, or there are more of them: then nothing is known of the contacts in it. */
function readAll(exchange: Exchange, sought: SoughtAddresses, most: number): boolean {
  let token = '';
  for (let page = 0; page < most; page++) {
    const path = token === '' ? listPath : `${listPath}&page_token=${encodeURIComponent(token)}`;
    const [step] = exchange.send([getCall(path, pageIn)]);
    const found = resultOf(step);
    if (found === undefined || (token !== '' && found.next === token)) return false;
    for (const contact of found.contacts) meet(sought, contact);
    if (found.next === '') return true;
    token = found.next;
  }
  return false;
}

function findEach(exchange: Exchange, sought: SoughtAddresses): void {
  const asked = sought.unique.filter(canBeSent);
  for (const address of sought.unique) if (!canBeSent(address)) sought.fail(address, unsendable);
  const steps = exchange.send(
    asked.map((address) => getCall(`${listPath}&filter=email%3D%3D${encodeURIComponent(address)}`, pageIn)),
  );
  asked.forEach((address, index) => {
    const step = steps[index];
    const found = resultOf(step);
    if (found === undefined) {
      sought.fail(address, (step && failureOf(step)) ?? noAnswer);
      return;
    }
    const isAny = found.contacts.map((contact) => meet(sought, contact)).includes(true);
    // Keap ignores what it does not know, and then lists all contacts, of which this is one page.
    if (!isAny && found.next !== '') sought.fail(address, notSearched);
  });
}

const notSearched: Failed = {
  kind: 'failed',
  reason: 'Keap listed other contacts instead of searching for this address. The next sync searches again.',
};

/** Whether the contact has an address that is looked for. */
function meet(sought: SoughtAddresses, contact: Contact): boolean {
  const texts = itemsIn(contact, 'email_addresses').map(({ email }) => String(email ?? ''));
  return sought.meet(Number(contact.id) as ContactId, texts);
}

interface ContactPage {
  readonly contacts: readonly Contact[];
  /** The token of the next page; empty on the last one. */
  readonly next: string;
}

function pageIn({
  contacts,
  next_page_token: next,
}: Readonly<Record<string, unknown>>): ContactPage | undefined {
  if (contacts !== undefined && !Array.isArray(contacts)) return undefined;
  const listed = (contacts ?? []).flatMap((one: unknown) => contactIn(one) ?? []);
  return { contacts: listed, next: typeof next === 'string' ? next : '' };
}
