/** Limits on the documents that the codec reads and writes. */

/** How large a document may be. */
export interface Limits {
  /** How deep arrays and structs may be nested; more than 1,000 counts as 1,000. */
  readonly depth: number;
  /** The length of the document in UTF-8. */
  readonly bytes: number;
  /** How many values a document may contain, including those inside arrays and structs. */
  readonly values: number;
}

/**
 * 50 MB is the most that Apps Script fetches or posts (Quotas for Google Services, URL Fetch). Keap's answers have at
 * most 1,000 records of about a hundred fields; reading 250,000 values takes the parser about 350 MB.
 * Encoding has the same limits, so that it never writes what decoding refuses.
 */
export const defaultLimits: Limits = { depth: 100, bytes: 50 * 1024 * 1024, values: 250_000 };

/** Readers and writers are recursive, and a thousand levels fit on every stack. */
const maxDepth = 1_000;

/** The default limits, overridden by `chosen`. */
export function limitsWith(chosen: Partial<Limits> = {}): Limits {
  const limits = { ...defaultLimits, ...chosen };
  return { ...limits, depth: Math.min(limits.depth, maxDepth) };
}

/** Whether `text` takes more than `bytes` in UTF-8; counts them only if the length of the text leaves it open. */
export function isLongerThan(text: string, bytes: number): boolean {
  if (text.length > bytes) return true;
  if (text.length * 3 <= bytes) return false;
  let count = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x80) count += code < 0x800 || (code & 0xf800) === 0xd800 ? 1 : 2;
  }
  return count > bytes;
}
