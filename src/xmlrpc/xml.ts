/** The only file that names the parser. What reaches it has passed the guard, so it is left nothing to judge. */
import { parseXml as parsed, XmlElement, XmlError, XmlText } from '@rgrove/parse-xml';
import { type SyntaxErrorKind, XmlRpcSyntaxError } from './errors.ts';
import { guarded } from './guard.ts';
import type { Limits } from './limits.ts';
import { elementOffset, placeAt } from './places.ts';

/** An element or a text, to be looked into by this file's functions only. */
export type XmlNode = XmlElement['children'][number];

/** A parsed text, which knows where each of its nodes stands. */
export interface XmlDocument {
  readonly root: XmlNode;
  /** The error that says what is wrong with `node`, and where it is. */
  refusal(kind: SyntaxErrorKind, reason: string, node: XmlNode): XmlRpcSyntaxError;
}

/** Throws `XmlRpcSyntaxError` of kind `xml` or `limit` for what is not well-formed or too much. */
export function parseXml(text: string, limits: Limits): XmlDocument {
  const { markup, textOf } = guarded(text, limits);
  const root = rootOf(markup);
  if (root === null) throw new XmlRpcSyntaxError('xml', 'The text holds no element', placeAt(text, 0));
  if (textOf !== undefined) {
    for (const node of nodesFrom(root)) if (node instanceof XmlText) node.text = textOf(node.text);
  }
  return {
    root,
    refusal: (kind, reason, node) =>
      new XmlRpcSyntaxError(kind, reason, placeAt(text, elementOffset(text, ordinalOf(node, root)))),
  };
}

/** Null for a text without an element. The parser's own words are kept back: they quote the text. */
function rootOf(markup: string): XmlElement | null {
  try {
    return parsed(markup).root;
  } catch (error) {
    if (error instanceof XmlError) return null;
    throw error;
  }
}

export function nameOf(node: XmlNode): string {
  return node instanceof XmlElement ? node.name : '';
}

export function isElement(node: XmlNode): boolean {
  return node instanceof XmlElement;
}

/** What stands in an element, in the order of the document. */
export function childrenOf(element: XmlNode): readonly XmlNode[] {
  return element instanceof XmlElement ? element.children : [];
}

function textOf(node: XmlNode): string {
  return node instanceof XmlText ? node.text : '';
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
function ordinalOf(node: XmlNode, root: XmlElement): number {
  let before = 0;
  for (const next of nodesFrom(root)) {
    if (next === node) break;
    if (isElement(next)) before++;
  }
  return before;
}

/** `root` and all that lies in it, in the order of the document; without a call for each level. */
function* nodesFrom(root: XmlNode): IterableIterator<XmlNode> {
  const waiting = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    const children = childrenOf(next);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) waiting.push(child);
    }
  }
}
