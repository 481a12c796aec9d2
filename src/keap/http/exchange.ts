/** The only sender of calls to Keap: windows of parallel requests, retries, and the renewal of credentials. */
import { QuotaSpent } from '../../errors.ts';
import type { Clock, Random } from '../../platform/clock.ts';
import type { Http, HttpResult } from '../../platform/http.ts';
import { maxTries } from '../../retry.ts';
import { backOff, type WindowHistory, type WindowReply } from './back-off.ts';
import type { Call } from './call.ts';
import type { Credentials, Proof } from './credentials.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { replyStatusOf } from './reply-status.ts';

/** The result of one call: Keap's answer, or why there is none although other calls were answered. */
export type CallResult<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unanswered'; readonly reason: string };

/** The only sender of calls to Keap's APIs. */
export interface Exchange {
  /**
   * Sends the calls in windows and returns one result per call, in order. Calls that meet a passing failure are sent
   * again, so they must be safe to repeat: they read or set values. Throws a `RunEnded` for a fault of the account: no
   * valid token, a quota used up, a service that answers nobody.
   */
  send<Answer>(calls: readonly Call<Answer>[]): CallResult<Answer>[];
  /** Sends one call once. True when its API has answered, even by a refusal or a throttle. */
  probe(call: Call<unknown>): boolean;
  /** How many calls go out together at best, and how many right now. */
  readonly maxConcurrency: number;
  concurrency(): number;
}

interface ExchangeOptions {
  readonly http: Http;
  readonly credentials: Credentials;
  readonly rateLimiter: RateLimiter;
  readonly clock: Clock;
  readonly random: Random;
}

interface Pending<Answer> {
  readonly index: number;
  readonly call: Call<Answer>;
  readonly tries: number;
}

/** Everything that one `send` has to remember between its windows. */
interface Batch<Answer> extends WindowHistory {
  readonly results: CallResult<Answer>[];
  queue: Pending<Answer>[];
  /** The largest window allowed, after one was lost as a whole. */
  maxWindow: number;
  hasRenewed: boolean;
}

/** How often a call is sent at most that Keap answers by a fault which usually passes. */
const maxTriesOfPassing = 3;

/** Into how many pieces a window is split after it was lost as a whole. */
const splitFactor = 4;

export function exchange(options: ExchangeOptions): Exchange {
  return {
    send<Answer>(calls: readonly Call<Answer>[]) {
      const batch: Batch<Answer> = {
        results: calls.map(() => ({ kind: 'unanswered', reason: 'not sent' })),
        queue: calls.map((call, index) => ({ index, call, tries: 1 })),
        maxWindow: Number.POSITIVE_INFINITY,
        hasAnswer: false,
        emptyWindows: 0,
        throttledWindows: 0,
        hasRenewed: false,
      };
      while (batch.queue.length > 0) sendWindow(options, batch);
      return batch.results;
    },
    probe: (call) => probe(options, call),
    maxConcurrency: options.rateLimiter.maxConcurrency,
    concurrency: () => options.rateLimiter.concurrency(),
  };
}

function sendWindow<Answer>(options: ExchangeOptions, batch: Batch<Answer>): void {
  const { http, credentials, rateLimiter, clock } = options;
  const window = batch.queue.slice(0, Math.min(rateLimiter.concurrency(), batch.maxWindow));
  const proof = credentials.proof();
  rateLimiter.waitForCapacity(window.length);
  const nowMs = clock.nowMs();
  const results = http.send(window.map((pending) => proof.sign(pending.call.request)));
  if (results.some((one) => one.kind === 'silence' && one.isQuotaSpent === true)) throw fetchesSpent(nowMs);
  if (window.length > 1 && results.every(({ kind }) => kind === 'silence')) {
    // One silent host loses the whole window, and nobody knows what was served: smaller windows isolate it.
    batch.maxWindow = Math.max(1, Math.floor(window.length / splitFactor));
    return;
  }
  const replies = window.map((pending, index) => classify(pending.call, results[index], nowMs));
  const unsettled = window.filter((pending, index) => !settle(batch, pending, replies[index]));
  const others = batch.queue.slice(window.length);
  // A call that stays silent on its own waits behind the others, so that they get their answers.
  const isSilentAlone = window.length === 1 && results[0]?.kind === 'silence';
  const again = unsettled.map(countTry);
  batch.queue = isSilentAlone ? [...others, ...again] : [...again, ...others];
  if (replies.some((one) => one.kind === 'answer')) batch.maxWindow *= splitFactor;
  if (replies.some((one) => one.kind === 'unauthorized')) renew(batch, proof);
  else backOff(options, batch, replies, batch.queue.length === 0);

  function countTry(pending: Pending<Answer>): Pending<Answer> {
    const kind = replies[window.indexOf(pending)]?.kind;
    const isItsOwnFault = kind === 'unreadable' || kind === 'unavailable' || kind === 'passing';
    return isItsOwnFault ? { ...pending, tries: pending.tries + 1 } : pending;
  }
}

function probe({ http, credentials, rateLimiter, clock }: ExchangeOptions, call: Call<unknown>): boolean {
  const proof = credentials.proof();
  rateLimiter.waitForCapacity(1);
  const nowMs = clock.nowMs();
  const [result] = http.send([proof.sign(call.request)]);
  if (result?.kind === 'silence' && result.isQuotaSpent === true) throw fetchesSpent(nowMs);
  const { kind } = classify(call, result, nowMs);
  return kind !== 'unavailable' && kind !== 'unreadable';
}

function classify<Answer>(
  call: Call<Answer>,
  result: HttpResult | undefined,
  nowMs: number,
): WindowReply<Answer> {
  if (result === undefined) return { kind: 'unavailable', reason: 'no reply' };
  if (result.kind === 'silence') return { kind: 'unavailable', reason: result.reason };
  const status = replyStatusOf(result, nowMs);
  const isAnswer = status.kind === 'unavailable' && call.isAnswer?.(result) === true;
  return isAnswer || status.kind === 'passed' ? call.read(result) : status;
}

/** Stores the final result of a call; false when the call has to be sent again. */
function settle<Answer>(
  batch: Batch<Answer>,
  pending: Pending<Answer>,
  reply: WindowReply<Answer> | undefined,
): boolean {
  if (reply?.kind === 'answer' || (reply?.kind === 'passing' && pending.tries >= maxTriesOfPassing)) {
    batch.results[pending.index] = { kind: 'answered', answer: reply.answer };
    batch.hasAnswer = true;
    return true;
  }
  const reason = reply !== undefined && 'reason' in reply ? reply.reason : undefined;
  if (reason === undefined || pending.tries < maxTries) return false;
  batch.results[pending.index] = { kind: 'unanswered', reason };
  return true;
}

/** Renews once after a 401; a second 401 in the same batch means that fresh credentials do not help. */
function renew<Answer>(batch: Batch<Answer>, proof: Proof): void {
  if (batch.hasRenewed || !proof.renew()) throw proof.refused();
  batch.hasRenewed = true;
}

/** Google says only that a daily quota comes back within 24 hours (Apps Script, "Quotas"), so every hour tries again. */
function fetchesSpent(nowMs: number): QuotaSpent {
  return new QuotaSpent(
    "Google's daily quota of requests is used up",
    "Google's daily limit of requests has been reached. Rows that have not been sent yet say Waiting; the run tries again every hour.",
    nowMs + 60 * 60 * 1000,
  );
}
