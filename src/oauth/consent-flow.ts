import type { Clock } from '../platform/clock.ts';
import type { Consent } from '../platform/consent.ts';
import type { Http } from '../platform/http.ts';
import type { Lock } from '../platform/lock.ts';
import { secret } from '../secret.ts';
import type { AuthorizationServer, Client } from './client.ts';
import { readTokenAnswer, requestByCode, type TokenAnswer } from './token-endpoint.ts';
import type { TokenStore } from './token-store.ts';

/** How a consent ended. None of it holds the code or the state. */
export type ConsentResult =
  | { readonly kind: 'connected' }
  /** The user said no at Keap. */
  | { readonly kind: 'declined' }
  /** Keap sent the user back without a code. */
  | { readonly kind: 'no-code' }
  /** The code was refused: used before, or too old. */
  | { readonly kind: 'code-refused' }
  | { readonly kind: 'client-refused' }
  | { readonly kind: 'unavailable'; readonly reason: string };

export interface ConsentParts {
  readonly server: AuthorizationServer;
  readonly consent: Consent;
  readonly store: TokenStore;
  readonly http: Http;
  readonly lock: Lock;
  readonly clock: Clock;
}

/** The longest that Apps Script allows a state token to live, in seconds (Script service, StateTokenBuilder). */
export const stateSeconds = 3_600;

/** Keap's consent page for this client; the state token brings `callbackArguments` back to `callbackName`. */
export function consentUrl(
  { server, consent }: ConsentParts,
  client: Client,
  callbackName: string,
  callbackArguments: Readonly<Record<string, string>>,
): string {
  const query = [
    ['client_id', client.id],
    ['redirect_uri', consent.redirectUri()],
    ['response_type', 'code'],
    ['scope', server.scope],
    ['state', consent.newState(callbackName, callbackArguments, stateSeconds)],
  ] as const;
  return `${server.authorizeUrl}?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

/** Takes what Keap sent back with the user, exchanges the code, and saves the pair before it tells of success. */
export function finishConsent(
  parts: ConsentParts,
  client: Client | undefined,
  parameters: Readonly<Record<string, string | undefined>>,
): ConsentResult {
  if (parameters.error === 'access_denied') return { kind: 'declined' };
  const { code } = parameters;
  if (code === undefined || code === '') return { kind: 'no-code' };
  if (client === undefined) return { kind: 'client-refused' };
  const locked = parts.lock.run(lockWaitMs, () => exchangeCode(parts, client, code));
  return locked.kind === 'done'
    ? locked.value
    : { kind: 'unavailable', reason: 'another run holds the lock' };
}

const lockWaitMs = 30_000;

/** The code is asked for once only: a second asking kills what the first may have brought (RFC 6749, 4.1.2). */
function exchangeCode(parts: ConsentParts, client: Client, code: string): ConsentResult {
  const { server, consent, store, http, clock } = parts;
  const request = requestByCode(server, client, secret(code), consent.redirectUri());
  const [result = { kind: 'silence', reason: 'not sent' }] = http.send([request]);
  const answer = readTokenAnswer(result, clock.nowMs());
  if (answer.kind === 'granted') store.save(answer.token);
  return resultOf(answer);
}

function resultOf(answer: TokenAnswer): ConsentResult {
  switch (answer.kind) {
    case 'granted':
      return { kind: 'connected' };
    case 'refused':
      return { kind: 'code-refused' };
    case 'client-refused':
      return { kind: 'client-refused' };
    case 'unavailable':
      return { kind: 'unavailable', reason: answer.reason };
  }
}
