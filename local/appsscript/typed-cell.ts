import { momentOf, zonedTime } from './zoned-time.ts';

/** What `getValues` gives for a cell: an empty string for an empty one. */
export type Cell = string | number | boolean | Date;

/** A cell with what is behind it. */
export interface StoredCell {
  readonly value: Cell;
  /** With its `=`, where the cell holds one. */
  readonly formula: string;
}

export const emptyCell: StoredCell = { value: '', formula: '' };

/**
 * What Sheets makes of a text that is typed, or written by `setValues`, which does the same ("Range.setValues":
 * a value that begins with `=` is a formula). Formulas are kept, not computed.
 */
export function typedCell(text: string, timeZone: string): StoredCell {
  if (text.startsWith("'")) return { value: text.slice(1), formula: '' };
  if (/^=./s.test(text)) return { value: '#NAME?', formula: text };
  const trimmed = text.trim();
  if (/^(true|false)$/i.test(trimmed)) return { value: trimmed.toLowerCase() === 'true', formula: '' };
  const value = numberOf(trimmed) ?? dateOf(trimmed, timeZone);
  if (value !== undefined) return { value, formula: '' };
  // A sign before anything else begins a formula as well.
  return /^[+-]./s.test(trimmed)
    ? { value: '#ERROR!', formula: `=${trimmed}` }
    : { value: text, formula: '' };
}

function numberOf(text: string): number | undefined {
  const match = /^([+-]?)[$€£]?(\d{1,3}(?:,\d{3})+|\d+)?(\.\d*)?(e[+-]?\d+)?(%?)$/i.exec(text);
  if (match === null || (match[2] === undefined && !/^\.\d/.test(match[3] ?? ''))) return undefined;
  const [, sign = '', whole = '0', fraction = '', exponent = '', percent = ''] = match;
  const value = Number(sign + whole.replaceAll(',', '') + fraction + exponent);
  return Number.isFinite(value) ? (percent === '' ? value : value / 100) : undefined;
}

function dateOf(text: string, timeZone: string): Date | undefined {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  const [year, month, day, ...clock] = iso
    ? iso.slice(1)
    : american
      ? [american[3], american[1], american[2], ...american.slice(4)]
      : [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const [hour = '0', minute = '0', second = '0'] = clock;
  const parts = [year, month, day, hour ?? '0', minute ?? '0', second ?? '0'].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = parts;
  const isReal =
    new Date(Date.UTC(y, mo - 1, d)).getUTCDate() === d && mo <= 12 && h < 24 && mi < 60 && s < 60;
  if (!isReal) return undefined;
  return new Date(momentOf({ year: y, month: mo, day: d, hour: h, minute: mi, second: s }, timeZone));
}

/** A cell as a person sees it in a sheet that nobody has formatted. */
export function displayed(value: Cell, timeZone: string): string {
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return String(Number(value.toPrecision(15)));
  if (typeof value === 'string') return value;
  const { year, month, day, hour, minute, second } = zonedTime(value.getTime(), timeZone);
  const two = (part: number) => String(part).padStart(2, '0');
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const time = `${two(hour)}:${two(minute)}:${two(second)}`;
  return time === '00:00:00' ? date : `${date} ${time}`;
}
