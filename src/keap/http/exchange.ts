/** The only sender of calls to Keap: windows of parallel requests, retries, and the renewal of credentials. */
import type { Random } from '../../platform/clock.ts';
import type { HttpRequest } from '../../platform/http.ts';
import { maxTries } from '../../retry.ts';
import { apiDown } from './api-down.ts';
import { backOff, isHeard, type WindowHistory } from './back-off.ts';
import type { Call } from './call.ts';
import type { Credentials, Proof } from './credentials.ts';
import { isProofAccepted, probeApi } from './probe.ts';
import { sendWindow, type WindowReply, type WindowSender } from './window.ts';

/** The result of one call: Keap's answer, or why there is none although other calls were answered. */
export type CallResult<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unanswered'; readonly reason: string };

/** The only sender of calls to Keap's APIs. */
export interface Exchange {
  /**
   * Sends the calls in windows and returns one result per call, in order. Calls that meet a passing failure are sent
   * again, so they must be safe to repeat: they read or set values, or say that they are not (`Call.isOnce`). A call that gets no clear answer is that call's own
   * fault while its probes are answered, and an outage otherwise. Throws a `RunEnded` for a fault of the account: no valid
   * token, a quota used up, an API that answers nobody.
   */
  send<Answer>(calls: readonly Call<Answer>[]): CallResult<Answer>[];
  /** Whether these calls are answered right now, which must work whenever their API does. */
  probe(calls: readonly Call<unknown>[]): boolean;
  /** Waits until so many calls fit into Keap's limit per minute, so that they can follow one another without a longer wait. */
  waitForMinute(calls: number): void;
  /** How many calls go out together at best, and how many right now. */
  readonly maxConcurrency: number;
  concurrency(): number;
}

interface ExchangeOptions extends WindowSender {
  readonly credentials: Credentials;
  readonly random: Random;
}

interface Pending<Answer> {
  readonly index: number;
  readonly call: Call<Answer>;
  readonly tries: number;
  /** `doubted` once it has been tried often enough, and `last` once its API has proved to answer others. */
  readonly stage: 'tried' | 'doubted' | 'last';
}

/** Everything that one `send` has to remember between its windows. */
interface Batch<Answer> extends WindowHistory {
  readonly results: CallResult<Answer>[];
  queue: Pending<Answer>[];
  /** The largest window allowed, after one was lost as a whole. */
  maxWindow: number;
  hasRenewed: boolean;
  /** Whether Keap has accepted the proof although some call met a 401. */
  isProofAccepted: boolean;
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
        queue: calls.map((call, index) => ({ index, call, tries: 0, stage: 'tried' })),
        maxWindow: Number.POSITIVE_INFINITY,
        emptyWindows: 0,
        throttledWindows: 0,
        hasRenewed: false,
        isProofAccepted: false,
      };
      while (batch.queue.length > 0) sendNext(options, batch);
      return batch.results;
    },
    probe: (calls) => probeApi(options, options.credentials.proof(), calls).isUp === true,
    waitForMinute: (calls) => options.rateLimiter.waitForMinute(calls),
    maxConcurrency: options.rateLimiter.maxConcurrency,
    concurrency: () => options.rateLimiter.concurrency(),
  };
}

function sendNext<Answer>(options: ExchangeOptions, batch: Batch<Answer>): void {
  const { credentials, rateLimiter } = options;
  const size = Math.min(rateLimiter.concurrency(), batch.maxWindow, batch.queue.length);
  const window = batch.queue.slice(0, rateLimiter.fitting(size, batch.queue.length));
  const proof = credentials.proof();
  const received = sendWindow(
    options,
    proof,
    window.map(({ call }) => call),
  );
  const isSilent = received.every((one) => one.kind === 'unavailable' && one.isSilence === true);
  if (window.length > 1 && isSilent) {
    // One silent host loses the whole window, and nobody knows what was served: smaller windows isolate it.
    batch.maxWindow = Math.max(1, Math.floor(window.length / splitFactor));
    giveUpOnce(batch, window);
    return;
  }
  const refused = window.filter((_, index) => received[index]?.kind === 'unauthorized');
  const isRefused = refused.length > 0 && isProofRefused(options, batch, proof, refused);
  // Keap accepts the proof, or does not say: then a 401 says no more than any other error.
  const replies = isRefused ? received : received.map(unlessUnauthorized);
  if (isHeard(replies)) proof.accepted();
  const tried = window.map((pending, index) => countTry(pending, replies[index]));
  const unsettled = tried.filter(
    (pending, index) => !settle(batch, pending, replies[index], isHeard(replies)),
  );
  const others = batch.queue.slice(window.length);
  // A call that stays silent on its own waits behind the others, so that they get their answers.
  batch.queue = isSilent ? [...others, ...unsettled] : [...unsettled, ...others];
  if (replies.some((one) => one.kind === 'answer')) batch.maxWindow *= splitFactor;
  if (isRefused) {
    renew(batch, proof);
    return;
  }
  const probed = probeIfInDoubt(options, batch, proof, replies);
  backOff(options, batch, [...replies, ...probed], batch.queue.length === 0);
}

/** Any of a lost window may have been served. */
function giveUpOnce<Answer>(batch: Batch<Answer>, window: readonly Pending<Answer>[]): void {
  const lost = new Set(window.filter(({ call }) => call.isOnce === true));
  for (const { index } of lost) batch.results[index] = { kind: 'unanswered', reason: 'no reply' };
  batch.queue = batch.queue.filter((pending) => !lost.has(pending));
}

