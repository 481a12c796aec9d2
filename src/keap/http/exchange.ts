import { QuotaSpent } from '../../errors.ts';
import type { Clock, Random } from '../../platform/clock.ts';
import type { Http, HttpResult } from '../../platform/http.ts';
import type { Credentials, Proof } from '../auth/credentials.ts';
import { ApiDown } from './api-down.ts';
import type { Call, Read } from './call.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { type ReplyStatus, replyStatusOf } from './reply-status.ts';
import { backOffMs, maxTries, maxWaitMs } from './retry.ts';

/** What became of one call: Keap's answer, or why there is none although others got theirs. */
export type Exchanged<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unanswered'; readonly reason: string };

/** The only sender of calls to Keap's APIs. */
export interface Exchange {
  /**
   * Sends the calls in windows and gives one result per call, in order. What met a passing failure is sent
   * again, so the calls must be safe to repeat: they read or set values. Throws a `RunEnded` for an account's
   * trouble: no valid token, a quota used up, a service that answers nobody.
   */
  send<Answer>(calls: readonly Call<Answer>[]): Exchanged<Answer>[];
  /** Sends one call once. True where its API has answered, and be it by a refusal or a throttle. */
  isThere(call: Call<unknown>): boolean;
  /** How many calls go out together when nothing is in the way, and at the moment. */
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

/** All that one `send` has to remember between its windows. */
interface Batch<Answer> {
  readonly results: Exchanged<Answer>[];
  queue: Pending<Answer>[];
  /** The most that a window may hold, after one was thrown away whole. */
  maxWindow: number;
  hasAnswer: boolean;
  /** Windows in a row that brought neither an answer nor a throttle. */
  emptyWindows: number;
  /** Windows in a row that met a throttle. */
  throttledWindows: number;
  hasRenewed: boolean;
}

/** Into how many a window is taken apart that was thrown away whole. */
const splitFactor = 4;

type Classified<Answer> = Read<Answer> | Exclude<ReplyStatus, { kind: 'passed' }>;

export function exchange(parts: ExchangeOptions): Exchange {
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
      while (batch.queue.length > 0) sendWindow(parts, batch);
      return batch.results;
    },
    isThere: (call) => isThere(parts, call),
    maxConcurrency: parts.rateLimiter.maxConcurrency,
    concurrency: () => parts.rateLimiter.concurrency(),
  };
}

function sendWindow<Answer>(parts: ExchangeOptions, batch: Batch<Answer>): void {
  const { http, credentials, rateLimiter, clock } = parts;
  const window = batch.queue.slice(0, Math.min(rateLimiter.concurrency(), batch.maxWindow));
  const proof = credentials.proof();
  rateLimiter.waitForRoom(window.length);
  const nowMs = clock.nowMs();
  const results = http.send(window.map((pending) => proof.sign(pending.call.request)));
  if (results.some((one) => one.kind === 'silence' && one.isQuotaSpent === true)) throw fetchesSpent(nowMs);
  if (window.length > 1 && results.every(({ kind }) => kind === 'silence')) {
    // One silent host throws a whole window away, and nobody knows what was served: smaller pieces tell which it is.
    batch.maxWindow = Math.max(1, Math.floor(window.length / splitFactor));
    return;
  }
  const met = window.map((pending, place) => classify(pending.call, results[place], nowMs));
  const again = window.filter((pending, place) => !settle(batch, pending, met[place]));
  const others = batch.queue.slice(window.length);
  // Whoever stays silent alone waits behind the others, so that it does not keep them from being answered.
  const isPiece = window.length === 1 && results[0]?.kind === 'silence';
  batch.queue = isPiece ? [...others, ...again.map(tried)] : [...again.map(tried), ...others];
  if (met.some((one) => one.kind === 'answer')) batch.maxWindow *= splitFactor;
  if (met.some((one) => one.kind === 'unauthorized')) renew(batch, proof);
  else backOff(parts, batch, met);

  function tried(pending: Pending<Answer>): Pending<Answer> {
    const kind = met[window.indexOf(pending)]?.kind;
    const isItsOwnFault = kind === 'unreadable' || kind === 'unavailable';
    return isItsOwnFault ? { ...pending, tries: pending.tries + 1 } : pending;
  }
}

