/** Reads tags, comments, sections, and instructions by the grammar of XML 1.0 (sections 2.3, 2.5 to 2.8, and 3.1). */
import { referenceEnd } from './references.ts';

/** A start tag, without its attributes. */
export interface StartTag {
  readonly name: string;
  readonly isEmpty: boolean;
  /** The first offset after the tag. */
  readonly end: number;
}

/** Longer names are refused: XML-RPC's longest has 16 characters, and a long match can exhaust the stack of a RegExp. */
const maxNameLength = 250;

const nameStart =
  ':A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const nameRest = `${nameStart}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040`;
const nameHere = new RegExp(`[${nameStart}][${nameRest}]{0,${maxNameLength}}`, 'uy');

/** The start tag at `start`, whose attributes are checked and left out; what is wrong if it is malformed. */
export function readStartTag(text: string, start: number): StartTag | string {
  const name = nameAt(text, start + 1);
  if (name === '') return 'A "<" does not begin a tag';
  const attributes = new Set<string>();
  let offset = start + 1 + name.length;
  for (;;) {
    const next = afterSpace(text, offset);
    if (text.charAt(next) === '>') return { name, isEmpty: false, end: next + 1 };
    if (text.startsWith('/>', next)) return { name, isEmpty: true, end: next + 2 };
    const attribute = next > offset ? nameAt(text, next) : '';
    const end = attribute === '' ? -1 : attributeEnd(text, next + attribute.length);
    if (end < 0) return `The tag <${name}> or one of its attributes is not well-formed`;
    if (attributes.has(attribute)) return `The tag <${name}> has the same attribute twice`;
    attributes.add(attribute);
    offset = end;
  }
}

/** The offset after the `="…"` of an attribute; -1 for anything else. */
function attributeEnd(text: string, afterName: number): number {
  const equals = afterSpace(text, afterName);
  const opening = afterSpace(text, equals + 1);
  const quote = text.charAt(opening);
  if (text.charAt(equals) !== '=' || (quote !== '"' && quote !== "'")) return -1;
  const closing = text.indexOf(quote, opening + 1);
  return closing >= 0 && isAttributeValue(text.slice(opening + 1, closing)) ? closing + 1 : -1;
}

function isAttributeValue(value: string): boolean {
  if (value.indexOf('<') >= 0) return false;
  let ampersand = value.indexOf('&');
  while (ampersand >= 0) {
    const end = referenceEnd(value, ampersand);
    if (end < 0) return false;
    ampersand = value.indexOf('&', end);
  }
  return true;
}

/** The offset after the comment at `start`; -1 if it is not closed or contains `--`. */
export function commentEnd(text: string, start: number): number {
  const dashes = text.indexOf('--', start + 4);
  return dashes >= 0 && text.charAt(dashes + 2) === '>' ? dashes + 3 : -1;
}

/** The offset after the CDATA section at `start`; -1 for anything else that begins with `<!`. */
export function sectionEnd(text: string, start: number): number {
  if (!text.startsWith('<![CDATA[', start)) return -1;
  const end = text.indexOf(']]>', start + 9);
  return end < 0 ? -1 : end + 3;
}

/** The offset after the processing instruction at `start`; -1 if it is malformed or an XML declaration. */
export function instructionEnd(text: string, start: number): number {
  const target = nameAt(text, start + 2);
  const afterTarget = start + 2 + target.length;
  const end = text.indexOf('?>', afterTarget);
  const isApart = end === afterTarget || afterSpace(text, afterTarget) > afterTarget;
  return target === '' || /^xml$/i.test(target) || end < 0 || !isApart ? -1 : end + 2;
}

const declarationHere =
  /<\?xml\s{1,99}version\s{0,9}=\s{0,9}(["'])1\.\d{1,9}\1(\s{1,99}encoding\s{0,9}=\s{0,9}(["'])[A-Za-z][\w.-]{0,99}\3)?(\s{1,99}standalone\s{0,9}=\s{0,9}(["'])(yes|no)\5)?\s{0,99}\?>/y;

/** The offset after the XML declaration at `start`; -1 if there is none. The encoding does not matter for text. */
export function declarationEnd(text: string, start: number): number {
  declarationHere.lastIndex = start;
  return declarationHere.test(text) ? declarationHere.lastIndex : -1;
}

/** The first offset from `start` on that is not white space. */
export function afterSpace(text: string, start: number): number {
  let offset = start;
  while (offset < text.length && isSpace(text.charCodeAt(offset))) offset++;
  return offset;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function nameAt(text: string, start: number): string {
  nameHere.lastIndex = start;
  return nameHere.exec(text)?.[0] ?? '';
}
