/** Reads and changes the opt status of email addresses over REST v2, and knows what each status allows. */
import { noAnswer, refused } from '../contacts/messages.ts';
import type { Failed, OptState } from '../contacts/outcome.ts';
import { restUrl } from '../http/endpoints.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, getCall, patchCall, resultOf, type Step } from './calls.ts';
import type { RestEmailAddressStatus, UpdateEmailAddress } from './contract.ts';
import { encodedComma, maxPageSize, urlBatches } from './url-batches.ts';

type Status = RestEmailAddressStatus['status'];

/** What Keap knows about an address; undefined when Keap does not know it. */
export type KnownStatus = Pick<RestEmailAddressStatus, 'opted_in' | 'status'> | undefined;

/** Keap's own labels, as far as its contract gives them. */
const labels: Readonly<Record<Status, string>> = {
  UNENGAGED_MARKETABLE: 'Unengaged, marketable',
  SINGLE_OPT_IN: 'Single opt-in',
  DOUBLE_OPT_IN: 'Double opt-in',
  CONFIRMED: 'Confirmed',
  UNENGAGED_NON_MARKETABLE: 'Unengaged, not marketable',
  NON_MARKETABLE: 'Not marketable',
  LOCKDOWN: 'Locked',
  BOUNCE: 'Bounced',
  HARD_BOUNCE: 'Hard bounce',
  MANUAL: 'Unsubscribed',
  ADMIN: 'Opted out by an administrator',
  SYSTEM: 'Opted out by Keap',
  LIST_UNSUBSCRIBE: 'Unsubscribed',
  FEEDBACK: 'Complained',
  SPAM: 'Reported as spam',
  INVALID: 'Invalid address',
  DEACTIVATED: 'Deactivated',
};

/** The statuses of addresses whose owner, or somebody on their behalf, does not want to be emailed. */
const optedOut: ReadonlySet<string> = new Set<Status>([
  ...(['MANUAL', 'ADMIN', 'SYSTEM', 'LIST_UNSUBSCRIBE', 'FEEDBACK', 'SPAM'] as const),
]);

/** The only statuses from which Keap opts in (contract, "Update an Email Address opt-in status"). */
const canBeOptedIn: ReadonlySet<string> = new Set<Status>([
  ...(['UNENGAGED_MARKETABLE', 'UNENGAGED_NON_MARKETABLE', 'NON_MARKETABLE', 'MANUAL'] as const),
]);

/** Whether the address is already opted out. */
export function isOptedOut(known: KnownStatus): boolean {
  return known !== undefined && optedOut.has(known.status);
}

/** Whether Keap would refuse to opt the address in. One that is new to Keap can be opted in. */
export function refusesOptIn(known: KnownStatus): boolean {
  return known !== undefined && !known.opted_in && !canBeOptedIn.has(known.status);
}

/** The status as both APIs report it. */
export function optState(known: KnownStatus | Failed): OptState {
  if (known !== undefined && 'kind' in known) return known;
  if (known === undefined) return { kind: 'known', mayBeMailed: false, label: 'Not known to Keap' };
  const { opted_in: mayBeMailed, status } = known;
  const state = { kind: 'known', mayBeMailed, label: labels[status] ?? status } as const;
  return refusesOptIn(known) ? { ...state, refusesOptIn: true } : state;
}

/** Fetches the statuses of these addresses, many at a time, by the address as it was given. */
export function fetchStatuses(
  exchange: Exchange,
  addresses: readonly string[],
): ReadonlyMap<string, KnownStatus | Failed> {
  const uniqueAddresses = [...new Set(addresses)];
  const fetched = new Map<string, KnownStatus | Failed>();
  const listed = uniqueAddresses.filter(canBeListed);
  if (listed.length > 1) listStatuses(exchange, listed, fetched);
  const missing = uniqueAddresses.filter((address) => !fetched.has(address));
  const steps = exchange.send(missing.map((address) => getCall(statusPath(address), statusIn)));
  missing.forEach((address, index) => {
    fetched.set(address, statusOf(steps[index]));
  });
  return fetched;
}

/** The filter reads these characters as separators or wildcards. */
function canBeListed(address: string): boolean {
  return !/[,;*]/.test(address);
}

function listStatuses(
  exchange: Exchange,
  addresses: readonly string[],
  fetched: Map<string, KnownStatus | Failed>,
): void {
  const pathOf = (list: string) => `/emailAddresses?filter=emails%3D%3D${list}&page_size=${maxPageSize}`;
  const batches = urlBatches(addresses, encodeURIComponent, restUrl.length + pathOf('').length);
  const steps = exchange.send(
    batches.map((batch) => getCall(pathOf(batch.map(encodeURIComponent).join(encodedComma)), statusesIn)),
  );
  const found = new Map(
    steps.flatMap((step) => resultOf(step) ?? []).map((one) => [lookupKey(one.email), one]),
  );
  for (const address of addresses) {
    const known = found.get(lookupKey(address));
    if (known !== undefined) fetched.set(address, known);
  }
}

/** Keap ignores the case of an address. */
function lookupKey(address: string): string {
  return address.toLowerCase();
}

/** Opts an address in or out; the answer is its new status. */
export function statusCall(address: string, update: UpdateEmailAddress) {
  return patchCall(statusPath(address), update, statusIn);
}

/** Why the address was not opted in or out; undefined when it was. */
export function optFailure(step: Step<RestEmailAddressStatus> | undefined): Failed | undefined {
  if (step === undefined) return noAnswer;
  if (step.kind === 'answered' && step.answer.kind === 'refusal' && step.answer.status === 404) {
    return refused('other', step.answer.message);
  }
  return failureOf(step);
}

function statusPath(address: string): string {
  return `/emailAddresses/${encodeURIComponent(address)}/status`;
}

function statusOf(step: Step<RestEmailAddressStatus> | undefined): KnownStatus | Failed {
  if (step === undefined) return noAnswer;
  const isUnknown = step.kind === 'answered' && step.answer.kind === 'refusal' && step.answer.status === 404;
  return isUnknown ? undefined : (resultOf(step) ?? failureOf(step));
}

function statusesIn({ email_addresses: list }: Readonly<Record<string, unknown>>) {
  if (list === undefined) return [];
  return Array.isArray(list) ? list.flatMap((one) => statusIn(one) ?? []) : undefined;
}

function statusIn(value: unknown): RestEmailAddressStatus | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { email, opted_in, status } = value as Record<string, unknown>;
  const isStatus = typeof email === 'string' && typeof opted_in === 'boolean' && typeof status === 'string';
  return isStatus ? (value as RestEmailAddressStatus) : undefined;
}
