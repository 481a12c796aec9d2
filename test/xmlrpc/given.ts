/** Documents and expected errors, for the tests of the codec. */
import {
  decodeValue,
  XmlRpcSyntaxError,
  type XmlRpcValue,
  XmlRpcValueError,
} from '../../src/xmlrpc/index.ts';

/** Reads `content` as the content of a `<value>`. */
export function read(content: string): XmlRpcValue {
  return decodeValue(`<value>${content}</value>`);
}

/** A struct as decoding returns it, without a prototype. */
export function struct(...members: readonly (readonly [string, XmlRpcValue])[]): XmlRpcValue {
  const made: { [name: string]: XmlRpcValue } = Object.create(null);
  for (const [name, value] of members) made[name] = value;
  return made;
}

export function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}

/** A whole response with this content of its `<value>`. */
export function answer(content: string): string {
  return `<?xml version="1.0"?><methodResponse><params><param><value>${content}</value></param></params></methodResponse>`;
}

/** A whole response with this content of its `<fault>`. */
export function fault(content: string): string {
  return `<?xml version="1.0"?><methodResponse><fault>${content}</fault></methodResponse>`;
}

/** The codec's error of decoding; the test fails if something else, or nothing, is thrown. */
export function syntaxErrorOf(decode: () => unknown): XmlRpcSyntaxError {
  const error = thrownBy(decode);
  if (error instanceof XmlRpcSyntaxError) return error;
  throw new Error(`Decoding threw ${String(error)} instead of its own error`);
}

/** The same for encoding. */
export function valueErrorOf(encode: () => unknown): XmlRpcValueError {
  const error = thrownBy(encode);
  if (error instanceof XmlRpcValueError) return error;
  throw new Error(`Encoding threw ${String(error)} instead of its own error`);
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return 'nothing';
}
