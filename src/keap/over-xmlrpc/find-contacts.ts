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
  const { length } = sought.unique;
  if (length === 0) return [];
  const count = length > fewAddresses ? countContacts(exchange) : undefined;
  const isRead =
    count !== undefined &&
    isReadingCheaper(pagesOf(count), length, maxPages) &&
    readAll(exchange, sought, count);
  if (!isRead) findEach(exchange, sought);
  return sought.results();
}

/** Undefined where Keap does not say. */
function countContacts(exchange: Exchange): number | undefined {
  const [step] = exchange.send([keapCall('DataService.count', 'Contact', allContacts)]);
  return step === undefined ? undefined : resultOf(step);
}

function pagesOf(count: number): number {
  return Math.max(1, Math.ceil(count / contactsOfPage));
}

/** `%` matches any text. */
const allContacts = { Id: '%' };

/** False where a page is missing: then nothing is known of the contacts in it. */
function readAll(exchange: Exchange, sought: SoughtAddresses, count: number): boolean {
  let [read, page] = [0, 0];
  for (let left = pagesOf(count); left > 0 && page <= maxPages; ) {
    const first = page;
    const steps = exchange.send(Array.from({ length: left }, (_, index) => pageCall(first + index)));
    const found = steps.map(resultOf);
    if (found.length < left || found.includes(undefined)) return false;
    const structs = found.flatMap((one) => one ?? []);
    for (const struct of structs) meet(sought, struct);
    read += structs.length;
    page += left;
    // A full last page may not be the last one, where contacts have been added since they were counted.
    left = read > count && read === page * contactsOfPage ? 1 : 0;
  }
  return true;
}

function pageCall(page: number) {
  return keapCall('DataService.query', 'Contact', contactsOfPage, page, allContacts, fields, 'Id', true);
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
