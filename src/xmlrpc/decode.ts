import { decodeBase64 } from './base64.ts';
import { type SyntaxErrorKind, XmlRpcSyntaxError } from './errors.ts';
import { XmlRpcDateTime, XmlRpcDouble, type XmlRpcStruct, type XmlRpcValue } from './value.ts';
import { type Limits, parseXml, type XmlElement, type XmlNode } from './xml.ts';

export interface DecodeOptions {
  readonly limits?: Partial<Limits>;
}

/** 50 MB is the most that Apps Script fetches (Quotas, URL Fetch response size). */
const defaultLimits: Limits = { depth: 100, characters: 50 * 1024 * 1024, values: 2_000_000 };

/** Where in the values a reader stands, and what it may still use up. */
export interface Reading {
  readonly path: (string | number)[];
  readonly limits: Limits;
  values: number;
  depth: number;
}

/** The root element of a text, and the reading that its values share. Throws `XmlRpcSyntaxError`. */
export function openDocument(xml: string, options: DecodeOptions): { root: XmlElement; reading: Reading } {
  const limits = { ...defaultLimits, ...options.limits };
  return { root: parseXml(xml, limits), reading: { path: [], limits, values: 0, depth: 0 } };
}

/** The value of one whole `<value>` element. Throws `XmlRpcSyntaxError`. */
export function decodeValue(xml: string, options: DecodeOptions = {}): XmlRpcValue {
  const { root, reading } = openDocument(xml, options);
  if (root.name !== 'value')
    throw failure(reading, 'structure', `<${root.name}> stands where <value> should`);
  return readValue(root, reading);
}

/** Reads a `<value>`: typed, or a string where no type is named. */
export function readValue(element: XmlElement, reading: Reading): XmlRpcValue {
  if (++reading.values > reading.limits.values) {
    throw failure(reading, 'limit', `There are more than ${reading.limits.values} values`);
  }
  const elements = elementsIn(element);
  const [typed] = elements;
  if (typed === undefined) return textIn(element);
  if (elements.length > 1) throw failure(reading, 'structure', 'A <value> holds more than one element');
  refuseText(element, reading);
  const reader = readers.get(typed.name);
  if (reader === undefined) throw failure(reading, 'type', `<${typed.name}> is no type of XML-RPC`);
  return reader(typed, reading);
}

type Reader = (element: XmlElement, reading: Reading) => XmlRpcValue;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['string', plainText],
  ['int', integer(32)],
  ['i4', integer(32)],
  ['i1', integer(8)],
  ['i2', integer(16)],
  ['i8', bigInteger],
  ['ex:i8', bigInteger],
  ['boolean', boolean],
  ['double', double],
  ['dateTime.iso8601', dateTime],
  ['base64', base64],
  ['nil', nil],
  ['ex:nil', nil],
  ['array', array],
  ['struct', struct],
]);

function plainText(element: XmlElement, reading: Reading): string {
  if (elementsIn(element).length > 0) {
    throw failure(reading, 'structure', `<${element.name}> holds an element where only text may stand`);
  }
  return textIn(element);
}

function integer(bits: number): Reader {
  const least = -(2 ** (bits - 1));
  return (element, reading) => {
    const text = integerText(element, reading);
    const value = Number(text);
    if (value < least || value > -least - 1)
      throw failure(reading, 'range', `${shown(text)} does not fit into ${bits} bits`);
    return value === 0 ? 0 : value;
  };
}

function bigInteger(element: XmlElement, reading: Reading): bigint {
  const text = integerText(element, reading);
  const value = BigInt(text.replace(/^\+/, ''));
  if (BigInt.asIntN(64, value) !== value)
    throw failure(reading, 'range', `${shown(text)} does not fit into 64 bits`);
  return value;
}

/** Past this many digits nothing fits, and BigInt would take more than linear time to say so. */
const mostDigits = 1_000;

function integerText(element: XmlElement, reading: Reading): string {
  const text = plainText(element, reading);
  const match = /^([+-]?)0*(\d+)$/.exec(text);
  if (match === null) throw failure(reading, 'value', `"${shown(text)}" is no whole number`);
  const [, sign = '', digits = ''] = match;
  if (digits.length > mostDigits) throw failure(reading, 'range', 'The number has too many digits');
  return sign + digits;
}

