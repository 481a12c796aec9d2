/** What XML can carry as text, and how it is written: XML 1.0, section 2.2. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters that need care
const special = /[&<>\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/;

/** Whether `text` can be written as it stands: nearly every text can, and one look tells. */
export function isPlain(text: string): boolean {
  return !special.test(text);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters that XML cannot carry
const unfit = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u;

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#13;',
};

/** Why XML cannot carry `text`; undefined where it can. */
export function uncarriable(text: string): string | undefined {
  const match = unfit.exec(text);
  if (match === null) return undefined;
  const code = text.charCodeAt(match.index);
  if (code >= 0xd800 && code <= 0xdfff) return 'Half a surrogate pair cannot be sent';
  return `The character U+${code.toString(16).toUpperCase().padStart(4, '0')} cannot be sent`;
}

/** A carriage return as a reference, for as itself it would arrive as a line feed. */
export function escaped(text: string): string {
  return text.replace(/[&<>\r]/g, (letter) => references[letter] ?? letter);
}
