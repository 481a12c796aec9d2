/**
 * The fingerprint by which a row is recognised as unchanged since its last sync. It keeps fields and opting apart, because
 * fields describe a state and may be sent again at any time, while an opt-in is an event that is sent once.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ContactChange, FieldName, NothingElse, TagChange } from '../../keap/contacts/contact.ts';

declare const fingerprint: unique symbol;

/** Names a contact id, the values that its row demands and the Keap account; equal only where all three are. */
export type Fingerprint = string & { readonly [fingerprint]: true };

/** The whole texts of cells from which only a part is taken, by field: correcting them is an edit, too. */
type TypedTexts = ReadonlyMap<FieldName, string>;

const nothingTyped: TypedTexts = new Map();

/** `f2-`, a part for the fields and tags, and a part for the opting: `0` for none. */
export function fingerprintOf(
  change: ContactChange,
  account: string,
  typed: TypedTexts = nothingTyped,
): Fingerprint {
  return `f2-${fieldsPart(change, account, typed)}-${optPart(change, account)}` as Fingerprint;
}

function fieldsPart(
  { id, fields, opt: _opt, tags, ...rest }: ContactChange,
  account: string,
  typed: TypedTexts,
): string {
  rest satisfies NothingElse;
  const values = [account, id, sorted(new Map([...fields, ...typed]))];
  return hashOf(tags === undefined ? values : [...values, tagTexts(tags)], 32);
}

/** As the cells have them: a row without tags keeps the fingerprint that it had before there were any. */
function tagTexts({ apply, remove }: TagChange): string[][] {
  return [apply, remove].map((tags) => tags.map(({ name }) => name));
}

/** The row's own address belongs to it: an opt-in for another address is another event. */
function optPart({ id, fields, opt, tags: _tags, ...rest }: ContactChange, account: string): string {
  rest satisfies NothingElse;
  if (opt === undefined) return noOpt;
  return hashOf([account, id, fields.get('Email')?.toLowerCase() ?? '', opt.kind, opt.reason], 16);
}

const noOpt = '0';

/** What is remembered of a row whose opt-in is done while its fields are not: it matches no whole fingerprint. */
export function optOnly(whole: Fingerprint): Fingerprint {
  return `f2--${optPartOf(whole)}` as Fingerprint;
}

/** Whether a stored fingerprint, whole or not, remembers the opting of this one. */
export function remembersOpt(stored: string, whole: Fingerprint): boolean {
  return optPartOf(whole) !== noOpt && stored.startsWith('f2-') && optPartOf(stored) === optPartOf(whole);
}

function optPartOf(text: string): string {
  return text.split('-')[2] ?? '';
}

/**
 * Whether these values were stored as the fingerprint, in this form or in the one of the first version. What was stored of
 * the values alone counts as well: before, the texts of the cells did not matter.
 */
export function isFingerprintOf(
  stored: string,
  change: ContactChange,
  account: string,
  typed: TypedTexts = nothingTyped,
): boolean {
  if (stored.startsWith('f1-')) return change.tags === undefined && stored === firstVersion(change, account);
  return stored === fingerprintOf(change, account, typed) || stored === fingerprintOf(change, account);
}

/** Version 1 had one part for everything. */
function firstVersion({ id, fields, opt, tags: _tags, ...rest }: ContactChange, account: string): string {
  rest satisfies NothingElse;
  return `f1-${hashOf([account, id, sorted(fields), opt?.kind ?? '', opt?.reason ?? ''], 32)}`;
}

function sorted(fields: ContactChange['fields']): (readonly [string, string])[] {
  return [...fields].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** The beginning of a SHA-256 in hexadecimal digits, which is far more than telling texts apart needs. */
export function hashOf(value: readonly unknown[], digits: number): string {
  return bytesToHex(sha256(codeUnits(JSON.stringify(value)))).slice(0, digits);
}

/** Two bytes for each UTF-16 code unit: nothing is lost, and no text encoder is needed. */
function codeUnits(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    bytes[index * 2] = unit >> 8;
    bytes[index * 2 + 1] = unit & 0xff;
  }
  return bytes;
}
