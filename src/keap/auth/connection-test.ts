/** Tries a token or a key with one cheap call, before anything relies on it. */
import { ServiceDown } from '../../errors.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Call } from '../http/call.ts';
import type { Credentials } from '../http/credentials.ts';
import { exchange } from '../http/exchange.ts';
import { keyLimits, type RequestLimits, rateLimiter } from '../http/rate-limiter.ts';
import { type Key, withHeader, withHost } from './key.ts';
import { type KeyRecorder, keyRefused } from './key-credentials.ts';
import type { LegacyAuth } from './legacy-auth.ts';
import { type UserInfo, userInfoCall } from './user-info.ts';

type ConnectionTestOptions = Pick<Platform, 'http' | 'clock' | 'random'>;

/** Asks Keap who is calling. Throws a `RunEnded` when Keap denies access or does not answer. */
export function testConnection(
  options: ConnectionTestOptions,
  credentials: Credentials,
  limits: RequestLimits,
): UserInfo {
  return sendTestCall(options, credentials, limits, userInfoCall());
}

/**
 * Asks Keap with the key, and returns it with the header in which Keap accepts it. Throws like `testConnection`.
 * `legacy` is undefined once Keap no longer has XML-RPC.
 */
export function testKey(
  options: ConnectionTestOptions & { readonly legacy?: LegacyAuth | undefined },
  typed: Key,
  credentialsFor: (key: Key, recorder: KeyRecorder) => Credentials,
): { readonly key: Key; readonly user: UserInfo } {
  let key = typed;
  let isRefusedOnce = false;
  const recorder: KeyRecorder = {
    recordHeader(header) {
      key = withHeader(key, header);
    },
    recordHost(host) {
      key = withHost(key, host);
    },
    recordAcceptance: () => {},
    recordFallback() {
      isRefusedOnce = true;
    },
    // Whoever is testing wants to know what Keap says right now.
    recordRefusal: () => true,
  };
  const credentials = credentialsFor(typed, recorder);
  if (typed.kind === 'legacy-key' && options.legacy !== undefined) {
    try {
      sendTestCall(options, credentials, keyLimits, options.legacy.testCall());
    } catch (error) {
      // Keap has answered: the application's own host, which is asked as well, may be gone.
      throw error instanceof ServiceDown && isRefusedOnce ? keyRefused(typed) : error;
    }
    return { key, user: { account: `${typed.application}.infusionsoft.com`, person: '' } };
  }
  const { account, person } = sendTestCall<UserInfo>(options, credentials, keyLimits, userInfoCall());
  return { key, user: { account: account || person || 'a Keap account without a name', person } };
}

function sendTestCall<Answer>(
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
    // The exchange's advice talks about rows, which means nothing to somebody who tests a connection.
    throw error instanceof ServiceDown ? testUnanswered(error.message) : error;
  }
}

function testUnanswered(reason: string): ServiceDown {
  return new ServiceDown(
    `Keap did not answer the test: ${reason}`,
    'Keap is not responding, so the connection could not be tested. Check what you entered, and try again in a few minutes.',
  );
}
