/**
 * What the parser is shown instead of parts that it misreads or needs too much memory for. A placeholder is as long as
 * what it replaces, so every offset that the parser reports is an offset in the source as well.
 */
import { decodeReferences } from './references.ts';
import type { StartTag } from './tags.ts';

/** Markup that the parser is shown from `start` on, instead of as many characters of the source. */
export interface Placeholder {
  readonly start: number;
  readonly markup: string;
}

/** The name of the empty element that replaces a long text; no element of the source can have it. */
export const longTextName = '%';

/** The parser appends one character at a time to a text, and keeps 32 bytes for each of them until the text ends. */
const maxParsedTextLength = 1_000;

/** An empty element for a text that is too long for the parser; undefined for any other text. */
export function longTextPlaceholder(start: number, end: number): Placeholder | undefined {
  if (end - start <= maxParsedTextLength) return undefined;
  const padding = ' '.repeat(end - start - longTextName.length - '</>'.length);
  return { start, markup: `<${longTextName}${padding}/>` };
}

/** The long text that begins at `start` in the source, with references decoded and line ends as `\n`. */
export function longTextAt(source: string, start: number): string {
  const text = source.slice(start, source.indexOf('<', start));
  return decodeReferences(text.indexOf('\r') < 0 ? text : text.replace(/\r\n?/g, '\n'));
}

/** An instruction without quotes, instead of a comment or an instruction: it keeps the texts around it apart. */
export function instructionPlaceholder(start: number, end: number): Placeholder {
  return { start, markup: `<?${'x'.repeat(end - start - '<??>'.length)}?>` };
}

/** A name without attributes, and without the two characters of XML names that the parser takes for white space. */
export function tagPlaceholder(start: number, { name, isEmpty, end }: StartTag): Placeholder | undefined {
  const markup = name.replace(/\s/g, '_').padEnd(end - start - (isEmpty ? '</>' : '<>').length);
  return markup === name ? undefined : { start: start + 1, markup };
}

/** The source as the parser is shown it. The placeholders must be in order and must not overlap. */
export function withPlaceholders(source: string, placeholders: readonly Placeholder[]): string {
  if (placeholders.length === 0) return source;
  const pieces: string[] = [];
  let offset = 0;
  for (const { start, markup } of placeholders) {
    pieces.push(source.slice(offset, start), markup);
    offset = start + markup.length;
  }
  pieces.push(source.slice(offset));
  return pieces.join('');
}
