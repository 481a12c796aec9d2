import type { Secret } from '../secret.ts';

/** A pair as Keap granted it. Both halves die the moment a newer pair is granted. */
export interface Token {
  readonly accessToken: Secret;
  readonly refreshToken: Secret;
  /** When the access token ends, in milliseconds since 1970. */
  readonly expiresAtMs: number;
  /** When the pair was granted, in milliseconds since 1970. No two pairs of one connection share it: it is the pair's name. */
  readonly obtainedAtMs: number;
  /** When the user consented to the connection that this pair continues, in milliseconds since 1970. */
  readonly connectedAtMs: number;
  /** `full|app123.infusionsoft.com`: Keap's only name for the account that consented. */
  readonly scope: string;
}

/** Whether two tokens are the same pair. */
export function isSameToken(one: Token, other: Token): boolean {
  return one.accessToken.equals(other.accessToken) && one.refreshToken.equals(other.refreshToken);
}

/** A pair with less life than this is renewed before it is used. */
const marginMs = 2 * 60 * 1000;

/** Whether the access token lives long enough to be used; one that was granted for a short life keeps half of it as margin. */
export function isFresh({ expiresAtMs, obtainedAtMs }: Token, nowMs: number): boolean {
  return expiresAtMs - nowMs > Math.min(marginMs, (expiresAtMs - obtainedAtMs) / 2);
}

/**
 * The granted pair as the one that follows `old`: the connection stays as old as it is, an account that Keap did
 * not name again is the same, and a clock that stands still or goes back gives no name twice.
 */
export function successor(granted: Token, old: Token): Token {
  return {
    ...granted,
    scope: granted.scope === '' ? old.scope : granted.scope,
    connectedAtMs: old.connectedAtMs,
    obtainedAtMs: Math.max(granted.obtainedAtMs, old.obtainedAtMs + 1),
  };
}
