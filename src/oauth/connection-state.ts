/** Says how a connection is doing, from what is stored about it. */
import { stateSeconds } from './consent-flow.ts';
import { accountOf } from './token.ts';
import type { Failure, TokenStore } from './token-store.ts';

/** What is known about the connection; all times in milliseconds since 1970. */
export type ConnectionState =
  | { readonly kind: 'not-connected' }
  /** The user was sent to Keap's consent page and may still come back. */
  | { readonly kind: 'connecting'; readonly sinceMs: number }
  /** What is stored is not a token. */
  | { readonly kind: 'damaged' }
  | {
      readonly kind: 'connected';
      readonly account: string;
      /** When the user consented. */
      readonly sinceMs: number;
      readonly renewedAtMs: number;
      /** When the access token expires; it is renewed before that. */
      readonly expiresAtMs: number;
    }
  | {
      readonly kind: 'renewal-failing';
      readonly account: string;
      readonly sinceMs: number;
      readonly why: Failure['why'];
    }
  | {
      readonly kind: 'reconnect-needed';
      readonly account: string;
      readonly sinceMs: number;
      /** An earlier renewal was interrupted, so the newest pair may have been lost on its way. */
      readonly wasCutOff: boolean;
    };

/** When the user was sent to Keap's consent page, in milliseconds since 1970; undefined once they cannot come back. */
export function consentingSinceMs(store: TokenStore, nowMs: number): number | undefined {
  const begunMs = store.consentBegunMs();
  return begunMs !== undefined && nowMs - begunMs < stateSeconds * 1000 ? begunMs : undefined;
}

/** Reads the store and sends nothing. */
export function connectionState(store: TokenStore, nowMs: number): ConnectionState {
  const stored = store.load();
  if (stored.kind === 'none') {
    const sinceMs = consentingSinceMs(store, nowMs);
    return sinceMs === undefined ? { kind: 'not-connected' } : { kind: 'connecting', sinceMs };
  }
  if (stored.kind === 'damaged') return { kind: 'damaged' };
  const { token } = stored;
  const account = accountOf(token.scope);
  const refusal = store.refusalOf(token);
  if (refusal !== undefined) {
    return { kind: 'reconnect-needed', account, sinceMs: refusal.sinceMs, wasCutOff: refusal.wasCutOff };
  }
  const failure = store.failureOf(token);
  if (failure !== undefined) {
    return { kind: 'renewal-failing', account, sinceMs: failure.sinceMs, why: failure.why };
  }
  const { connectedAtMs: sinceMs, obtainedAtMs: renewedAtMs, expiresAtMs } = token;
  return { kind: 'connected', account, sinceMs, renewedAtMs, expiresAtMs };
}
