/** Finds and removes characters that nobody can see, which are copied along with text from web pages and documents. */

/**
 * Soft hyphen, combining grapheme joiner, Arabic letter mark, Hangul fillers, Mongolian vowel separator, zero-width
 * spaces and joiners, direction marks and isolates, word joiner and invisible operators, blank Braille, byte order mark
 * (Unicode 16, general category Cf and "Default_Ignorable_Code_Point", without those that shape emoji).
 */
const invisible =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb';

const atEnds = new RegExp(`^[\\s${invisible}]+|[\\s${invisible}]+$`, 'g');
const oneOf = new RegExp(`[${invisible}]`);
const nothingElse = new RegExp(`^[\\s${invisible}\\u0000-\\u001f\\u007f-\\u009f\\ufe00-\\ufe0f]*$`);

/** The text without white space and invisible characters at its ends; empty where a person sees nothing at all. */
export function trimInvisible(text: string): string {
  return nothingElse.test(text) ? '' : text.replace(atEnds, '');
}

/** The first invisible character as `U+200B`; undefined where all can be seen. */
export function invisibleIn(text: string): string | undefined {
  const code = oneOf.exec(text)?.[0]?.codePointAt(0);
  return code === undefined ? undefined : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
