/** Turns cells into text as people see it. */
import { trimInvisible } from '../../keap/contacts/invisible-characters.ts';
import type { Cell } from '../../platform/table.ts';

/** Writes cells as a person sees them: trimmed, numbers without a float's tail, checkboxes as Yes and No. */
export interface CellText {
  /** `shown` is how the sheet shows the cell, which decides for times of day and for digits with leading zeros. */
  of(cell: Cell, shown?: () => string): string;
}

/** Dates are written as `2026-01-31`, with the time of day where there is one, in the time zone given (IANA name). */
export function cellText(timeZone: string): CellText {
  const format = localFormat(timeZone);
  return {
    of(cell, shown = () => '') {
      if (typeof cell === 'string') return trimInvisible(cell);
      if (typeof cell === 'number') return numberText(cell, shown);
      if (typeof cell === 'boolean') return cell ? 'Yes' : 'No';
      return dateText((ms) => localTime(format, ms), cell.getTime(), shown);
    },
  };
}

/** A postal code or phone number keeps the zeros and signs that its number format shows: `02138`, `+44 7700 900123`. */
function numberText(number: number, shown: () => string): string {
  const plain = String(Number(number.toPrecision(15)));
  if (!Number.isInteger(number) || number < 0) return plain;
  const text = trimInvisible(shown());
  const isCode = /^(0\d*([\s./-]\d+)*|\+\d([\d\s().-]*\d)?|\(\d+\)[\s\d-]*\d|\d+(-\d+)+)$/.test(text);
  return isCode && text.replace(/\D/g, '').replace(/^0+(?=\d)/, '') === plain ? text : plain;
}

/** Making one takes longer than using it. */
const localFormats = new Map<string, Intl.DateTimeFormat>();

function localFormat(timeZone: string): Intl.DateTimeFormat {
  const format = localFormats.get(timeZone) ?? newLocalFormat(timeZone);
  localFormats.set(timeZone, format);
  return format;
}

function newLocalFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour12: false,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

/** A moment (milliseconds since 1970) as the clocks of this zone show it. */
export function localMoment(timeZone: string, ms: number): Pick<LocalTime, 'day' | 'time'> {
  return localTime(localFormat(timeZone), ms);
}

interface LocalTime {
  /** `2026-01-31`. */
  readonly day: string;
  /** `14:30:00`. */
  readonly time: string;
  readonly secondOfDay: number;
}

function localTime(format: Intl.DateTimeFormat, ms: number): LocalTime {
  const parts = new Map(format.formatToParts(ms).map((part) => [part.type, part.value]));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  // Some engines write midnight as 24.
  const hour = of('hour') === '24' ? '00' : of('hour');
  return {
    day: `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}`,
    time: `${hour}:${of('minute')}:${of('second')}`,
    secondOfDay: (Number(hour) * 60 + Number(of('minute'))) * 60 + Number(of('second')),
  };
}

/** Sheets counts days from this one, so a time of day without a day, or a duration, is a moment near it. */
const firstDay = '1899-12-30';
const isTime = /^-?\d+[:.h時]\d{2}/;

function dateText(at: (ms: number) => LocalTime, ms: number, shown: () => string): string {
  const { day, time, secondOfDay } = at(ms);
  if (day < '1901') {
    const text = trimInvisible(shown());
    if (isTime.test(text) && !/\d{3}/.test(text)) return text;
    if (day === firstDay) return time.endsWith(':00') ? time.slice(0, -3) : time;
  }
  return dayWithoutMidnight(at, ms, secondOfDay) ?? (secondOfDay === 0 ? day : `${day} ${time}`);
}

/**
 * The day that a date without a time of day means where the clocks skip its midnight, as they do once a year in some
 * zones: its first moment is the hour after the gap, or, as the gap may also be read, the hour before it.
 */
function dayWithoutMidnight(
  at: (ms: number) => LocalTime,
  ms: number,
  secondOfDay: number,
): string | undefined {
  const maxGap = 3 * 60 * 60;
  const daySeconds = 24 * 60 * 60;
  if (secondOfDay > 0 && secondOfDay <= maxGap && at(ms - 1000).secondOfDay >= daySeconds - maxGap) {
    return at(ms).day;
  }
  const left = daySeconds - secondOfDay;
  if (left > maxGap) return undefined;
  const next = at(ms + left * 1000);
  return next.secondOfDay === left ? next.day : undefined;
}
