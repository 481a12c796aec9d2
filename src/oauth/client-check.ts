/** Tries a client id and secret before anybody is sent to Keap's consent page with them. */
import type { Clock } from '../platform/clock.ts';
import type { Consent } from '../platform/consent.ts';
import type { Http } from '../platform/http.ts';
import { secret } from '../secret.ts';
import type { AuthorizationServer, Client } from './client.ts';
import { readTokenAnswer, requestByCode } from './token-endpoint.ts';

/** What the check needs of its surroundings. */
interface ClientCheckOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly server: AuthorizationServer;
  readonly consent: Consent;
}

/** Looks like no code that Keap has issued. */
const madeUpCode = 'only-a-check-of-the-client';

/**
 * Whether the server refuses this client. Asks once, with an authorization code that was never issued: a server looks at
 * the client first, and refuses a client that it knows only for the code (RFC 6749, 5.2). Any other answer, or none, says
 * nothing, so this is false for it.
 */
export function isClientRefused(
  { http, clock, server, consent }: ClientCheckOptions,
  client: Client,
): boolean {
  const request = requestByCode(server, client, secret(madeUpCode), consent.redirectUri());
  const [result = { kind: 'silence', reason: 'not sent' }] = http.send([request]);
  return readTokenAnswer(result, clock.nowMs()).kind === 'client-refused';
}
