/**
 * Character references, decoded by ourselves: the parser leaves numeric ones as they are, or deletes those that
 * XML forbids, and Keap's emoji are such (it writes each half of a surrogate pair as a reference of its own).
 */
const reference = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));|&/g;

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * The text with its references decoded; halves of a pair side by side become one character, and control
 * characters are let through, because Keap sends both. `undefined` for an ampersand that begins no reference, an
 * unknown entity, a lone half, U+0000, U+FFFE, U+FFFF or a code past U+10FFFF.
 */
export function decodeReferences(text: string): string | undefined {
  if (text.indexOf('&') < 0) return text;
  let isGood = true;
  const decoded = text.replace(reference, (_all, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? '';
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    if (!(code > 0 && code <= 0x10ffff) || code === 0xfffe || code === 0xffff) {
      isGood = false;
      return '';
    }
    return code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code);
  });
  return isGood && !hasLoneSurrogate(decoded) ? decoded : undefined;
}

/** Whether half of a surrogate pair stands alone. */
export function hasLoneSurrogate(text: string): boolean {
  return /[\ud800-\udbff](?![\udc00-\udfff])|(?:^|[^\ud800-\udbff])[\udc00-\udfff]/.test(text);
}
