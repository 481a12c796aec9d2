import { XmlRpcValueError } from './errors.ts';

/** A struct: an object without a prototype, its members in the order of the document. */
export interface XmlRpcStruct {
  [name: string]: XmlRpcValue;
}

/** Everything that XML-RPC can carry; `null` and `bigint` are extensions that encoding allows only when told. */
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

/** An integral number that travels as a double. Other finite numbers are doubles by themselves. */
export class XmlRpcDouble {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  toString(): string {
    return String(this.value);
  }
}

/** The same as `new XmlRpcDouble(value)`. */
export function xmlRpcDouble(value: number): XmlRpcDouble {
  return new XmlRpcDouble(value);
}

const form = /^(\d{4})(-?)(\d{2})\2(\d{2})T(\d{2}):?(\d{2}):?(\d{2})([.,]\d+)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * A dateTime.iso8601 as it was written. XML-RPC's dates name no time zone, so there is no moment in them until
 * somebody says which zone was meant.
 */
export class XmlRpcDateTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** `Z` or an offset such as `+01:00`, where the text gave one against the protocol. */
  readonly zone: string | undefined;
  private readonly text: string;

  /** Takes `19980717T14:08:55`, with hyphens, a fraction and a zone allowed. Throws `XmlRpcValueError` for what is no date. */
  constructor(text: string) {
    const match = form.exec(text);
    if (match === null) throw new XmlRpcValueError(`"${text.slice(0, 40)}" is no dateTime.iso8601`, '');
    this.text = text;
    this.year = Number(match[1]);
    this.month = Number(match[3]);
    this.day = Number(match[4]);
    this.hour = Number(match[5]);
    this.minute = Number(match[6]);
    this.second = Number(match[7]);
    this.zone = match[9];
    if (!this.isReal()) throw new XmlRpcValueError(`"${text}" is no date of the calendar`, '');
  }

  /** The moment that is meant, when the zone is `offsetMinutes` east of UTC; a zone in the text goes first. */
  toDate(offsetMinutes: number): Date {
    const own = offsetOf(this.zone);
    const date = new Date(0);
    date.setUTCFullYear(this.year, this.month - 1, this.day);
    date.setUTCHours(this.hour, this.minute - (own ?? offsetMinutes), this.second);
    return date;
  }

  /** The text as it was written. */
  toString(): string {
    return this.text;
  }

  private isReal(): boolean {
    const lastDay = new Date(0);
    lastDay.setUTCFullYear(this.year, this.month, 0);
    return (
      this.month >= 1 &&
      this.month <= 12 &&
      this.day >= 1 &&
      this.day <= lastDay.getUTCDate() &&
      this.hour < 24 &&
      this.minute < 60 &&
      this.second < 60
    );
  }
}

/** The same as `new XmlRpcDateTime(text)`. */
export function xmlRpcDateTime(text: string): XmlRpcDateTime {
  return new XmlRpcDateTime(text);
}

function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return zone.startsWith('-') ? -minutes : minutes;
}
