/** Reads whole responses and calls. */
import {
  type DecodeOptions,
  elementsIn,
  expected,
  onlyElementIn,
  type Reading,
  readingOf,
  readText,
  readValue,
} from './decode.ts';
import { isMethodName, methodNameRule } from './method-name.ts';
import { isXmlRpcStruct, XmlRpcDouble, type XmlRpcValue } from './value.ts';
import { nameOf, type XmlNode } from './xml.ts';

/** What a server answers: a value or a fault. */
export type XmlRpcResponse =
  | { readonly kind: 'value'; readonly value: XmlRpcValue }
  | { readonly kind: 'fault'; readonly faultCode: number; readonly faultString: string };

/** What a client sends. */
export interface XmlRpcCall {
  readonly methodName: string;
  readonly params: readonly XmlRpcValue[];
}

/** Reads a whole `methodResponse`. Throws `XmlRpcSyntaxError`. */
export function decodeResponse(text: string, options: DecodeOptions = {}): XmlRpcResponse {
  const reading = readingOf(text, options);
  const content = onlyElementIn(expected('methodResponse', reading.document.root, reading), reading);
  if (nameOf(content) === 'fault') return readFault(content, reading);
  const param = onlyElementIn(expected('params', content, reading), reading);
  return { kind: 'value', value: readParam(param, reading) };
}

/** Reads a whole `methodCall`. Throws `XmlRpcSyntaxError`. */
export function decodeCall(text: string, options: DecodeOptions = {}): XmlRpcCall {
  const reading = readingOf(text, options);
  const { root } = reading.document;
  const [name, params, another] = elementsIn(expected('methodCall', root, reading), reading);
  if (name === undefined || another !== undefined) {
    throw reading.document.refusal(
      'structure',
      '<methodCall> must contain <methodName>, then <params>',
      root,
    );
  }
  const methodName = readText(expected('methodName', name, reading), reading);
  if (!isMethodName(methodName)) {
    throw reading.document.refusal('value', `<methodName> ${methodNameRule}`, name);
  }
  const items = params === undefined ? [] : elementsIn(expected('params', params, reading), reading);
  return { methodName, params: items.map((param) => readParam(param, reading)) };
}

function readParam(param: XmlNode, reading: Reading): XmlRpcValue {
  const value = onlyElementIn(expected('param', param, reading), reading);
  return readValue(expected('value', value, reading), reading);
}

/**
 * The protocol requires exactly an int and a string. Some servers add members (Apache's `faultCause`) or send the code
 * as text or as an `<i8>`. These are faults all the same, and the user needs to read what they say.
 */
function readFault(fault: XmlNode, reading: Reading): XmlRpcResponse {
  const element = expected('value', onlyElementIn(fault, reading), reading);
  const { faultCode, faultString } = membersOf(readValue(element, reading));
  const code = asCode(faultCode);
  const message = asString(faultString);
  if (code === undefined || message === undefined) {
    throw reading.document.refusal('structure', '<fault> must contain a faultCode and a faultString', fault);
  }
  return { kind: 'fault', faultCode: code, faultString: message };
}

function membersOf(value: XmlRpcValue): { faultCode?: XmlRpcValue; faultString?: XmlRpcValue } {
  return isXmlRpcStruct(value) ? value : {};
}

function asCode(value: XmlRpcValue | undefined): number | undefined {
  if (value instanceof XmlRpcDouble) return value.value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') return /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

function asString(value: XmlRpcValue | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}
