/** The dateTime.iso8601 of XML-RPC, kept as it was written. */
import { XmlRpcValueError } from './errors.ts';

/** `19980717T14:08:55`. Hyphens, a fraction of a second, and a zone are not in the protocol, but servers add them. */
const form = /^(\d{4})(-?)(\d\d)\2(\d\d)T(\d\d):(\d\d):(\d\d)([.,]\d+)?(Z|[+-]\d\d(?::?[0-5]\d)?)?$/;

/** A date and time take 19 characters and a zone 6; the rest is for a fraction. */
const maxLength = 64;

/**
 * A dateTime.iso8601 as it was written. XML-RPC dates have no time zone, so a date is not a moment in time until
 * somebody says which zone it is in.
 */
export class XmlRpcDateTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 0 to 60: ISO 8601 has leap seconds. */
  readonly second: number;
  /** A fraction of a second as it was written, for example `.123`. */
  readonly fraction: string | undefined;
  /** `Z` or an offset such as `+01:00`, if the text has one. */
  readonly zone: string | undefined;
  private readonly text: string;

  /**
   * Accepts `19980717T14:08:55`, also with hyphens, a fraction, or a zone. Throws `XmlRpcValueError` for anything that
   * is not a date and time of the calendar.
   */
  constructor(text: string) {
    const match = text.length > maxLength ? null : form.exec(text);
    const [, year, , month, day, hour, minute, second, fraction, zone] = match ?? [];
    this.text = text;
    this.year = Number(year);
    this.month = Number(month);
    this.day = Number(day);
    this.hour = Number(hour);
    this.minute = Number(minute);
    this.second = Number(second);
    this.fraction = fraction;
    this.zone = zone;
    if (match === null || !isOfCalendar(this)) {
      throw new XmlRpcValueError('A dateTime.iso8601 must be a date and time such as 19980717T14:08:55', '');
    }
  }

  /**
   * The moment, to the millisecond, if local time is `offsetMinutes` ahead of UTC. A zone in the text takes
   * precedence. Throws `XmlRpcValueError` if there is neither.
   */
  toDate(offsetMinutes?: number): Date {
    const offset = offsetOf(this.zone) ?? offsetMinutes;
    if (offset === undefined)
      throw new XmlRpcValueError('The date has no time zone, and no offset was given', '');
    const milliseconds = Math.floor(Number(`0${(this.fraction ?? '').replace(',', '.')}`) * 1000);
    const date = new Date(0);
    date.setUTCFullYear(this.year, this.month - 1, this.day);
    date.setUTCHours(this.hour, this.minute - offset, this.second, milliseconds);
    return date;
  }

  /** The text as it was written. */
  toString(): string {
    return this.text;
  }
}

/** The same as `new XmlRpcDateTime(text)`. */
export function xmlRpcDateTime(text: string): XmlRpcDateTime {
  return new XmlRpcDateTime(text);
}

/** The same; undefined for anything that is not a date and time. */
export function readDateTime(text: string): XmlRpcDateTime | undefined {
  try {
    return new XmlRpcDateTime(text);
  } catch {
    return undefined;
  }
}

function isOfCalendar({ year, month, day, hour, minute, second, zone }: XmlRpcDateTime): boolean {
  if (month < 1 || month > 12 || day < 1 || day > lastDayOf(year, month)) return false;
  const offset = offsetOf(zone) ?? 0;
  return hour < 24 && minute < 60 && second <= 60 && Math.abs(offset) < 24 * 60;
}

function lastDayOf(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Minutes ahead of UTC. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', ''));
  return zone.startsWith('-') ? -minutes : minutes;
}
