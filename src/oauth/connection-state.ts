import { accountOf } from './account.ts';
import type { TokenStore } from './token-store.ts';

/** What is known of the connection; all times in milliseconds since 1970. */
export type ConnectionState =
  | { readonly kind: 'not-connected' }
  /** Something is stored that is no token. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'connected'; readonly account: string; readonly renewedAtMs: number }
  | { readonly kind: 'renewal-failing'; readonly account: string; readonly sinceMs: number }
  | {
      readonly kind: 'reconnect-needed';
      readonly account: string;
      readonly sinceMs: number;
      /** A rotation had been cut off before, so the newest pair may have been lost on its way. */
      readonly wasCutOff: boolean;
    };

/** Reads the store and asks nobody. */
export function connectionState(store: TokenStore): ConnectionState {
  const stored = store.load();
  if (stored.kind === 'none') return { kind: 'not-connected' };
  if (stored.kind === 'damaged') return { kind: 'damaged' };
  const { token } = stored;
  const account = accountOf(token.scope);
  const refusal = store.refusalOf(token);
  if (refusal !== undefined) {
    return { kind: 'reconnect-needed', account, sinceMs: refusal.sinceMs, wasCutOff: refusal.wasCutOff };
  }
  const sinceMs = store.failingSinceMs(token);
  return sinceMs === undefined
    ? { kind: 'connected', account, renewedAtMs: token.obtainedAtMs }
    : { kind: 'renewal-failing', account, sinceMs };
}
