/** Decides after each window of calls how long to wait before the next, and when Keap asks for more than a run can wait. */
import { QuotaSpent } from '../../errors.ts';
import type { Clock, Random } from '../../platform/clock.ts';
import { backOffMs, maxTries } from '../../retry.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { WindowReply } from './window.ts';

/** How the windows of one `send` have gone so far. */
export interface WindowHistory {
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

/** Whether somebody at Keap's API has read a call of this window. */
export function isHeard(replies: readonly WindowReply<unknown>[]): boolean {
  return replies.some(({ kind }) => kind === 'answer' || kind === 'passing');
}

/**
 * Notes how the window went, and waits before the next one if it failed; `isLast` when there is none. Throws `QuotaSpent`
 * when Keap wants a longer wait than a run can take.
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
  history.emptyWindows = throttles.length > 0 || isHeard(replies) ? 0 : history.emptyWindows + 1;
  if (throttles.length > 0) rateLimiter.decrease();
  if (replies.every((one) => one.kind === 'answer')) {
    rateLimiter.increase();
    return;
  }
  const retryAfterMs = Math.max(0, ...throttles.map((one) => one.waitMs ?? 0));
  if (retryAfterMs > maxRetryAfterMs || history.throttledWindows > maxTries) {
    throw quotaSpent(clock.nowMs() + Math.max(retryAfterMs, maxRetryAfterMs));
  }
  if (isLast) return;
  const tries = Math.min(maxTries, Math.max(1, history.emptyWindows, history.throttledWindows));
  clock.sleep(backOffMs(tries, random, retryAfterMs));
}

function quotaSpent(untilMs: number): QuotaSpent {
  return new QuotaSpent(
    `Keap's quota is used up until ${new Date(untilMs).toISOString()}`,
    "Keap's request limit has been reached. Rows that have not been sent yet say Waiting; the run continues automatically when Keap allows it.",
    untilMs,
  );
}
