/** Compares the values of one field, and writes them as the sheet does: one value can be written in more than one way. */
import type { FieldName, FieldValues } from './contact.ts';
import { contactField } from './contact-fields.ts';
import { isSameCountry, isSameRegion } from './countries.ts';
import { dateParts } from './field-check.ts';

/** The other fields of the contact, as far as they are known: a region is read by its country. */
export type Beside = Pick<FieldValues, 'get'>;

const nothing: Beside = new Map();

/**
 * Whether two texts are one value of this field: dates are written in more than one way, countries and regions by name and
 * by code. All else is compared exactly.
 */
export function isSameValue(name: FieldName, one: string, other: string, beside = nothing): boolean {
  if (one === other) return true;
  const field = contactField(name);
  switch (field?.kind) {
    case 'date': {
      const [first, second] = [shownValue(name, one), shownValue(name, other)];
      return first !== '' && first === second;
    }
    case 'country':
      return isSameCountry(one, other);
    case 'region':
      return isSameRegion(one, other, beside.get(field.countryField) ?? '');
    default:
      return false;
  }
}

/** A value of Keap as the sheet writes it: `20260131T00:00:00` is `2026-01-31`; anything but a date stays as it is. */
export function shownValue(name: FieldName, text: string): string {
  if (contactField(name)?.kind !== 'date') return text;
  const hyphened = text.replace(/^(\d{4})(\d{2})(\d{2})(?=T|$)/, '$1-$2-$3');
  const parts = dateParts(hyphened);
  if (parts === undefined) return text;
  return parts.time === '00:00:00' ? parts.date : `${parts.date} ${parts.time}`;
}
