/**
 * Character references, which we decode ourselves: the parser deletes those that XML forbids, and Keap writes emoji in
 * that way (each half of a surrogate pair is a reference of its own).
 */
const named: readonly (readonly [reference: string, character: string])[] = [
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
];

const characters: ReadonlyMap<string, string> = new Map(named);

const any = /&(?:amp|lt|gt|quot|apos|#\d{1,20}|#x[0-9a-fA-F]{1,20});/g;
const numericHere = /&#(?:\d{1,20}|x[0-9a-fA-F]{1,20});/y;

/**
 * The offset after the reference whose ampersand is at `offset`; -1 if it does not begin a reference, and for an unknown
 * entity, U+0000, U+FFFE, U+FFFF, and anything past U+10FFFF. Both halves of a surrogate pair count as one reference,
 * and one half alone is refused. Control characters are accepted, unlike in XML, because Keap sends its users' data so.
 */
export function referenceEnd(text: string, offset: number): number {
  if (text.charCodeAt(offset + 1) !== 0x23) return namedEnd(text, offset);
  const end = numericEnd(text, offset);
  const code = end < 0 ? 0 : codeOf(text.slice(offset, end));
  if (!(code > 0 && code <= 0x10ffff) || code === 0xfffe || code === 0xffff) return -1;
  if (code < 0xd800 || code > 0xdfff) return end;
  const pairEnd = code < 0xdc00 ? numericEnd(text, end) : -1;
  const next = pairEnd < 0 ? 0 : codeOf(text.slice(end, pairEnd));
  return next >= 0xdc00 && next <= 0xdfff ? pairEnd : -1;
}

function namedEnd(text: string, offset: number): number {
  for (const [reference] of named) {
    if (text.startsWith(reference, offset)) return offset + reference.length;
  }
  return -1;
}

function numericEnd(text: string, offset: number): number {
  numericHere.lastIndex = offset;
  return numericHere.test(text) ? numericHere.lastIndex : -1;
}

function codeOf(numeric: string): number {
  const isHex = numeric.charCodeAt(2) === 0x78;
  return isHex ? Number.parseInt(numeric.slice(3, -1), 16) : Number(numeric.slice(2, -1));
}

/** The text with its references decoded, once. They must have passed `referenceEnd`. */
export function decodeReferences(text: string): string {
  return text.indexOf('&') < 0 ? text : text.replace(any, characterOf);
}

function characterOf(reference: string): string {
  const character = characters.get(reference);
  if (character !== undefined) return character;
  const code = codeOf(reference);
  if (code > 0x10ffff) return reference;
  return code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code);
}
