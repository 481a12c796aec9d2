/**
 * Writes values as text, in one pass: libraries that build a tree first take ten times as long.
 * It writes only what every server accepts: typed strings, `<int>`, plain decimals, and no self-closed elements.
 */
import { encodeBase64 } from './base64.ts';
import { XmlRpcDateTime } from './date-time.ts';
import { XmlRpcValueError } from './errors.ts';
import { defaultLimits, isLongerThan } from './limits.ts';
import { isMethodName, methodNameRule } from './method-name.ts';
import { pathText, type Step } from './path.ts';
import { escaped, reasonAgainst } from './text.ts';
import { XmlRpcDouble, type XmlRpcValue } from './value.ts';

/** Extensions of the protocol that the server is known to support. Keap's server refuses both. */
export interface EncodeOptions {
  /** `null` as `<nil/>`. */
  readonly nil?: boolean;
  /** `bigint` as `<i8>`. */
  readonly i8?: boolean;
}

/** The state of one encoding. */
interface Walk {
  readonly options: EncodeOptions;
  /** From the outermost value to the one being written. */
  readonly path: Step[];
  /** The arrays and structs around the value being written. */
  readonly ancestors: object[];
  values: number;
}

/** One whole `<value>` element. Throws `XmlRpcValueError`, with the path, for a value that XML-RPC cannot represent. */
export function encodeValue(value: XmlRpcValue, options: EncodeOptions = {}): string {
  return checkedSize(valueElement(value, walkFrom([], options)));
}

/** A whole `methodCall`. Throws `XmlRpcValueError` for an invalid name or a value that XML-RPC cannot represent. */
export function encodeCall(
  methodName: string,
  params: readonly XmlRpcValue[],
  options: EncodeOptions = {},
): string {
  if (typeof methodName !== 'string' || !isMethodName(methodName)) {
    throw new XmlRpcValueError(`A method name ${methodNameRule}`, 'methodName');
  }
  const walk = walkFrom(['params'], options);
  let elements = '';
  for (let index = 0; index < params.length; index++) {
    elements += `<param>${itemElement(params, index, walk)}</param>`;
  }
  return checkedSize(
    `${declaration}<methodCall><methodName>${methodName}</methodName><params>${elements}</params></methodCall>`,
  );
}

/** A whole `methodResponse` with this value. Throws `XmlRpcValueError`. */
export function encodeResponse(value: XmlRpcValue, options: EncodeOptions = {}): string {
  const element = valueElement(value, walkFrom(['params', 0], options));
  return checkedSize(
    `${declaration}<methodResponse><params><param>${element}</param></params></methodResponse>`,
  );
}

