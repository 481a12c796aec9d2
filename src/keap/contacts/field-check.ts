import type { ContactField } from './contact-fields.ts';

/** What is wrong with this text for this field, as a sentence with what to do; undefined where it may be sent. */
export function fieldProblem(field: ContactField, text: string): string | undefined {
  const length = Array.from(text).length;
  if (field.maxCharacters !== undefined && length > field.maxCharacters) {
    return `${field.name} has ${length} characters, and Keap takes at most ${field.maxCharacters}. Shorten it.`;
  }
  const unsendable = unsendableProblem(field.name, text);
  if (unsendable !== undefined) return unsendable;
  if (field.kind === 'email' && !isAddress(text)) {
    return `"${excerpt(text)}" in ${field.name} is no email address. Correct it.`;
  }
  if (field.kind === 'date' && dateParts(text) === undefined) {
    return `"${excerpt(text)}" in ${field.name} is no date. Write it as a date, for instance 2026-01-31.`;
  }
  return undefined;
}

/** XML 1.0 cannot carry most control characters, U+FFFE, U+FFFF or half an emoji (XML 1.0, section 2.2). */
export function unsendableProblem(name: string, text: string): string | undefined {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isControl = code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d;
    const isHalf = code >= 0xd800 && code <= 0xdfff;
    if (isControl || isHalf || code === 0xfffe || code === 0xffff) {
      const shown = code.toString(16).toUpperCase().padStart(4, '0');
      return `${name} holds a character that cannot be sent (U+${shown}). Type the text anew.`;
    }
  }
  return undefined;
}

/**
 * An address as Keap and mail servers take it: one @, no white space, a domain with a dot. Stricter rules of
 * RFC 5321 are left to Keap, which knows what it accepts.
 */
export function isAddress(text: string): boolean {
  return /^[^\s@,;<>"()[\]\\]+@[^\s@,;<>"()[\]\\.]+(\.[^\s@,;<>"()[\]\\.]+)+$/.test(text);
}

interface DateParts {
  readonly date: string;
  readonly time: string;
}

/** Takes `2026-01-31`, with or without a time of day; gives both parts in full, or undefined for what is no date. */
export function dateParts(text: string): DateParts | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = match;
  const isDay =
    Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= lastDay(match);
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  return isDay && isTime
    ? { date: `${year}-${month}-${day}`, time: `${hour}:${minute}:${second}` }
    : undefined;
}

function lastDay(match: RegExpExecArray): number {
  return new Date(Date.UTC(Number(match[1]), Number(match[2]), 0)).getUTCDate();
}

function excerpt(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, ' '));
  return characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : characters.join('');
}
