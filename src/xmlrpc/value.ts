/** The types of the values that XML-RPC can represent. */
import type { XmlRpcDateTime } from './date-time.ts';

/**
 * A struct: an object without a prototype, with its members in the order of the document (but names that are array
 * indexes, such as `7`, come first, as in every JavaScript object). Any plain object can be sent as a struct.
 */
export interface XmlRpcStruct {
  readonly [name: string]: XmlRpcValue;
}

/**
 * Every value that XML-RPC can represent. An integral number is an int, any other number a double; base64 is a
 * Uint8Array; `null` (nil) and `bigint` (i8) are extensions, always decoded but encoded only on request.
 */
export type XmlRpcValue =
  | string
  | boolean
  | number
  | bigint
  | null
  | XmlRpcDouble
  | XmlRpcDateTime
  | Uint8Array
  | readonly XmlRpcValue[]
  | XmlRpcStruct;

/** An integral number that is sent as a double. Decoding returns one for `<double>5.0</double>`. */
export class XmlRpcDouble {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  /** For arithmetic. */
  valueOf(): number {
    return this.value;
  }

  toString(): string {
    return String(this.value);
  }
}

/** The same as `new XmlRpcDouble(value)`. */
export function xmlRpcDouble(value: number): XmlRpcDouble {
  return new XmlRpcDouble(value);
}

/** Whether a decoded value is a struct: it is the only decoded value without a prototype. */
export function isXmlRpcStruct(value: XmlRpcValue | undefined): value is XmlRpcStruct {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
}
