/**
 * The check that every document passes before the parser sees it: one walk from tag to tag that refuses whatever XML 1.0
 * refuses, except for what Keap sends against it, and that reports where the error is.
 * A DOCTYPE is never accepted: XML-RPC has no use for one, and entities are how XML readers get attacked.
 * Elements and their depth are counted here, so that the parser never builds more than the limits allow.
 */
import { type SyntaxErrorKind, XmlRpcSyntaxError } from './errors.ts';
import { isLongerThan, type Limits } from './limits.ts';
import {
  instructionPlaceholder,
  longTextPlaceholder,
  type Placeholder,
  tagPlaceholder,
  withPlaceholders,
} from './placeholders.ts';
import { referenceEnd } from './references.ts';
import { locationAt } from './source-location.ts';
import { afterSpace, commentEnd, declarationEnd, instructionEnd, readStartTag, sectionEnd } from './tags.ts';

/** What one value can add: itself, its type's element, and `param` or `member` and `name`. */
const elementsPerValue = 4;

/** An array is nested in `value`, `array`, and `data`; a struct in `value`, `struct`, and `member`. */
const elementsPerDepth = 3;

/** `methodResponse`, `params`, and `param` around the values; `value` and a type's element innermost. */
const elementsAroundValues = 5;

/** Nearly every start tag in XML-RPC is one of these; they need no closer look. */
const plainTags: ReadonlySet<string> = new Set(
  'value,string,int,i4,double,boolean,dateTime.iso8601,base64,array,data,struct,member,name'.split(','),
);

/** One character more than the longest plain tag, so that a longer tag is never mistaken for it. */
const maxPlainTagLength = 17;

const forbiddenCharacter = /[\ud800-\udfff\ufffe\uffff]/u;

interface Walk {
  readonly text: string;
  readonly limits: Limits;
  /** Where the document begins: servers in PHP often put a byte order mark or white space before it. */
  readonly documentStart: number;
  /** Names of the elements that have begun and not ended. */
  readonly openElements: string[];
  readonly placeholders: Placeholder[];
  elements: number;
  values: number;
  /** The next `&` and the next `]]>` that have not been passed; -1 for none. */
  nextAmpersand: number;
  nextSectionEnd: number;
}

/** The document as the parser is shown it, with placeholders. Throws `XmlRpcSyntaxError` of kind `xml` or `limit`. */
export function checkWellFormedness(text: string, limits: Limits): string {
  if (isLongerThan(text, limits.bytes)) {
    throw refusal(text, 'limit', `The document is longer than ${limits.bytes} bytes`, 0);
  }
  const forbidden = forbiddenCharacter.exec(text);
  if (forbidden !== null) {
    const reason = 'The document contains an unpaired surrogate, U+FFFE, or U+FFFF';
    throw refusal(text, 'xml', reason, forbidden.index);
  }
  const walk: Walk = {
    text,
    limits,
    documentStart: afterSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0),
    openElements: [],
    placeholders: [],
    elements: 0,
    values: 0,
    nextAmpersand: text.indexOf('&'),
    nextSectionEnd: text.indexOf(']]>'),
  };
  let offset = walk.documentStart;
  for (let start = text.indexOf('<', offset); start >= 0; start = text.indexOf('<', offset)) {
    if (start > offset) checkText(walk, offset, start);
    offset = checkMarkup(walk, start);
  }
  checkText(walk, offset, text.length);
  const unclosed = walk.openElements.pop();
  if (unclosed !== undefined) {
    throw refusal(text, 'xml', `The document ends before </${unclosed}>`, text.length);
  }
  return withPlaceholders(text, walk.placeholders);
}

/** Checks the markup at `start` and returns the first offset after it, as the four functions below do. */
function checkMarkup(walk: Walk, start: number): number {
  switch (walk.text.charCodeAt(start + 1)) {
    case 0x2f: // /
      return checkEndTag(walk, start);
    case 0x21: // !
      return checkSection(walk, start);
    case 0x3f: // ?
      return checkInstruction(walk, start);
    default:
      return checkStartTag(walk, start);
  }
}

