import { alreadySo, noAddress, optInRefused, optOutRefused } from '../contacts/messages.ts';
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
import { each, type PendingChange } from './pending-change.ts';

/** Opts in or out the addresses that the contacts have by now. */
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
function isSettled(one: PendingChange, known: KnownStatus | Failed): boolean {
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
