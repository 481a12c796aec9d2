/** Opts addresses in and out over REST v2, and never sends what Keap would refuse or what is already so. */
import { alreadyDone, noAddress, optInRefused, optOutRefused } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { resultOf } from './calls.ts';
import {
  fetchStatuses,
  isOptedOut,
  type KnownStatus,
  optFailure,
  refusesOptIn,
  statusCall,
} from './opt-status-calls.ts';
import { type PendingChange, sendEach } from './pending-change.ts';

/** Opts in or out the addresses that the contacts have after their fields were written. */
export function changeOptStatuses(exchange: Exchange, all: readonly PendingChange[]): void {
  const opting = all.filter((one) => one.failure === undefined && one.change.opt !== undefined);
  for (const one of opting) {
    if (one.address === '' && one.change.opt !== undefined) one.failure = noAddress(one.change.opt);
  }
  const addressed = opting.filter(({ failure }) => failure === undefined);
  const statuses = fetchStatuses(
    exchange,
    addressed.map(({ address }) => address),
  );
  const unsettled = addressed.filter((one) => !settleByStatus(one, statuses.get(one.address)));
  const calls = unsettled.map(({ change, address }) =>
    statusCall(address, { opted_in: change.opt?.kind === 'opt-in', reason: change.opt?.reason ?? '' }),
  );
  sendEach(exchange, unsettled, calls, (one, step) => {
    one.failure = optFailure(step);
    const status = resultOf(step);
    if (status === undefined || one.failure !== undefined) return;
    const isOptIn = one.change.opt?.kind === 'opt-in';
    if (status.opted_in !== isOptIn) one.failure = isOptIn ? optInRefused : optOutRefused;
  });
}

/** Settles without a call what is already done and what Keap would refuse; false when the call has to be sent. */
function settleByStatus(one: PendingChange, known: KnownStatus | Failed): boolean {
  const { opt } = one.change;
  if (opt === undefined) return true;
  if (known !== undefined && 'kind' in known) {
    one.failure = known;
    return true;
  }
  if (opt.kind === 'opt-in' ? known?.opted_in === true : isOptedOut(known)) {
    one.note = [one.note, alreadyDone(opt)].filter((text) => text !== undefined).join(' ');
    return true;
  }
  if (opt.kind === 'opt-in' && refusesOptIn(known)) one.failure = optInRefused;
  return one.failure !== undefined;
}
