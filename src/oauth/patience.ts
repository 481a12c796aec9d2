/** What the token endpoint and Google's store are given before a failure counts: a few tries, with back-off. */
import type { Clock, Random } from '../platform/clock.ts';
import type { Http, HttpRequest } from '../platform/http.ts';
import type { Log } from '../platform/log.ts';
import type { Token } from './token.ts';
import { readTokenAnswer, type TokenAnswer } from './token-endpoint.ts';
import type { TokenStore } from './token-store.ts';

export interface RetryContext {
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** What asking came to. Where `mayBeLost`, one of the tries may have made Keap grant a pair that never reached us. */
export interface Asked {
  readonly answer: TokenAnswer;
  readonly mayBeLost: boolean;
}

const maxTries = 4;
/** A server that asks for more than this is left for the next hour. */
const maxWaitMs = 30_000;

/**
 * Repeats what met a passing failure, in 1, 2 and 4 seconds less up to half by chance, or when the server says.
 * With `ifMayBeLost: 'stop'` it repeats only what Keap has certainly not served.
 */
export function requestWithRetry(
  { http, clock, random, log }: RetryContext,
  request: HttpRequest,
  ifMayBeLost: 'repeat' | 'stop',
): Asked {
  let mayBeLost = false;
  for (let tries = 1; ; tries++) {
    const [result = { kind: 'silence', reason: 'not sent' }] = http.send([request]);
    const answer = readTokenAnswer(result, clock.nowMs());
    if (answer.kind !== 'unavailable') return { answer, mayBeLost };
    mayBeLost = mayBeLost || answer.mayHaveRotated;
    const backOffMs = Math.round(1000 * 2 ** (tries - 1) * (1 - random() / 2));
    const waitMs = Math.max(answer.retryAfterMs ?? 0, backOffMs);
    const isPointless = mayBeLost && ifMayBeLost === 'stop';
    if (tries === maxTries || waitMs > maxWaitMs || isPointless) return { answer, mayBeLost };
    log.info(`Keap gave no token (${answer.reason}); asking again.`);
    clock.sleep(waitMs);
  }
}

/**
 * Saves the pair, again and again where Google's store refuses a write in passing, for until then this execution
 * holds the only copy. False when it stays so: what was not saved must not be used.
 */
export function saveWithRetry(store: TokenStore, clock: Clock, token: Token): boolean {
  for (let tries = 1; ; tries++) {
    if (hasSaved(store, token)) return true;
    if (tries === maxTries) return false;
    clock.sleep(500 * 2 ** (tries - 1));
  }
}

function hasSaved(store: TokenStore, token: Token): boolean {
  try {
    store.save(token);
    return true;
  } catch {
    return false;
  }
}
