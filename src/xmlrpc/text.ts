/** Which text XML can represent, and how it is escaped (XML 1.0, section 2.2). */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that need care
const special = /[&<>\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML cannot represent
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u;

/** A carriage return is written as a reference, because otherwise it would arrive as a line feed. */
const references: ReadonlyMap<number, string> = new Map([
  [0x26, '&amp;'],
  [0x3c, '&lt;'],
  [0x3e, '&gt;'],
  [0x0d, '&#13;'],
]);

/**
 * The text with every special character written as a reference; undefined for a text that XML cannot represent. Nearly
 * every text is plain, which one search shows; any other is read once more, from the first special character on.
 */
export function escaped(text: string): string | undefined {
  const first = text.search(special);
  if (first < 0) return text;
  let written = '';
  let from = 0;
  let mayBeForbidden = false;
  for (let index = first; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const reference = code <= 0x3e ? references.get(code) : undefined;
    if (reference !== undefined) {
      written += text.slice(from, index) + reference;
      from = index + 1;
    } else if (code < 0x20 || code >= 0xd800) mayBeForbidden = true;
  }
  if (mayBeForbidden && forbidden.test(text)) return undefined;
  return written + text.slice(from);
}

/** Why XML cannot represent a `text` for which `escaped` returned undefined. */
export function reasonAgainst(text: string): string {
  const code = text.charCodeAt(text.search(forbidden));
  if (code >= 0xd800 && code <= 0xdfff) return 'An unpaired surrogate cannot be sent';
  return `The character U+${code.toString(16).toUpperCase().padStart(4, '0')} cannot be sent`;
}
