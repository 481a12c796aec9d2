/**
 * Finds contacts by their addresses over XML-RPC. `DataService.query` takes a list of ids only, and `findByEmail` one address
 * a call, which it compares with all three of a contact; so many addresses cost least by reading all contacts, 1,000 a call.
 */
import type { XmlRpcValue } from '../../xmlrpc/index.ts';
import type { ContactId } from '../contacts/contact.ts';
import { noAnswer } from '../contacts/messages.ts';
import type { Found } from '../contacts/outcome.ts';
import {
  contactsOfPage,
  fewAddresses,
  isReadingCheaper,
  type SoughtAddresses,
  soughtAddresses,
} from '../contacts/sought-addresses.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, resultOf, sendEach } from './answers.ts';
import { keapCall } from './methods.ts';

type Struct = Record<string, XmlRpcValue>;

const fields = ['Id', 'Email', 'EmailAddress2', 'EmailAddress3'];

/** 200,000 contacts: their pages come in parallel. */
const maxPages = 200;

/** The contacts of each address, in order. */
export function findContacts(exchange: Exchange, addresses: readonly string[]): Found[] {
  const sought = soughtAddresses(addresses);
  const count = sought.unique.length;
  if (count === 0) return [];
  const pages = count > fewAddresses ? countPages(exchange) : undefined;
  const isRead =
    pages !== undefined && isReadingCheaper(pages, count, maxPages) && readAll(exchange, sought, pages);
  if (!isRead) findEach(exchange, sought);
  return sought.results();
}

/** Undefined where Keap does not say. */
function countPages(exchange: Exchange): number | undefined {
  const [step] = exchange.send([keapCall('DataService.count', 'Contact', allContacts)]);
  const count = step === undefined ? undefined : resultOf(step);
  return count === undefined ? undefined : Math.max(1, Math.ceil(count / contactsOfPage));
}

/** `%` matches any text. */
const allContacts = { Id: '%' };

/** False where a page is missing: then nothing is known of the contacts in it. */
function readAll(exchange: Exchange, sought: SoughtAddresses, pages: number): boolean {
  let page = 0;
  for (let left = pages; left > 0; ) {
    const first = page;
    const numbers = Array.from({ length: left }, (_, index) => first + index);
    const steps = exchange.send(
      numbers.map((number) =>
        keapCall('DataService.query', 'Contact', contactsOfPage, number, allContacts, fields, 'Id', true),
      ),
    );
    const found = steps.map(resultOf);
    if (found.length < numbers.length || found.includes(undefined)) return false;
    for (const struct of found.flatMap((one) => one ?? [])) meet(sought, struct);
    page += left;
    // Contacts have been added since they were counted.
    left = (found[found.length - 1] ?? []).length < contactsOfPage || page > maxPages ? 0 : 1;
  }
  return true;
}

function findEach(exchange: Exchange, sought: SoughtAddresses): void {
  const steps = sendEach(exchange, sought.unique, (address) =>
    keapCall('ContactService.findByEmail', address, fields),
  );
  sought.unique.forEach((address, index) => {
    const step = steps[index];
    const structs = step === undefined ? undefined : resultOf(step);
    if (structs === undefined) sought.fail(address, (step && failureOf(step)) ?? noAnswer);
    for (const struct of structs ?? []) meet(sought, struct);
  });
}

function meet(sought: SoughtAddresses, { Id, ...struct }: Struct): void {
  if (typeof Id !== 'number') return;
  const texts = fields.map((name) => struct[name]).filter((text) => typeof text === 'string');
  sought.meet(Id as ContactId, texts);
}
