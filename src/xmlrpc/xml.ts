/** The only file that names the XML parser, which reads only what has passed the well-formedness check. */
import { XMLParser } from 'fast-xml-parser';
import { type SyntaxErrorKind, XmlRpcSyntaxError } from './errors.ts';
import type { Limits } from './limits.ts';
import { longTextAt, longTextName } from './placeholders.ts';
import { decodeReferences } from './references.ts';
import { locationAt } from './source-location.ts';
import { checkWellFormedness } from './well-formedness.ts';

/**
 * An element or a text as the parser builds it: an object with one property, named after the node, that holds its
 * children or its text. Only the functions of this file look into it.
 */
export interface XmlNode {
  readonly [key: string]: unknown;
}

/** A parsed document, which knows where each of its elements begins. */
export interface XmlDocument {
  readonly source: string;
  readonly root: XmlNode;
  /** The error that says what is wrong with `element`, and where it is. */
  refusal(kind: SyntaxErrorKind, reason: string, element: XmlNode): XmlRpcSyntaxError;
}

/** Comes before an element's name in its key. No name contains it, so `__proto__` is a key like any other. */
const elementPrefix = '<';

const longTextKey = elementPrefix + longTextName;
const textKey = '#text';
const sectionKey = '#cdata';

const parser = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  textNodeName: textKey,
  cdataPropName: sectionKey,
  // It is called twice for an empty element.
  transformTagName: (name) => (name.startsWith(elementPrefix) ? name : elementPrefix + name),
  // With paths, deep documents take quadratic time.
  jPath: false,
  // The well-formedness check has counted the levels already.
  maxNestedTags: Number.POSITIVE_INFINITY,
});

const metadata = XMLParser.getMetaDataSymbol().valueOf();

/** Throws `XmlRpcSyntaxError` of kind `xml` or `limit` for a document that is not well-formed or is past a limit. */
export function parseXml(source: string, limits: Limits): XmlDocument {
  const nodes: readonly XmlNode[] = parser.parse(checkWellFormedness(source, limits));
  const root = nodes.find(isElement);
  const refusalAt = (kind: SyntaxErrorKind, reason: string, offset: number) =>
    new XmlRpcSyntaxError(kind, reason, locationAt(source, offset));
  if (root === undefined) throw refusalAt('xml', 'The document has no root element', 0);
  return { source, root, refusal: (kind, reason, element) => refusalAt(kind, reason, offsetOf(element)) };
}

/** The name of an element; empty for a text. */
export function nameOf(node: XmlNode): string {
  return isElement(node) ? keyOf(node).slice(elementPrefix.length) : '';
}

/** Whether a node is an element, and not a text. */
export function isElement(node: XmlNode): boolean {
  const key = keyOf(node);
  return key.startsWith(elementPrefix) && key !== longTextKey;
}

/** What an element contains, in the order of the document; empty for a text. */
export function childrenOf(node: XmlNode): readonly XmlNode[] {
  const children = isElement(node) ? node[keyOf(node)] : [];
  return Array.isArray(children) ? children : [];
}

/** The whole text of `children`, however many pieces it is in; undefined if one of them is an element. */
export function textAmong(children: readonly XmlNode[], document: XmlDocument): string | undefined {
  let text = '';
  for (const child of children) {
    if (isElement(child)) return undefined;
    text += textOf(child, document);
  }
  return text;
}

/** Whether a text is white space only, which is allowed between elements. */
export function isBlank(text: XmlNode, document: XmlDocument): boolean {
  return !/[^ \t\r\n]/.test(textOf(text, document));
}

function textOf(node: XmlNode, { source }: XmlDocument): string {
  const { [textKey]: text, [sectionKey]: section } = node;
  if (typeof text === 'string') return decodeReferences(text);
  return Array.isArray(section) ? String(section[0][textKey]) : longTextAt(source, offsetOf(node));
}

function keyOf(node: XmlNode): string {
  for (const key in node) return key;
  return '';
}

function offsetOf(node: XmlNode): number {
  return Reflect.get(node, metadata).startIndex;
}
