import type { Call } from '../call.ts';
import type { ContactChange, FieldName } from '../contact.ts';
import { contactField } from '../contact-fields.ts';
import {
  alreadySo,
  noAddress,
  optInRefused,
  optOutRefused,
  otherContact,
  unanswered,
} from '../contact-sentences.ts';
import type { Exchange } from '../exchange.ts';
import type { Failed, Outcome } from '../outcome.ts';
import { acknowledged } from './acknowledgement.ts';
import { type Answer, failureOf, patchCall, resultOf, type Step } from './calls.ts';
import type { FindPlaces } from './contact-model.ts';
import { type ContactPatch, contactPatch, isInList } from './contact-patch.ts';
import { textAt } from './contact-text.ts';
import { contactIn, fetchContacts } from './contacts.ts';
import type { Contact } from './contract.ts';
import { fetchStatuses, isOptedOut, optFailure, refusesOptIn, statusCall } from './opt-status.ts';
import type { Place } from './places.ts';
import { comma } from './url-parts.ts';

/** A change on its way through the steps; `failure` ends it, and the steps after leave it alone. */
interface Progress {
  readonly change: ContactChange;
  places: ReadonlyMap<FieldName, Place>;
  /** What is sent back of it, as Keap had it a moment ago; undefined where nothing is. */
  current?: Contact;
  address: string;
  failure?: Failed | undefined;
  note?: string;
}

/**
 * A window's worth at a time: first their lists are read, then they are written. Whatever somebody else changes in
 * those lists between this read and this write, a second or two, is lost: Keap has no way to say "only if unchanged".
 */
export function applyAll(exchange: Exchange, find: FindPlaces, changes: readonly ContactChange[]): Outcome[] {
  const outcomes: Outcome[] = [];
  for (let start = 0; start < changes.length; ) {
    const window = changes.slice(start, start + changesIn(exchange.width()));
    outcomes.push(...applyWindow(exchange, find, window));
    start += window.length;
  }
  return outcomes;
}

/** One less than there are calls: the read before them counts as well, and would have them wait for the next second. */
export function changesIn(calls: number): number {
  return Math.max(1, calls - 1);
}

/**
 * Fields first, then the opt status of the address that the contact has by then: Keap keeps the status with
 * the address, so a new address never takes the old one's status along.
 */
function applyWindow(exchange: Exchange, find: FindPlaces, changes: readonly ContactChange[]): Outcome[] {
  const all = changes.map((change): Progress => {
    return { change, address: change.fields.get('Email') ?? '', places: new Map() };
  });
  findPlaces(find, all);
  readLists(exchange, all);
  writeFields(exchange, all);
  changeOptStatuses(exchange, all);
  return all.map(({ failure, note }): Outcome => {
    return failure ?? (note === undefined ? { kind: 'done' } : { kind: 'done', note });
  });
}

function findPlaces(find: FindPlaces, all: readonly Progress[]): void {
  for (const one of all) {
    const names = [...one.change.fields.keys()];
    const found = find(names);
    if (found.kind === 'failed') {
      one.failure = found;
      continue;
    }
    one.places = found.places;
    const lacking = names.filter((name) => !found.places.has(name));
    if (lacking.length > 0) one.failure = onlyOverXmlRpc(lacking);
  }
}

/** Nothing of such a row is sent: half a row is harder to understand than none. */
function onlyOverXmlRpc(names: readonly FieldName[]): Failed {
  const fields = names.map((name) => contactField(name)?.name ?? name).join(', ');
  return {
    kind: 'failed',
    reason: `Keap's REST v2 has no field ${fields}, so this row was not sent. Clear the cell, or choose "Not sent" for its column in the sidebar.`,
  };
}

/** Read last thing before the write, so that little can happen in between. */
function readLists(exchange: Exchange, all: readonly Progress[]): void {
  const needsAddress = ({ change, address }: Progress) => change.opt !== undefined && address === '';
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
  for (const one of concerned) {
    const found = fetched.get(one.change.id) ?? unanswered('no answer');
    if (found.kind === 'failed') {
      one.failure = found;
      continue;
    }
    one.current = found.contact;
    if (needsAddress(one)) one.address = textAt(found.contact, mainAddress);
  }
}

const mainAddress: Place = {
  kind: 'part',
  property: 'email_addresses',
  slot: 'EMAIL1',
  part: 'email',
  twins: [],
};

function writeFields(exchange: Exchange, all: readonly Progress[]): void {
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

function changeOptStatuses(exchange: Exchange, all: readonly Progress[]): void {
  const opting = all.filter((one) => one.failure === undefined && one.change.opt !== undefined);
  for (const one of opting) {
    if (one.address === '' && one.change.opt !== undefined) one.failure = noAddress(one.change.opt);
  }
  const addressed = opting.filter(({ failure }) => failure === undefined);
  const statuses = fetchStatuses(
    exchange,
    addressed.map(({ address }) => address),
  );
  const left = addressed.filter((one) => !isSettled(one, statuses.get(one.address)));
  const calls = left.map(({ change, address }) =>
    statusCall(address, { opted_in: change.opt?.kind === 'opt-in', reason: change.opt?.reason ?? '' }),
  );
  each(exchange, left, calls, (one, step) => {
    one.failure = optFailure(step);
    const status = resultOf(step);
    if (status === undefined || one.failure !== undefined) return;
    const isOptIn = one.change.opt?.kind === 'opt-in';
    if (status.opted_in !== isOptIn) one.failure = isOptIn ? optInRefused : optOutRefused;
  });
}

/** Told before it is tried: what is so already, and what Keap refuses. */
function isSettled(one: Progress, known: Parameters<typeof refusesOptIn>[0] | Failed): boolean {
  const { opt } = one.change;
  if (opt === undefined) return true;
  if (known !== undefined && 'kind' in known) {
    one.failure = known;
    return true;
  }
  if (opt.kind === 'opt-in' ? known?.opted_in === true : isOptedOut(known)) {
    one.note = [one.note, alreadySo(opt)].filter((text) => text !== undefined).join(' ');
    return true;
  }
  if (opt.kind === 'opt-in' && refusesOptIn(known)) one.failure = optInRefused;
  return one.failure !== undefined;
}

function each<Result>(
  exchange: Exchange,
  concerned: readonly Progress[],
  calls: readonly Call<Answer<Result>>[],
  note: (one: Progress, step: Step<Result>, place: number) => void,
): void {
  const steps = exchange.send(calls);
  concerned.forEach((one, place) => {
    const step = steps[place];
    if (step !== undefined) note(one, step, place);
  });
}
