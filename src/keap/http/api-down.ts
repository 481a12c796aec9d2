/** Separates an outage of one API, after which the other one may be tried, from every other reason to end a run. */
import { ServiceDown } from '../../errors.ts';
import type { WindowReply } from './window.ts';

const defaultAdvice =
  'Keap is not responding. Nothing is lost: rows that have not been sent yet say Waiting, and the next run sends them.';

/** One of Keap's APIs answers nobody, although the credentials are fine: the other API may answer. */
export class ApiDown extends ServiceDown {
  /** What arrived instead of an answer, for instance `HTTP status 503`. */
  readonly reason: string;

  constructor(reason: string, advice = defaultAdvice) {
    super(`Keap answers nobody: ${reason}`, advice);
    this.reason = reason;
  }
}

/** The outage that these replies show: the first of them that has a reason names it. */
export function apiDown(replies: readonly WindowReply<unknown>[]): ApiDown {
  const closed = replies.find((one) => one.kind === 'unavailable' && one.isClosed === true);
  const first = closed ?? replies.find((one) => 'reason' in one);
  const reason = first !== undefined && 'reason' in first ? first.reason : 'no answer';
  return closed === undefined ? new ApiDown(reason) : new ApiDown(reason, closedAdvice);
}

const closedAdvice =
  "Keap does not let this app use its API. In Keap's developer portal, check that the app is approved and that its API is switched on. Nothing is lost: rows that have not been sent yet say Waiting, and the next run sends them.";
