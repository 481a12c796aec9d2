import { type Cell, displayed } from './typed-cell.ts';
import { zonedTime } from './zoned-time.ts';

/** Plain text: what is written into such a cell stays what it is. */
export const plainText = '@';

/** Whether the embedded Apps Script can show values in this number format. */
export function isKnownFormat(format: string): boolean {
  return ['', 'General', '0.###############', '0', plainText].includes(format) || isDateFormat(format);
}

function isDateFormat(format: string): boolean {
  return /^(?:yyyy|yy|mm?|dd?|hh?|ss?|[\s/.,:T-])+$/i.test(format);
}

/** A cell as it is shown; without a format of its own, as Sheets chooses for its value. */
export function shownCell(value: Cell, format: string, timeZone: string): string {
  if (value instanceof Date && isDateFormat(format)) return shownDate(value, format, timeZone);
  if (typeof value === 'number' && format === '0') return String(Math.round(value));
  return displayed(value, timeZone);
}

/** `m` is a month, but next to hours or seconds it is minutes. */
function shownDate(date: Date, format: string, timeZone: string): string {
  const { year, month, day, hour, minute, second } = zonedTime(date.getTime(), timeZone);
  const padded = (part: number, length: number) => String(part).padStart(length, '0');
  return format.replace(/y+|m+|d+|h+|s+/gi, (run, place: number) => {
    const isMinute = /h+:$/i.test(format.slice(0, place)) || /^:s/i.test(format.slice(place + run.length));
    switch (run[0]?.toLowerCase()) {
      case 'y':
        return run.length > 2 ? padded(year, 4) : padded(year % 100, 2);
      case 'm':
        return padded(isMinute ? minute : month, run.length);
      case 'd':
        return padded(day, run.length);
      case 'h':
        return padded(hour, run.length);
      default:
        return padded(second, run.length);
    }
  });
}