/** A whole `methodResponse` with this fault. Throws `XmlRpcValueError`. */
export function encodeFault(faultCode: number, faultString: string): string {
  if (!Number.isInteger(faultCode))
    throw new XmlRpcValueError('A fault code must be an integer', 'fault.faultCode');
  if (typeof faultString !== 'string')
    throw new XmlRpcValueError('A fault string must be a string', 'fault.faultString');
  const element = valueElement({ faultCode, faultString }, walkFrom(['fault'], {}));
  return checkedSize(`${declaration}<methodResponse><fault>${element}</fault></methodResponse>`);
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';

function walkFrom(path: Step[], options: EncodeOptions): Walk {
  return { options, path, ancestors: [], values: 0 };
}

function checkedSize(text: string): string {
  if (!isLongerThan(text, defaultLimits.bytes)) return text;
  throw new XmlRpcValueError(`The encoded text would be longer than ${defaultLimits.bytes} bytes`, '');
}

function valueElement(value: XmlRpcValue, walk: Walk): string {
  if (++walk.values > defaultLimits.values)
    throw refusal(`There are more than ${defaultLimits.values} values`, walk);
  if (typeof value === 'string') return `<value><string>${textOf(value, walk)}</string></value>`;
  return `<value>${typedElement(value, walk)}</value>`;
}

function typedElement(value: Exclude<XmlRpcValue, string>, walk: Walk): string {
  switch (typeof value) {
    case 'boolean':
      return value ? '<boolean>1</boolean>' : '<boolean>0</boolean>';
    case 'number':
      return Number.isInteger(value) ? intElement(value, walk) : doubleElement(value, walk);
    case 'bigint':
      return bigintElement(value, walk);
    case 'object':
      return value === null ? nilElement(walk) : objectElement(value, walk);
    default:
      throw refusal(`XML-RPC cannot represent ${typeof value}`, walk);
  }
}

function intElement(value: number, walk: Walk): string {
  if (value >= -0x80000000 && value < 0x80000000) return `<int>${value}</int>`;
  throw refusal(
    'An integer that does not fit into 32 bits must be sent as a string or an XmlRpcDouble',
    walk,
  );
}

function doubleElement(value: number, walk: Walk): string {
  if (!Number.isFinite(value)) throw refusal('XML-RPC cannot represent NaN or infinity', walk);
  return `<double>${plainDecimal(value)}</double>`;
}

/** The shortest digits that read back as the same number, without an exponent, which the protocol does not have. */
function plainDecimal(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? [];
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const before = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const after = point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
  return `${sign}${before}.${after === '' ? '0' : after}`;
}

function bigintElement(value: bigint, walk: Walk): string {
  if (walk.options.i8 !== true)
    throw refusal('A bigint requires the option i8 and a peer that supports <i8>', walk);
  if (BigInt.asIntN(64, value) !== value) throw refusal('A bigint must fit into 64 bits', walk);
  return `<i8>${value}</i8>`;
}

function nilElement(walk: Walk): string {
  if (walk.options.nil !== true)
    throw refusal('null requires the option nil and a peer that supports <nil/>', walk);
  return '<nil/>';
}

function objectElement(value: object, walk: Walk): string {
  if (value instanceof XmlRpcDouble) return doubleElement(value.value, walk);
  if (value instanceof XmlRpcDateTime) return dateTimeElement(value, walk);
  if (isBytes(value)) return `<base64>${encodeBase64(value)}</base64>`;
  const { ancestors } = walk;
  if (ancestors.includes(value)) throw refusal('The value contains itself', walk);
  if (ancestors.length >= defaultLimits.depth) {
    throw refusal(`Values are nested more than ${defaultLimits.depth} levels deep`, walk);
  }
  ancestors.push(value);
  const element = Array.isArray(value) ? arrayElement(value, walk) : structElement(value, walk);
  ancestors.pop();
  return element;
}

/** Recognized by its tag, because a byte array can come from another realm. */
function isBytes(value: object): value is Uint8Array {
  return Object.prototype.toString.call(value) === '[object Uint8Array]';
}

/** The protocol has neither zones nor fractions, and leaving one out would change the meaning. */
function dateTimeElement(value: XmlRpcDateTime, walk: Walk): string {
  if (value.zone !== undefined)
    throw refusal('A date with a time zone cannot be sent, because XML-RPC dates have none', walk);
  if (value.fraction !== undefined) throw refusal('A date with a fraction of a second cannot be sent', walk);
  return `<dateTime.iso8601>${value.toString().replace(/-/g, '')}</dateTime.iso8601>`;
}

function arrayElement(items: readonly XmlRpcValue[], walk: Walk): string {
  let elements = '';
  for (let index = 0; index < items.length; index++) elements += itemElement(items, index, walk);
  return `<array><data>${elements}</data></array>`;
}

function itemElement(items: readonly XmlRpcValue[], index: number, walk: Walk): string {
  walk.path.push(index);
  const item = items[index];
  if (item === undefined) throw refusal('XML-RPC cannot represent undefined', walk);
  const element = valueElement(item, walk);
  walk.path.pop();
  return element;
}

function structElement(struct: object, walk: Walk): string {
  const prototype: unknown = Object.getPrototypeOf(struct);
  const isStruct = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isStruct) throw refusal('Only plain objects can be sent as structs', walk);
  let members = '';
  for (const [name, value] of Object.entries(struct)) {
    walk.path.push(name);
    members += `<member><name>${textOf(name, walk)}</name>${valueElement(value, walk)}</member>`;
    walk.path.pop();
  }
  return `<struct>${members}</struct>`;
}

function textOf(text: string, walk: Walk): string {
  const written = escaped(text);
  if (written === undefined) throw refusal(reasonAgainst(text), walk);
  return written;
}

function refusal(reason: string, { path }: Walk): XmlRpcValueError {
  return new XmlRpcValueError(reason, pathText(path));
}
