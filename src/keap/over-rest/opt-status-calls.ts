/** Reads and changes the opt status of email addresses over REST v2. */
import { noAnswer, refused, unsendable } from '../contacts/messages.ts';
import { type OptStatus, optStatusNamed, unknownAddress } from '../contacts/opt-status.ts';
import type { Failed } from '../contacts/outcome.ts';
import { sendDivided } from '../http/divided.ts';
import { restUrl } from '../http/endpoints.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, getCall, patchCall, resultOf, type Step } from './calls.ts';
import type { RestEmailAddressStatus, UpdateEmailAddress } from './contract.ts';
import { encodedComma, maxPageSize, urlBatches } from './url-batches.ts';

/** What Keap's answer says of an address. A name that is not known here counts as an opt-in only where Keap says so. */
export function statusOfAnswer({ status, opted_in }: RestEmailAddressStatus): OptStatus {
  const named = optStatusNamed(status);
  return named.meaning === 'unknown' && opted_in ? { ...named, meaning: 'opted-in' } : named;
}

/** Fetches the statuses of these addresses, many at a time, by the address as it was given. */
export function fetchStatuses(
  exchange: Exchange,
  addresses: readonly string[],
): ReadonlyMap<string, OptStatus | Failed> {
  const fetched = new Map<string, OptStatus | Failed>();
  const uniqueAddresses = [...new Set(addresses)].filter(canBeSent);
  for (const address of addresses) if (!canBeSent(address)) fetched.set(address, unsendable);
  const listed = uniqueAddresses.filter(canBeListed);
  if (listed.length > 1) listStatuses(exchange, listed, fetched);
  const missing = uniqueAddresses.filter((address) => !fetched.has(address));
  const steps = exchange.send(missing.map((address) => getCall(statusPath(address), statusIn)));
  missing.forEach((address, index) => {
    fetched.set(address, statusOf(steps[index]));
  });
  return fetched;
}

/** Half an emoji has no form in a URL. */
export function canBeSent(address: string): boolean {
  try {
    encodeURIComponent(address);
    return true;
  } catch {
    return false;
  }
}

/** The filter reads these characters as separators or wildcards. */
function canBeListed(address: string): boolean {
  return !/[,;*]/.test(address);
}

function listStatuses(
  exchange: Exchange,
  addresses: readonly string[],
  fetched: Map<string, OptStatus | Failed>,
): void {
  const pathOf = (list: string) => `/emailAddresses?filter=emails%3D%3D${list}&page_size=${maxPageSize}`;
  const batches = urlBatches(addresses, encodeURIComponent, restUrl.length + pathOf('').length);
  const parts = sendDivided(
    exchange,
    batches,
    (batch) => getCall(pathOf(batch.map(encodeURIComponent).join(encodedComma)), statusesIn),
    (step) => resultOf(step) === undefined,
  );
  const found = new Map(
    parts.flatMap(({ result }) => resultOf(result) ?? []).map((one) => [lookupKey(one.email), one]),
  );
  for (const address of addresses) {
    const known = found.get(lookupKey(address));
    if (known !== undefined) fetched.set(address, statusOfAnswer(known));
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

function statusOf(step: Step<RestEmailAddressStatus> | undefined): OptStatus | Failed {
  if (step === undefined) return noAnswer;
  if (step.kind === 'answered' && step.answer.kind === 'refusal' && step.answer.status === 404) {
    return unknownAddress;
  }
  const answer = resultOf(step);
  return answer === undefined ? (failureOf(step) ?? noAnswer) : statusOfAnswer(answer);
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
