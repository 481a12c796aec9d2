import {
  Deserializer,
  serializeFault,
  serializeMethodResponse,
  XmlRpcFault,
  type XmlRpcValue,
} from '@foxglove/xmlrpc';
import { SaxesParser } from 'saxes';

/** A call as Keap understood it, or why it could not. */
export type ReadCall =
  | { readonly kind: 'call'; readonly method: string; readonly params: readonly XmlRpcValue[] }
  | { readonly kind: 'unparsable'; readonly reason: string };

/**
 * Reads a request as strictly as Apache XML-RPC does: well-formed XML first, no extension types, and then the
 * values by a library that shares nothing with the product.
 */
export async function readCall(text: string): Promise<ReadCall> {
  const problem = strictProblem(text);
  if (problem !== undefined) return { kind: 'unparsable', reason: problem };
  try {
    const [method, params] = await new Deserializer().deserializeMethodCall(text);
    return { kind: 'call', method, params };
  } catch (error) {
    return { kind: 'unparsable', reason: error instanceof Error ? error.message : String(error) };
  }
}

const knownElements = new Set([
  ...['methodCall', 'methodName', 'params', 'param', 'value', 'array', 'data', 'struct', 'member', 'name'],
  ...['string', 'int', 'i4', 'boolean', 'double', 'dateTime.iso8601', 'base64'],
]);

function strictProblem(text: string): string | undefined {
  const parser = new SaxesParser();
  let problem: string | undefined;
  const note = (reason: string) => {
    problem = problem ?? reason;
  };
  parser.on('error', (error) => note(error.message));
  parser.on('doctype', () => note('A DOCTYPE is not allowed'));
  parser.on('opentag', ({ name }) => {
    if (!knownElements.has(name)) note(`Unknown type: ${name}`);
  });
  parser.write(text).close();
  return problem;
}

/** A good answer in Keap's manner. */
export function writeResult(value: XmlRpcValue): string {
  return inKeapsManner(serializeMethodResponse(marked(value)));
}

/** A fault; it comes with HTTP 200 like any other answer. */
export function writeFault(faultCode: number, faultString: string): string {
  return inKeapsManner(serializeFault(new XmlRpcFault(mark(faultString), faultCode)));
}

/** Characters of the private use area carry what must be escaped past the library, which would use CDATA. */
const marks: readonly (readonly [character: string, mark: string, escaped: string])[] = [
  ['&', '\ue000', '&amp;'],
  ['<', '\ue001', '&lt;'],
  ['>', '\ue002', '&gt;'],
  ['\r', '\ue003', '&#13;'],
];
const controlBase = 0xe100;

function mark(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: Keap sends control characters, which XML forbids
    /[&<>\u0000-\u0008\u000b-\u001f]/g,
    (character) =>
      marks.find(([plain]) => plain === character)?.[1] ??
      String.fromCharCode(controlBase + character.charCodeAt(0)),
  );
}

function marked(value: XmlRpcValue): XmlRpcValue {
  if (typeof value === 'string') return mark(value);
  if (Array.isArray(value)) return value.map(marked);
  const isStruct =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isStruct
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [mark(name), marked(item)]))
    : value;
}

/**
 * Apache XML-RPC 3: strings untyped, integers as `<i4>`, each half of a surrogate pair as a reference of its own
 * (which is not well-formed XML), control characters as references.
 */
function inKeapsManner(xml: string): string {
  const untyped = xml
    .replace(/<string\/>/g, '')
    .replace(/<\/?string>/g, '')
    .replace(/<(\/?)int>/g, '<$1i4>');
  const halves = untyped.replace(/[\ud800-\udfff]/g, (half) => `&#${half.charCodeAt(0)};`);
  const controls = halves.replace(/[\ue100-\ue11f]/g, (one) => `&#${one.charCodeAt(0) - controlBase};`);
  return marks.reduce((text, [, sign, escaped]) => text.replaceAll(sign, escaped), controls);
}
