import { ServiceDown } from '../../errors.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Call } from '../http/call.ts';
import { exchange } from '../http/exchange.ts';
import { keyLimits, type RequestLimits, rateLimiter } from '../http/rate-limiter.ts';
import type { Credentials, KeyKeeper } from './credentials.ts';
import { type Key, withHeader } from './key.ts';
import type { LegacyAuth } from './legacy-auth.ts';
import { type UserInfo, userInfoCall } from './user-info.ts';

/** Whom Keap has let in. */
export interface Tested {
  readonly account: string;
  /** May be empty. */
  readonly person: string;
}

type ConnectionTestOptions = Pick<Platform, 'http' | 'clock' | 'random'>;

/** One cheap call. Throws a `RunEnded` where Keap does not let us in or does not answer. */
export function testConnection(
  parts: ConnectionTestOptions,
  credentials: Credentials,
  limits: RequestLimits,
): Tested {
  return answerTo(parts, credentials, limits, userInfoCall());
}

/**
 * Asks Keap with the key, and gives it back with the header that Keap took it in. Throws like `testConnection`.
 * `legacy` is undefined once Keap has no XML-RPC any more.
 */
export function testKey(
  parts: ConnectionTestOptions & { readonly legacy: LegacyAuth | undefined },
  typed: Key,
  credentialsOf: (key: Key, keeper: KeyKeeper) => Credentials,
): { readonly key: Key; readonly tested: Tested } {
  let key = typed;
  const keeper: KeyKeeper = {
    noteHeader(header) {
      key = withHeader(key, header);
    },
    noteRefusal: () => {},
  };
  const credentials = credentialsOf(typed, keeper);
  if (typed.kind === 'legacy-key') {
    const account = `${typed.application}.infusionsoft.com`;
    if (parts.legacy !== undefined) answerTo(parts, credentials, keyLimits, parts.legacy.testCall());
    return { key, tested: { account, person: '' } };
  }
  const { account, person } = answerTo<UserInfo>(parts, credentials, keyLimits, userInfoCall());
  return { key, tested: { account: account || person || 'a Keap account without a name', person } };
}

function answerTo<Answer>(
  { http, clock, random }: ConnectionTestOptions,
  credentials: Credentials,
  limits: RequestLimits,
  call: Call<Answer>,
): Answer {
  try {
    const sender = exchange({ http, credentials, rateLimiter: rateLimiter(clock, limits), clock, random });
    const [result] = sender.send([call]);
    if (result?.kind === 'answered') return result.answer;
    throw testUnanswered(result?.reason ?? 'not sent');
  } catch (error) {
    // What the sender says of rows would mean nothing to somebody who tests a connection.
    throw error instanceof ServiceDown ? testUnanswered(error.message) : error;
  }
}

function testUnanswered(reason: string): ServiceDown {
  return new ServiceDown(
    `Keap did not answer the test: ${reason}`,
    'Keap does not answer at the moment, so the connection could not be tested. Check what you entered, and try again in a few minutes.',
  );
}
