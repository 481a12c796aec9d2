import type { Secret } from '../secret.ts';

/** A pair as Keap granted it. Both halves die the moment a newer pair is granted. */
export interface Token {
  readonly accessToken: Secret;
  readonly refreshToken: Secret;
  /** When the access token ends, in milliseconds since 1970. */
  readonly expiresAtMs: number;
  /** When the pair was granted, in milliseconds since 1970. */
  readonly obtainedAtMs: number;
  /** `full|app123.infusionsoft.com`: Keap's only name for the account that consented. */
  readonly scope: string;
}

/** Whether two tokens are the same pair. */
export function isSameToken(one: Token, other: Token): boolean {
  return one.accessToken.equals(other.accessToken);
}
