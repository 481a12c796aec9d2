/** Retries passing failures of the token endpoint and of Google's store. */
import type { Clock, Random } from '../platform/clock.ts';
import type { Http, HttpRequest } from '../platform/http.ts';
import type { Log } from '../platform/log.ts';
import { backOffMs, maxTries } from '../retry.ts';
import type { Secret } from '../secret.ts';
import type { Token } from './token.ts';
import { readTokenAnswer, type TokenAnswer } from './token-endpoint.ts';
import type { TokenStore } from './token-store.ts';

export interface RetryContext {
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The last answer. When `mayBeLost`, one of the tries may have made Keap grant a pair that never reached us. */
export interface TokenResult {
  readonly answer: TokenAnswer;
  readonly mayBeLost: boolean;
}

/** A server that asks for a longer wait than this is left for the next hour. */
const maxRetryAfterMs = 30_000;

/**
 * Sends the request, and again after a passing failure, with the back-off of `retry.ts`. With `ifMayBeLost: 'stop'`
 * it repeats only what Keap has certainly not served.
 */
export function requestWithRetry(
  { http, clock, random, log }: RetryContext,
  request: HttpRequest,
  ifMayBeLost: 'repeat' | 'stop',
  sentRefreshToken?: Secret,
): TokenResult {
  let mayBeLost = false;
  for (let tries = 1; ; tries++) {
    const [result = { kind: 'silence', reason: 'not sent' }] = http.send([request]);
    const answer = readTokenAnswer(result, clock.nowMs(), sentRefreshToken);
    if (answer.kind !== 'unavailable') return { answer, mayBeLost };
    mayBeLost = mayBeLost || answer.mayHaveRotated;
    const waitMs = backOffMs(tries, random, answer.retryAfterMs);
    const isPointless = mayBeLost && ifMayBeLost === 'stop';
    if (tries === maxTries || waitMs > maxRetryAfterMs || isPointless) return { answer, mayBeLost };
    log.info(`Keap did not issue a token (${answer.reason}); trying again.`);
    clock.sleep(waitMs);
  }
}

/** Before the second try, in milliseconds; doubled each time. Short, because a kill in between loses the pair. */
const saveWaitMs = 500;

/**
 * Saves the pair, repeatedly while Google's store refuses the write, because until then this execution holds the only
 * copy. False if it could not be saved: such a pair must not be used.
 */
export function saveWithRetry(store: TokenStore, clock: Clock, token: Token): boolean {
  for (let tries = 1; ; tries++) {
    if (trySave(store, token)) return true;
    if (tries === maxTries) return false;
    clock.sleep(saveWaitMs * 2 ** (tries - 1));
  }
}

function trySave(store: TokenStore, token: Token): boolean {
  try {
    store.save(token);
    return true;
  } catch {
    return false;
  }
}
