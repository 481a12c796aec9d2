import { randomBytes } from 'node:crypto';
import type { KeapLimits } from './limits.ts';

export interface Client {
  readonly id: string;
  readonly secret: string;
}

/** A pair as the token endpoint gives it. */
export interface Pair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Codes and pairs; each refresh kills both old tokens at once. */
export interface TokenBook {
  issueCode(redirectUri: string, nowMs: number): string;
  /** Gives a pair, or undefined where the code is unknown, used, too old or for another address. A second use kills the pair. */
  redeem(code: string, redirectUri: string, nowMs: number): Pair | undefined;
  refresh(refreshToken: string, nowMs: number): Pair | undefined;
  isValid(accessToken: string, nowMs: number): boolean;
  expireAccessTokens(): void;
  revokeAll(): void;
  counts(): { readonly refreshes: number; readonly grants: number };
}

interface StoredPair extends Pair {
  readonly accessUntilMs: number;
  readonly refreshUntilMs: number;
}

export function tokenBook(limits: KeapLimits): TokenBook {
  const codes = new Map<string, { redirectUri: string; untilMs: number; pair: StoredPair | undefined }>();
  let pairs: StoredPair[] = [];
  let refreshes = 0;
  let grants = 0;
  const newPair = (nowMs: number): StoredPair => {
    const pair = {
      accessToken: `simulated-access-${randomBytes(12).toString('hex')}`,
      refreshToken: `simulated-refresh-${randomBytes(12).toString('hex')}`,
      accessUntilMs: nowMs + limits.accessTokenSeconds * 1000,
      refreshUntilMs: nowMs + limits.refreshTokenDays * 86_400_000,
    };
    pairs.push(pair);
    return pair;
  };
  const drop = (pair: StoredPair | undefined) => {
    pairs = pairs.filter((one) => one !== pair);
  };
  return {
    issueCode(redirectUri, nowMs) {
      const code = `simulated-code-${randomBytes(8).toString('hex')}`;
      codes.set(code, { redirectUri, untilMs: nowMs + limits.codeSeconds * 1000, pair: undefined });
      return code;
    },
    redeem(code, redirectUri, nowMs) {
      const entry = codes.get(code);
      if (entry?.pair !== undefined) drop(entry.pair);
      const isGood = entry !== undefined && entry.pair === undefined && entry.untilMs >= nowMs;
      if (!isGood || entry.redirectUri !== redirectUri) return undefined;
      entry.pair = newPair(nowMs);
      grants++;
      return entry.pair;
    },
    refresh(refreshToken, nowMs) {
      const old = pairs.find((pair) => pair.refreshToken === refreshToken);
      if (old === undefined || old.refreshUntilMs < nowMs) return undefined;
      drop(old);
      refreshes++;
      return newPair(nowMs);
    },
    isValid: (accessToken, nowMs) =>
      pairs.some((pair) => pair.accessToken === accessToken && pair.accessUntilMs > nowMs),
    expireAccessTokens() {
      pairs = pairs.map((pair) => ({ ...pair, accessUntilMs: 0 }));
    },
    revokeAll() {
      pairs = [];
    },
    counts: () => ({ refreshes, grants }),
  };
}
