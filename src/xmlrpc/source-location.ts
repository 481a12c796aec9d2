/**
 * Where something in a text is, found out only once an error is certain: reading costs nothing for it. The text
 * before the place has passed the guard, so that finding its tags needs no second look at them.
 */
import type { SourceLocation } from './errors.ts';
import { pathText, type Step } from './path.ts';
import { decodeReferences } from './references.ts';

/** The place `offset`, with the path of the value around it. */
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

interface Tag {
  readonly kind: 'start' | 'end' | 'empty';
  readonly name: string;
  readonly start: number;
  /** The first place after the tag. */
  readonly end: number;
}

function* tagsIn(text: string): IterableIterator<Tag> {
  let start = text.indexOf('<');
  while (start >= 0) {
    const skipped = skipOf(text, start);
    const end = after(text, skipped ?? '>', start, skipped === undefined);
    if (skipped === undefined) yield tagOf(text, start, end);
    start = text.indexOf('<', end);
  }
}

/** What ends the markup that holds no tag; undefined for a tag. */
function skipOf(text: string, start: number): string | undefined {
  if (text.startsWith('<!--', start)) return '-->';
  if (text.startsWith('<![', start)) return ']]>';
  return text.startsWith('<?', start) ? '?>' : undefined;
}

function after(text: string, ending: string, start: number, hasQuotes: boolean): number {
  // The dashes that open a comment may not close it too.
  let from = ending === '-->' ? start + 4 : start;
  if (hasQuotes) from = afterQuotes(text, start);
  const place = text.indexOf(ending, from);
  return place < 0 ? text.length : place + ending.length;
}

/** Where the `>` of a tag is to be looked for: one within an attribute's quotes is none. */
function afterQuotes(text: string, start: number): number {
  for (let index = start; index < text.length; index++) {
    const letter = text.charAt(index);
    if (letter === '>') return index;
    if (letter === '"' || letter === "'") {
      index = text.indexOf(letter, index + 1);
      if (index < 0) break;
    }
  }
  return text.length;
}

function tagOf(text: string, start: number, end: number): Tag {
  const isEnd = text.charAt(start + 1) === '/';
  const inner = text.slice(isEnd ? start + 2 : start + 1, Math.min(end - 1, start + 300));
  const isEmpty = text.charAt(end - 2) === '/';
  return {
    kind: isEnd ? 'end' : isEmpty ? 'empty' : 'start',
    name: /^[^\s/>]*/.exec(inner)?.[0] ?? '',
    start,
    end,
  };
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
    const isOver = tag.kind === 'end' || (tag.kind === 'empty' && tag.start < offset);
    if (isOver) closeLevel(levels);
  }
  const steps = levels.flatMap(({ name, step }) => {
    if (name === 'params' || name === 'fault') return step === undefined ? [name] : [name, step];
    return step === undefined ? [] : [step];
  });
  return pathText(steps);
}

/** Between two items there is no item; a member keeps its name until it ends itself. */
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

/** What a name holds before any element in it, which has no business there. */
function nameIn(text: string): string {
  const [content = ''] = /^(?:[^<]|<!\[CDATA\[[^\]]*\]\]>|<!--[^>]*-->)*/.exec(text) ?? [];
  const plain = content.replace(
    /<!\[CDATA\[([^\]]*)\]\]>|<!--[^>]*-->/g,
    (_all, section?: string) => section ?? '',
  );
  return decodeReferences(plain);
}
