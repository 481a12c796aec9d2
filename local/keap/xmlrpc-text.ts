/** Requests and answers of XML-RPC as text. */
import {
  Deserializer,
  serializeFault,
  serializeMethodResponse,
  XmlRpcFault,
  type XmlRpcValue,
} from '@foxglove/xmlrpc';
import { undecodable } from './undecodable.ts';
import { grammarOf } from './xmlrpc-grammar.ts';

/** A call as Keap understood it, or why it could not. */
export type ReadCall =
  | {
      readonly kind: 'call';
      readonly method: string;
      readonly params: readonly XmlRpcValue[];
      /** The type of each parameter, by the name of its element: the library tells no double from an int. */
      readonly types: readonly string[];
    }
  | { readonly kind: 'unparsable'; readonly reason: string };

/** Reads a request strictly, and its values by a library that shares nothing with the product. */
export async function readCall(text: string): Promise<ReadCall> {
  const grammar = grammarOf(text);
  if (grammar.kind === 'wrong') return { kind: 'unparsable', reason: grammar.reason };
  try {
    const [method, params] = await new Deserializer().deserializeMethodCall(text);
    return { kind: 'call', method, params, types: grammar.types };
  } catch (error) {
    return { kind: 'unparsable', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** A good answer in Keap's manner. */
export function writeResult(value: XmlRpcValue): string {
  return inKeapsManner(serializeMethodResponse(marked(value)));
}

/** A fault; it comes with HTTP 200 like any other answer. */
export function writeFault(faultCode: number, faultString: string): string {
  return inKeapsManner(serializeFault(new XmlRpcFault(markedText(faultString), faultCode)));
}

/** Precedes what has to get past the library, which would use CDATA, or refuse; a text's own is marked too. */
const mark = '\ue000';

function markedText(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: Keap sends control characters, which XML forbids
    /[&<>\ue000\ue0ff\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]/g,
    (character) => mark + character.charCodeAt(0).toString(16).padStart(4, '0'),
  );
}

function marked(value: XmlRpcValue): XmlRpcValue {
  if (typeof value === 'string') return markedText(value);
  // The library would add milliseconds and a Z; Keap's dates are local to its servers and have no zone.
  if (value instanceof Date) {
    return `${mark}D${value.toISOString().slice(0, 19).replaceAll('-', '')}${mark}`;
  }
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [markedText(name), marked(item)]));
}

/**
 * Apache XML-RPC 3 (org.apache.ws.commons.serialize): strings untyped, integers as `<i4>`, each half of a surrogate
 * pair as its own reference, control characters as they are. The last two are not well-formed XML.
 * probe: xmlrpc/other-characters
 */
function inKeapsManner(xml: string): string {
  return xml
    .replace(/<string\/>/g, '')
    .replace(/<\/?string>/g, '')
    .replace(/<(\/?)int>/g, '<$1i4>')
    .replace(/\ue000D([0-9T:]+)\ue000/g, '<dateTime.iso8601>$1</dateTime.iso8601>')
    .replace(/\ue000([0-9a-f]{4})/g, (_, code: string) => written(Number.parseInt(code, 16)));
}

const escaped: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function written(code: number): string {
  if (code === undecodable.charCodeAt(0)) return '<';
  const isHalf = code >= 0xd800 && code <= 0xdfff;
  const character = String.fromCharCode(code);
  return isHalf ? `&#${code};` : (escaped[character] ?? character);
}
