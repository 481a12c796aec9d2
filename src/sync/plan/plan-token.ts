/** Names the rows of a previewed plan in a text that the browser keeps. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Fingerprint } from '../sheet/fingerprint.ts';

/**
 * Names the rows of a plan by what they held, so that "send what the preview showed" can be kept: a row edited
 * since has another fingerprint, and is not in it.
 */
export interface PlanToken {
  has(fingerprint: Fingerprint): boolean;
}

/** Nine digits tell rows apart: of 50,000 planned ones, an edited row is mistaken for another once in a million. */
const digits = 9;

/** A text that the browser keeps between preview and sync; it holds nothing but pieces of fingerprints. */
export function planToken(fingerprints: readonly Fingerprint[]): string {
  return fingerprints.map(short).join('');
}

/** Reads a text that `planToken` made; undefined for any other. */
export function planTokenFrom(text: string): PlanToken | undefined {
  if (text.length % digits !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  const known = new Set<string>();
  for (let start = 0; start < text.length; start += digits) known.add(text.slice(start, start + digits));
  return { has: (fingerprint) => known.has(short(fingerprint)) };
}

/** Both parts of a fingerprint count. */
function short(fingerprint: Fingerprint): string {
  const characters = Array.from(fingerprint, (character) => character.charCodeAt(0));
  return bytesToHex(sha256(Uint8Array.from(characters))).slice(0, digits);
}
