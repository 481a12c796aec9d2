/** Turns cells into text as people see it. */
import type { Cell } from '../../platform/table.ts';

/** Writes cells as a person sees them: trimmed, numbers without a float's tail, checkboxes as Yes and No. */
export interface CellText {
  of(cell: Cell): string;
}

/** Dates are written as `2026-01-31`, with the time of day where there is one, in the time zone given (IANA name). */
export function cellText(timeZone: string): CellText {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour12: false,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return {
    of(cell) {
      if (typeof cell === 'string') return cell.trim();
      if (typeof cell === 'number') return String(Number(cell.toPrecision(15)));
      if (typeof cell === 'boolean') return cell ? 'Yes' : 'No';
      return dateText(format, cell);
    },
  };
}

function dateText(format: Intl.DateTimeFormat, date: Date): string {
  const parts = new Map(format.formatToParts(date).map((part) => [part.type, part.value]));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const day = `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}`;
  const time = `${of('hour')}:${of('minute')}:${of('second')}`;
  return time === '00:00:00' ? day : `${day} ${time}`;
}
