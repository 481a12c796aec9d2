import { jsonObject } from '../json.ts';
import type { Properties } from '../platform/properties.ts';
import { secret } from '../secret.ts';
import { loadRecord, saveRecord } from '../stored-record.ts';
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

/** Renewing one certain pair has been failing. */
export interface Failure {
  /** When it was first met, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** Whether Keap gives no answer that counts, or does not know our client. */
  readonly why: 'unavailable' | 'client-refused';
  readonly ofTokenMs: number;
}

/** A rotation of one certain pair has begun; both in milliseconds since 1970. */
export interface RotationNote {
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
  /** The failure to renew this very pair, if there is one. */
  failureOf(token: Token): Failure | undefined;
  noteFailure(failure: Failure): void;
  clearFailure(): void;
  /** Left before a rotation asks and cleared after it saved: whoever finds one knows that a rotation was cut off. */
  rotationNoteOf(token: Token): RotationNote | undefined;
  leaveRotationNote(note: RotationNote): void;
  clearRotationNote(): void;
  /** When the user was last sent to consent and has not come back yet, in milliseconds since 1970. */
  consentBegunMs(): number | undefined;
  noteConsentBegun(nowMs: number): void;
  clearConsentBegun(): void;
}

/** Keeps all of it under keys that begin with `prefix`. */
export function tokenStore(properties: Properties, prefix: string): TokenStore {
  const tokenKey = `${prefix}token`;
  const refusalKey = `${prefix}refusal`;
  const failureKey = `${prefix}failing`;
  const noteKey = `${prefix}rotation`;
  const consentKey = `${prefix}consent`;
  return {
    load() {
      const text = properties.get(tokenKey);
      return text === null ? { kind: 'none' } : readToken(jsonObject(text) ?? {});
    },
    save: (token) => saveRecord(properties, tokenKey, 1, revealed(token)),
    remove() {
      for (const key of [tokenKey, refusalKey, failureKey, noteKey, consentKey]) properties.remove(key);
    },
    refusalOf: (token) => ofPair(token, readRefusal(loadRecord(properties, refusalKey))),
    noteRefusal: (refusal) => saveRecord(properties, refusalKey, 1, refusal),
    failureOf: (token) => ofPair(token, readFailure(loadRecord(properties, failureKey))),
    noteFailure: (failure) => saveRecord(properties, failureKey, 1, failure),
    clearFailure: () => properties.remove(failureKey),
    rotationNoteOf: (token) => ofPair(token, readRotationNote(loadRecord(properties, noteKey))),
    leaveRotationNote: (note) => saveRecord(properties, noteKey, 1, note),
    clearRotationNote: () => properties.remove(noteKey),
    consentBegunMs: () => readSinceMs(loadRecord(properties, consentKey)),
    noteConsentBegun: (nowMs) => saveRecord(properties, consentKey, 1, { sinceMs: nowMs }),
    clearConsentBegun: () => properties.remove(consentKey),
  };
}

type Stored = Readonly<Record<string, unknown>>;

/** What is noted of another pair says nothing of this one. */
function ofPair<Note extends { readonly ofTokenMs: number }>(
  token: Token,
  note: Note | undefined,
): Note | undefined {
  return note?.ofTokenMs === token.obtainedAtMs ? note : undefined;
}

function revealed(token: Token): object {
  return {
    ...token,
    accessToken: token.accessToken.reveal(),
    refreshToken: token.refreshToken.reveal(),
  };
}

function readToken(record: Stored): StoredToken {
  const { accessToken, refreshToken, expiresAtMs, obtainedAtMs, connectedAtMs, scope } = record;
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

function readRefusal({ sinceMs, code, ofTokenMs, wasCutOff }: Stored): Refusal | undefined {
  return typeof sinceMs === 'number' && typeof code === 'string' && typeof ofTokenMs === 'number'
    ? { sinceMs, code, ofTokenMs, wasCutOff: wasCutOff === true }
    : undefined;
}

function readFailure({ sinceMs, why, ofTokenMs }: Stored): Failure | undefined {
  return typeof sinceMs === 'number' && typeof ofTokenMs === 'number'
    ? { sinceMs, why: why === 'client-refused' ? why : 'unavailable', ofTokenMs }
    : undefined;
}

function readRotationNote({ sinceMs, ofTokenMs }: Stored): RotationNote | undefined {
  return typeof sinceMs === 'number' && typeof ofTokenMs === 'number' ? { sinceMs, ofTokenMs } : undefined;
}

function readSinceMs({ sinceMs }: Stored): number | undefined {
  return typeof sinceMs === 'number' ? sinceMs : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
