/** Cells, and what Sheets makes of a text that is typed into one. */
import type { ArrayFormula } from './array-formula.ts';
import type { CellRule } from './cell-rule.ts';
import { type GapSide, momentOf, type ZonedTime, zonedTime } from './zoned-time.ts';

/** What `getValues` gives for a cell: an empty string for an empty one. */
export type Cell = string | number | boolean | Date;

/** A cell with everything that Sheets keeps for it. */
export interface StoredCell {
  readonly value: Cell;
  /** With its `=`, where the cell holds one. */
  readonly formula: string;
  /** Its number format, where it has one of its own. */
  readonly format?: string;
  readonly note?: string;
  readonly rule?: CellRule;
  /** The formula that fills a block from here. */
  readonly array?: ArrayFormula;
  /** Filled by an array formula elsewhere. */
  readonly isSpilled?: true;
}

export const emptyCell: StoredCell = { value: '', formula: '' };

/** When and where something is typed: a date may leave out the year. */
export interface Typing {
  readonly timeZone: string;
  readonly nowMs: number;
  /** What a date means on which the zone's clocks skip midnight; `after` by default. */
  readonly gapSide?: GapSide;
}

/**
 * What Sheets makes of a text that is typed, in the locale en_US, or written by `setValues`, which does the same
 * ("Range.setValues": a value that begins with `=` is a formula). Formulas are kept, not computed.
 * probe: sheets/typed-numbers, sheets/typed-formulas
 */
export function typedCell(text: string, typing: Typing): StoredCell {
  if (text.startsWith("'")) return { value: text.slice(1), formula: '' };
  if (/^=./s.test(text)) return { value: '#NAME?', formula: text };
  const trimmed = text.trim();
  const truth = truths.get(trimmed.toLowerCase());
  if (truth !== undefined) return { value: truth, formula: '' };
  const number = numberOf(trimmed);
  if (number !== undefined) return { value: number, formula: '' };
  const moment = momentTyped(trimmed, typing);
  if (moment !== undefined) return { formula: '', ...moment };
  // A sign before anything else begins a formula as well.
  return /^[+-]./s.test(trimmed)
    ? { value: '#ERROR!', formula: `=${trimmed}` }
    : { value: text, formula: '' };
}

/**
 * The words for TRUE and FALSE in the languages of spreadsheets. Sheets takes those of the spreadsheet's own locale; here
 * all count, as a program cannot tell in which locale its text will be read.
 * probe: sheets/typed-booleans, sheets/german-typing
 */
const truths: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'wahr', 'vrai', 'verdadero', 'verdadeiro', 'vero', 'waar', 'sant', 'prawda'].map(
    (word): [string, boolean] => [word, true],
  ),
  ...['false', 'falsch', 'faux', 'falso', 'onwaar', 'falskt', 'fałsz'].map((word): [string, boolean] => [
    word,
    false,
  ]),
]);

function numberOf(text: string): number | undefined {
  const inBrackets = /^\((.+)\)$/.exec(text)?.[1];
  if (inBrackets !== undefined && /^[^+-]/.test(inBrackets)) {
    const value = numberOf(inBrackets);
    return value === undefined ? undefined : -value;
  }
  const match = /^([+-]?)[$€£]?(\d{1,3}(?:,\d{3})+|\d+)?(\.\d*)?(e[+-]?\d+)?(%?)$/i.exec(text);
  if (match === null || (match[2] === undefined && !/^\.\d/.test(match[3] ?? ''))) return undefined;
  const [, sign = '', whole = '0', fraction = '', exponent = '', percent = ''] = match;
  const value = Number(sign + whole.replaceAll(',', '') + fraction + exponent);
  return Number.isFinite(value) ? (percent === '' ? value : value / 100) : undefined;
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month =
  '(?<name>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december)\\.?';
const clock = '(?:[ T](?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2}))?(?: ?(?<half>am|pm))?)?';
const dayForms = [
  '(?<year>\\d{4})[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})',
  '(?<month>\\d{1,2})[-/](?<day>\\d{1,2})(?:[-/](?<year>\\d{4}|\\d{2}))?',
  `${month} (?<day>\\d{1,2})(?:,? (?<year>\\d{4}))?`,
  `(?<day>\\d{1,2})[ -]${month}(?:,?[ -](?<year>\\d{4}))?`,
  `${month} (?<year>\\d{4})`,
].map((form) => new RegExp(`^${form}${clock}$`, 'i'));
const timeForm = new RegExp(`^${clock.slice('(?:[ T]'.length, -')?'.length)}$`, 'i');

/** Dates and times as they are written in the United States, and year first (probe: sheets/typed-dates). */
function momentTyped(
  text: string,
  typing: Typing,
): { readonly value: Date; readonly format?: string } | undefined {
  const { timeZone, nowMs } = typing;
  for (const form of dayForms) {
    const written = form.exec(text)?.groups;
    if (written === undefined) continue;
    const value = dateOf(written, typing, zonedTime(nowMs, timeZone).year);
    return value && { value };
  }
  const time = timeForm.exec(text)?.groups;
  if (time === undefined) return undefined;
  // A time of day is a moment of Sheets' first day, and is shown as it was typed.
  const value = dateOf({ ...time, year: '1899', month: '12', day: '30' }, typing, 1899);
  const format = `h:mm${time.second === undefined ? '' : ':ss'}${time.half === undefined ? '' : ' am/pm'}`;
  return value && { value, format };
}

function dateOf(
  written: Partial<Record<string, string>>,
  { timeZone, gapSide }: Typing,
  thisYear: number,
): Date | undefined {
  const named = monthNames.indexOf((written.name ?? '').slice(0, 3).toLowerCase()) + 1;
  const yearTyped = Number(written.year ?? thisYear);
  const twelve = Number(written.hour ?? 0);
  const hour =
    written.half === undefined ? twelve : (twelve % 12) + (written.half.toLowerCase() === 'pm' ? 12 : 0);
  const time: ZonedTime = {
    year: written.year?.length === 2 ? yearTyped + (yearTyped < 30 ? 2000 : 1900) : yearTyped,
    month: written.month === undefined ? named : Number(written.month),
    day: Number(written.day ?? 1),
    hour,
    minute: Number(written.minute ?? 0),
    second: Number(written.second ?? 0),
  };
  return isReal(time) && (written.half === undefined || (twelve >= 1 && twelve <= 12))
    ? new Date(momentOf(time, timeZone, gapSide))
    : undefined;
}

function isReal({ year, month, day, hour, minute, second }: ZonedTime): boolean {
  const isDay = month >= 1 && month <= 12 && new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
  return isDay && day >= 1 && hour < 24 && minute < 60 && second < 60;
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
  if (year === 1899) return time;
  return time === '00:00:00' ? date : `${date} ${time}`;
}
