/** Tries a client id and secret before anybody is sent to Keap's consent page with them. */
import type { Clock } from '../platform/clock.ts';
import type { Http } from '../platform/http.ts';
import { secret } from '../secret.ts';
import type { AuthorizationServer, Client } from './client.ts';
import { readTokenAnswer, requestByRefreshToken } from './token-endpoint.ts';

/** What the check needs of its surroundings. */
interface ClientCheckOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly server: AuthorizationServer;
}

/** Looks like no token that Keap has issued. */
const madeUpToken = 'only-a-check-of-the-client';

/**
 * Whether the server refuses this client. Asks once, with a refresh token that was never issued: a server looks at the
 * client first, and refuses a client that it knows only for the token (RFC 6749, 5.2). Any other answer, or none, says
 * nothing, so this is false for it.
 */
export function isClientRefused({ http, clock, server }: ClientCheckOptions, client: Client): boolean {
  const request = requestByRefreshToken(server, client, secret(madeUpToken));
  const [result = { kind: 'silence', reason: 'not sent' }] = http.send([request]);
  return readTokenAnswer(result, clock.nowMs()).kind === 'client-refused';
}
