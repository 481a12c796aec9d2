import type { ContactChange } from '../contacts/contact.ts';
import { otherContact, unanswered } from '../contacts/messages.ts';
import type { Call } from '../http/call.ts';
import type { Exchange } from '../http/exchange.ts';
import { acknowledged } from './acknowledgement.ts';
import { type Answer, failureOf, patchCall, resultOf } from './calls.ts';
import { type ContactPatch, contactPatch, isInList } from './contact-patch.ts';
import { textAt } from './contact-text.ts';
import { contactIn, type Fetched, fetchContacts, fetchWhole } from './contacts.ts';
import type { Contact } from './contract.ts';
import type { FieldPath } from './field-paths.ts';
import { each, type PendingChange } from './pending-change.ts';
import { comma } from './url-parts.ts';

/** Read last thing before the write, so that little can happen in between. */
export function readLists(exchange: Exchange, all: readonly PendingChange[]): void {
  // One that the row empties is none, whatever Keap still has.
  const needsAddress = ({ change }: PendingChange) => change.opt !== undefined && !change.fields.has('Email');
  const concerned = all.filter(
    (one) => one.failure === undefined && (needsAddress(one) || [...one.places.values()].some(isInList)),
  );
  if (concerned.length === 0) return;
  const properties = new Set<string>();
  for (const one of concerned) {
    if (needsAddress(one)) properties.add('email_addresses');
    for (const place of one.places.values()) if (isInList(place)) properties.add(place.property);
  }
  const fetched = fetchContacts(
    exchange,
    concerned.map(({ change }) => change.id),
    [...properties],
  );
  for (const one of concerned) take(one, fetched.get(one.change.id));
  readWhole(exchange, concerned);
  for (const one of concerned) {
    if (one.current !== undefined && needsAddress(one)) one.address = textAt(one.current, mainAddress);
  }
}

/** A list that the answer lacks would be written as an empty one: whether it is empty, the whole contact tells. */
function readWhole(exchange: Exchange, all: readonly PendingChange[]): void {
  const doubtful = all.filter(({ current, places }) => {
    return (
      current !== undefined &&
      [...places.values()].some((place) => isInList(place) && !(place.property in current))
    );
  });
  const fetched = fetchWhole(
    exchange,
    doubtful.map(({ change }) => change.id),
  );
  for (const one of doubtful) take(one, fetched.get(one.change.id));
}

function take(one: PendingChange, found: Fetched = unanswered('no answer')): void {
  if (found.kind === 'failed') one.failure = found;
  else one.current = found.contact;
}

const mainAddress: FieldPath = {
  kind: 'part',
  property: 'email_addresses',
  slot: 'EMAIL1',
  part: 'email',
  equivalents: [],
};

/** Sends what each row names, merged into the lists as they were read. */
export function writeFields(exchange: Exchange, all: readonly PendingChange[]): void {
  const concerned = all.filter((one) => one.failure === undefined && one.change.fields.size > 0);
  const patches = concerned.map(({ change, current, places }) =>
    contactPatch(change.fields, current, (name) => places.get(name)),
  );
  const calls = concerned.map(({ change }, place) => patchOf(change, patches[place]));
  each(exchange, concerned, calls, (one, step, place) => {
    one.failure = failureOf(step);
    const answer = resultOf(step);
    const patch = patches[place];
    if (answer === undefined || patch === undefined) return;
    if (answer.id !== String(one.change.id)) {
      one.failure = otherContact;
      return;
    }
    const { failure, note } = acknowledged(one, patch, answer);
    one.failure = failure;
    if (note !== undefined) one.note = note;
  });
}

function patchOf({ id }: ContactChange, patch: ContactPatch | undefined): Call<Answer<Contact>> {
  const { mask, body } = patch ?? { mask: [], body: {} };
  const query = [...mask.map((name) => `update_mask=${name}`), `fields=${['id', ...mask].join(comma)}`];
  return patchCall(`/contacts/${id}?${query.join('&')}`, body, contactIn);
}
