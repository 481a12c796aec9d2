/** `ContactService` over Keap's XML-RPC. */
import { XmlRpcDateTime, type XmlRpcValue } from '../../xmlrpc/index.ts';
import type { ContactChange, FieldValues, NothingElse } from '../contacts/contact.ts';
import { contactField } from '../contacts/contact-fields.ts';
import type { ContactApi } from '../contacts/contact-service.ts';
import { dateParts } from '../contacts/field-check.ts';
import {
  alreadyDone,
  noAddress,
  noAnswer,
  optInRefused,
  optOutRefused,
  wrongContact,
} from '../contacts/messages.ts';
import type { Failed, OptState, Outcome } from '../contacts/outcome.ts';
import type { Call } from '../http/call.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, resultOf, type Step } from './answers.ts';
import { loadContacts } from './contact-load.ts';
import { type Answer, connectionTestCall, keapCall } from './methods.ts';

/** Reads contacts by the hundred, and writes with one call per contact and step. */
export function xmlRpcContactService(exchange: Exchange): ContactApi {
  return {
    api: () => 'XML-RPC',
    probe: () => exchange.probe(connectionTestCall()),
    load: (ids, fields) => loadContacts(exchange, ids, fields),
    optStates: (addresses) => fetchOptStates(exchange, addresses),
    apply: (changes) => applyChanges(exchange, changes),
    concurrency: () => exchange.maxConcurrency,
  };
}

/** A change on its way through the steps; `failure` ends it, and later steps skip it. */
interface PendingChange {
  readonly change: ContactChange;
  address: string;
  failure?: Failed | undefined;
  note?: string;
}

/**
 * Fields first, then the opt status of the address that the contact has by then: Keap keeps the status with the address,
 * so a new address does not inherit the old one's status.
 */
function applyChanges(exchange: Exchange, changes: readonly ContactChange[]): Outcome[] {
  const all = changes.map(pendingChange);
  updateFields(exchange, all);
  findAddresses(exchange, all);
  changeOptStatuses(exchange, all);
  return all.map(outcomeOf);
}

/** Fields are written by `updateFields`, and `opt` by `changeOptStatuses`. */
function pendingChange(change: ContactChange): PendingChange {
  const { id: _id, fields, opt: _opt, ...rest } = change;
  rest satisfies NothingElse;
  return { change, address: fields.get('Email') ?? '' };
}

function outcomeOf({ failure, note }: PendingChange): Outcome {
  if (failure !== undefined) return failure;
  return note === undefined ? { kind: 'done' } : { kind: 'done', note };
}

function updateFields(exchange: Exchange, all: readonly PendingChange[]): void {
  const concerned = all.filter((one) => one.change.fields.size > 0);
  const calls = concerned.map(({ change }) =>
    keapCall('ContactService.update', change.id, structOf(change.fields)),
  );
  sendEach(exchange, concerned, calls, (one, step) => {
    one.failure = failureOf(step);
    if (one.failure === undefined && resultOf(step) !== one.change.id) one.failure = wrongContact;
  });
}

function structOf(fields: FieldValues): Record<string, XmlRpcValue> {
  const struct: Record<string, XmlRpcValue> = Object.create(null);
  for (const [name, text] of fields) {
    const date = contactField(name)?.kind === 'date' ? dateParts(text) : undefined;
    struct[name] = date === undefined ? text : new XmlRpcDateTime(`${date.date}T${date.time}`);
  }
  return struct;
}

function findAddresses(exchange: Exchange, all: readonly PendingChange[]): void {
  const concerned = all.filter(
    (one) => one.failure === undefined && one.change.opt !== undefined && one.address === '',
  );
  const loaded = loadContacts(
    exchange,
    concerned.map((one) => one.change.id),
    ['Email'],
  );
  concerned.forEach((one, index) => {
    const contact = loaded[index] ?? noAnswer;
    if (contact.kind === 'found') one.address = contact.fields.get('Email') ?? '';
    else one.failure = contact;
    const { opt } = one.change;
    if (one.failure === undefined && one.address === '' && opt !== undefined) one.failure = noAddress(opt);
  });
}

function changeOptStatuses(exchange: Exchange, all: readonly PendingChange[]): void {
  const concerned = all.filter((one) => one.failure === undefined && one.change.opt !== undefined);
  const calls = concerned.map(({ change, address }) =>
    keapCall(
      change.opt?.kind === 'opt-in' ? 'APIEmailService.optIn' : 'APIEmailService.optOut',
      address,
      change.opt?.reason ?? '',
    ),
  );
  const unsettled: PendingChange[] = [];
  sendEach(exchange, concerned, calls, (one, step) => {
    one.failure = failureOf(step);
    if (one.failure === undefined && resultOf(step) === false) unsettled.push(one);
  });
  settleByStatus(exchange, unsettled);
}

/** False is not a fault: it can mean that there was nothing to do, and only the status shows which. */
function settleByStatus(exchange: Exchange, unsettled: readonly PendingChange[]): void {
  const calls = unsettled.map((one) => keapCall('APIEmailService.getOptStatus', one.address));
  sendEach(exchange, unsettled, calls, (one, step) => {
    one.failure = failureOf(step);
    if (one.failure !== undefined) return;
    const { opt } = one.change;
    const mayBeMailed = resultOf(step) !== 0;
    const isOptIn = opt?.kind === 'opt-in';
    if (opt !== undefined && mayBeMailed === isOptIn) one.note = alreadyDone(opt);
    else one.failure = isOptIn ? optInRefused : optOutRefused;
  });
}

/** Labels for Keap's numbers: 0 must not be emailed, 1 single opt-in, 2 double opt-in. */
const optLabels = ['Opted out or not marketable', 'Single opt-in', 'Double opt-in'];

function fetchOptStates(exchange: Exchange, addresses: readonly string[]): OptState[] {
  const steps = exchange.send(addresses.map((address) => keapCall('APIEmailService.getOptStatus', address)));
  return steps.map((step): OptState => {
    const failure = failureOf(step);
    if (failure !== undefined) return failure;
    const status = resultOf(step) ?? 0;
    return { kind: 'known', mayBeMailed: status !== 0, label: optLabels[status] ?? String(status) };
  });
}

function sendEach<Result>(
  exchange: Exchange,
  changes: readonly PendingChange[],
  calls: readonly Call<Answer<Result>>[],
  note: (one: PendingChange, step: Step<Result>) => void,
): void {
  const steps = exchange.send(calls);
  changes.forEach((one, index) => {
    const step = steps[index];
    if (step !== undefined) note(one, step);
  });
}
