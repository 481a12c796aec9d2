/** Keeps the pair of tokens, and what is known about renewing it, in a few properties. */
import { jsonObject } from '../json.ts';
import type { Properties } from '../platform/properties.ts';
import { secret } from '../secret.ts';
import type { Token } from './token.ts';

/** Keap has refused to renew this one pair; that says nothing about any other. */
export interface Refusal {
  /** When it first happened, in milliseconds since 1970. */
  readonly sinceMs: number;
  readonly code: string;
  /** When the refused pair was granted, in milliseconds since 1970: this identifies it. */
  readonly ofTokenMs: number;
  /** Whether an earlier renewal was interrupted: then the pair that it was granted may be lost. */
  readonly wasCutOff: boolean;
}

/** Renewing this one pair has been failing. */
export interface Failure {
  /** When it first happened, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** Whether Keap gives no usable answer, or does not know our client. */
  readonly why: 'unavailable' | 'client-refused';
  readonly ofTokenMs: number;
}

/** The renewal of this one pair has begun; both in milliseconds since 1970. */
interface RotationNote {
  readonly sinceMs: number;
  readonly ofTokenMs: number;
}

type StoredToken =
  | { readonly kind: 'none' }
  /** What is stored is not a token: only connecting again helps. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'token'; readonly token: Token };

/** The store of the newest pair. Reading it again shows what any other execution has saved. */
export interface TokenStore {
  load(): StoredToken;
  /** Saves the whole pair in one property write, before anything uses it. This voids the refusal of an older pair. */
  save(token: Token): void;
  remove(): void;
  /** The refusal of exactly this pair, if there is one. */
  refusalOf(token: Token): Refusal | undefined;
  noteRefusal(refusal: Refusal): void;
  /** The failure to renew exactly this pair, if there is one. */
  failureOf(token: Token): Failure | undefined;
  noteFailure(failure: Failure): void;
  clearFailure(): void;
  /** Written before a renewal is requested and cleared after it is saved: one that is left means an interruption. */
  rotationNoteOf(token: Token): RotationNote | undefined;
  saveRotationNote(note: RotationNote): void;
  clearRotationNote(): void;
  /** When the user was sent to the consent page and has not come back, in milliseconds since 1970. */
  consentBegunMs(): number | undefined;
  noteConsentBegun(nowMs: number): void;
  clearConsentBegun(): void;
}

/** The store whose keys begin with `prefix`. */
export function tokenStore(properties: Properties, prefix: string): TokenStore {
  const tokenKey = `${prefix}token`;
  const refusalKey = `${prefix}refusal`;
  const failureKey = `${prefix}failing`;
  const noteKey = `${prefix}rotation`;
  const consentKey = `${prefix}consent`;
  return {
    load: () => readToken(properties.get(tokenKey)),
    save: (token) => properties.set(tokenKey, writeToken(token)),
    remove() {
      for (const key of [tokenKey, refusalKey, failureKey, noteKey, consentKey]) properties.remove(key);
    },
    refusalOf: (token) => ofPair(token, readRefusal(properties.get(refusalKey))),
    noteRefusal: (refusal) => properties.set(refusalKey, versioned(refusal)),
    failureOf: (token) => ofPair(token, readFailure(properties.get(failureKey))),
    noteFailure: (failure) => properties.set(failureKey, versioned(failure)),
    clearFailure: () => properties.remove(failureKey),
    rotationNoteOf: (token) => ofPair(token, readRotationNote(properties.get(noteKey))),
    saveRotationNote: (note) => properties.set(noteKey, versioned(note)),
    clearRotationNote: () => properties.remove(noteKey),
    consentBegunMs: () => readSinceMs(properties.get(consentKey)),
    noteConsentBegun: (nowMs) => properties.set(consentKey, versioned({ sinceMs: nowMs })),
    clearConsentBegun: () => properties.remove(consentKey),
  };
}

/** A note about another pair says nothing about this one. */
function ofPair<Note extends { readonly ofTokenMs: number }>(
  token: Token,
  note: Note | undefined,
): Note | undefined {
  return note?.ofTokenMs === token.obtainedAtMs ? note : undefined;
}

function writeToken(token: Token): string {
  const [accessToken, refreshToken] = [token.accessToken.reveal(), token.refreshToken.reveal()];
  return versioned({ ...token, accessToken, refreshToken });
}

function versioned(record: object): string {
  return JSON.stringify({ version: 1, ...record });
}

function readToken(text: string | null): StoredToken {
  if (text === null) return { kind: 'none' };
  const { accessToken, refreshToken, expiresAtMs, obtainedAtMs, connectedAtMs, scope } =
    jsonObject(text) ?? {};
  const isWhole =
    isText(accessToken) &&
    isText(refreshToken) &&
    typeof expiresAtMs === 'number' &&
    typeof obtainedAtMs === 'number' &&
    typeof connectedAtMs === 'number' &&
    typeof scope === 'string';
  if (!isWhole) return { kind: 'damaged' };
  const token = {
    accessToken: secret(accessToken),
    refreshToken: secret(refreshToken),
    expiresAtMs,
    obtainedAtMs,
    connectedAtMs,
    scope,
  };
  return { kind: 'token', token };
}

function readRefusal(text: string | null): Refusal | undefined {
  const { sinceMs, code, ofTokenMs, wasCutOff } = jsonObject(text ?? '') ?? {};
  return typeof sinceMs === 'number' && typeof code === 'string' && typeof ofTokenMs === 'number'
    ? { sinceMs, code, ofTokenMs, wasCutOff: wasCutOff === true }
    : undefined;
}

function readFailure(text: string | null): Failure | undefined {
  const { sinceMs, why, ofTokenMs } = jsonObject(text ?? '') ?? {};
  return typeof sinceMs === 'number' && typeof ofTokenMs === 'number'
    ? { sinceMs, why: why === 'client-refused' ? why : 'unavailable', ofTokenMs }
    : undefined;
}

function readRotationNote(text: string | null): RotationNote | undefined {
  const { sinceMs, ofTokenMs } = jsonObject(text ?? '') ?? {};
  return typeof sinceMs === 'number' && typeof ofTokenMs === 'number' ? { sinceMs, ofTokenMs } : undefined;
}

function readSinceMs(text: string | null): number | undefined {
  const { sinceMs } = jsonObject(text ?? '') ?? {};
  return typeof sinceMs === 'number' ? sinceMs : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
