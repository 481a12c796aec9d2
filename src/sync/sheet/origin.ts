/**
 * Where a row was last synced: from which spreadsheet, and to which Keap account. It is written beside the row's
 * fingerprint, so it travels with copies of the document, of the sheet and of the row, which properties do not.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Cell } from '../../platform/table.ts';

export interface Origin {
  /** A few digits of a hash of the document's id: enough to tell two documents apart, and no address of one. */
  readonly document: string;
  /** Names the Keap account. */
  readonly account: string;
}

export function originOf(documentId: string, account: string): Origin {
  const codes = Uint8Array.from([...documentId].map((letter) => letter.charCodeAt(0) % 256));
  return { document: bytesToHex(sha256(codes)).slice(0, 8), account };
}

/** Between a fingerprint and its origin. */
const separator = ' @';

/** The fingerprint's cell without its origin. */
export function withoutOrigin(cell: Cell): Cell {
  return typeof cell === 'string' ? (cell.split(separator)[0] ?? '') : cell;
}

/** The fingerprint's cell with its origin; an empty one stays empty. */
export function withOrigin(fingerprint: Cell, origin: Origin | undefined): Cell {
  if (origin === undefined || fingerprint === '') return fingerprint;
  return `${String(withoutOrigin(fingerprint))}${separator}${originText(origin)}`;
}

/** The origin in a fingerprint's cell; undefined where there is none. */
export function originIn(cell: Cell): Origin | undefined {
  const text = typeof cell === 'string' ? cell : '';
  const index = text.indexOf(separator);
  return index < 0 ? undefined : originFrom(text.slice(index + separator.length));
}

/** As it is stored, for `originFrom`. */
export function originText({ document, account }: Origin): string {
  return `${document} ${account}`;
}

/** Reads what `originText` wrote. */
export function originFrom(text: string): Origin {
  const index = text.indexOf(' ');
  return { document: text.slice(0, index), account: text.slice(index + 1) };
}

/** Accounts are named without case. */
export function isSameAccount(one: Origin, other: Origin): boolean {
  return one.account.toLowerCase() === other.account.toLowerCase();
}
