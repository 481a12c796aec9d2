/**
 * Character references, read by ourselves: the parser leaves numeric ones as they are, or deletes those that XML
 * forbids, and Keap's emoji are such (it writes each half of a surrogate pair as a reference of its own).
 */
const reference = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,20})|#x([0-9a-fA-F]{1,20}));/g;
const referenceHere = new RegExp(reference.source, 'y');

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Where the reference ends whose ampersand is at `offset`; -1 for an ampersand that begins none, an unknown
 * entity, U+0000, U+FFFE, U+FFFF and what is past U+10FFFF. Two halves of a pair count as one reference, half a
 * pair alone as none. Control characters are let through, against XML: Keap sends them, and they are the user's.
 */
export function referenceEnd(text: string, offset: number): number {
  const code = codeAt(text, offset);
  const end = referenceHere.lastIndex;
  if (!(code > 0 && code <= 0x10ffff) || code === 0xfffe || code === 0xffff) return -1;
  if (code < 0xd800 || code > 0xdfff) return end;
  const next = code < 0xdc00 ? codeAt(text, end) : 0;
  return next >= 0xdc00 && next <= 0xdfff ? referenceHere.lastIndex : -1;
}

/** The code that the reference at `offset` means, 0 for none; leaves its end in `referenceHere.lastIndex`. */
function codeAt(text: string, offset: number): number {
  referenceHere.lastIndex = offset;
  const match = referenceHere.exec(text);
  return match === null ? 0 : codeOf(match[1], match[2], match[3]);
}

function codeOf(name?: string, decimal?: string, hex?: string): number {
  if (name !== undefined) return (named[name] ?? '').charCodeAt(0);
  return decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
}

/** The text with its references decoded, once. Whether they are good ones has been asked of `referenceEnd`. */
export function decodeReferences(text: string): string {
  if (text.indexOf('&') < 0) return text;
  return text.replace(reference, (all, name?: string, decimal?: string, hex?: string) => {
    const code = codeOf(name, decimal, hex);
    if (code > 0x10ffff) return all;
    return code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code);
  });
}