function isThere({ http, credentials, rateLimiter, clock }: ExchangeOptions, call: Call<unknown>): boolean {
  const proof = credentials.proof();
  rateLimiter.waitForRoom(1);
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
): Classified<Answer> {
  if (result === undefined) return { kind: 'unavailable', reason: 'no reply' };
  if (result.kind === 'silence') return { kind: 'unavailable', reason: result.reason };
  const passage = replyStatusOf(result, nowMs);
  const isAnswer = passage.kind === 'unavailable' && call.isAnswer?.(result) === true;
  return isAnswer || passage.kind === 'passed' ? call.read(result) : passage;
}

/** Notes what is final for this call; gives false where it has to be sent again. */
function settle<Answer>(
  batch: Batch<Answer>,
  pending: Pending<Answer>,
  met: Classified<Answer> | undefined,
): boolean {
  if (met?.kind === 'answer') {
    batch.results[pending.index] = { kind: 'answered', answer: met.answer };
    batch.hasAnswer = true;
    return true;
  }
  const reason = met !== undefined && 'reason' in met ? met.reason : undefined;
  if (reason === undefined || pending.tries < maxTries) return false;
  batch.results[pending.index] = { kind: 'unanswered', reason };
  return true;
}

/** A 401 is answered by one renewal; a second one in the same batch means that a fresh proof does not help. */
function renew<Answer>(batch: Batch<Answer>, proof: Proof): void {
  if (batch.hasRenewed || !proof.renew()) throw proof.refused();
  batch.hasRenewed = true;
}

function backOff<Answer>(
  parts: ExchangeOptions,
  batch: Batch<Answer>,
  met: readonly Classified<Answer>[],
): void {
  const spent = met.find((one) => one.kind === 'quota-spent');
  if (spent?.kind === 'quota-spent') throw quotaSpent(spent.untilMs);
  const throttles = met.filter((one) => one.kind === 'throttled');
  batch.throttledWindows = throttles.length > 0 ? batch.throttledWindows + 1 : 0;
  const hasHeard = throttles.length > 0 || met.some((one) => one.kind === 'answer');
  batch.emptyWindows = hasHeard ? 0 : batch.emptyWindows + 1;
  if (throttles.length > 0) parts.rateLimiter.decrease();
  if (met.every((one) => one.kind === 'answer')) {
    parts.rateLimiter.increase();
    return;
  }
  const askedMs = Math.max(0, ...throttles.map((one) => one.waitMs ?? 0));
  const nowMs = parts.clock.nowMs();
  if (askedMs > maxWaitMs || batch.throttledWindows > maxTries) {
    throw quotaSpent(nowMs + Math.max(askedMs, maxWaitMs));
  }
  if (answersNobody(batch, met)) throw apiDown(met);
  if (batch.queue.length > 0) {
    const tries = Math.min(maxTries, Math.max(1, batch.emptyWindows, batch.throttledWindows));
    parts.clock.sleep(backOffMs(tries, parts.random, askedMs));
  }
}

/** One call without an answer is that row's trouble only if others were answered. */
function answersNobody<Answer>(batch: Batch<Answer>, met: readonly Classified<Answer>[]): boolean {
  if (batch.emptyWindows >= 2 * maxTries) return true;
  return batch.emptyWindows >= maxTries && (met.length > 1 || !batch.hasAnswer);
}

function apiDown<Answer>(met: readonly Classified<Answer>[]): ApiDown {
  const first = met.find((one) => 'reason' in one);
  return new ApiDown(first !== undefined && 'reason' in first ? first.reason : 'no answer');
}

/** Google says only that a day's quota comes back within 24 hours (Apps Script, "Quotas"), so every hour tries again. */
function fetchesSpent(nowMs: number): QuotaSpent {
  return new QuotaSpent(
    "Google's daily quota of requests is used up",
    "Google's daily limit of requests is used up for now. The rows that were not reached say Waiting; the run tries again every hour.",
    nowMs + 60 * 60 * 1000,
  );
}

function quotaSpent(untilMs: number): QuotaSpent {
  return new QuotaSpent(
    `Keap's quota is used up until ${new Date(untilMs).toISOString()}`,
    "Keap's limit of requests is used up for now. The rows that were not reached say Waiting; the run goes on by itself when Keap allows it again.",
    untilMs,
  );
}
