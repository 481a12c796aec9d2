/** Writes fields over REST v2: reads the lists that would be replaced, merges, writes, and checks the answer. */
import type { ContactChange } from '../contacts/contact.ts';
import { noAnswer, wrongContact } from '../contacts/messages.ts';
import type { Call } from '../http/call.ts';
import type { Exchange } from '../http/exchange.ts';
import { checkAcknowledgement } from './acknowledgement.ts';
import { type Answer, failureOf, patchCall, resultOf } from './calls.ts';
import { type ContactPatch, contactPatch, isInList } from './contact-patch.ts';
import { contactIn, type FetchedContact, fetchContacts, fetchWholeContacts } from './contact-reads.ts';
import type { Contact } from './contract.ts';
import { type PendingChange, sendEach } from './pending-change.ts';
import { encodedComma } from './url-batches.ts';

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
export function writeFields(exchange: Exchange, all: readonly PendingChange[]): void {
  const concerned = all.filter((one) => one.failure === undefined && one.change.fields.size > 0);
  const patches = concerned.map(({ change, current, paths }) =>
    contactPatch(change.fields, current, (name) => paths.get(name)),
  );
  const calls = concerned.map(({ change }, index) => writeCall(change, patches[index]));
  sendEach(exchange, concerned, calls, (one, step, index) => {
    one.failure = failureOf(step);
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
}

function writeCall({ id }: ContactChange, patch: ContactPatch | undefined): Call<Answer<Contact>> {
  const { mask, body } = patch ?? { mask: [], body: {} };
  const query = [
    ...mask.map((name) => `update_mask=${name}`),
    `fields=${['id', ...mask].join(encodedComma)}`,
  ];
  return patchCall(`/contacts/${id}?${query.join('&')}`, body, contactIn);
}
