/** Compares the values of one field, and writes them as the sheet does: one value can be written in more than one way. */
import type { FieldName, FieldValues } from './contact.ts';
import { contactField } from './contact-fields.ts';
import { isSameCountry, isSameRegion } from './countries.ts';
import { type CustomFields, normalText } from './custom-field-types.ts';
import { dateParts } from './field-check.ts';
import { localeOf, timeZoneOf } from './locales.ts';

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
    case 'date':
    case 'time-zone':
    case 'locale': {
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

/**
 * A value as the sheet writes it, whether it comes from Keap or from a cell: `20260131T00:00:00` is `2026-01-31`, and
 * `US/Eastern` is `America/New_York`. What can be written in one way only stays as it is, and so do the values of custom
 * fields that are not among `custom`.
 */
export function shownValue(name: FieldName, text: string, custom?: CustomFields): string {
  switch (contactField(name)?.kind) {
    case 'date':
      return shownDate(text);
    case 'time-zone':
      return timeZoneOf(text) ?? text;
    case 'locale':
      return localeOf(text) ?? text;
    default:
      return normalText(custom?.get(name), text);
  }
}

/** The values as `shownValue` writes them. */
export function shownValues(fields: FieldValues, custom: CustomFields): FieldValues {
  return new Map([...fields].map(([name, text]) => [name, shownValue(name, text, custom)]));
}

function shownDate(text: string): string {
  const hyphened = text.replace(/^(\d{4})(\d{2})(\d{2})(?=T|$)/, '$1-$2-$3');
  const parts = dateParts(hyphened);
  if (parts === undefined) return text;
  return parts.time === '00:00:00' ? parts.date : `${parts.date} ${parts.time}`;
}
