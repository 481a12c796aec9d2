/**
 * Reads opt statuses over XML-RPC. `getOptStatus` says 0 for an address that has unsubscribed, has bounced or was never
 * opted in; the table `EmailAddStatus` tells them apart.
 */
import type { XmlRpcValue } from '../../xmlrpc/index.ts';
import { noAnswer } from '../contacts/messages.ts';
import { type OptStatus, optStatusNamed } from '../contacts/opt-status.ts';
import { isSameAddress } from '../contacts/opting.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, resultOf, type Step, sendEach } from './answers.ts';
import { keapCall } from './methods.ts';

/** The statuses of these addresses, in order. A status that Keap does not name has the meaning `unknown`. */
export function fetchOptStatuses(exchange: Exchange, addresses: readonly string[]): (OptStatus | Failed)[] {
  const numbers = sendEach(exchange, addresses, (address) =>
    keapCall('APIEmailService.getOptStatus', address),
  );
  const unnamed = addresses.filter((_, index) => needsName(numbers[index]));
  const names = fetchNames(exchange, unnamed);
  return addresses.map((address, index): OptStatus | Failed => {
    const step = numbers[index];
    if (step === undefined) return noAnswer;
    const failure = failureOf(step);
    if (failure !== undefined) return failure;
    return statusOf(resultOf(step) ?? 0, names.get(address));
  });
}

function needsName(step: Step<number> | undefined): boolean {
  return step !== undefined && resultOf(step) === 0;
}

/** 1 is a single and 2 a double opt-in (developer.keap.com, "XML-RPC: Email"). */
function statusOf(number: number, named: OptStatus | undefined): OptStatus {
  if (number === 1) return optStatusNamed('SINGLE_OPT_IN');
  if (number === 2) return optStatusNamed('DOUBLE_OPT_IN');
  // Where the two answers contradict each other, neither is believed.
  const isBelieved = number === 0 && named !== undefined && named.meaning !== 'opted-in';
  return isBelieved ? named : { meaning: 'unknown', label: 'Opted out or not marketable' };
}

type Struct = Record<string, XmlRpcValue>;

/** By the address as it was given. An account may not allow the table, so a fault only means that a name is missing. */
function fetchNames(exchange: Exchange, addresses: readonly string[]): ReadonlyMap<string, OptStatus> {
  const unique = [...new Set(addresses)];
  const fields = ['Email', 'Type', 'DateCreated'];
  const steps = sendEach(exchange, unique, (address) =>
    keapCall('DataService.query', 'EmailAddStatus', maxRows, 0, { Email: address }, fields),
  );
  return new Map(
    unique.flatMap((address, index): [string, OptStatus][] => {
      const step = steps[index];
      const status = step === undefined ? undefined : statusIn(resultOf(step) ?? [], address);
      return status === undefined ? [] : [[address, status]];
    }),
  );
}

/** More than Keap has of one address; a `%` in an address matches others, too. */
const maxRows = 100;

/** Of several rows for one address an opt-out counts most, and then the newest. */
function statusIn(rows: readonly Struct[], address: string): OptStatus | undefined {
  const statuses = rows
    .filter(({ Email }) => typeof Email === 'string' && isSameAddress(Email, address))
    .map(({ Type, DateCreated }) => {
      return { status: optStatusNamed(String(Type ?? '')), created: String(DateCreated ?? '') };
    })
    .sort((one, other) => (one.created < other.created ? 1 : -1))
    .map(({ status }) => status);
  return statuses.find(({ meaning }) => meaning === 'opted-out') ?? statuses[0];
}
