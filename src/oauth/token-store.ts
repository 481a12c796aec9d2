/** Keeps the pair of tokens, and what is known about renewing it, in a few properties. */
import { jsonObject } from '../json.ts';
import type { Properties } from '../platform/properties.ts';
import { secret } from '../secret.ts';
import { freshly, loadRecord, saveRecord } from '../stored-record.ts';
import { type LongTokenStore, longTokenStore } from './long-token-store.ts';
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

/** This one pair was granted in place of one whose access token Keap had rejected. */
interface Replacement {
  readonly ofTokenMs: number;
}

/** The newest pair, if there is one. */
export type StoredToken =
  | { readonly kind: 'none' }
  /** What is stored is not a token: only connecting again helps. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'token'; readonly token: Token };

/** The store of the newest pair. Under the lock, reading it shows what any other execution has saved. */
export interface TokenStore {
  load(): StoredToken;
  /** What is stored at this moment, also by executions that did not have to wait for the lock. */
  loadFresh(): StoredToken;
  /**
   * Saves the whole pair in one property write, before anything uses it. This voids the refusal of an older pair. Where the
   * pair is too long for one property, the first write has the refresh token: a kill after it costs one more renewal.
   */
  save(token: Token): void;
  remove(): void;
  /** The refusal of exactly this pair, if there is one. */
  refusalOf(token: Token): Refusal | undefined;
  noteRefusal(refusal: Refusal): void;
  /** The failure to renew exactly this pair, if there is one. */
  failureOf(token: Token): Failure | undefined;
  noteFailure(failure: Failure): void;
  clearFailure(): void;
  clearRefusal(): void;
  /** Written before a renewal is requested and cleared after it is saved: one that is left means an interruption. */
  rotationNoteOf(token: Token): RotationNote | undefined;
  saveRotationNote(note: RotationNote): void;
  clearRotationNote(): void;
  /** Written after the pair is saved; a kill in between costs one more renewal. */
  replacementOf(token: Token): Replacement | undefined;
  noteReplacement(replacement: Replacement): void;
  /** When the user was sent to the consent page and has not come back, in milliseconds since 1970. */
  consentBegunMs(): number | undefined;
  noteConsentBegun(nowMs: number): void;
  /** How the last consent failed, as long as no other one has begun or succeeded. */
  consentFailure(): ConsentFailure | undefined;
  noteConsentFailure(failure: ConsentFailure): void;
  clearConsent(): void;
  /** The SHA-256 of the authorization code that was sent last, in hexadecimal; empty for none. */
  sentCodeHash(): string;
  noteSentCode(codeHash: string): void;
}

/** The store whose keys begin with `prefix`. */
export function tokenStore(properties: Properties, prefix: string): TokenStore {
  const tokenKey = `${prefix}token`;
  const longTokenKey = `${prefix}access-token`;
  const longTokens = longTokenStore(properties, longTokenKey);
  const refusalKey = `${prefix}refusal`;
  const failureKey = `${prefix}failing`;
  const noteKey = `${prefix}rotation`;
  const replacementKey = `${prefix}replaced`;
  const consentKey = `${prefix}consent`;
  const codeKey = `${prefix}code`;
  return {
    load: () => storedToken(properties.get(tokenKey), longTokens),
    loadFresh() {
      const longTokensNow = longTokenStore({ ...properties, ...freshly(properties) }, longTokenKey);
      return storedToken(properties.fresh(tokenKey), longTokensNow);
    },
    save(token) {
      const { accessToken, ...rest } = revealed(token);
      const isLong = accessToken.length + rest.refreshToken.length > maxTokenCharacters;
      if (!isLong) return saveRecord(properties, tokenKey, 1, { ...rest, accessToken });
      saveRecord(properties, tokenKey, 2, rest);
      longTokens.save(accessToken, rest.obtainedAtMs);
    },
    remove() {
      const notes = [refusalKey, failureKey, noteKey, replacementKey, consentKey, codeKey];
      for (const key of [tokenKey, ...notes]) properties.remove(key);
      longTokens.remove();
    },
    refusalOf: (token) => ofPair(token, readRefusal(loadRecord(properties, refusalKey))),
    noteRefusal: (refusal) => saveRecord(properties, refusalKey, 1, refusal),
    failureOf: (token) => ofPair(token, readFailure(loadRecord(properties, failureKey))),
    noteFailure: (failure) => saveRecord(properties, failureKey, 1, failure),
    clearFailure: () => properties.remove(failureKey),
    clearRefusal: () => properties.remove(refusalKey),
    rotationNoteOf: (token) => ofPair(token, readRotationNote(loadRecord(properties, noteKey))),
    saveRotationNote: (note) => saveRecord(properties, noteKey, 1, note),
    clearRotationNote: () => properties.remove(noteKey),
    replacementOf: (token) => ofPair(token, readReplacement(loadRecord(properties, replacementKey))),
    noteReplacement: (replacement) => saveRecord(properties, replacementKey, 1, replacement),
    consentBegunMs: () => readSinceMs(loadRecord(properties, consentKey)),
    noteConsentBegun: (nowMs) => saveRecord(properties, consentKey, 1, { sinceMs: nowMs }),
    consentFailure: () => readConsentFailure(loadRecord(properties, consentKey)),
    noteConsentFailure: (failure) => saveRecord(properties, consentKey, 1, failure),
    clearConsent: () => properties.remove(consentKey),
    sentCodeHash() {
      const { sha256 } = loadRecord(properties, codeKey);
      return typeof sha256 === 'string' ? sha256 : '';
    },
    noteSentCode: (codeHash) => saveRecord(properties, codeKey, 1, { sha256: codeHash }),
  };
}

