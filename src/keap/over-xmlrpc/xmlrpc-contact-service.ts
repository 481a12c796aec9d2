import { XmlRpcDateTime, type XmlRpcValue } from '../../xmlrpc/index.ts';
import type { ContactChange, FieldValues, NothingElse } from '../contacts/contact.ts';
import { contactField } from '../contacts/contact-fields.ts';
import type { ContactApi } from '../contacts/contact-service.ts';
import { dateParts } from '../contacts/field-check.ts';
import {
  alreadySo,
  noAddress,
  optInRefused,
  optOutRefused,
  otherContact,
  unanswered,
} from '../contacts/messages.ts';
import type { Failed, OptState, Outcome } from '../contacts/outcome.ts';
import type { Call } from '../http/call.ts';
import type { Exchange } from '../http/exchange.ts';
import { loadAll } from './load.ts';
import { type Answer, keapCall } from './methods.ts';
import { failureOf, resultOf, type Step } from './step.ts';
import { testAddress } from './test-address.ts';

/** `ContactService` in Keap's XML-RPC: reads by the hundred, writes one call per contact and step, in windows. */
export function xmlRpcContactService(exchange: Exchange): ContactApi {
  return {
    api: () => 'XML-RPC',
    isThere: () => exchange.isThere(keapCall('APIEmailService.getOptStatus', testAddress)),
    load: (ids, fields) => loadAll(exchange, ids, fields),
    optStates: (addresses) => optStates(exchange, addresses),
    apply: (changes) => applyAll(exchange, changes),
    concurrency: () => exchange.maxConcurrency,
  };
}

/** A change on its way through the steps; `failure` ends it, and the steps after leave it alone. */
interface Progress {
  readonly change: ContactChange;
  address: string;
  failure?: Failed | undefined;
  note?: string;
}

/**
 * Fields first, then the opt status of the address that the contact has by then: Keap keeps the status with
 * the address, so a new address never takes the old one's status along.
 */
function applyAll(exchange: Exchange, changes: readonly ContactChange[]): Outcome[] {
  const all = changes.map(progressOf);
  updateFields(exchange, all);
  findAddresses(exchange, all);
  changeOptStatuses(exchange, all);
  return all.map(outcomeOf);
}

/** Fields are written by `updateFields`, and `opt` by `changeOptStatuses`. */
function progressOf(change: ContactChange): Progress {
  const { id: _id, fields, opt: _opt, ...rest } = change;
  rest satisfies NothingElse;
  return { change, address: fields.get('Email') ?? '' };
}

function outcomeOf({ failure, note }: Progress): Outcome {
  if (failure !== undefined) return failure;
  return note === undefined ? { kind: 'done' } : { kind: 'done', note };
}

function updateFields(exchange: Exchange, all: readonly Progress[]): void {
  const concerned = all.filter((one) => one.change.fields.size > 0);
  const calls = concerned.map(({ change }) =>
    keapCall('ContactService.update', change.id, structOf(change.fields)),
  );
  each(exchange, concerned, calls, (one, step) => {
    one.failure = failureOf(step);
    if (one.failure === undefined && resultOf(step) !== one.change.id) one.failure = otherContact;
  });
}

function structOf(fields: FieldValues): Record<string, XmlRpcValue> {
  const struct: Record<string, XmlRpcValue> = Object.create(null);
  for (const [name, text] of fields) {
    const parts = contactField(name)?.kind === 'date' ? dateParts(text) : undefined;
    struct[name] = parts === undefined ? text : new XmlRpcDateTime(`${parts.date}T${parts.time}`);
  }
  return struct;
}

function findAddresses(exchange: Exchange, all: readonly Progress[]): void {
  const concerned = all.filter(
    (one) => one.failure === undefined && one.change.opt !== undefined && one.address === '',
  );
  const loaded = loadAll(
    exchange,
    concerned.map((one) => one.change.id),
    ['Email'],
  );
  concerned.forEach((one, place) => {
    const answer = loaded[place];
    if (answer?.kind === 'found') one.address = answer.fields.get('Email') ?? '';
    else one.failure = answer ?? unanswered('no answer');
    const { opt } = one.change;
    if (one.failure === undefined && one.address === '' && opt !== undefined) one.failure = noAddress(opt);
  });
}

function changeOptStatuses(exchange: Exchange, all: readonly Progress[]): void {
  const concerned = all.filter((one) => one.failure === undefined && one.change.opt !== undefined);
  const calls = concerned.map(({ change, address }) =>
    keapCall(
      change.opt?.kind === 'opt-in' ? 'APIEmailService.optIn' : 'APIEmailService.optOut',
      address,
      change.opt?.reason ?? '',
    ),
  );
  const unsettled: Progress[] = [];
  each(exchange, concerned, calls, (one, step) => {
    one.failure = failureOf(step);
    if (one.failure === undefined && resultOf(step) === false) unsettled.push(one);
  });
  settleByStatus(exchange, unsettled);
}

/** False is no fault: it can mean "already so", and only the status tells. */
function settleByStatus(exchange: Exchange, unsettled: readonly Progress[]): void {
  const calls = unsettled.map((one) => keapCall('APIEmailService.getOptStatus', one.address));
  each(exchange, unsettled, calls, (one, step) => {
    one.failure = failureOf(step);
    if (one.failure !== undefined) return;
    const { opt } = one.change;
    const mayBeMailed = resultOf(step) !== 0;
    const isOptIn = opt?.kind === 'opt-in';
    if (opt !== undefined && mayBeMailed === isOptIn) one.note = alreadySo(opt);
    else one.failure = isOptIn ? optInRefused : optOutRefused;
  });
}

/** Keap's numbers for an address: 0 not to be mailed, 1 single opt-in, 2 double opt-in. */
const optWords = ['Opted out or not marketable', 'Single opt-in', 'Double opt-in'];

function optStates(exchange: Exchange, addresses: readonly string[]): OptState[] {
  const steps = exchange.send(addresses.map((address) => keapCall('APIEmailService.getOptStatus', address)));
  return steps.map((step): OptState => {
    const failure = failureOf(step);
    if (failure !== undefined) return failure;
    const status = resultOf(step) ?? 0;
    return { kind: 'known', mayBeMailed: status !== 0, word: optWords[status] ?? String(status) };
  });
}

function each<Result>(
  exchange: Exchange,
  concerned: readonly Progress[],
  calls: readonly Call<Answer<Result>>[],
  note: (one: Progress, step: Step<Result>) => void,
): void {
  const steps = exchange.send(calls);
  concerned.forEach((one, place) => {
    const step = steps[place];
    if (step !== undefined) note(one, step);
  });
}
