/**
 * Notes in a row's fingerprint cell what a comparison with Keap has decided about it: it moves with the row, and counts only
 * as long as the row holds the values that it was decided for.
 */
import type { FieldName } from '../../keap/contacts/contact.ts';
import { type Fingerprint, hashOf } from './fingerprint.ts';

/** A fingerprint's cell without the mark of the brake, taken apart. */
export interface ComparedCell {
  /** What was stored of the row itself. */
  readonly stored: string;
  /** The only fields to send of a row that is in order but for them; undefined where nobody has chosen any. */
  readonly chosen?: ReadonlySet<FieldName> | undefined;
  /** Whether the row is in order with these values, too: cells that take a value from Keap are not written all at once. */
  isInOrderWith(fingerprint: Fingerprint): boolean;
}

export function comparedCell(text: string): ComparedCell {
  // A row whose chosen fields have yet to be sent may get back what it has taken.
  const [withoutTaking, states] = splitAt(text, / t1-(\S+)$/);
  const [stored, chosen] = splitAt(withoutTaking, / c1-(\S+)$/);
  const isInOrderWith = (fingerprint: Fingerprint) => states?.has(shortFingerprint(fingerprint)) === true;
  return chosen === undefined ? { stored, isInOrderWith } : { stored, chosen, isInOrderWith };
}

/** What stands before a mark, and the parts of the mark. */
function splitAt(text: string, form: RegExp): [string, ReadonlySet<string> | undefined] {
  const [mark, list = ''] = form.exec(text) ?? [];
  return mark === undefined ? [text, undefined] : [text.slice(0, -mark.length), new Set(list.split(','))];
}

/** The cell of a row of which only these fields are to be sent. */
export function chosenCell(stored: string, fields: Iterable<FieldName>): Fingerprint {
  return `${stored} c1-${[...fields].join(',')}` as Fingerprint;
}

/** The cell of a row that is in order as it was stored, and with any of these other values. */
export function takingCell(stored: string, fingerprints: readonly Fingerprint[]): Fingerprint {
  const parts = [...new Set(fingerprints.map(shortFingerprint))];
  return (parts.length === 0 ? stored : `${stored} t1-${parts.join(',')}`) as Fingerprint;
}

/** Tells the values of one contact apart: nine digits, as in a plan that the browser keeps. */
export function shortFingerprint(fingerprint: Fingerprint): string {
  return hashOf([fingerprint], 9);
}
