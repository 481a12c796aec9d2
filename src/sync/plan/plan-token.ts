/** Names the rows of a previewed plan in a text that the browser keeps. */
import { type Fingerprint, hashOf } from '../sheet/fingerprint.ts';

/**
 * Names the rows of a plan by what they held, so that "send what the preview showed" can be kept: a row edited
 * since has another fingerprint, and is not in it.
 */
export interface PlanToken {
  has(fingerprint: Fingerprint): boolean;
  /** Whether the preview showed that this row, named by `checkName`, needs attention. */
  hasCheck(name: string): boolean;
}

/** Nine digits tell rows apart: of 50,000 planned ones, an edited row is mistaken for another once in a million. */
const digits = 9;

/**
 * A text that the browser keeps between preview and sync, of the fingerprints of what is sent and the names (`checkName`)
 * of the rows that need attention; it holds nothing but pieces of hashes.
 */
export function planToken(fingerprints: readonly Fingerprint[], checks: readonly string[]): string {
  return [...fingerprints, ...checks].map(short).join('');
}

/** Names a row that needs attention by its contact and by what it says. */
export function checkName(contact: string, message: string): string {
  return JSON.stringify([contact, message]);
}

/** Reads a text that `planToken` made; undefined for any other. */
export function planTokenFrom(text: string): PlanToken | undefined {
  if (text.length % digits !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  const known = new Set<string>();
  for (let start = 0; start < text.length; start += digits) known.add(text.slice(start, start + digits));
  const isKnown = (text: string) => known.has(short(text));
  return { has: isKnown, hasCheck: isKnown };
}

/** Both parts of a fingerprint count. */
function short(text: string): string {
  return hashOf([text], digits);
}
