/** The only file that names the parser. What reaches it has passed the guard, so it is left nothing to judge. */
import { XMLParser } from 'fast-xml-parser';
import { type SyntaxErrorKind, XmlRpcSyntaxError } from './errors.ts';
import { guarded } from './guard.ts';
import type { Limits } from './limits.ts';
import { elementOffset, placeAt } from './places.ts';

/**
 * A node as the parser gives it with `preserveOrder`: an object with one property, which bears the element's name
 * and holds its children, or is `#text` and holds text. To be looked into by this file's functions only.
 */
export type XmlNode = { readonly [name: string]: readonly XmlNode[] | string };

/** A parsed text, which knows where each of its nodes stands. */
export interface XmlDocument {
  readonly root: XmlNode;
  /** The error that says what is wrong with `node`, and where it is. */
  refusal(kind: SyntaxErrorKind, reason: string, node: XmlNode): XmlRpcSyntaxError;
}

const textName = '#text';
const cdataName = '#cdata';

/**
 * Each text is handed to `textOf` once; beyond that nothing is converted, trimmed or decoded, for the defaults destroy data; `jPath: false` keeps the parser from
 * spelling out the path of each tag, which takes quadratic time. The guard has counted the depth already.
 */
const options = {
  preserveOrder: true,
  parseTagValue: false,
  trimValues: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  processEntities: false,
  textNodeName: textName,
  cdataPropName: cdataName,
  jPath: false,
  maxNestedTags: Number.MAX_SAFE_INTEGER,
  onDangerousProperty: (name: string) => name,
};

/** Throws `XmlRpcSyntaxError` of kind `xml` or `limit` for what is not well-formed or too much. */
export function parseXml(text: string, limits: Limits): XmlDocument {
  const { markup, textOf } = guarded(text, limits);
  const parser = new XMLParser({ ...options, tagValueProcessor: (_name, found) => textOf(found) });
  const nodes: readonly XmlNode[] = parser.parse(markup);
  const root = nodes.find(isElement);
  if (root === undefined) throw new XmlRpcSyntaxError('xml', 'The text holds no element', placeAt(text, 0));
  return {
    root,
    refusal: (kind, reason, node) =>
      new XmlRpcSyntaxError(kind, reason, placeAt(text, elementOffset(text, ordinalOf(node, nodes)))),
  };
}

export function nameOf(node: XmlNode): string {
  for (const name in node) return name;
  return '';
}

export function isElement(node: XmlNode): boolean {
  const name = nameOf(node);
  return name !== textName && name !== cdataName;
}

/** What stands in an element, in the order of the document. */
export function childrenOf(element: XmlNode): readonly XmlNode[] {
  const children = element[nameOf(element)];
  return typeof children === 'object' ? children : [];
}

function textOf(node: XmlNode): string {
  const text = node[textName];
  if (typeof text === 'string') return text;
  const section = node[cdataName];
  const [content] = typeof section === 'object' ? section : [];
  return String(content?.[textName] ?? '');
}

/** The whole text among `children`, whatever pieces it came in; undefined where an element is among them. */
export function textAmong(children: readonly XmlNode[]): string | undefined {
  let text = '';
  for (const child of children) {
    if (isElement(child)) return undefined;
    text += textOf(child);
  }
  return text;
}

/** Whether a text node holds white space only, which may stand between elements. */
export function isBlank(node: XmlNode): boolean {
  return !/[^ \t\r\n]/.test(textOf(node));
}

/** How many elements begin before `node` does. */
function ordinalOf(node: XmlNode, nodes: readonly XmlNode[]): number {
  const waiting = [...nodes].reverse();
  let before = 0;
  for (let next = waiting.pop(); next !== undefined && next !== node; next = waiting.pop()) {
    if (!isElement(next)) continue;
    before++;
    const children = childrenOf(next);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) waiting.push(child);
    }
  }
  return before;
}
