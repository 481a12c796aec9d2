import {
  type DecodeOptions,
  elementsIn,
  failure,
  onlyElement,
  openDocument,
  type Reading,
  readValue,
  textIn,
} from './decode.ts';
import { XmlRpcDouble, type XmlRpcValue } from './value.ts';
import type { XmlElement } from './xml.ts';

export type XmlRpcResponse =
  | { readonly kind: 'value'; readonly value: XmlRpcValue }
  | { readonly kind: 'fault'; readonly faultCode: number; readonly faultString: string };

/** Reads a whole `methodResponse`. Throws `XmlRpcSyntaxError`. */
export function decodeResponse(xml: string, options: DecodeOptions = {}): XmlRpcResponse {
  const { root, reading } = openDocument(xml, options);
  if (root.name !== 'methodResponse') {
    throw failure(reading, 'structure', `<${root.name}> stands where <methodResponse> should`);
  }
  const content = onlyElement(root, reading);
  if (content.name === 'fault') return readFault(content, reading);
  if (content.name !== 'params')
    throw failure(reading, 'structure', `<${content.name}> stands in a response`);
  const param = onlyElement(content, reading);
  if (param.name !== 'param') throw failure(reading, 'structure', `<${param.name}> stands in <params>`);
  return { kind: 'value', value: readParam(param, 0, reading) };
}

/** Reads a whole `methodCall`. Throws `XmlRpcSyntaxError`. */
export function decodeCall(
  xml: string,
  options: DecodeOptions = {},
): { methodName: string; params: XmlRpcValue[] } {
  const { root, reading } = openDocument(xml, options);
  const [name, params, ...others] = elementsIn(root);
  const isCall = root.name === 'methodCall' && name?.name === 'methodName' && others.length === 0;
  if (!isCall || (params !== undefined && params.name !== 'params')) {
    throw failure(reading, 'structure', 'This is no <methodCall> with a <methodName> and <params>');
  }
  const methodName = textIn(name);
  if (elementsIn(name).length > 0 || !/^[A-Za-z0-9_.:/]+$/.test(methodName)) {
    throw failure(
      reading,
      'value',
      'The method name holds other characters than letters, digits and _ . : /',
    );
  }
  const items = params === undefined ? [] : elementsIn(params);
  return { methodName, params: items.map((param, index) => readParam(param, index, reading)) };
}

function readParam(param: XmlElement, index: number, reading: Reading): XmlRpcValue {
  if (param.name !== 'param') throw failure(reading, 'structure', `<${param.name}> stands in <params>`);
  reading.path.push(`params[${index}]`);
  const element = onlyElement(param, reading);
  if (element.name !== 'value') throw failure(reading, 'structure', `<${element.name}> stands in <param>`);
  const value = readValue(element, reading);
  reading.path.pop();
  return value;
}

/**
 * The protocol wants exactly an int and a string. Servers of Keap's kind add members of their own, and others
 * send the code as text: what is a fault all the same is taken as one, for the user needs its words.
 */
function readFault(fault: XmlElement, reading: Reading): XmlRpcResponse {
  reading.path.push('fault');
  const element = onlyElement(fault, reading);
  if (element.name !== 'value') throw failure(reading, 'structure', `<${element.name}> stands in <fault>`);
  const value = readValue(element, reading);
  const isStruct = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
  const { faultCode, faultString } = isStruct
    ? { faultCode: undefined, faultString: undefined, ...value }
    : {};
  const code = asCode(faultCode);
  const isText = typeof faultString === 'string' || typeof faultString === 'number';
  if (code === undefined || !isText) {
    throw failure(reading, 'structure', 'The fault has no faultCode and faultString');
  }
  return { kind: 'fault', faultCode: code, faultString: String(faultString) };
}

function asCode(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (value instanceof XmlRpcDouble) return value.value;
  return typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;
}
