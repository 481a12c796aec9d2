/** Finds what Keap would refuse before it is sent, and says so in words that help to correct the cell. */
import type { ContactField } from './contact-fields.ts';
import { invisibleIn } from './invisible-characters.ts';
import { localeProblem, timeZoneProblem } from './locales.ts';
import { excerpt } from './messages.ts';

/**
 * Why this text cannot go into this field, as a sentence that says what to do; undefined when it can. `today` is a day
 * such as `2026-01-31`; without it, a birthday may be in the future.
 */
export function fieldProblem(field: ContactField, text: string, today?: string): string | undefined {
  const length = Array.from(text).length;
  if (field.maxCharacters !== undefined && length > field.maxCharacters) {
    return `${field.name} has ${length} characters, but Keap allows at most ${field.maxCharacters}. Shorten it.`;
  }
  const unsendable = unsendableProblem(field.name, text);
  if (unsendable !== undefined) return unsendable;
  const invisible = field.kind === 'email' ? invisibleIn(text) : undefined;
  if (invisible !== undefined) {
    return `The address in ${field.name} contains an invisible character (${invisible}). Type the address again.`;
  }
  if (field.kind === 'email' && !isAddress(text)) {
    return `"${excerpt(text)}" in ${field.name} is not a valid email address. Correct it.`;
  }
  if (field.kind === 'date' && dateParts(text) === undefined) {
    return `"${excerpt(text)}" in ${field.name} is not a valid date. Enter a date such as 2026-01-31.`;
  }
  if (field.kind === 'time-zone') return timeZoneProblem(field.name, text);
  if (field.kind === 'locale') return localeProblem(field.name, text);
  if (field.name === 'Birthday' && today !== undefined && isRecent(text, today)) {
    return `${field.name} is ${excerpt(text)}, which is less than a year ago or in the future. Sheets adds the current year to a date without one. Enter the year of birth.`;
  }
  return undefined;
}

/** Whether a date is after the day a year before today: no contact of a company is that young. */
function isRecent(text: string, today: string): boolean {
  const day = dateParts(text)?.date ?? '';
  return day > `${String(Number(today.slice(0, 4)) - 1).padStart(4, '0')}${today.slice(4)}`;
}

/**
 * The problem of a text with a character that XML 1.0 cannot carry: most control characters, U+FFFE, U+FFFF or an
 * unpaired surrogate (XML 1.0, section 2.2). `name` is the field or the column; undefined when there is no problem.
 */
export function unsendableProblem(name: string, text: string): string | undefined {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isControl = code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d;
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    if (isControl || isSurrogate || code === 0xfffe || code === 0xffff) {
      const shown = code.toString(16).toUpperCase().padStart(4, '0');
      return `${name} contains a character that cannot be sent (U+${shown}). Type the text again.`;
    }
  }
  return undefined;
}

/**
 * Whether this looks like one email address: one @, no white space, a domain of letters, digits and hyphens with a dot.
 * The stricter rules of RFC 5321 are left to Keap, which knows what it accepts.
 */
export function isAddress(text: string): boolean {
  if (invisibleIn(text) !== undefined || /^mailto:/i.test(text)) return false;
  return address.test(text);
}

/** A label of a domain begins and ends with a letter or a digit (RFC 1035, 2.3.1, and RFC 5891, 4.2.3.1). */
const label = '[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N}_-]*[\\p{L}\\p{M}\\p{N}])?';
/** No address begins with a dot (RFC 5321, 4.1.2); one that begins with a quotation mark or a dash was copied with it. */
const address = new RegExp(
  `^[^\\s@,:;<>"()[\\]\\\\.'“”‘’«»–—/][^\\s@,:;<>"()[\\]\\\\]*@${label}(\\.${label})+$`,
  'u',
);

interface DateParts {
  readonly date: string;
  readonly time: string;
}

/** Reads `2026-01-31`, with or without a time of day; undefined for anything that is not a date. */
export function dateParts(text: string): DateParts | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = match;
  const isDay =
    Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= lastDayOfMonth(match);
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  return isDay && isTime
    ? { date: `${year}-${month}-${day}`, time: `${hour}:${minute}:${second}` }
    : undefined;
}

function lastDayOfMonth(match: RegExpExecArray): number {
  return new Date(Date.UTC(Number(match[1]), Number(match[2]), 0)).getUTCDate();
}
