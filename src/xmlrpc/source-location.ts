/**
 * Where something is in a document, worked out only once there is an error to report, so that reading pays nothing for
 * it. Nearly always, everything before that offset has passed the well-formedness check.
 */
import type { SourceLocation } from './errors.ts';
import { pathText, type Step } from './path.ts';
import { decodeReferences } from './references.ts';
import { readStartTag } from './tags.ts';

/** The line and column of `offset`, with the path of the value around it. */
export function locationAt(text: string, offset: number): SourceLocation {
  let line = 1;
  let lineStart = 0;
  const lineEnd = /\r\n?|\n/g;
  for (let match = lineEnd.exec(text); match !== null; match = lineEnd.exec(text)) {
    if (lineEnd.lastIndex > offset) break;
    line++;
    lineStart = lineEnd.lastIndex;
  }
  return { offset, line, column: offset - lineStart + 1, path: pathAt(text, offset) };
}

interface Level {
  readonly name: string;
  /** How many `param` or `value` elements it has had. */
  items: number;
  step: Step | undefined;
}

function pathAt(text: string, offset: number): string {
  const levels: Level[] = [];
  for (const tag of tagsIn(text)) {
    if (tag.start > offset) break;
    if (tag.kind !== 'end') {
      const parent = levels[levels.length - 1];
      if (parent !== undefined) noteStep(parent, tag, text);
      levels.push({ name: tag.name, items: 0, step: undefined });
    }
    const hasEnded = tag.kind === 'end' || (tag.kind === 'empty' && tag.start < offset);
    if (hasEnded) closeLevel(levels);
  }
  const steps = levels.flatMap(({ name, step }) => {
    if (name === 'params' || name === 'fault') return step === undefined ? [name] : [name, step];
    return step === undefined ? [] : [step];
  });
  return pathText(steps);
}

/** Between two items the path names no item; a member keeps its name until it ends. */
function closeLevel(levels: Level[]): void {
  levels.pop();
  const parent = levels[levels.length - 1];
  if (parent !== undefined && parent.name !== 'member') parent.step = undefined;
}

function noteStep(parent: Level, tag: Tag, text: string): void {
  if (
    (parent.name === 'params' && tag.name === 'param') ||
    (parent.name === 'data' && tag.name === 'value')
  ) {
    parent.step = parent.items++;
  } else if (parent.name === 'member' && tag.name === 'name') {
    parent.step = nameIn(text.slice(tag.end, tag.end + 400));
  }
}

/** The text of a `<name>`, up to any element in it. */
function nameIn(text: string): string {
  const [content = ''] = /^(?:[^<]|<!\[CDATA\[[^\]]*\]\]>|<!--[^>]*-->)*/.exec(text) ?? [];
  return decodeReferences(content.replace(/<!\[CDATA\[([^\]]*)\]\]>|<!--[^>]*-->/g, '$1'));
}

interface Tag {
  readonly kind: 'start' | 'end' | 'empty';
  readonly name: string;
  readonly start: number;
  /** The first offset after the tag. */
  readonly end: number;
}

function* tagsIn(text: string): IterableIterator<Tag> {
  let start = text.indexOf('<');
  while (start >= 0) {
    const closing = closingOf(text, start);
    const tag = closing === undefined ? tagAt(text, start) : undefined;
    if (tag !== undefined) yield tag;
    start = text.indexOf('<', tag?.end ?? endOf(text, closing ?? '>', start));
  }
}

/** What closes markup that is not a tag; undefined for a tag. */
function closingOf(text: string, start: number): string | undefined {
  if (text.startsWith('<!--', start)) return '-->';
  if (text.startsWith('<![', start)) return ']]>';
  return text.startsWith('<?', start) ? '?>' : undefined;
}

/** The dashes that open a comment cannot close it, too. */
function endOf(text: string, closing: string, start: number): number {
  const offset = text.indexOf(closing, closing === '-->' ? start + 4 : start);
  return offset < 0 ? text.length : offset + closing.length;
}

function tagAt(text: string, start: number): Tag {
  if (text.charAt(start + 1) === '/') return { kind: 'end', name: '', start, end: endOf(text, '>', start) };
  const tag = readStartTag(text, start);
  if (typeof tag !== 'string') return { kind: tag.isEmpty ? 'empty' : 'start', ...tag, start };
  // A malformed tag is the error itself, or it is before a character that no document may contain.
  const [name = ''] = /^[^\s/>]*/.exec(text.slice(start + 1, start + 300)) ?? [];
  const end = endOf(text, '>', start);
  return { kind: text.charAt(end - 2) === '/' ? 'empty' : 'start', name, start, end };
}
