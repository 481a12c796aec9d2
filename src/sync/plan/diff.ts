/** Compares the values of a change with those that Keap has. */
import type { ContactChange, FieldName, FieldValues, NothingElse } from '../../keap/contacts/contact.ts';
import { type Beside, isSameValue } from '../../keap/contacts/field-values.ts';
import { trimInvisible } from '../../keap/contacts/invisible-characters.ts';
import type { CellForms } from '../sheet/row.ts';
import { tagDifference } from './tag-changes.ts';

/**
 * The change without the fields and tags that Keap has already; `current` are the contact's values in Keap. Of a number in a cell, a
 * missing leading zero or `+` is not a difference, and neither is what stands beside an address in Keap as in the cell.
 */
export function differenceOf(
  { id, fields, opt, tags, ...rest }: ContactChange,
  current: FieldValues,
  { numbers, typed }: CellForms = plainCells,
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
    const whole = typed.get(name);
    return (
      isSameInCell(name, now, text, beside) ||
      (whole !== undefined && isSameInCell(name, now, whole, beside)) ||
      (numbers.has(name) && isDamagedNumber(now, text))
    );
  }
  const left = tagDifference(tags, current);
  return {
    ...{ id, fields: different },
    ...(opt === undefined ? {} : { opt }),
    ...(left === undefined ? {} : { tags: left }),
  };
}

const plainCells: CellForms = { numbers: new Set(), typed: new Map() };

/** Whether a number in a cell is what Sheets makes of this text: 2138 of `02138`, 447700900123 of `+447700900123`. */
export function isDamagedNumber(text: string, number: string): boolean {
  const typed = textInCell(text);
  const [, sign = '', digits] = /^([+-]?)\s?0*(\d+(?:\.\d+)?)$/.exec(typed) ?? [];
  return typed !== number && digits !== undefined && (sign === '-' ? `-${digits}` : digits) === number;
}

/** Whether there is nothing to send. */
export function isEmptyChange({ id: _id, fields, opt, tags, ...rest }: ContactChange): boolean {
  rest satisfies NothingElse;
  return fields.size === 0 && opt === undefined && tags === undefined;
}

/** Whether the text of a cell is what Keap has: a cell is read without white space at its ends, and in one form of line break. */
export function isSameInCell(name: FieldName, inKeap: string, inCell: string, beside?: Beside): boolean {
  return isSameValue(name, textInCell(inKeap), textInCell(inCell), beside);
}

function textInCell(text: string): string {
  return trimInvisible(text.replace(/\r\n?/g, '\n'));
}
