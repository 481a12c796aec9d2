/**
 * What the parser is shown in place of parts that it misreads or takes too much memory for. A placeholder is as long
 * as what it stands for, so that every offset that the parser reports is an offset in the source, too.
 */
import { decodeReferences } from './references.ts';

/** Something to show the parser from `start` on, in place of as many characters of the source. */
export interface Placeholder {
  readonly start: number;
  readonly markup: string;
}

/** The name of the empty element that stands for a long text; no element of the source can have it. */
export const longTextName = '%';

/** The parser appends each character of a text by itself, which takes 32 bytes a character until the text ends. */
const maxParsedTextLength = 1_000;

/** An empty element for a text that is too long for the parser; undefined for one that is not. */
export function longTextPlaceholder(start: number, end: number): Placeholder | undefined {
  if (end - start <= maxParsedTextLength) return undefined;
  const padding = ' '.repeat(end - start - longTextName.length - '</>'.length);
  return { start, markup: `<${longTextName}${padding}/>` };
}

/** The long text that begins at `start` in the source, as the parser would have read it. */
export function longTextAt(source: string, start: number): string {
  const text = source.slice(start, source.indexOf('<', start));
  return decodeReferences(text.indexOf('\r') < 0 ? text : text.replace(/\r\n?/g, '\n'));
}

/** An instruction for a comment or an instruction from `start` to `end`: the text before it and after it stay apart. */
export function instructionPlaceholder(start: number, end: number): Placeholder {
  return { start, markup: `<?${'x'.repeat(end - start - '<??>'.length)}?>` };
}

/** The source as the parser is shown it. The placeholders are in order, and none overlaps another. */
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