function unlessUnauthorized<Answer>(reply: WindowReply<Answer>): WindowReply<Answer> {
  return reply.kind === 'unauthorized' ? { kind: 'unavailable', reason: 'HTTP status 401' } : reply;
}

/** Asks once in a `send`: a 401 is believed only if Keap says the same of a call that must work. */
function isProofRefused<Answer>(
  options: ExchangeOptions,
  batch: Batch<Answer>,
  proof: Proof,
  refused: readonly Pending<Answer>[],
): boolean {
  if (refused.some(({ call }) => isSameRequest(call.request, proof.testCall.request))) return true;
  if (batch.isProofAccepted) return false;
  const isAccepted = isProofAccepted(options, proof);
  batch.isProofAccepted = isAccepted === true;
  if (isAccepted === true) proof.accepted();
  return isAccepted === false;
}

function isSameRequest(one: HttpRequest, other: HttpRequest): boolean {
  return one.url === other.url && one.body === other.body;
}

/** Renews once after a 401; a second 401 in the same batch means that fresh credentials do not help. */
function renew<Answer>(batch: Batch<Answer>, proof: Proof): void {
  if (batch.hasRenewed || !proof.renew()) throw proof.refused();
  batch.hasRenewed = true;
}

function countTry<Answer>(pending: Pending<Answer>, reply: WindowReply<Answer> | undefined): Pending<Answer> {
  const max = reply === undefined ? undefined : maxTriesFor(pending.call, reply);
  if (max === undefined) return pending;
  const tries = pending.tries + 1;
  const isDoubted = pending.stage === 'tried' && tries >= max;
  return { ...pending, tries, stage: isDoubted ? 'doubted' : pending.stage };
}

/** How often a call is tried that meets such a reply; undefined for a reply that has nothing to do with this call. */
function maxTriesFor(call: Call<unknown>, reply: WindowReply<unknown>): number | undefined {
  switch (reply.kind) {
    case 'passing':
      return maxTriesOfPassing;
    case 'doubtful':
      return reply.mayPass ? maxTries : 1;
    case 'unreadable':
      return call.isDivisible === true ? 1 : maxTries;
    case 'unavailable':
      return maxTries;
    case 'answer':
    case 'unauthorized':
    case 'throttled':
    case 'quota-spent':
      return undefined;
  }
}

/** Stores the final result of a call; false when the call has to be sent again. */
function settle<Answer>(
  batch: Batch<Answer>,
  { call, index, stage }: Pending<Answer>,
  reply: WindowReply<Answer> | undefined,
  isApiUp: boolean,
): boolean {
  if (call.isOnce === true) return settleOnce(batch, index, reply);
  if (reply === undefined || !('answer' in reply || 'reason' in reply)) return false;
  const isEnough = stage === 'last' || (stage === 'doubted' && (isApiUp || reply.kind === 'passing'));
  if (reply.kind !== 'answer' && !isEnough) return false;
  batch.results[index] =
    'answer' in reply
      ? { kind: 'answered', answer: reply.answer }
      : { kind: 'unanswered', reason: reply.reason };
  return true;
}

/** The first answer that tells whether it was done counts, and so does the first that does not. */
function settleOnce<Answer>(
  batch: Batch<Answer>,
  index: number,
  reply: WindowReply<Answer> | undefined,
): boolean {
  switch (reply?.kind) {
    case 'unauthorized':
    case 'throttled':
    case 'quota-spent':
      return false;
    case 'answer':
      batch.results[index] = { kind: 'answered', answer: reply.answer };
      return true;
    case 'doubtful':
      batch.results[index] = reply.mayPass
        ? { kind: 'unanswered', reason: reply.reason }
        : { kind: 'answered', answer: reply.answer };
      return true;
    case 'passing':
      batch.results[index] = { kind: 'unanswered', reason: 'a temporary fault' };
      return true;
    case 'unreadable':
    case 'unavailable':
      batch.results[index] = { kind: 'unanswered', reason: reply.reason };
      return true;
    case undefined:
      batch.results[index] = { kind: 'unanswered', reason: 'no reply' };
      return true;
  }
}

/**
 * Asks what must work, once a call has been tried often enough or nothing has been heard for long. Throws `ApiDown` when
 * that fails, too; otherwise the calls in doubt are sent one last time.
 */
function probeIfInDoubt<Answer>(
  options: ExchangeOptions,
  batch: Batch<Answer>,
  proof: Proof,
  replies: readonly WindowReply<Answer>[],
): readonly WindowReply<unknown>[] {
  const isQuiet = batch.emptyWindows + 1 >= maxTries && replies.every(isOutage);
  const doubted =
    batch.queue.find(({ stage }) => stage === 'doubted') ?? (isQuiet ? batch.queue[0] : undefined);
  if (doubted === undefined) return [];
  const { probes } = doubted.call;
  if (probes === undefined) throw apiDown(replies);
  const probed = probeApi(options, proof, probes);
  if (probed.isUp === false) throw apiDown([...replies, ...probed.replies]);
  if (probed.isUp === true) {
    batch.queue = batch.queue.map((one) => (one.stage === 'doubted' ? { ...one, stage: 'last' } : one));
  }
  return probed.replies;
}

function isOutage({ kind }: WindowReply<unknown>): boolean {
  return kind === 'unavailable' || kind === 'unreadable' || kind === 'doubtful';
}
