/** Compares the values of a change with those that Keap has. */
import type { ContactChange, FieldName, FieldValues, NothingElse } from '../../keap/contacts/contact.ts';
import { contactField } from '../../keap/contacts/contact-fields.ts';
import { dateParts } from '../../keap/contacts/field-check.ts';
import { trimInvisible } from '../../keap/contacts/invisible-characters.ts';

/**
 * The change without the fields that Keap has already; `current` are the contact's values in Keap. Of fields that are
 * `numbers` in the sheet, a missing leading zero or `+` is not a difference.
 */
export function differenceOf(
  { id, fields, opt, ...rest }: ContactChange,
  current: FieldValues,
  numbers: ReadonlySet<FieldName> = new Set(),
): ContactChange {
  rest satisfies NothingElse;
  const different = new Map<FieldName, string>();
  for (const [name, text] of fields) {
    const now = current.get(name);
    // What the API cannot read is not empty: writing it will say so.
    if (now === undefined || !isSame(name, now, text)) different.set(name, text);
  }
  function isSame(name: FieldName, now: string, text: string): boolean {
    return isSameInCell(name, now, text) || (numbers.has(name) && isDamagedNumber(now, text));
  }
  return { id, fields: different, ...(opt === undefined ? {} : { opt }) };
}

/** Whether a number in a cell is what Sheets makes of this text: 2138 of `02138`, 447700900123 of `+447700900123`. */
export function isDamagedNumber(text: string, number: string): boolean {
  return /^\d+$/.test(number) && text !== number && /^\+?0*(\d+)$/.exec(text)?.[1] === number;
}

/** Whether there is nothing to send. */
export function isEmptyChange({ id: _id, fields, opt, ...rest }: ContactChange): boolean {
  rest satisfies NothingElse;
  return fields.size === 0 && opt === undefined;
}

/** Whether the text of a cell is what Keap has: a cell is read without white space at its ends, and in one form of line break. */
export function isSameInCell(name: FieldName, inKeap: string, inCell: string): boolean {
  return isSameValue(name, textInCell(inKeap), textInCell(inCell));
}

function textInCell(text: string): string {
  return trimInvisible(text.replace(/\r\n?/g, '\n'));
}

/** Whether two texts are one value of this field: dates are written in more than one way, all else is compared exactly. */
export function isSameValue(name: FieldName, one: string, other: string): boolean {
  if (one === other) return true;
  if (contactField(name)?.kind !== 'date') return false;
  const [first, second] = [shownValue(name, one), shownValue(name, other)];
  return first !== '' && first === second;
}

/** A value of Keap as the sheet writes it: `20260131T00:00:00` is `2026-01-31`; anything but a date stays as it is. */
export function shownValue(name: FieldName, text: string): string {
  if (contactField(name)?.kind !== 'date') return text;
  const hyphened = text.replace(/^(\d{4})(\d{2})(\d{2})(?=T|$)/, '$1-$2-$3');
  const parts = dateParts(hyphened);
  if (parts === undefined) return text;
  return parts.time === '00:00:00' ? parts.date : `${parts.date} ${parts.time}`;
}
