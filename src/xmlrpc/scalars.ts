/**
 * The types that contain text, and what each accepts. White space around numbers, booleans, and dates is refused, as in
 * the protocol and by Keap. Exponents, `i1`, `i2`, `i8`, `nil`, and Apache's `ex:` forms of these are accepted, because
 * servers send them.
 */
import { decodeBase64 } from './base64.ts';
import { readDateTime } from './date-time.ts';
import type { SyntaxErrorKind } from './errors.ts';
import { XmlRpcDouble, type XmlRpcValue } from './value.ts';

/** A value, or what is wrong with its text: the predicate of a sentence, which never contains the text itself. */
export type Scalar =
  | { readonly value: XmlRpcValue }
  | { readonly kind: SyntaxErrorKind; readonly reason: string };

/** For each type, the reader of its text. */
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

/** Longer texts are not read as numbers, because RegExp and BigInt would take too long. */
const maxNumberLength = 4_000;

function integer(bits: number): (text: string) => Scalar {
  const end = 2 ** (bits - 1);
  return (text) => {
    if (!isInteger(text)) return wrong('does not contain an integer');
    const value = Number(text);
    if (value < -end || value >= end)
      return outOfRange(`contains a number that does not fit into ${bits} bits`);
    return { value: value === 0 ? 0 : value };
  };
}

function bigInteger(text: string): Scalar {
  if (!isInteger(text)) return wrong('does not contain an integer');
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value
    ? { value }
    : outOfRange('contains a number that does not fit into 64 bits');
}

function isInteger(text: string): boolean {
  return text.length <= maxNumberLength && /^[+-]?\d+$/.test(text);
}

function boolean(text: string): Scalar {
  if (text === '1') return { value: true };
  return text === '0' ? { value: false } : wrong('contains neither 0 nor 1');
}

/** An integral double stays a double: as a plain number it would be sent back as an int. */
function double(text: string): Scalar {
  if (text.length > maxNumberLength) return wrong('does not contain a number');
  if (/^[+-]?(?:nan|inf|infinity)$/i.test(text)) return outOfRange('does not contain a finite number');
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text))
    return wrong('does not contain a number');
  const value = Number(text);
  if (!Number.isFinite(value)) return outOfRange('contains a number that does not fit into 64 bits');
  return { value: Number.isInteger(value) ? new XmlRpcDouble(value) : value };
}

function dateTime(text: string): Scalar {
  const value = readDateTime(text);
  return value === undefined ? wrong('does not contain a valid date and time') : { value };
}

function base64(text: string): Scalar {
  const value = decodeBase64(text);
  return value === undefined ? wrong('does not contain valid base64') : { value };
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
