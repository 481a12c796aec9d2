/** Opts addresses in and out over REST v2, and never sends what is already so or what nobody may ask for. */
import { alreadyDone, noAnswer } from '../contacts/messages.ts';
import { notOptedOut, type OptStatus, optInRefusal } from '../contacts/opt-status.ts';
import type { OptRequest } from '../contacts/opting.ts';
import type { Failed, OptOutcome } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { resultOf } from './calls.ts';
import { canBeSent, fetchStatuses, optFailure, statusCall, statusOfAnswer } from './opt-status-calls.ts';

/** Opts these addresses out. */
export function optOutAddresses(exchange: Exchange, requests: readonly OptRequest[]): OptOutcome[] {
  return changeStatuses(exchange, requests, false, (status) =>
    status.meaning === 'opted-out' ? { kind: 'done', note: alreadyDone({ kind: 'opt-out' }) } : undefined,
  );
}

/** Opts these addresses in, except those that have opted out: Keap lets a program opt in an address that has unsubscribed. */
export function optInAddresses(exchange: Exchange, requests: readonly OptRequest[]): OptOutcome[] {
  return changeStatuses(exchange, requests, true, (status) =>
    status.meaning === 'opted-in'
      ? { kind: 'done', note: alreadyDone({ kind: 'opt-in' }) }
      : optInRefusal(status),
  );
}

/** Asks for each status, settles by it what it can, and sends the rest. */
function changeStatuses(
  exchange: Exchange,
  requests: readonly OptRequest[],
  isOptIn: boolean,
  settledBy: (status: OptStatus) => OptOutcome | undefined,
): OptOutcome[] {
  const statuses = fetchStatuses(
    exchange,
    requests.map(({ address }) => address),
  );
  const settled = requests.map(({ address }): OptOutcome | undefined => {
    const status = statuses.get(address) ?? noAnswer;
    // What keeps the status from being read does not keep an opt-out from being sent.
    if ('kind' in status) return isOptIn || !canBeSent(address) ? status : undefined;
    return settledBy(status);
  });
  const left = requests.filter((_, index) => settled[index] === undefined);
  const steps = exchange.send(
    left.map(({ address, reason }) => statusCall(address, { opted_in: isOptIn, reason })),
  );
  const sent = steps.map((step): OptOutcome => {
    const answer = resultOf(step);
    const failure = optFailure(step);
    if (failure !== undefined || answer === undefined) return failure ?? noAnswer;
    return isOptIn ? optInResult(statusOfAnswer(answer)) : optOutResult(statusOfAnswer(answer));
  });
  return settled.map((outcome) => outcome ?? sent.shift() ?? noAnswer);
}

function optOutResult(status: OptStatus): OptOutcome {
  return status.meaning === 'opted-out' ? { kind: 'done' } : notOptedOut(status);
}

function optInResult(status: OptStatus): OptOutcome {
  if (status.meaning === 'opted-in') return { kind: 'done' };
  const failed: Failed = {
    kind: 'failed',
    reason: `Keap did not opt this address in; its status is "${status.label}". Check it in Keap, or clear the status here to try again.`,
  };
  return optInRefusal(status) ?? failed;
}
