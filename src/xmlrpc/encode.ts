import { encodeBase64 } from './base64.ts';
import { XmlRpcValueError } from './errors.ts';
import { hasLoneSurrogate } from './references.ts';
import { XmlRpcDateTime, XmlRpcDouble, type XmlRpcValue } from './value.ts';

/** Extensions of the protocol that the peer is known to understand. */
export interface EncodeOptions {
  /** `null` as `<nil/>`. */
  readonly nil?: boolean;
  /** `bigint` as `<i8>`. */
  readonly i8?: boolean;
}

/** Deeper than this is a mistake, and would end in a stack overflow somewhere else. */
const mostDepth = 500;

interface Walk {
  readonly options: EncodeOptions;
  /** Member names and indexes from the outermost value in. */
  readonly path: (string | number)[];
  readonly ancestors: object[];
  readonly root: string;
}

/** One whole `<value>` element. Throws `XmlRpcValueError`, with the path, for what XML-RPC cannot carry. */
export function encodeValue(value: XmlRpcValue, options: EncodeOptions = {}): string {
  return valueElement(value, { options, path: [], ancestors: [], root: '' });
}

/** A whole `methodCall`. Throws `XmlRpcValueError` for an invalid method name and for what XML-RPC cannot carry. */
export function encodeCall(
  methodName: string,
  params: readonly XmlRpcValue[],
  options: EncodeOptions = {},
): string {
  if (typeof methodName !== 'string' || !/^[A-Za-z0-9_.:/]+$/.test(methodName)) {
    throw new XmlRpcValueError('A method name has letters, digits and _ . : / only', 'methodName');
  }
  const elements = params.map((param, index) => {
    const walk: Walk = { options, path: [], ancestors: [], root: `params[${index}]` };
    return `<param>${valueElement(param, walk)}</param>`;
  });
  return `${declaration}<methodCall><methodName>${methodName}</methodName><params>${elements.join('')}</params></methodCall>`;
}

/** A whole `methodResponse` with this value. */
export function encodeResponse(value: XmlRpcValue, options: EncodeOptions = {}): string {
  return `${declaration}<methodResponse><params><param>${encodeValue(value, options)}</param></params></methodResponse>`;
}

/** A whole `methodResponse` with this fault. */
export function encodeFault(faultCode: number, faultString: string): string {
  return `${declaration}<methodResponse><fault>${encodeValue({ faultCode, faultString })}</fault></methodResponse>`;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';

function valueElement(value: XmlRpcValue, walk: Walk): string {
  if (typeof value === 'string') return `<value><string>${escaped(value, walk)}</string></value>`;
  return `<value>${typedElement(value, walk)}</value>`;
}

function typedElement(value: Exclude<XmlRpcValue, string>, walk: Walk): string {
  switch (typeof value) {
    case 'boolean':
      return value ? '<boolean>1</boolean>' : '<boolean>0</boolean>';
    case 'number':
      return numberElement(value, walk);
    case 'bigint':
      return bigintElement(value, walk);
    case 'object':
      return value === null ? nilElement(walk) : objectElement(value, walk);
    default:
      throw refusal(`A ${typeof value} cannot be sent`, walk);
  }
}

function numberElement(value: number, walk: Walk): string {
  if (!Number.isInteger(value)) return doubleElement(value, walk);
  if (value < -2_147_483_648 || value > 2_147_483_647) {
    throw refusal(`${value} does not fit into 32 bits`, walk);
  }
  return `<int>${value === 0 ? 0 : value}</int>`;
}

function doubleElement(value: number, walk: Walk): string {
  if (!Number.isFinite(value)) throw refusal(`${value} cannot be sent`, walk);
  return `<double>${plainDecimal(value)}</double>`;
}

/** The shortest digits that read back as the same number, without an exponent, which the protocol does not know. */
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
  if (walk.options.i8 !== true) throw refusal('A bigint cannot be sent without the option i8', walk);
  if (BigInt.asIntN(64, value) !== value) throw refusal(`${value} does not fit into 64 bits`, walk);
  return `<i8>${value}</i8>`;
}

function nilElement(walk: Walk): string {
  if (walk.options.nil !== true) throw refusal('null cannot be sent without the option nil', walk);
  return '<nil/>';
}

function objectElement(value: object, walk: Walk): string {
  if (value instanceof XmlRpcDouble) return doubleElement(value.value, walk);
  if (value instanceof XmlRpcDateTime) return dateTimeElement(value, walk);
  if (value instanceof Uint8Array) return `<base64>${encodeBase64(value)}</base64>`;
  if (walk.ancestors.includes(value)) throw refusal('The value contains itself', walk);
  if (walk.ancestors.length >= mostDepth) throw refusal(`The value is nested deeper than ${mostDepth}`, walk);
  walk.ancestors.push(value);
  const element = Array.isArray(value) ? arrayElement(value, walk) : structElement(value, walk);
  walk.ancestors.pop();
  return element;
}

/** The protocol's form has no place for a zone, and dropping it would change the moment that is meant. */
function dateTimeElement(value: XmlRpcDateTime, walk: Walk): string {
  if (value.zone !== undefined)
    throw refusal(`The date ${value} names a time zone, which cannot be sent`, walk);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${String(value.year).padStart(4, '0')}${two(value.month)}${two(value.day)}`;
  return `<dateTime.iso8601>${day}T${two(value.hour)}:${two(value.minute)}:${two(value.second)}</dateTime.iso8601>`;
}

function arrayElement(items: readonly XmlRpcValue[], walk: Walk): string {
  let elements = '';
  for (let index = 0; index < items.length; index++) {
    walk.path.push(index);
    const item = items[index];
    if (item === undefined) throw refusal('undefined cannot be sent', walk);
    elements += valueElement(item, walk);
    walk.path.pop();
  }
  return `<array><data>${elements}</data></array>`;
}

function structElement(struct: object, walk: Walk): string {
  const prototype: unknown = Object.getPrototypeOf(struct);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlain) throw refusal('Only plain objects can be sent as structs', walk);
  let members = '';
  for (const [name, value] of Object.entries(struct)) {
    walk.path.push(name);
    members += `<member><name>${escaped(name, walk)}</name>${valueElement(value, walk)}</member>`;
    walk.path.pop();
  }
  return `<struct>${members}</struct>`;
}

const special = /[&<>\r]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters that XML 1.0 cannot carry
const uncarriable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/;

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#13;',
};

function escaped(text: string, walk: Walk): string {
  if (uncarriable.test(text)) refuseUncarriable(text, walk);
  return text.replace(special, (character) => references[character] ?? character);
}

/** Surrogates are fine in pairs: only then is there nothing to refuse. */
function refuseUncarriable(text: string, walk: Walk): void {
  if (hasLoneSurrogate(text)) throw refusal('Half a surrogate pair cannot be sent', walk);
  const place = text.replace(/[\ud800-\udfff]/g, 'x').search(uncarriable);
  if (place < 0) return;
  const code = text.charCodeAt(place).toString(16).toUpperCase().padStart(4, '0');
  throw refusal(`The character U+${code} cannot be sent`, walk);
}

function refusal(message: string, { root, path }: Walk): XmlRpcValueError {
  const inner = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return new XmlRpcValueError(message, root === '' ? inner.replace(/^\./, '') : root + inner);
}