function boolean(element: XmlElement, reading: Reading): boolean {
  const text = plainText(element, reading);
  if (text !== '0' && text !== '1') throw failure(reading, 'value', `"${shown(text)}" is no boolean`);
  return text === '1';
}

/** An integral double stays one: as a plain number it would be sent back as an int. */
function double(element: XmlElement, reading: Reading): number | XmlRpcDouble {
  const text = plainText(element, reading);
  if (/^[+-]?(nan|inf|infinity)$/i.test(text)) throw failure(reading, 'range', `${text} is no number`);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    throw failure(reading, 'value', `"${shown(text)}" is no number`);
  }
  const value = Number(text);
  if (!Number.isFinite(value)) throw failure(reading, 'range', `${shown(text)} is too large`);
  return Number.isInteger(value) ? new XmlRpcDouble(value) : value;
}

function dateTime(element: XmlElement, reading: Reading): XmlRpcDateTime {
  const text = plainText(element, reading);
  try {
    return new XmlRpcDateTime(text);
  } catch {
    throw failure(reading, 'value', `"${shown(text)}" is no date`);
  }
}

function base64(element: XmlElement, reading: Reading): Uint8Array {
  const bytes = decodeBase64(plainText(element, reading));
  if (bytes === undefined) throw failure(reading, 'value', 'This is no base64');
  return bytes;
}

function nil(element: XmlElement, reading: Reading): null {
  if (element.children.length > 0) throw failure(reading, 'value', `<${element.name}> is not empty`);
  return null;
}

function array(element: XmlElement, reading: Reading): XmlRpcValue[] {
  const data = onlyElement(element, reading);
  if (data.name !== 'data')
    throw failure(reading, 'structure', 'An <array> holds something else than <data>');
  refuseText(data, reading);
  enter(reading);
  const values = elementsIn(data).map((item, index) => {
    if (item.name !== 'value') throw failure(reading, 'structure', `<${item.name}> stands in <data>`);
    reading.path.push(index);
    const value = readValue(item, reading);
    reading.path.pop();
    return value;
  });
  reading.depth--;
  return values;
}

function struct(element: XmlElement, reading: Reading): XmlRpcStruct {
  refuseText(element, reading);
  enter(reading);
  const members: XmlRpcStruct = Object.create(null);
  for (const member of elementsIn(element)) {
    if (member.name !== 'member')
      throw failure(reading, 'structure', `<${member.name}> stands in a <struct>`);
    refuseText(member, reading);
    const [name, value, ...others] = elementsIn(member);
    if (name?.name !== 'name' || value?.name !== 'value' || others.length > 0) {
      throw failure(reading, 'structure', 'A <member> holds something else than one <name> and one <value>');
    }
    const key = plainText(name, reading);
    if (key in members) throw failure(reading, 'structure', `The member "${shown(key)}" stands twice`);
    reading.path.push(key);
    members[key] = readValue(value, reading);
    reading.path.pop();
  }
  reading.depth--;
  return members;
}

function enter(reading: Reading): void {
  if (++reading.depth > reading.limits.depth) {
    throw failure(reading, 'limit', `Values are nested deeper than ${reading.limits.depth}`);
  }
}

/** The one element in `element`, with nothing but white space beside it. Throws for any other content. */
export function onlyElement(element: XmlElement, reading: Reading): XmlElement {
  refuseText(element, reading);
  const elements = elementsIn(element);
  const [only] = elements;
  if (only === undefined || elements.length > 1) {
    throw failure(reading, 'structure', `<${element.name}> holds ${elements.length} elements instead of one`);
  }
  return only;
}

/** Elements in `element`, in their order. */
export function elementsIn(element: XmlElement): XmlElement[] {
  return element.children.filter(isElement);
}

function isElement(node: XmlNode): node is XmlElement {
  return typeof node !== 'string';
}

/** The whole text in `element`, whatever pieces it came in. */
export function textIn(element: XmlElement): string {
  return element.children.filter((node) => typeof node === 'string').join('');
}

function refuseText(element: XmlElement, reading: Reading): void {
  if (textIn(element).trim() === '') return;
  throw failure(reading, 'structure', `Text stands in <${element.name}> where only elements may`);
}

/** An error that says where in the values it was met. */
export function failure(reading: Reading, kind: SyntaxErrorKind, message: string): XmlRpcSyntaxError {
  const path = reading.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return new XmlRpcSyntaxError(kind, message, { path: path.replace(/^\./, '') });
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
