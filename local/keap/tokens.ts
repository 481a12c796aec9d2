/** The codes and pairs that Keap has given out. */
import { randomBytes } from 'node:crypto';
import type { KeapLimits } from './keap-limits.ts';

export interface Client {
  readonly id: string;
  readonly secret: string;
}

/** A pair as the token endpoint gives it. */
export interface Pair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Each refresh kills both old tokens at once. */
export interface TokenBook {
  issueCode(redirectUri: string, nowMs: number): string;
  /**
   * Gives a pair, or undefined where the code is unknown, used, too old or for another address. A code that comes
   * again revokes all that came of it, as RFC 6749 (4.1.2) advises, unless the options say otherwise.
   */
  redeem(code: string, redirectUri: string, nowMs: number): Pair | undefined;
  refresh(refreshToken: string, nowMs: number): Pair | undefined;
  isValid(accessToken: string, nowMs: number): boolean;
  /** Whether this was an access token until its time was over; one that was revoked or renewed is forgotten. */
  isExpired(accessToken: string, nowMs: number): boolean;
  /** Whether this is the refresh token of a pair whose time is over. */
  isRefreshExpired(refreshToken: string, nowMs: number): boolean;
  expireAccessTokens(): void;
  revokeAll(): void;
  counts(): { readonly refreshes: number; readonly grants: number };
}

interface StoredPair extends Pair {
  /** The code that this pair, or the first one before it, was given for. */
  readonly code: string;
  readonly accessUntilMs: number;
  readonly refreshUntilMs: number;
}

export interface TokenBookOptions {
  readonly limits: KeapLimits;
  readonly usedCodes: 'revoke' | 'refused';
  /** In characters. */
  readonly accessTokenLength: number;
  readonly refreshTokenLength: number;
  /** Whether the answer to a refresh leaves the refresh token out: then the one that was sent stays (RFC 6749, section 6). */
  readonly withoutRefreshToken: boolean;
}

export function tokenBook({
  limits,
  usedCodes,
  accessTokenLength,
  refreshTokenLength,
  withoutRefreshToken,
}: TokenBookOptions): TokenBook {
  const codes = new Map<string, { redirectUri: string; untilMs: number; isUsed: boolean }>();
  let pairs: StoredPair[] = [];
  let refreshes = 0;
  let grants = 0;
  const newPair = (
    code: string,
    nowMs: number,
    refreshToken = newToken('refresh', refreshTokenLength),
  ): Pair => {
    const pair = {
      code,
      accessToken: newToken('access', accessTokenLength),
      refreshToken,
      accessUntilMs: nowMs + limits.accessTokenSeconds * 1000,
      refreshUntilMs: nowMs + limits.refreshTokenDays * 86_400_000,
    };
    pairs.push(pair);
    return pair;
  };
  return {
    issueCode(redirectUri, nowMs) {
      const code = `simulated-code-${randomBytes(8).toString('hex')}`;
      codes.set(code, { redirectUri, untilMs: nowMs + limits.codeSeconds * 1000, isUsed: false });
      return code;
    },
    redeem(code, redirectUri, nowMs) {
      const entry = codes.get(code);
      if (entry === undefined) return undefined;
      if (entry.isUsed && usedCodes === 'revoke') pairs = pairs.filter((pair) => pair.code !== code);
      const isGood = !entry.isUsed && entry.untilMs > nowMs && entry.redirectUri === redirectUri;
      entry.isUsed = true;
      if (!isGood) return undefined;
      grants++;
      return newPair(code, nowMs);
    },
    refresh(refreshToken, nowMs) {
      const old = pairs.find((pair) => pair.refreshToken === refreshToken);
      if (old === undefined || old.refreshUntilMs <= nowMs) return undefined;
      pairs = pairs.filter((pair) => pair !== old);
      refreshes++;
      return newPair(old.code, nowMs, withoutRefreshToken ? old.refreshToken : undefined);
    },
    isValid: (accessToken, nowMs) =>
      pairs.some((pair) => pair.accessToken === accessToken && pair.accessUntilMs > nowMs),
    isExpired: (accessToken, nowMs) =>
      pairs.some((pair) => pair.accessToken === accessToken && pair.accessUntilMs <= nowMs),
    isRefreshExpired: (refreshToken, nowMs) =>
      pairs.some((pair) => pair.refreshToken === refreshToken && pair.refreshUntilMs <= nowMs),
    expireAccessTokens() {
      pairs = pairs.map((pair) => ({ ...pair, accessUntilMs: 0 }));
    },
    revokeAll() {
      pairs = [];
    },
    counts: () => ({ refreshes, grants }),
  };
}

function newToken(kind: 'access' | 'refresh', length: number): string {
  const start = `simulated-${kind}-`;
  return (start + randomBytes(Math.ceil(length / 2)).toString('hex')).slice(0, length);
}
