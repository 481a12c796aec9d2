/** How much a text may ask of whoever reads it. */
export interface Limits {
  /** How many arrays and structs may lie in one another; more than 1,000 are taken as 1,000. */
  readonly depth: number;
  /** Length of the text in UTF-8. */
  readonly bytes: number;
  /** How many values a text may hold, those inside of arrays and structs included. */
  readonly values: number;
}

/**
 * 50 MB is the most that Apps Script fetches or posts (Quotas for Google Services, URL Fetch). Keap's answers end
 * at 1,000 records, of some hundred fields at the very most; what the parser builds of 250,000 values takes some
 * 500 MB for as long as they are read. Encoding keeps to the same, so that it never writes what decoding refuses.
 */
export const defaultLimits: Limits = { depth: 100, bytes: 50 * 1024 * 1024, values: 250_000 };

/** Readers and writers call themselves once a level, and a thousand levels fit on every stack. */
const mostDepth = 1_000;

/** The default limits with `chosen` in their place. */
export function limitsWith(chosen: Partial<Limits> = {}): Limits {
  const limits = { ...defaultLimits, ...chosen };
  return { ...limits, depth: Math.min(limits.depth, mostDepth) };
}

/** Whether `text` takes more than `bytes` in UTF-8; counts only where its length does not tell. */
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
