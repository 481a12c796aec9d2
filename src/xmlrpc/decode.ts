/** Reads values from a parsed document. */
import type { XmlRpcSyntaxError } from './errors.ts';
import { type Limits, limitsWith } from './limits.ts';
import { scalarReaders } from './scalars.ts';
import type { XmlRpcStruct, XmlRpcValue } from './value.ts';
import {
  childrenOf,
  isBlank,
  isElement,
  nameOf,
  parseXml,
  textAmong,
  type XmlDocument,
  type XmlNode,
} from './xml.ts';

/** What a caller may change about decoding. */
export interface DecodeOptions {
  /** Limits that are left out are those of `defaultLimits`. */
  readonly limits?: Partial<Limits>;
}

/** A document that is being read, and how deep in its values the reader is. */
export interface Reading {
  readonly document: XmlDocument;
  readonly limits: Limits;
  depth: number;
}

/** The value of one whole `<value>` element. Throws `XmlRpcSyntaxError`. */
export function decodeValue(text: string, options: DecodeOptions = {}): XmlRpcValue {
  const reading = readingOf(text, options);
  return readValue(expected('value', reading.document.root, reading), reading);
}

/** The parsed document. Throws `XmlRpcSyntaxError` if it is not well-formed or is past a limit. */
export function readingOf(text: string, options: DecodeOptions): Reading {
  const limits = limitsWith(options.limits);
  return { document: parseXml(text, limits), limits, depth: 0 };
}

/**
 * Reads a `<value>`: typed, or a string with all its white space if it has no type. Never stricter than the protocol,
 * and more lenient where servers are (see `scalars.ts`).
 */
export function readValue(value: XmlNode, reading: Reading): XmlRpcValue {
  const children = childrenOf(value);
  const text = textAmong(children, reading.document);
  if (text !== undefined) return text;
  const typed = onlyElementIn(value, reading);
  const type = nameOf(typed);
  if (type === 'struct') return readStruct(typed, reading);
  if (type === 'array') return readArray(typed, reading);
  return readScalar(typed, reading);
}

function readScalar(typed: XmlNode, reading: Reading): XmlRpcValue {
  const type = nameOf(typed);
  const read = scalarReaders.get(type);
  if (read === undefined) throw unknownType(typed, reading);
  const result = read(readText(typed, reading));
  if ('value' in result) return result.value;
  throw reading.document.refusal(result.kind, `<${type}> ${result.reason}`, typed);
}

function readArray(array: XmlNode, reading: Reading): XmlRpcValue[] {
  enter(array, reading);
  const values: XmlRpcValue[] = [];
  for (const item of childrenOf(expected('data', onlyElementIn(array, reading), reading))) {
    if (isElement(item)) values.push(readValue(expected('value', item, reading), reading));
    else refuseText(item, array, reading);
  }
  reading.depth--;
  return values;
}

/** Without a prototype, so that `__proto__` and `toString` are names like any other. */
function readStruct(struct: XmlNode, reading: Reading): XmlRpcStruct {
  enter(struct, reading);
  const members: { [name: string]: XmlRpcValue } = Object.create(null);
  for (const member of childrenOf(struct)) {
    if (!isElement(member)) refuseText(member, struct, reading);
    else {
      const [name, value] = partsOf(expected('member', member, reading), reading);
      const key = readText(name, reading);
      if (key in members)
        throw reading.document.refusal('structure', 'A struct has two members with the same name', name);
      members[key] = readValue(value, reading);
    }
  }
  reading.depth--;
  return members;
}

function partsOf(member: XmlNode, reading: Reading): [name: XmlNode, value: XmlNode] {
  const [name, value, another] = elementsIn(member, reading);
  if (name === undefined || value === undefined || another !== undefined) {
    throw reading.document.refusal('structure', '<member> must contain one <name> and one <value>', member);
  }
  return [expected('name', name, reading), expected('value', value, reading)];
}

function enter(container: XmlNode, reading: Reading): void {
  if (++reading.depth <= reading.limits.depth) return;
  throw reading.document.refusal(
    'limit',
    `Values are nested more than ${reading.limits.depth} levels deep`,
    container,
  );
}

/** `node`, if it is an element with this name. Throws `XmlRpcSyntaxError` if not. */
export function expected(name: string, node: XmlNode, reading: Reading): XmlNode {
  if (nameOf(node) === name) return node;
  throw reading.document.refusal('structure', `Expected <${name}>, found <${shown(node)}>`, node);
}

/** The text of an element that may contain nothing else. Throws `XmlRpcSyntaxError` if it does. */
export function readText(element: XmlNode, reading: Reading): string {
  const text = textAmong(childrenOf(element), reading.document);
  if (text !== undefined) return text;
  throw reading.document.refusal('structure', `<${nameOf(element)}> contains an element, not text`, element);
}

/** The only element in `parent`, next to white space. Throws `XmlRpcSyntaxError` for anything else. */
export function onlyElementIn(parent: XmlNode, reading: Reading): XmlNode {
  const [only, another] = elementsIn(parent, reading);
  if (only !== undefined && another === undefined) return only;
  const count = only === undefined ? 'no element' : 'more than one element';
  throw reading.document.refusal('structure', `<${nameOf(parent)}> contains ${count}`, parent);
}

/** The elements in `parent`, next to white space. Throws `XmlRpcSyntaxError` if there is other text. */
export function elementsIn(parent: XmlNode, reading: Reading): readonly XmlNode[] {
  const children = childrenOf(parent);
  if (children.every(isElement)) return children;
  for (const child of children) {
    if (!isElement(child)) refuseText(child, parent, reading);
  }
  return children.filter(isElement);
}

function refuseText(node: XmlNode, parent: XmlNode, reading: Reading): void {
  if (isBlank(node, reading.document)) return;
  // An unknown element within text says more than the text: it is markup that nobody escaped.
  const unknown = nameOf(parent) === 'value' ? childrenOf(parent).find(isUnknownType) : undefined;
  if (unknown !== undefined) throw unknownType(unknown, reading);
  throw reading.document.refusal('structure', `<${nameOf(parent)}> contains text next to elements`, parent);
}

function isUnknownType(node: XmlNode): boolean {
  const name = nameOf(node);
  return isElement(node) && name !== 'array' && name !== 'struct' && !scalarReaders.has(name);
}

function unknownType(typed: XmlNode, reading: Reading): XmlRpcSyntaxError {
  return reading.document.refusal('type', `<${shown(typed)}> is not an XML-RPC type`, typed);
}

/** An element's name for a message: it can be anything, and up to 250 characters long. */
function shown(element: XmlNode): string {
  return nameOf(element).slice(0, 40);
}
