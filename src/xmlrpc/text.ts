/** What XML can carry as text, and how it is written: XML 1.0, section 2.2. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters that need care
const special = /[&<>\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters that XML cannot carry
const unfit = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u;

/** A carriage return as a reference, for as itself it would arrive as a line feed. */
const references: ReadonlyMap<number, string> = new Map([
  [0x26, '&amp;'],
  [0x3c, '&lt;'],
  [0x3e, '&gt;'],
  [0x0d, '&#13;'],
]);

/**
 * The text with what means something to XML written as references; undefined for one that XML cannot carry. Nearly
 * every text is plain, which one look tells; another is walked through once from where that look ended.
 */
export function escaped(text: string): string | undefined {
  const first = text.search(special);
  if (first < 0) return text;
  let written = '';
  let from = 0;
  let isDoubtful = false;
  for (let index = first; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const reference = code <= 0x3e ? references.get(code) : undefined;
    if (reference !== undefined) {
      written += text.slice(from, index) + reference;
      from = index + 1;
    } else if (code < 0x20 || code >= 0xd800) isDoubtful = true;
  }
  if (isDoubtful && unfit.test(text)) return undefined;
  return written + text.slice(from);
}

/** Why XML cannot carry `text`, of which `escaped` gave nothing. */
export function reasonAgainst(text: string): string {
  const code = text.charCodeAt(text.search(unfit));
  if (code >= 0xd800 && code <= 0xdfff) return 'Half a surrogate pair cannot be sent';
  return `The character U+${code.toString(16).toUpperCase().padStart(4, '0')} cannot be sent`;
}
