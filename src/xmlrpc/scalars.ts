/**
 * The types that hold text, each with what it takes. White space is not taken around numbers, booleans and dates,
 * as the protocol says and Keap keeps to; exponents, `i1`, `i2`, `i8`, `nil` and Apache's `ex:` forms of these are,
 * for servers send them.
 */
import { decodeBase64 } from './base64.ts';
import { readDateTime } from './date-time.ts';
import type { SyntaxErrorKind } from './errors.ts';
import { XmlRpcDouble, type XmlRpcValue } from './value.ts';

/** A value, or what is wrong with its text: a part of a sentence that never holds the text itself. */
export type Scalar =
  | { readonly value: XmlRpcValue }
  | { readonly kind: SyntaxErrorKind; readonly reason: string };

/** For each type's element the reader of its text. */
export const scalarReaders: ReadonlyMap<string, (text: string) => Scalar> = new Map([
  ['string', (value: string): Scalar => ({ value })],
  ['i4', integer(32)],
  ['int', integer(32)],
  ['boolean', boolean],
  ['double', double],
  ['dateTime.iso8601', dateTime],
  ['base64', base64],
  ['i1', integer(8)],
  ['i2', integer(16)],
  ['i8', bigInteger],
  ['nil', nil],
  ['ex:i1', integer(8)],
  ['ex:i2', integer(16)],
  ['ex:i8', bigInteger],
  ['ex:nil', nil],
]);

/** More letters than any number needs are refused unread: RegExp and BigInt would take too long over them. */
const mostLetters = 4_000;

function integer(bits: number): (text: string) => Scalar {
  const end = 2 ** (bits - 1);
  return (text) => {
    if (!isInteger(text)) return wrong('holds no whole number');
    const value = Number(text);
    if (value < -end || value >= end) return outOfRange(`holds a number past ${bits} bits`);
    return { value: value === 0 ? 0 : value };
  };
}

function bigInteger(text: string): Scalar {
  if (!isInteger(text)) return wrong('holds no whole number');
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? { value } : outOfRange('holds a number past 64 bits');
}

function isInteger(text: string): boolean {
  return text.length <= mostLetters && /^[+-]?\d+$/.test(text);
}

function boolean(text: string): Scalar {
  if (text === '1') return { value: true };
  return text === '0' ? { value: false } : wrong('holds neither 0 nor 1');
}

/** An integral double stays one: as a plain number it would be sent back as an int. */
function double(text: string): Scalar {
  if (text.length > mostLetters) return wrong('holds no number');
  if (/^[+-]?(?:nan|inf|infinity)$/i.test(text)) return outOfRange('holds no finite number');
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return wrong('holds no number');
  const value = Number(text);
  if (!Number.isFinite(value)) return outOfRange('holds a number past 64 bits');
  return { value: Number.isInteger(value) ? new XmlRpcDouble(value) : value };
}

function dateTime(text: string): Scalar {
  const value = readDateTime(text);
  return value === undefined ? wrong('holds no date and time of the calendar') : { value };
}

function base64(text: string): Scalar {
  const value = decodeBase64(text);
  return value === undefined ? wrong('holds no base64') : { value };
}

function nil(text: string): Scalar {
  return text === '' ? { value: null } : wrong('is not empty');
}

function wrong(reason: string): Scalar {
  return { kind: 'value', reason };
}

function outOfRange(reason: string): Scalar {
  return { kind: 'range', reason };
}
