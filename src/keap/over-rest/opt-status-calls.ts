import { refused, unanswered } from '../contacts/messages.ts';
import type { Failed, OptState } from '../contacts/outcome.ts';
import { restUrl } from '../http/endpoints.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, getCall, patchCall, resultOf, type Step } from './calls.ts';
import type { RestEmailAddressStatus, UpdateEmailAddress } from './contract.ts';
import { addressParts, comma, maxItems } from './url-parts.ts';

type Status = RestEmailAddressStatus['status'];

/** What Keap knows of an address; undefined where it has never heard of it. */
export type KnownStatus = Pick<RestEmailAddressStatus, 'opted_in' | 'status'> | undefined;

/** Keap's words for people; they are the headings of its own pages as far as the contract tells them. */
const words: Readonly<Record<Status, string>> = {
  UNENGAGED_MARKETABLE: 'Unengaged, marketable',
  SINGLE_OPT_IN: 'Single opt-in',
  DOUBLE_OPT_IN: 'Double opt-in',
  CONFIRMED: 'Confirmed',
  UNENGAGED_NON_MARKETABLE: 'Unengaged, not marketable',
  NON_MARKETABLE: 'Not marketable',
  LOCKDOWN: 'Locked',
  BOUNCE: 'Bounced',
  HARD_BOUNCE: 'Bounced for good',
  MANUAL: 'Opted out by hand',
  ADMIN: 'Opted out by an administrator',
  SYSTEM: 'Opted out by Keap',
  LIST_UNSUBSCRIBE: 'Unsubscribed',
  FEEDBACK: 'Complained',
  SPAM: 'Reported as spam',
  INVALID: 'No valid address',
  DEACTIVATED: 'Deactivated',
};

/** The states that somebody's wish not to be mailed has led to. */
const optedOut: ReadonlySet<string> = new Set<Status>([
  ...(['MANUAL', 'ADMIN', 'SYSTEM', 'LIST_UNSUBSCRIBE', 'FEEDBACK', 'SPAM'] as const),
]);

/** The only states from which Keap opts in (contract, "Update an Email Address opt-in status"). */
const canBeOptedIn: ReadonlySet<string> = new Set<Status>([
  ...(['UNENGAGED_MARKETABLE', 'UNENGAGED_NON_MARKETABLE', 'NON_MARKETABLE', 'MANUAL'] as const),
]);

export function isOptedOut(known: KnownStatus): boolean {
  return known !== undefined && optedOut.has(known.status);
}

/** Whether asking would be in vain. An address that is new to Keap may be opted in. */
export function refusesOptIn(known: KnownStatus): boolean {
  return known !== undefined && !known.opted_in && !canBeOptedIn.has(known.status);
}

export function optState(known: KnownStatus | Failed): OptState {
  if (known !== undefined && 'kind' in known) return known;
  if (known === undefined) return { kind: 'known', mayBeMailed: false, word: 'Not known to Keap' };
  const { opted_in: mayBeMailed, status } = known;
  const state = { kind: 'known', mayBeMailed, word: words[status] ?? status } as const;
  return refusesOptIn(known) ? { ...state, refusesOptIn: true } : state;
}

/** The statuses of these addresses, many at a time, by the address as it was asked for. */
export function fetchStatuses(
  exchange: Exchange,
  addresses: readonly string[],
): ReadonlyMap<string, KnownStatus | Failed> {
  const asked = [...new Set(addresses)];
  const fetched = new Map<string, KnownStatus | Failed>();
  const listed = asked.filter(canBeListed);
  if (listed.length > 1) listStatuses(exchange, listed, fetched);
  const missing = asked.filter((address) => !fetched.has(address));
  const steps = exchange.send(missing.map((address) => getCall(statusPath(address), statusIn)));
  missing.forEach((address, place) => {
    fetched.set(address, statusOf(steps[place]));
  });
  return fetched;
}

/** What the filter takes for a separator or a wildcard cannot stand in a value. */
function canBeListed(address: string): boolean {
  return !/[,;*]/.test(address);
}

function listStatuses(
  exchange: Exchange,
  addresses: readonly string[],
  fetched: Map<string, KnownStatus | Failed>,
): void {
  const pathOf = (list: string) => `/emailAddresses?filter=emails%3D%3D${list}&page_size=${maxItems}`;
  const parts = addressParts(addresses, encodeURIComponent, restUrl.length + pathOf('').length);
  const steps = exchange.send(
    parts.map((part) => getCall(pathOf(part.map(encodeURIComponent).join(comma)), statusesIn)),
  );
  const found = new Map(
    steps.flatMap((step) => resultOf(step) ?? []).map((one) => [sameFor(one.email), one]),
  );
  for (const address of addresses) {
    const known = found.get(sameFor(address));
    if (known !== undefined) fetched.set(address, known);
  }
}

/** The case of an address does not count with Keap. */
function sameFor(address: string): string {
  return address.toLowerCase();
}

/** Opts an address in or out, and gives the status that it has then. */
export function statusCall(address: string, wish: UpdateEmailAddress) {
  return patchCall(statusPath(address), wish, statusIn);
}

/** Why the address did not become what was wished; undefined where it did. */
export function optFailure(step: Step<RestEmailAddressStatus> | undefined): Failed | undefined {
  if (step === undefined) return unanswered('no answer');
  if (step.kind === 'answered' && step.answer.kind === 'refusal' && step.answer.status === 404) {
    return refused('other', step.answer.message);
  }
  return failureOf(step);
}

function statusPath(address: string): string {
  return `/emailAddresses/${encodeURIComponent(address)}/status`;
}

function statusOf(step: Step<RestEmailAddressStatus> | undefined): KnownStatus | Failed {
  if (step === undefined) return unanswered('no answer');
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
