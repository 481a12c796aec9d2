/** The fingerprint by which a row is recognised as unchanged since its last sync. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ContactChange, NothingElse } from '../../keap/contacts/contact.ts';

declare const fingerprint: unique symbol;

/** Names a contact id, the values that its row demands and the Keap account; equal only where all three are. */
export type Fingerprint = string & { readonly [fingerprint]: true };

/** The first half of a SHA-256, which is far more than telling rows apart needs; `1` is the form's version. */
export function fingerprintOf({ id, fields, opt, ...rest }: ContactChange, account: string): Fingerprint {
  rest satisfies NothingElse;
  const sorted = [...fields].sort(([one], [other]) => (one < other ? -1 : 1));
  const text = JSON.stringify([account, id, sorted, opt?.kind ?? '', opt?.reason ?? '']);
  const hex = bytesToHex(sha256(codeUnits(text))).slice(0, 32);
  return `f1-${hex}` as Fingerprint;
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
