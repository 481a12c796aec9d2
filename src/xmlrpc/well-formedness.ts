/**
 * The one look at a text before the parser has its turn: what it refuses, it can place, and it knows what Keap sends
 * against XML 1.0, control characters. One walk from tag to tag refuses all else that XML 1.0 refuses.
 * No DOCTYPE, ever: an XML-RPC decoder has no use for one, and all that entities can do to a reader comes with it.
 * Elements and their depth are counted here, so that the parser never builds more than the limits allow.
 */
import { type SyntaxErrorKind, XmlRpcSyntaxError } from './errors.ts';
import { isLongerThan, type Limits } from './limits.ts';
import {
  instructionPlaceholder,
  longTextPlaceholder,
  type Placeholder,
  withPlaceholders,
} from './placeholders.ts';
import { referenceEnd } from './references.ts';
import { locationAt } from './source-location.ts';
import {
  afterSpace,
  commentEnd,
  declarationEnd,
  instructionEnd,
  readStartTag,
  type StartTag,
  sectionEnd,
} from './tags.ts';

/** What a value can bring along: itself, its type's element, and `param` or `member` and `name`. */
const elementsPerValue = 4;

/** An array lies in `value`, `array` and `data`, a struct in `value`, `struct` and `member`. */
const elementsPerDepth = 3;

/** `methodResponse`, `params` and `param` around the values, `value` and a type's element innermost. */
const elementsBeside = 5;

/** Start tags as nearly all in XML-RPC are: these need no closer look. */
const plainTags: ReadonlySet<string> = new Set(
  'value,string,int,i4,double,boolean,dateTime.iso8601,base64,array,data,struct,member,name'.split(','),
);

/** A letter more than the longest plain tag, so that a longer one is never cut to it; the rest could be the whole text. */
const plainTagLetters = 17;

const unfitCharacter = /[\ud800-\udfff\ufffe\uffff]/u;

interface Walk {
  readonly text: string;
  readonly limits: Limits;
  /** Where the document begins: a byte order mark and white space before it are common among servers in PHP. */
  readonly start: number;
  /** Names of the elements that have begun and not ended. */
  readonly open: string[];
  readonly placeholders: Placeholder[];
  elements: number;
  values: number;
  /** The next `&` and the next `]]>` that have not been passed; -1 for no more. */
  ampersand: number;
  sectionEnd: number;
}

/**
 * Makes a text fit for the parser: well-formed, within the limits, with nothing in it but an XML declaration, tags
 * without attributes and texts that mean what they say. Throws `XmlRpcSyntaxError`.
 */
export function checkWellFormedness(text: string, limits: Limits): string {
  if (isLongerThan(text, limits.bytes)) {
    throw refusal(text, 'limit', `The text is longer than ${limits.bytes} bytes`, 0);
  }
  const unfit = unfitCharacter.exec(text);
  if (unfit !== null) {
    throw refusal(text, 'xml', 'Half a surrogate pair, U+FFFE or U+FFFF stands in the text', unfit.index);
  }
  const walk: Walk = {
    text,
    limits,
    start: afterSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0),
    open: [],
    placeholders: [],
    elements: 0,
    values: 0,
    ampersand: text.indexOf('&'),
    sectionEnd: text.indexOf(']]>'),
  };
  let place = walk.start;
  for (let tag = text.indexOf('<', place); tag >= 0; tag = text.indexOf('<', place)) {
    if (tag > place) passText(walk, place, tag);
    place = passMarkup(walk, tag);
  }
  passText(walk, place, text.length);
  const unclosed = walk.open.pop();
  if (unclosed !== undefined) throw refusal(text, 'xml', `The text ends before </${unclosed}>`, text.length);
  return withPlaceholders(text, walk.placeholders);
}

function passMarkup(walk: Walk, tag: number): number {
  switch (walk.text.charCodeAt(tag + 1)) {
    case 0x2f: // /
      return passEndTag(walk, tag);
    case 0x21: // !
      return passSection(walk, tag);
    case 0x3f: // ?
      return passInstruction(walk, tag);
    default:
      return passStartTag(walk, tag);
  }
}

