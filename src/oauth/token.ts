/** The pair of tokens as a value: which account it belongs to, how long it lasts, and which pair follows it. */
import type { Secret } from '../secret.ts';

/** A pair as Keap granted it. Both tokens become invalid the moment a newer pair is granted. */
export interface Token {
  readonly accessToken: Secret;
  readonly refreshToken: Secret;
  /** When the access token expires, in milliseconds since 1970. */
  readonly expiresAtMs: number;
  /** When the pair was granted, in milliseconds since 1970. Unique within a connection, so it identifies the pair. */
  readonly obtainedAtMs: number;
  /** When the user consented to the connection that this pair continues, in milliseconds since 1970. */
  readonly connectedAtMs: number;
  /** `full|app123.infusionsoft.com`: the only place where Keap names the account that consented. */
  readonly scope: string;
}

/** The account that consented, in lower case: the host in the scope, or the whole scope when it names none. */
export function accountOf(scope: string): string {
  return (hostIn(scope) ?? scope.trim()).toLowerCase();
}

function hostIn(scope: string): string | undefined {
  return scope.split(/[|\s]+/).find((part) => part.includes('.'));
}

/** Whether these may be the same account: hosts are compared without case, and a scope without a host names no account. */
export function mayBeSameAccount(one: string, other: string): boolean {
  const hosts = [hostIn(one), hostIn(other)];
  return hosts.includes(undefined) || hosts[0]?.toLowerCase() === hosts[1]?.toLowerCase();
}

/** The granted pair with this account where Keap has not named one. */
export function withAccount(token: Token, account: string): Token {
  const isNamed = hostIn(token.scope) !== undefined || account === '';
  return isNamed ? token : { ...token, scope: `${token.scope}|${account}` };
}

/** Whether both are the same pair. */
export function isSameToken(one: Token, other: Token): boolean {
  return one.accessToken.equals(other.accessToken) && one.refreshToken.equals(other.refreshToken);
}

/** A pair that expires sooner than this is renewed before it is used. */
const marginMs = 2 * 60 * 1000;

/** Whether the access token lasts long enough to be used; a short-lived one keeps half of its lifetime as margin. */
export function isFresh({ expiresAtMs, obtainedAtMs }: Token, nowMs: number): boolean {
  return expiresAtMs - nowMs > Math.min(marginMs, (expiresAtMs - obtainedAtMs) / 2);
}

/**
 * The granted pair as the one that follows `old`: it keeps the date of the consent, and the account when Keap has not
 * repeated it; its time of grant is unique even if the clock stops or goes back.
 */
export function successor(granted: Token, old: Token): Token {
  return {
    ...granted,
    scope: hostIn(granted.scope) === undefined ? old.scope : granted.scope,
    connectedAtMs: old.connectedAtMs,
    obtainedAtMs: Math.max(granted.obtainedAtMs, old.obtainedAtMs + 1),
  };
}
