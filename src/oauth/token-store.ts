import type { Properties } from '../platform/properties.ts';
import { secret } from '../secret.ts';
import type { Token } from './token.ts';

/** A refusal of one certain pair; it says nothing of any other. */
export interface Refusal {
  /** When it was first met, in milliseconds since 1970. */
  readonly sinceMs: number;
  readonly code: string;
  /** When the refused pair had been granted, in milliseconds since 1970: its name. */
  readonly ofTokenMs: number;
  /** Whether a rotation had been cut off before: then the pair that would have followed may be lost. */
  readonly wasCutOff: boolean;
}

/** Something that began at a moment and concerns one certain pair; both in milliseconds since 1970. */
export interface PairMoment {
  readonly sinceMs: number;
  readonly ofTokenMs: number;
}

export type StoredToken =
  | { readonly kind: 'none' }
  /** Something is stored that is no token: only connecting anew helps. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'token'; readonly token: Token };

/** Where the newest pair lies. Whatever reads it again sees what any other execution has saved. */
export interface TokenStore {
  load(): StoredToken;
  /** The whole pair in one property write, before anything uses it. A refusal of an older pair is void with it. */
  save(token: Token): void;
  remove(): void;
  /** The refusal of this very pair, if there is one. */
  refusalOf(token: Token): Refusal | undefined;
  noteRefusal(refusal: Refusal): void;
  /** Since when renewing this very pair has been failing, in milliseconds since 1970. */
  failingSinceMs(token: Token): number | undefined;
  noteFailing(failing: PairMoment): void;
  /** Left before a rotation asks and cleared after it saved: whoever finds one knows that a rotation was cut off. */
  rotationNote(): PairMoment | undefined;
  leaveRotationNote(note: PairMoment): void;
  clearRotationNote(): void;
}

/** Keeps all of it under keys that begin with `prefix`. */
export function tokenStore(properties: Properties, prefix: string): TokenStore {
  const tokenKey = `${prefix}token`;
  const refusalKey = `${prefix}refusal`;
  const failingKey = `${prefix}failing`;
  const noteKey = `${prefix}rotation`;
  return {
    load: () => readToken(properties.get(tokenKey)),
    save: (token) => properties.set(tokenKey, writeToken(token)),
    remove() {
      for (const key of [tokenKey, refusalKey, failingKey, noteKey]) properties.remove(key);
    },
    refusalOf(token) {
      const refusal = readRefusal(properties.get(refusalKey));
      return refusal?.ofTokenMs === token.obtainedAtMs ? refusal : undefined;
    },
    noteRefusal: (refusal) => properties.set(refusalKey, JSON.stringify(refusal)),
    failingSinceMs(token) {
      const failing = readMoment(properties.get(failingKey));
      return failing?.ofTokenMs === token.obtainedAtMs ? failing.sinceMs : undefined;
    },
    noteFailing: (failing) => properties.set(failingKey, JSON.stringify(failing)),
    rotationNote: () => readMoment(properties.get(noteKey)),
    leaveRotationNote: (note) => properties.set(noteKey, JSON.stringify(note)),
    clearRotationNote: () => properties.remove(noteKey),
  };
}

function writeToken(token: Token): string {
  return JSON.stringify({
    version: 1,
    ...token,
    accessToken: token.accessToken.reveal(),
    refreshToken: token.refreshToken.reveal(),
  });
}

function readToken(text: string | null): StoredToken {
  if (text === null) return { kind: 'none' };
  const { accessToken, refreshToken, expiresAtMs, obtainedAtMs, scope } = jsonObject(text);
  const isWhole =
    isText(accessToken) &&
    isText(refreshToken) &&
    typeof expiresAtMs === 'number' &&
    typeof obtainedAtMs === 'number' &&
    typeof scope === 'string';
  if (!isWhole) return { kind: 'damaged' };
  const token = {
    accessToken: secret(accessToken),
    refreshToken: secret(refreshToken),
    expiresAtMs,
    obtainedAtMs,
    scope,
  };
  return { kind: 'token', token };
}

function readRefusal(text: string | null): Refusal | undefined {
  const { sinceMs, code, ofTokenMs, wasCutOff } = jsonObject(text ?? '');
  return typeof sinceMs === 'number' && typeof code === 'string' && typeof ofTokenMs === 'number'
    ? { sinceMs, code, ofTokenMs, wasCutOff: wasCutOff === true }
    : undefined;
}

function readMoment(text: string | null): PairMoment | undefined {
  const { sinceMs, ofTokenMs } = jsonObject(text ?? '');
  return typeof sinceMs === 'number' && typeof ofTokenMs === 'number' ? { sinceMs, ofTokenMs } : undefined;
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
