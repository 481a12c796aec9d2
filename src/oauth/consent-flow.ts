/** OAuth's authorization code flow: the consent page, and the exchange of the code that comes back from it. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Consent } from '../platform/consent.ts';
import type { Lock } from '../platform/lock.ts';
import { secret } from '../secret.ts';
import type { AuthorizationServer, Client } from './client.ts';
import { accountOf, mayBeSameAccount, withAccount } from './token.ts';
import { requestByCode, type TokenAnswer } from './token-endpoint.ts';
import { type RetryContext, requestWithRetry, saveWithRetry } from './token-retry.ts';
import type { TokenStore } from './token-store.ts';

/** How a consent ended. Never contains the code or the state. */
export type ConsentResult =
  | { readonly kind: 'connected' }
  /** The page was opened again after it had connected; nothing was asked. */
  | { readonly kind: 'already-connected' }
  /** The user consented to another account than this document's; the pair waits for a decision. */
  | { readonly kind: 'other-account'; readonly account: string; readonly expected: string }
  /** The user declined at Keap. */
  | { readonly kind: 'declined' }
  /** Keap does not let this client ask for access (RFC 6749, 4.1.2.1). */
  | { readonly kind: 'not-allowed' }
  /** Keap sent the user back without a code. */
  | { readonly kind: 'no-code' }
  /** The code was refused: used before, or too old. */
  | { readonly kind: 'code-refused' }
  | { readonly kind: 'client-refused' }
  /** Somebody disconnected in the meantime. */
  | { readonly kind: 'client-missing' }
  | { readonly kind: 'unavailable'; readonly reason: string };

interface ConsentOptions extends RetryContext {
  readonly server: AuthorizationServer;
  readonly consent: Consent;
  readonly store: TokenStore;
  /** Keeps the pair of another account until the user decides. */
  readonly otherStore: TokenStore;
  readonly lock: Lock;
}

/** The longest lifetime that Apps Script allows a state token, in seconds (Script service, StateTokenBuilder). */
export const stateSeconds = 3_600;

/** The URL of the consent page for this client; the state token returns `callbackArguments` to `callbackName`. */
export function consentUrl(
  { server, consent, store, clock }: ConsentOptions,
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
  store.noteConsentBegun(clock.nowMs());
  return `${server.authorizeUrl}?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

/**
 * Exchanges the code that Keap sent back with the user, and saves the pair before it reports success.
 * `expectedAccount` is the account that the document belongs to; empty while it belongs to none.
 */
export function finishConsent(
  options: ConsentOptions,
  client: Client | undefined,
  parameters: Readonly<Record<string, string | undefined>>,
  expectedAccount: string,
): ConsentResult {
  const result = receiveCode(options, client, parameters, expectedAccount);
  noteEnd(options, result);
  return result;
}

/** The tab in which it ended may be closed unread, so the sidebar says it as well. */
function noteEnd({ store, clock }: ConsentOptions, result: ConsentResult): void {
  switch (result.kind) {
    case 'connected':
    case 'already-connected':
    case 'other-account':
      store.clearConsent();
      return;
    default: {
      // A page that the browser opens again is about a consent that has ended already.
      if (store.consentBegunMs() === undefined) return;
      const reason = result.kind === 'unavailable' ? result.reason : '';
      store.noteConsentFailure({ failedMs: clock.nowMs(), why: result.kind, reason });
    }
  }
}

const lockWaitMs = 30_000;

/** With an error there is no valid code (RFC 6749, 4.1.2.1), and a code is printable ASCII (appendix A.11). */
function receiveCode(
  options: ConsentOptions,
  client: Client | undefined,
  { error = '', code = '' }: Readonly<Record<string, string | undefined>>,
  expectedAccount: string,
): ConsentResult {
  if (error === 'access_denied') return { kind: 'declined' };
  if (error === 'unauthorized_client') return { kind: 'not-allowed' };
  if (error !== '' || code === '') return { kind: 'no-code' };
  if (!/^[\x20-\x7e]{1,2000}$/.test(code)) return { kind: 'code-refused' };
  if (client === undefined) return { kind: 'client-missing' };
  const locked = options.lock.run(lockWaitMs, () => exchangeCode(options, client, code, expectedAccount));
  return locked.kind === 'done'
    ? locked.value
    : { kind: 'unavailable', reason: 'another run holds the lock' };
}

/**
 * A code that Keap may have seen is not sent again: a second request can revoke the tokens of the first one
 * (RFC 6749, 4.1.2). People reload this page, browsers restore it, and link checkers visit it, so the code is noted
 * before it is sent.
 */
function exchangeCode(
  options: ConsentOptions,
  client: Client,
  code: string,
  expected: string,
): ConsentResult {
  const { server, consent, store, otherStore, clock } = options;
  const codeHash = bytesToHex(sha256(asciiBytes(code)));
  if (store.sentCodeHash() === codeHash) return resultOfSentCode(store, otherStore, expected);
  store.noteSentCode(codeHash);
  const request = requestByCode(server, client, secret(code), consent.redirectUri());
  const { answer } = requestWithRetry(options, request, 'stop');
  if (answer.kind !== 'granted') return consentFailure(answer);
  const token = withAccount(answer.token, expected);
  const account = accountOf(token.scope);
  const isOther = expected !== '' && !mayBeSameAccount(account, expected);
  if (!saveWithRetry(isOther ? otherStore : store, clock, token)) {
    return { kind: 'unavailable', reason: "Google's store did not save the connection" };
  }
  return isOther ? { kind: 'other-account', account, expected } : { kind: 'connected' };
}

/** What became of a code that was sent before, by what is stored now. */
function resultOfSentCode(store: TokenStore, otherStore: TokenStore, expected: string): ConsentResult {
  const other = otherStore.load();
  if (other.kind === 'token') {
    return { kind: 'other-account', account: accountOf(other.token.scope), expected };
  }
  return store.load().kind === 'token' ? { kind: 'already-connected' } : { kind: 'code-refused' };
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function consentFailure(answer: Exclude<TokenAnswer, { kind: 'granted' }>): ConsentResult {
  switch (answer.kind) {
    case 'refused':
      return { kind: 'code-refused' };
    case 'client-refused':
      return { kind: 'client-refused' };
    case 'unavailable':
      return { kind: 'unavailable', reason: answer.reason };
  }
}
