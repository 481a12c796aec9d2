/** Number formats of cells, and how a cell is shown in them. */
import { type Cell, displayed } from './typed-cell.ts';
import { zonedTime } from './zoned-time.ts';

/** Plain text: what is written into such a cell stays as it is. */
export const plainText = '@';

/**
 * What `getNumberFormat` gives for a cell without a format of its own (B: users' reports).
 * probe: sheets/format-of-a-new-cell
 */
export const automaticFormat = '0.###############';

const numberForm = /^(?<currency>[$€£]?)(?<grouped>#,##)?(?<whole>0+)(?:\.(?<fraction>0+))?(?<percent>%?)$/;

/** Whether the Apps Script emulator can show values in this number format. */
export function isKnownFormat(format: string): boolean {
  const isOther = ['', 'General', automaticFormat, plainText].includes(format);
  return isOther || numberForm.test(format) || isDateFormat(format);
}

function isDateFormat(format: string): boolean {
  return /^(?:yyyy|yy|m{1,3}|dd?|hh?|ss?|am\/pm|[\s/.,:T-])+$/i.test(format);
}

/** A cell as it is shown; without a format of its own, as Sheets chooses for its value. */
export function shownCell(value: Cell, format: string, timeZone: string): string {
  if (value instanceof Date && isDateFormat(format)) return shownDate(value, format, timeZone);
  const form = typeof value === 'number' ? numberForm.exec(format)?.groups : undefined;
  return typeof value === 'number' && form !== undefined
    ? shownNumber(value, form)
    : displayed(value, timeZone);
}

/** `00000` pads with zeros, `#,##0.00` groups thousands, `0%` multiplies by a hundred. */
function shownNumber(value: number, form: Partial<Record<string, string>>): string {
  const scaled = Math.abs(form.percent === '%' ? value * 100 : value);
  const digits = form.fraction?.length ?? 0;
  const [whole = '', fraction] = scaled.toFixed(digits).split('.');
  const padded = whole.padStart(form.whole?.length ?? 1, '0');
  const grouped = form.grouped === undefined ? padded : padded.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0 ? '-' : '';
  return `${sign}${form.currency}${grouped}${fraction === undefined ? '' : `.${fraction}`}${form.percent}`;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `m` is a month, but next to hours or seconds it is minutes; with `am/pm`, hours run to twelve. */
function shownDate(date: Date, format: string, timeZone: string): string {
  const { year, month, day, hour, minute, second } = zonedTime(date.getTime(), timeZone);
  const padded = (part: number, length: number) => String(part).padStart(length, '0');
  const isHalved = /am\/pm/i.test(format);
  return format.replace(/am\/pm|y+|m+|d+|h+|s+/gi, (run, index: number) => {
    const isMinute = /h+:$/i.test(format.slice(0, index)) || /^:s/i.test(format.slice(index + run.length));
    switch (run[0]?.toLowerCase()) {
      case 'a':
        return hour < 12 ? 'AM' : 'PM';
      case 'y':
        return run.length > 2 ? padded(year, 4) : padded(year % 100, 2);
      case 'm':
        if (run.length > 2 && !isMinute) return monthNames[month - 1] ?? '';
        return padded(isMinute ? minute : month, run.length);
      case 'd':
        return padded(day, run.length);
      case 'h':
        return padded(isHalved ? hour % 12 || 12 : hour, run.length);
      default:
        return padded(second, run.length);
    }
  });
}
