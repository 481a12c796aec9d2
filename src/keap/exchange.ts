import { QuotaSpent } from '../errors.ts';
import type { Chance, Clock } from '../platform/clock.ts';
import type { Http, HttpResult } from '../platform/http.ts';
import { ApiDown } from './api-down.ts';
import type { Call, Read } from './call.ts';
import type { Credentials, Proof } from './credentials.ts';
import { type Passage, passageOf } from './gateway.ts';
import type { Pace } from './pace.ts';
import { backOffMs, longestWaitMs, mostTries } from './retry.ts';

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
  readonly widest: number;
  width(): number;
}

interface Parts {
  readonly http: Http;
  readonly credentials: Credentials;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly chance: Chance;
}

interface Pending<Answer> {
  readonly index: number;
  readonly call: Call<Answer>;
  readonly tries: number;
}

/** All that one `send` has to remember between its windows. */
interface Errand<Answer> {
  readonly results: Exchanged<Answer>[];
  queue: Pending<Answer>[];
  /** The most that a window may hold, after one was thrown away whole. */
  most: number;
  hasAnswer: boolean;
  /** Windows in a row that brought neither an answer nor a throttle. */
  fruitless: number;
  /** Windows in a row that met a throttle. */
  throttled: number;
  hasRenewed: boolean;
}

/** Into how many a window is taken apart that was thrown away whole. */
const pieces = 4;

type Met<Answer> = Read<Answer> | Exclude<Passage, { kind: 'passed' }>;

export function exchange(parts: Parts): Exchange {
  return {
    send<Answer>(calls: readonly Call<Answer>[]) {
      const errand: Errand<Answer> = {
        results: calls.map(() => ({ kind: 'unanswered', reason: 'not sent' })),
        queue: calls.map((call, index) => ({ index, call, tries: 1 })),
        most: Number.POSITIVE_INFINITY,
        hasAnswer: false,
        fruitless: 0,
        throttled: 0,
        hasRenewed: false,
      };
      while (errand.queue.length > 0) sendWindow(parts, errand);
      return errand.results;
    },
    isThere: (call) => isThere(parts, call),
    widest: parts.pace.widest,
    width: () => parts.pace.width(),
  };
}

function sendWindow<Answer>(parts: Parts, errand: Errand<Answer>): void {
  const { http, credentials, pace, clock } = parts;
  const window = errand.queue.slice(0, Math.min(pace.width(), errand.most));
  const proof = credentials.proof();
  pace.makeRoom(window.length);
  const nowMs = clock.nowMs();
  const results = http.send(window.map((pending) => proof.sign(pending.call.request)));
  if (results.some((one) => one.kind === 'silence' && one.isQuotaSpent === true)) throw fetchesSpent(nowMs);
  if (window.length > 1 && results.every(({ kind }) => kind === 'silence')) {
    // One silent host throws a whole window away, and nobody knows what was served: smaller pieces tell which it is.
    errand.most = Math.max(1, Math.floor(window.length / pieces));
    return;
  }
  const met = window.map((pending, place) => meet(pending.call, results[place], nowMs));
  const again = window.filter((pending, place) => !settle(errand, pending, met[place]));
  const others = errand.queue.slice(window.length);
  // Whoever stays silent alone waits behind the others, so that it does not keep them from being answered.
  const isPiece = window.length === 1 && results[0]?.kind === 'silence';
  errand.queue = isPiece ? [...others, ...again.map(tried)] : [...again.map(tried), ...others];
  if (met.some((one) => one.kind === 'answer')) errand.most *= pieces;
  if (met.some((one) => one.kind === 'unauthorized')) renew(errand, proof);
  else rest(parts, errand, met);

  function tried(pending: Pending<Answer>): Pending<Answer> {
    const kind = met[window.indexOf(pending)]?.kind;
    const isItsOwnFault = kind === 'unreadable' || kind === 'unavailable';
    return isItsOwnFault ? { ...pending, tries: pending.tries + 1 } : pending;
  }
}

function isThere({ http, credentials, pace, clock }: Parts, call: Call<unknown>): boolean {
  const proof = credentials.proof();
  pace.makeRoom(1);
  const nowMs = clock.nowMs();
  const [result] = http.send([proof.sign(call.request)]);
  if (result?.kind === 'silence' && result.isQuotaSpent === true) throw fetchesSpent(nowMs);
  const { kind } = meet(call, result, nowMs);
  return kind !== 'unavailable' && kind !== 'unreadable';
}

function meet<Answer>(call: Call<Answer>, result: HttpResult | undefined, nowMs: number): Met<Answer> {
  if (result === undefined) return { kind: 'unavailable', reason: 'no reply' };
  if (result.kind === 'silence') return { kind: 'unavailable', reason: result.reason };
  const passage = passageOf(result, nowMs);
  const isAnswer = passage.kind === 'unavailable' && call.isAnswer?.(result) === true;
  return isAnswer || passage.kind === 'passed' ? call.read(result) : passage;
}

/** Notes what is final for this call; gives false where it has to be sent again. */
function settle<Answer>(
  errand: Errand<Answer>,
  pending: Pending<Answer>,
  met: Met<Answer> | undefined,
): boolean {
  if (met?.kind === 'answer') {
    errand.results[pending.index] = { kind: 'answered', answer: met.answer };
    errand.hasAnswer = true;
    return true;
  }
  const reason = met !== undefined && 'reason' in met ? met.reason : undefined;
  if (reason === undefined || pending.tries < mostTries) return false;
  errand.results[pending.index] = { kind: 'unanswered', reason };
  return true;
}

/** A 401 is answered by one renewal; a second one in the same errand means that a fresh proof does not help. */
function renew<Answer>(errand: Errand<Answer>, proof: Proof): void {
  if (errand.hasRenewed || !proof.renew()) throw proof.refused();
  errand.hasRenewed = true;
}

function rest<Answer>(parts: Parts, errand: Errand<Answer>, met: readonly Met<Answer>[]): void {
  const spent = met.find((one) => one.kind === 'quota-spent');
  if (spent?.kind === 'quota-spent') throw quotaSpent(spent.untilMs);
  const throttles = met.filter((one) => one.kind === 'throttled');
  errand.throttled = throttles.length > 0 ? errand.throttled + 1 : 0;
  const hasHeard = throttles.length > 0 || met.some((one) => one.kind === 'answer');
  errand.fruitless = hasHeard ? 0 : errand.fruitless + 1;
  if (throttles.length > 0) parts.pace.narrow();
  if (met.every((one) => one.kind === 'answer')) {
    parts.pace.widen();
    return;
  }
  const askedMs = Math.max(0, ...throttles.map((one) => one.waitMs ?? 0));
  const nowMs = parts.clock.nowMs();
  if (askedMs > longestWaitMs || errand.throttled > mostTries) {
    throw quotaSpent(nowMs + Math.max(askedMs, longestWaitMs));
  }
  if (answersNobody(errand, met)) throw apiDown(met);
  if (errand.queue.length > 0) {
    const tries = Math.min(mostTries, Math.max(1, errand.fruitless, errand.throttled));
    parts.clock.sleep(backOffMs(tries, parts.chance, askedMs));
  }
}

/** One call without an answer is that row's trouble only if others were answered. */
function answersNobody<Answer>(errand: Errand<Answer>, met: readonly Met<Answer>[]): boolean {
  if (errand.fruitless >= 2 * mostTries) return true;
  return errand.fruitless >= mostTries && (met.length > 1 || !errand.hasAnswer);
}

function apiDown<Answer>(met: readonly Met<Answer>[]): ApiDown {
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
