/** Compares the values of a change with those that Keap has. */
import type { ContactChange, FieldName, FieldValues, NothingElse } from '../../keap/contacts/contact.ts';
import { type Beside, isSameValue } from '../../keap/contacts/field-values.ts';
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
  const beside: Beside = { get: (name) => fields.get(name) ?? current.get(name) };
  for (const [name, text] of fields) {
    const now = current.get(name);
    // What the API cannot read is not empty: writing it will say so.
    if (now === undefined || !isSame(name, now, text)) different.set(name, text);
  }
  function isSame(name: FieldName, now: string, text: string): boolean {
    return isSameInCell(name, now, text, beside) || (numbers.has(name) && isDamagedNumber(now, text));
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
export function isSameInCell(name: FieldName, inKeap: string, inCell: string, beside?: Beside): boolean {
  return isSameValue(name, textInCell(inKeap), textInCell(inCell), beside);
}

function textInCell(text: string): string {
  return trimInvisible(text.replace(/\r\n?/g, '\n'));
}
