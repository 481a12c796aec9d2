/** Opts addresses in and out over XML-RPC, and finds out what a `false` means. */
import { alreadyDone, noAnswer } from '../contacts/messages.ts';
import { notOptedOut, type OptStatus, optInRefusal } from '../contacts/opt-status.ts';
import type { OptRequest } from '../contacts/opting.ts';
import type { Failed, OptOutcome } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, resultOf, sendEach } from './answers.ts';
import { keapCall } from './methods.ts';
import { fetchOptStatuses } from './opt-statuses.ts';

/** Opts these addresses out. False is not a fault: it can mean that there was nothing to do, and only the status shows which. */
export function optOutAddresses(exchange: Exchange, requests: readonly OptRequest[]): OptOutcome[] {
  return withStatusOfUnsettled(
    exchange,
    requests,
    sendAll(exchange, 'APIEmailService.optOut', requests),
    (status) =>
      status.meaning === 'opted-out'
        ? { kind: 'done', note: alreadyDone({ kind: 'opt-out' }) }
        : notOptedOut(status),
  );
}

/** Opts these addresses in, except those that have opted out: Keap lets a program opt in an address that has unsubscribed. */
export function optInAddresses(exchange: Exchange, requests: readonly OptRequest[]): OptOutcome[] {
  const statuses = fetchOptStatuses(
    exchange,
    requests.map(({ address }) => address),
  );
  const settled = requests.map((_, index) => settledBy(statuses[index] ?? noAnswer));
  const left = requests.filter((_, index) => settled[index] === undefined);
  const sent = withStatusOfUnsettled(
    exchange,
    left,
    sendAll(exchange, 'APIEmailService.optIn', left),
    (status) => settledBy(status) ?? notOptedIn,
  );
  return settled.map((outcome) => outcome ?? sent.shift() ?? noAnswer);
}

function settledBy(status: OptStatus | Failed): OptOutcome | undefined {
  if ('kind' in status) return status;
  if (status.meaning === 'opted-in') return { kind: 'done', note: alreadyDone({ kind: 'opt-in' }) };
  return optInRefusal(status);
}

const notOptedIn: Failed = {
  kind: 'failed',
  reason:
    'Keap did not opt this address in. Check its status in Keap, or clear the status here to try again.',
};

/** Undefined for a `false`. */
function sendAll(
  exchange: Exchange,
  method: 'APIEmailService.optIn' | 'APIEmailService.optOut',
  requests: readonly OptRequest[],
): (OptOutcome | undefined)[] {
  const steps = sendEach(exchange, requests, ({ address, reason }) => keapCall(method, address, reason));
  return requests.map((_, index): OptOutcome | undefined => {
    const step = steps[index];
    if (step === undefined) return noAnswer;
    return failureOf(step) ?? (resultOf(step) === false ? undefined : { kind: 'done' });
  });
}

function withStatusOfUnsettled(
  exchange: Exchange,
  requests: readonly OptRequest[],
  outcomes: readonly (OptOutcome | undefined)[],
  outcomeOf: (status: OptStatus) => OptOutcome,
): OptOutcome[] {
  const unsettled = requests.filter((_, index) => outcomes[index] === undefined);
  const statuses = fetchOptStatuses(
    exchange,
    unsettled.map(({ address }) => address),
  );
  return outcomes.map((outcome) => {
    if (outcome !== undefined) return outcome;
    const status = statuses.shift() ?? noAnswer;
    return 'kind' in status ? status : outcomeOf(status);
  });
}