function passStartTag(walk: Walk, tag: number): number {
  const { text, open, limits } = walk;
  if (open.length === 0 && walk.elements > 0) throw refusal(text, 'xml', 'A second root element begins', tag);
  walk.elements++;
  const close = text.indexOf('>', tag + 1);
  const plain = text.slice(tag + 1, Math.min(close, tag + 1 + plainTagLetters));
  let end = close + 1;
  if (plainTags.has(plain)) open.push(plain);
  else {
    const read = readStartTag(text, tag);
    if (typeof read === 'string') throw refusal(text, 'xml', read, tag);
    if (!read.isEmpty) open.push(read.name);
    hideAttributes(walk, tag, read);
    end = read.end;
  }
  // A longer name that begins like this is none of XML-RPC's, and refused in any case.
  if (text.startsWith('value', tag + 1)) walk.values++;
  if (walk.values > limits.values || walk.elements > limits.values * elementsPerValue + elementsBeside) {
    throw refusal(text, 'limit', `There are more than ${limits.values} values`, tag);
  }
  if (open.length > limits.depth * elementsPerDepth + elementsBeside) {
    throw refusal(text, 'limit', `Values are nested deeper than ${limits.depth}`, tag);
  }
  return end;
}

function passEndTag({ text, open }: Walk, tag: number): number {
  const name = open.pop();
  if (name === undefined) throw refusal(text, 'xml', 'An end tag closes no element', tag);
  const afterName = tag + 2 + name.length;
  if (text.startsWith(name, tag + 2)) {
    if (text.charCodeAt(afterName) === 0x3e) return afterName + 1;
    const end = afterSpace(text, afterName);
    if (text.charCodeAt(end) === 0x3e) return end + 1;
  }
  throw refusal(text, 'xml', `Another tag stands where </${name}> should`, tag);
}

function passSection(walk: Walk, tag: number): number {
  const { text, open, placeholders } = walk;
  const isComment = text.startsWith('<!--', tag);
  const end = isComment ? commentEnd(text, tag) : sectionEnd(text, tag);
  if (end < 0) {
    const isDocumentType = /^<!doctype/i.test(text.slice(tag, tag + 9));
    const reason = isDocumentType
      ? 'A document type stands in the text, and none is ever taken'
      : 'This is neither a whole comment nor a whole CDATA section';
    throw refusal(text, 'xml', reason, tag);
  }
  if (isComment) placeholders.push(instructionPlaceholder(tag, end));
  else if (open.length === 0) throw textOutside(text, tag);
  return end;
}

function passInstruction(walk: Walk, tag: number): number {
  const { text, start, placeholders } = walk;
  const declaration = tag === start ? declarationEnd(text, tag) : -1;
  if (declaration >= 0) return declaration;
  const end = instructionEnd(text, tag);
  if (end < 0)
    throw refusal(text, 'xml', 'This is no well-formed processing instruction or declaration', tag);
  placeholders.push(instructionPlaceholder(tag, end));
  return end;
}

/** Looks for what may not stand in a text; `&` and `]]>` that were skipped with a comment or section are let be. */
function passText(walk: Walk, from: number, to: number): void {
  const { text, open } = walk;
  if (open.length === 0) {
    const letter = afterSpace(text, from);
    if (letter < to) throw textOutside(text, letter);
  }
  if (walk.sectionEnd >= 0 && walk.sectionEnd < to) {
    if (walk.sectionEnd < from) walk.sectionEnd = text.indexOf(']]>', from);
    if (walk.sectionEnd >= 0 && walk.sectionEnd < to) {
      throw refusal(text, 'xml', '"]]>" stands in a text', walk.sectionEnd);
    }
  }
  if (walk.ampersand >= 0 && walk.ampersand < from) walk.ampersand = text.indexOf('&', from);
  while (walk.ampersand >= 0 && walk.ampersand < to) {
    const end = referenceEnd(text, walk.ampersand);
    if (end < 0)
      throw refusal(text, 'xml', 'This ampersand begins no reference that XML knows', walk.ampersand);
    walk.ampersand = text.indexOf('&', end);
  }
  const longText = longTextPlaceholder(from, to);
  if (longText !== undefined) walk.placeholders.push(longText);
}

/** Leaves the parser a name and nothing else; two letters that a name may hold end one for the parser. */
function hideAttributes({ placeholders }: Walk, tag: number, { name, isEmpty, end }: StartTag): void {
  const length = end - tag - (isEmpty ? '</>' : '<>').length;
  const markup = name.replace(/\s/g, '_').padEnd(length);
  if (markup !== name) placeholders.push({ start: tag + 1, markup });
}

function textOutside(text: string, offset: number): XmlRpcSyntaxError {
  return refusal(text, 'xml', 'Text stands outside of the root element', offset);
}

function refusal(text: string, kind: SyntaxErrorKind, reason: string, offset: number): XmlRpcSyntaxError {
  return new XmlRpcSyntaxError(kind, reason, locationAt(text, offset));
}
