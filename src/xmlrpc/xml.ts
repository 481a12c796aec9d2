/** The only file that names the parser. What reaches it has passed the check, so that nothing is left to its judgment. */
import { XMLParser } from 'fast-xml-parser';
import { type SyntaxErrorKind, XmlRpcSyntaxError } from './errors.ts';
import type { Limits } from './limits.ts';
import { longTextAt, longTextName } from './placeholders.ts';
import { decodeReferences } from './references.ts';
import { locationAt } from './source-location.ts';
import { checkWellFormedness } from './well-formedness.ts';

/**
 * An element or a text as the parser builds it, to be looked into by this file's functions only: an object with one
 * property, which is named like the node and holds its children or its text.
 */
export interface XmlNode {
  readonly [name: string]: unknown;
}

/** A parsed text, which knows where each of its elements begins. */
export interface XmlDocument {
  readonly source: string;
  readonly root: XmlNode;
  /** The error that says what is wrong with `element`, and where it is. */
  refusal(kind: SyntaxErrorKind, reason: string, element: XmlNode): XmlRpcSyntaxError;
}

/** Precedes an element's name in its node: no name can begin with it, so that `__proto__` is one like others. */
const elementMark = '<';
const longTextKey = elementMark + longTextName;
const textName = '#text';
const cdataName = '#cdata';

const parser = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  textNodeName: textName,
  cdataPropName: cdataName,
  transformTagName: (name) => (name.startsWith(elementMark) ? name : elementMark + name),
  // The default costs quadratic time on deep documents.
  jPath: false,
  // The check has counted them.
  maxNestedTags: Number.POSITIVE_INFINITY,
});

const metadata = XMLParser.getMetaDataSymbol().valueOf();

/** Throws `XmlRpcSyntaxError` of kind `xml` or `limit` for what is not well-formed or too much. */
export function parseXml(source: string, limits: Limits): XmlDocument {
  const nodes: readonly XmlNode[] = parser.parse(checkWellFormedness(source, limits));
  const root = nodes.find(isElement);
  const refusalAt = (kind: SyntaxErrorKind, reason: string, offset: number) =>
    new XmlRpcSyntaxError(kind, reason, locationAt(source, offset));
  if (root === undefined) throw refusalAt('xml', 'The text holds no element', 0);
  return { source, root, refusal: (kind, reason, element) => refusalAt(kind, reason, offsetOf(element)) };
}

function offsetOf(element: XmlNode): number {
  return Reflect.get(element, metadata).startIndex;
}

function keyOf(node: XmlNode): string {
  for (const key in node) return key;
  return '';
}

/** Empty for a text. */
export function nameOf(node: XmlNode): string {
  return isElement(node) ? keyOf(node).slice(elementMark.length) : '';
}

export function isElement(node: XmlNode): boolean {
  const key = keyOf(node);
  return key.startsWith(elementMark) && key !== longTextKey;
}

/** What stands in an element, in the order of the document. */
export function childrenOf(element: XmlNode): readonly XmlNode[] {
  const children = element[keyOf(element)];
  return Array.isArray(children) ? children : [];
}

/** The whole text among `children`, whatever pieces it came in; undefined where an element is among them. */
export function textAmong(children: readonly XmlNode[], document: XmlDocument): string | undefined {
  let text = '';
  for (const child of children) {
    if (isElement(child)) return undefined;
    text += textOf(child, document);
  }
  return text;
}

/** Whether a text node holds white space only, which may stand between elements. */
export function isBlank(node: XmlNode, document: XmlDocument): boolean {
  return !/[^ \t\r\n]/.test(textOf(node, document));
}

function textOf(node: XmlNode, { source }: XmlDocument): string {
  const { [textName]: text, [cdataName]: sections } = node;
  if (typeof text === 'string') return decodeReferences(text);
  if (Array.isArray(sections)) return String(sections[0][textName]);
  return longTextAt(source, offsetOf(node));
}
