/** Decides after each window of calls what its failures mean for the others: go on, wait, or end the run. */
import { QuotaSpent } from '../../errors.ts';
import type { Clock, Random } from '../../platform/clock.ts';
import { backOffMs, maxTries } from '../../retry.ts';
import { ApiDown } from './api-down.ts';
import type { Read } from './call.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { ReplyStatus } from './reply-status.ts';

/** What one call of a window brought: the gateway's verdict, or what its API says. */
export type WindowReply<Answer> = Read<Answer> | Exclude<ReplyStatus, { kind: 'passed' }>;

/** How the windows of one `send` have gone so far. */
export interface WindowHistory {
  hasAnswer: boolean;
  /** Consecutive windows that brought neither an answer nor a throttle. */
  emptyWindows: number;
  /** Consecutive windows that were throttled. */
  throttledWindows: number;
}

interface BackOffOptions {
  readonly rateLimiter: RateLimiter;
  readonly clock: Clock;
  readonly random: Random;
}

/** A throttle that asks for a longer wait than this is left for the next hour, in milliseconds. */
const maxRetryAfterMs = 60_000;

/**
 * Notes how the window went, and waits before the next one if it failed; `isLast` when there is none. Throws `QuotaSpent`
 * when Keap wants a longer wait than a run can take, and `ApiDown` when it answers nobody.
 */
export function backOff(
  { rateLimiter, clock, random }: BackOffOptions,
  history: WindowHistory,
  replies: readonly WindowReply<unknown>[],
  isLast: boolean,
): void {
  const spent = replies.find((one) => one.kind === 'quota-spent');
  if (spent?.kind === 'quota-spent') throw quotaSpent(spent.untilMs);
  const throttles = replies.filter((one) => one.kind === 'throttled');
  history.throttledWindows = throttles.length > 0 ? history.throttledWindows + 1 : 0;
  const isHeard = throttles.length > 0 || replies.some(({ kind }) => kind === 'answer' || kind === 'passing');
  history.emptyWindows = isHeard ? 0 : history.emptyWindows + 1;
  if (throttles.length > 0) rateLimiter.decrease();
  if (replies.every((one) => one.kind === 'answer')) {
    rateLimiter.increase();
    return;
  }
  const retryAfterMs = Math.max(0, ...throttles.map((one) => one.waitMs ?? 0));
  if (retryAfterMs > maxRetryAfterMs || history.throttledWindows > maxTries) {
    throw quotaSpent(clock.nowMs() + Math.max(retryAfterMs, maxRetryAfterMs));
  }
  if (isDown(history, replies.length)) throw apiDown(replies);
  if (!isLast) {
    const tries = Math.min(maxTries, Math.max(1, history.emptyWindows, history.throttledWindows));
    clock.sleep(backOffMs(tries, random, retryAfterMs));
  }
}

/** A single call without an answer is that row's fault only if other calls were answered. */
function isDown({ emptyWindows, hasAnswer }: WindowHistory, windowSize: number): boolean {
  if (emptyWindows >= 2 * maxTries) return true;
  return emptyWindows >= maxTries && (windowSize > 1 || !hasAnswer);
}

function apiDown(replies: readonly WindowReply<unknown>[]): ApiDown {
  const first = replies.find((one) => 'reason' in one);
  return new ApiDown(first !== undefined && 'reason' in first ? first.reason : 'no answer');
}

function quotaSpent(untilMs: number): QuotaSpent {
  return new QuotaSpent(
    `Keap's quota is used up until ${new Date(untilMs).toISOString()}`,
    "Keap's request limit has been reached. Rows that have not been sent yet say Waiting; the run continues automatically when Keap allows it.",
    untilMs,
  );
}