function checkStartTag(walk: Walk, start: number): number {
  const { text, openElements, limits } = walk;
  if (openElements.length === 0 && walk.elements > 0) {
    throw refusal(text, 'xml', 'The document has a second root element', start);
  }
  walk.elements++;
  const close = text.indexOf('>', start + 1);
  const plainTag = text.slice(start + 1, Math.min(close, start + 1 + maxPlainTagLength));
  let end = close + 1;
  if (plainTags.has(plainTag)) openElements.push(plainTag);
  else {
    const tag = readStartTag(text, start);
    if (typeof tag === 'string') throw refusal(text, 'xml', tag, start);
    if (!tag.isEmpty) openElements.push(tag.name);
    const placeholder = tagPlaceholder(start, tag);
    if (placeholder !== undefined) walk.placeholders.push(placeholder);
    end = tag.end;
  }
  // No other name in XML-RPC begins like this, and an unknown element is refused in any case.
  if (text.startsWith('value', start + 1)) walk.values++;
  if (
    walk.values > limits.values ||
    walk.elements > limits.values * elementsPerValue + elementsAroundValues
  ) {
    throw refusal(text, 'limit', `The document has more than ${limits.values} values`, start);
  }
  if (openElements.length > limits.depth * elementsPerDepth + elementsAroundValues) {
    throw refusal(text, 'limit', `Values are nested more than ${limits.depth} levels deep`, start);
  }
  return end;
}

function checkEndTag({ text, openElements }: Walk, start: number): number {
  const name = openElements.pop();
  if (name === undefined) throw refusal(text, 'xml', 'An end tag has no matching start tag', start);
  const afterName = start + 2 + name.length;
  if (text.startsWith(name, start + 2)) {
    if (text.charCodeAt(afterName) === 0x3e) return afterName + 1;
    const end = afterSpace(text, afterName);
    if (text.charCodeAt(end) === 0x3e) return end + 1;
  }
  throw refusal(text, 'xml', `Expected the end tag </${name}>`, start);
}

function checkSection({ text, openElements, placeholders }: Walk, start: number): number {
  const isComment = text.startsWith('<!--', start);
  const end = isComment ? commentEnd(text, start) : sectionEnd(text, start);
  if (end < 0) {
    const isDoctype = /^<!doctype/i.test(text.slice(start, start + 9));
    const reason = isDoctype
      ? 'The document contains a DOCTYPE, which is never accepted'
      : 'A comment or CDATA section is malformed or not closed';
    throw refusal(text, 'xml', reason, start);
  }
  if (isComment) placeholders.push(instructionPlaceholder(start, end));
  else if (openElements.length === 0) throw textOutsideRoot(text, start);
  return end;
}

function checkInstruction({ text, documentStart, placeholders }: Walk, start: number): number {
  const afterDeclaration = start === documentStart ? declarationEnd(text, start) : -1;
  if (afterDeclaration >= 0) return afterDeclaration;
  const end = instructionEnd(text, start);
  if (end < 0) {
    throw refusal(text, 'xml', 'A processing instruction or XML declaration is not well-formed', start);
  }
  placeholders.push(instructionPlaceholder(start, end));
  return end;
}

/** An `&` or `]]>` in a comment or CDATA section means nothing, and is skipped. */
function checkText(walk: Walk, from: number, to: number): void {
  const { text, openElements, placeholders } = walk;
  if (openElements.length === 0) {
    const offset = afterSpace(text, from);
    if (offset < to) throw textOutsideRoot(text, offset);
  }
  if (walk.nextSectionEnd >= 0 && walk.nextSectionEnd < from) walk.nextSectionEnd = text.indexOf(']]>', from);
  if (walk.nextSectionEnd >= 0 && walk.nextSectionEnd < to) {
    throw refusal(text, 'xml', 'Text contains "]]>"', walk.nextSectionEnd);
  }
  if (walk.nextAmpersand >= 0 && walk.nextAmpersand < from) walk.nextAmpersand = text.indexOf('&', from);
  while (walk.nextAmpersand >= 0 && walk.nextAmpersand < to) {
    const end = referenceEnd(text, walk.nextAmpersand);
    if (end < 0) {
      throw refusal(text, 'xml', 'An ampersand does not begin a valid reference', walk.nextAmpersand);
    }
    walk.nextAmpersand = text.indexOf('&', end);
  }
  const placeholder = longTextPlaceholder(from, to);
  if (placeholder !== undefined) placeholders.push(placeholder);
}

function textOutsideRoot(text: string, offset: number): XmlRpcSyntaxError {
  return refusal(text, 'xml', 'There is text outside the root element', offset);
}

function refusal(text: string, kind: SyntaxErrorKind, reason: string, offset: number): XmlRpcSyntaxError {
  return new XmlRpcSyntaxError(kind, reason, locationAt(text, offset));
}