/** Why a consent has connected nothing. */
const consentFailures = [
  'declined',
  'not-allowed',
  'no-code',
  'code-refused',
  'client-refused',
  'client-missing',
  'unavailable',
] as const;

/** A consent that has connected nothing. */
export interface ConsentFailure {
  /** In milliseconds since 1970. */
  readonly failedMs: number;
  readonly why: (typeof consentFailures)[number];
  /** What Keap's server did instead of answering; empty unless that is why. */
  readonly reason: string;
}

function readConsentFailure({ failedMs, why, reason }: Stored): ConsentFailure | undefined {
  const known = consentFailures.find((one) => one === why);
  if (known === undefined || typeof failedMs !== 'number') return undefined;
  return { failedMs, why: known, reason: typeof reason === 'string' ? reason : '' };
}

type Stored = Readonly<Record<string, unknown>>;

function storedToken(text: string | null, longTokens: LongTokenStore): StoredToken {
  return text === null ? { kind: 'none' } : readToken(withLongToken(longTokens, jsonObject(text) ?? {}));
}

/** A note about another pair says nothing about this one. */
function ofPair<Note extends { readonly ofTokenMs: number }>(
  token: Token,
  note: Note | undefined,
): Note | undefined {
  return note?.ofTokenMs === token.obtainedAtMs ? note : undefined;
}

/** What fits one property with everything else that is stored about a pair. */
const maxTokenCharacters = 8_000;

/** A long access token that was not saved to its end counts as expired, so the refresh token gets a new one. */
function withLongToken(longTokens: LongTokenStore, record: Stored): Stored {
  const { version, obtainedAtMs } = record;
  if (version !== 2 || typeof obtainedAtMs !== 'number') return record;
  const accessToken = longTokens.load(obtainedAtMs);
  return accessToken === undefined
    ? { ...record, accessToken: 'not-saved', expiresAtMs: obtainedAtMs }
    : { ...record, accessToken };
}

function revealed(token: Token): Omit<Token, 'accessToken' | 'refreshToken'> & {
  readonly accessToken: string;
  readonly refreshToken: string;
} {
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
  return isTime(sinceMs) && typeof code === 'string' && typeof ofTokenMs === 'number'
    ? { sinceMs, code, ofTokenMs, wasCutOff: wasCutOff === true }
    : undefined;
}

function readFailure({ sinceMs, why, ofTokenMs }: Stored): Failure | undefined {
  return isTime(sinceMs) && typeof ofTokenMs === 'number'
    ? { sinceMs, why: why === 'client-refused' ? why : 'unavailable', ofTokenMs }
    : undefined;
}

function readRotationNote({ sinceMs, ofTokenMs }: Stored): RotationNote | undefined {
  return isTime(sinceMs) && typeof ofTokenMs === 'number' ? { sinceMs, ofTokenMs } : undefined;
}

function readReplacement({ ofTokenMs }: Stored): Replacement | undefined {
  return typeof ofTokenMs === 'number' ? { ofTokenMs } : undefined;
}

function readSinceMs({ sinceMs }: Stored): number | undefined {
  return isTime(sinceMs) ? sinceMs : undefined;
}

/** A Date reaches 8.64e15 ms before and after 1970 (ECMAScript, time values): no other number is a time. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
