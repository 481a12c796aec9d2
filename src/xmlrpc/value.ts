import type { XmlRpcDateTime } from './date-time.ts';

/**
 * A struct: an object without a prototype, its members in the order of the document (but names that are array
 * indexes, such as `7`, come first, as in every object of JavaScript). Any plain object can be sent as one.
 */
export interface XmlRpcStruct {
  readonly [name: string]: XmlRpcValue;
}

/**
 * Everything that XML-RPC can carry. A number is an int where it is integral, else a double; base64 is a
 * Uint8Array; `null` (nil) and `bigint` (i8) are extensions that are decoded always and encoded only when told.
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

/** An integral number that travels as a double. Decoding gives one for `<double>5.0</double>`, so that it stays one. */
export class XmlRpcDouble {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  /** So that it can be reckoned with. */
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

/** Whether a decoded value is a struct: nothing else that decoding gives has no prototype. */
export function isXmlRpcStruct(value: XmlRpcValue | undefined): value is XmlRpcStruct {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
}
