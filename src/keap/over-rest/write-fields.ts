/** Writes fields over REST v2: reads the lists that would be replaced, merges, writes, and checks the answer. */
import { noAnswer, wrongContact } from '../contacts/messages.ts';
import type { KnownForms } from '../contacts/trials.ts';
import type { Exchange } from '../http/exchange.ts';
import { checkAcknowledgement } from './acknowledgement.ts';
import { addressProblems } from './address-codes.ts';
import { failureOf, resultOf } from './calls.ts';
import { type ContactPatch, contactPatch, isInList, patchContactCall } from './contact-patch.ts';
import { type FetchedContact, fetchContacts, fetchWholeContacts } from './contact-reads.ts';
import { formAt, tryDoubtful } from './doubtful-values.ts';
import { failFields, type PendingChange, sendEach } from './pending-change.ts';

/** Reads the lists that the changes write into, immediately before the write, so that little can happen in between. */
export function readLists(exchange: Exchange, all: readonly PendingChange[]): void {
  const concerned = all.filter((one) => one.failure === undefined && [...one.paths.values()].some(isInList));
  if (concerned.length === 0) return;
  const properties = new Set<string>();
  for (const one of concerned) {
    for (const path of one.paths.values()) if (isInList(path)) properties.add(path.property);
  }
  const fetched = fetchContacts(
    exchange,
    concerned.map(({ change }) => change.id),
    [...properties],
  );
  for (const one of concerned) setCurrent(one, fetched.get(one.change.id));
  readWhole(exchange, concerned);
}

/** A list that is missing from the answer would be written as empty; only the whole contact shows whether it is. */
function readWhole(exchange: Exchange, all: readonly PendingChange[]): void {
  const doubtful = all.filter(({ current, paths }) => {
    return (
      current !== undefined &&
      [...paths.values()].some((path) => isInList(path) && !(path.property in current))
    );
  });
  const fetched = fetchWholeContacts(
    exchange,
    doubtful.map(({ change }) => change.id),
  );
  for (const one of doubtful) setCurrent(one, fetched.get(one.change.id));
}

function setCurrent(one: PendingChange, found: FetchedContact = noAnswer): void {
  if (found.kind === 'failed') one.failure = found;
  else one.current = found.contact;
}

/** Sends the fields of each change, merged into the lists as they were read. */
export function writeFields(exchange: Exchange, known: KnownForms, all: readonly PendingChange[]): void {
  for (const one of all) failFields(one, addressProblems(one.fields, one.current));
  tryDoubtful(exchange, known, all);
  const refused = patchAll(exchange, known, all.filter(isLeft));
  const withoutAddresses = refused.filter(leaveAddressesOut);
  patchAll(exchange, known, withoutAddresses.filter(isLeft));
}

function isLeft({ failure, fields }: PendingChange): boolean {
  return failure === undefined && fields.size > 0;
}

/** Sends a PATCH for each change; gives those that Keap has refused. */
function patchAll(exchange: Exchange, known: KnownForms, all: readonly PendingChange[]): PendingChange[] {
  const refused: PendingChange[] = [];
  const patches = all.map(({ fields, current, paths }) =>
    contactPatch(fields, current, paths, formAt(known)),
  );
  const calls = all.map(({ change }, index) => patchContactCall(change.id, patches[index] ?? noPatch));
  sendEach(exchange, all, calls, (one, step, index) => {
    one.failure = failureOf(step);
    if (one.failure !== undefined && one.failure.isUnanswered !== true) refused.push(one);
    const answer = resultOf(step);
    const patch = patches[index];
    if (answer === undefined || patch === undefined) return;
    if (answer.id !== String(one.change.id)) {
      one.failure = wrongContact;
      return;
    }
    const { failure, note } = checkAcknowledgement(one, patch, answer);
    one.failure = failure;
    if (note !== undefined) one.note = note;
  });
  return refused;
}

const noPatch: ContactPatch = { mask: [], body: {} };

/**
 * Keap knows which regions a country has, and refuses an address that it does not like, even one that nobody changes
 * beside another: what else the change has goes without. False where there is nothing else.
 */
function leaveAddressesOut(one: PendingChange): boolean {
  const { failure } = one;
  if (failure === undefined || failure.isMissing === true) return false;
  const names = [...one.fields.keys()].filter((name) => one.paths.get(name)?.property === 'addresses');
  if (names.length === 0 || names.length === one.fields.size) return false;
  one.failure = undefined;
  failFields(one, new Map(names.map((name) => [name, failure.reason])));
  return true;
}
