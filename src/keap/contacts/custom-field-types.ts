/**
 * The types of Keap's custom fields: what each takes, how a text of the sheet or of Keap is read by it, and what is said of
 * a text that it does not take. A new type needs its name and number in `customFieldTypes`, and a form, which is how its
 * values are read. How each form travels is in `over-xmlrpc/wire-values.ts` and `over-rest/custom-content.ts`.
 */
import { addressText } from './address-text.ts';
import type { FieldName } from './contact.ts';
import { easternTime } from './eastern-time.ts';
import { dateParts, isAddress } from './field-check.ts';
import { optionIn, optionProblem, optionsIn, partsOf } from './field-options.ts';
import { excerpt } from './messages.ts';
import { decimalIn, wholeNumberIn } from './numbers.ts';
import { type RecordField, recordIdIn, recordProblem, recordText } from './record-fields.ts';

/** A value of a custom field, by its form. */
export type TypedValue =
  | { readonly kind: 'text'; readonly text: string }
  /** Digits, with a `.` before the decimals. */
  | { readonly kind: 'whole-number' | 'decimal'; readonly text: string }
  | { readonly kind: 'yes-no'; readonly isYes: boolean }
  | { readonly kind: 'day'; readonly date: string }
  /** On the clocks of Keap's servers. */
  | { readonly kind: 'moment'; readonly date: string; readonly time: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** `text` names the record in the sheet. */
  | { readonly kind: 'record'; readonly id: string; readonly text: string };

/** How the values of a type are read. */
interface Form {
  /** Undefined for a text that is no such value; never for an empty one. */
  read(text: string, options: readonly string[]): TypedValue | undefined;
  /** What to say of such a text. */
  problem(text: string, name: FieldName, options: readonly string[]): string;
}

const text: Form = { read: (one) => ({ kind: 'text', text: one }), problem: () => '' };

const email: Form = {
  read(one) {
    const address = addressText(one);
    return isAddress(address) ? { kind: 'text', text: address } : undefined;
  },
  problem: (one, name) => `"${excerpt(one)}" in ${name} is not a valid email address. Correct it.`,
};

const wholeNumber: Form = {
  read: (one) => numberIn('whole-number', wholeNumberIn(one)),
  problem: (one, name) => `"${excerpt(one)}" in ${name} is not a whole number. Enter one such as 12.`,
};

const decimal: Form = {
  read: (one) => numberIn('decimal', decimalIn(one)),
  problem: (one, name) => `"${excerpt(one)}" in ${name} is not a number. Enter one such as 1234.5.`,
};

const user: Form = {
  ...wholeNumber,
  problem: (one, name) =>
    `"${excerpt(one)}" in ${name} is not the id of a Keap user. Enter the user's number, such as 12.`,
};

function numberIn(kind: 'whole-number' | 'decimal', number: string | undefined): TypedValue | undefined {
  return number === undefined ? undefined : { kind, text: number };
}

const yesNo: Form = {
  read(one) {
    if (/^(yes|y|true|1)$/i.test(one)) return { kind: 'yes-no', isYes: true };
    return /^(no|n|false|0)$/i.test(one) ? { kind: 'yes-no', isYes: false } : undefined;
  },
  problem: (one, name) => `"${excerpt(one)}" in ${name} is neither yes nor no. Enter Yes or No.`,
};

const year: Form = {
  read: (one) => (/^\d{4}$/.test(one) ? { kind: 'text', text: one } : undefined),
  problem: (one, name) => `"${excerpt(one)}" in ${name} is not a year. Enter four digits, such as 2026.`,
};

const months = 'January February March April May June July August September October November December';
const month: Form = {
  read: (one) => named(one, months.split(' '), Number),
  problem: (one, name) =>
    `"${excerpt(one)}" in ${name} is not a month. Enter its English name, such as January, or a number from 1 to 12.`,
};

const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday';
const weekday: Form = {
  // Which day is the first depends on the country, so a number is not certain.
  read: (one) => named(one, weekdays.split(' '), () => Number.NaN),
  problem: (one, name) =>
    `"${excerpt(one)}" in ${name} is not a day of the week. Enter its English name, such as Monday.`,
};

/** One of the names by itself, by its first three letters, or by its number from 1. */
function named(
  one: string,
  names: readonly string[],
  numberOf: (text: string) => number,
): TypedValue | undefined {
  const start = one.toLowerCase().replace(/\.$/, '');
  const isName = (name: string) => name.toLowerCase() === start || name.slice(0, 3).toLowerCase() === start;
  const found = names.find((name, index) => isName(name) || numberOf(one) === index + 1);
  return found === undefined ? undefined : { kind: 'text', text: found };
}

const day: Form = {
  read(one) {
    const moment = momentIn(one, 'day');
    return moment === undefined ? undefined : { kind: 'day', date: moment.date };
  },
  problem: (one, name) =>
    `"${excerpt(one)}" in ${name} is not a valid date. Enter a date such as 2026-01-31.`,
};

const moment: Form = {
  read(one) {
    const found = momentIn(one, 'moment');
    return found === undefined ? undefined : { kind: 'moment', ...found };
  },
  problem: (one, name) =>
    `"${excerpt(one)}" in ${name} is not a valid date. Enter a date such as 2026-01-31, or 2026-01-31 14:30.`,
};

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/**
 * Reads `2026-01-31` with or without a time, `20260131T00:00:00` as XML-RPC gives it, and an instant of REST v2. A day may
 * come as the midnight of New York or as that of UTC; nothing else of it is midnight.
 */
function momentIn(one: string, wanted: 'day' | 'moment'): { date: string; time: string } | undefined {
  if (!instant.test(one)) return dateParts(one.replace(/^(\d{4})(\d\d)(\d\d)(?=T|$)/, '$1-$2-$3'));
  const atMs = Date.parse(one.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (Number.isNaN(atMs)) return undefined;
  const local = dateParts(easternTime(atMs));
  const isDayInUtc = wanted === 'day' && local?.time !== '00:00:00' && atMs % (24 * 60 * 60 * 1000) === 0;
  return isDayInUtc ? dateParts(new Date(atMs).toISOString().slice(0, 10)) : local;
}

const choice: Form = {
  read(one, options) {
    const option = options.length === 0 ? one : optionIn(one, options);
    return option === undefined ? undefined : { kind: 'text', text: option };
  },
  problem: optionProblem,
};

/** The options below an option are not known here, so what is none of the known ones is left to Keap. */
const drilldown: Form = {
  ...choice,
  read: (one, options) => choice.read(one, options) ?? text.read(one, []),
};

const choices: Form = {
  read(one, options) {
    const items = options.length === 0 ? partsOf(one) : optionsIn(one, options);
    return items === undefined ? undefined : { kind: 'list', items };
  },
  problem(one, name, options) {
    return optionProblem(
      partsOf(one).find((part) => optionIn(part, options) === undefined) ?? one,
      name,
      options,
    );
  },
};

/**
 * The types of `CustomFieldMetaData` (contract of REST v2), with the numbers that they have in `DataFormField.DataType`
 * (developer.keap.com, "Table Schema: DataFormField").
 */
const customFieldTypes = {
  PHONE_NUMBER: { dataType: 1, form: text },
  SOCIAL_SECURITY_NUMBER: { dataType: 2, form: text },
  CURRENCY: { dataType: 3, form: decimal },
  PERCENT: { dataType: 4, form: decimal },
  STATE: { dataType: 5, form: text },
  YES_NO: { dataType: 6, form: yesNo },
  YEAR: { dataType: 7, form: year },
  MONTH: { dataType: 8, form: month },
  DAY_OF_WEEK: { dataType: 9, form: weekday },
  NAME: { dataType: 10, form: text },
  DECIMAL_NUMBER: { dataType: 11, form: decimal },
  WHOLE_NUMBER: { dataType: 12, form: wholeNumber },
  DATE: { dataType: 13, form: day },
  DATE_TIME: { dataType: 14, form: moment },
  TEXT: { dataType: 15, form: text },
  TEXT_AREA: { dataType: 16, form: text },
  LIST_BOX: { dataType: 17, form: choices },
  WEBSITE: { dataType: 18, form: text },
  EMAIL: { dataType: 19, form: email },
  RADIO: { dataType: 20, form: choice },
  DROPDOWN: { dataType: 21, form: choice },
  USER: { dataType: 22, form: user },
  DRILLDOWN: { dataType: 23, form: drilldown },
  USER_LIST_BOX: { dataType: 25, form: choices },
} satisfies Readonly<Record<string, { readonly dataType: number; readonly form: Form }>>;

/** A type by its name in REST v2. */
export type CustomFieldType = keyof typeof customFieldTypes;

/** A custom field as its account has it. */
export interface TypedField {
  readonly type: CustomFieldType;
  /** What a choice takes; empty for every other type, and where Keap does not say. */
  readonly options: readonly string[];
}

/** A field whose values only the account explains: a custom one, or one that points to a record of Keap's. */
export type CustomField = TypedField | RecordField;

/** The custom fields of an account, as far as they are known. */
export type CustomFields = Pick<ReadonlyMap<FieldName, CustomField>, 'get'>;

/** A type by its name, or by its number in XML-RPC; one that is not known takes any text. */
export function customFieldType(nameOrNumber: unknown): CustomFieldType {
  const names = Object.keys(customFieldTypes).filter(isTypeName);
  const found = names.find(
    (name) => name === nameOrNumber || customFieldTypes[name].dataType === nameOrNumber,
  );
  return found ?? 'TEXT';
}

function isTypeName(name: string): name is CustomFieldType {
  return name in customFieldTypes;
}

/** The value that this text means to a field; undefined where it does not take it. */
export function typedValue(field: CustomField, one: string): TypedValue | undefined {
  if (field.type !== 'RECORD') return customFieldTypes[field.type].form.read(one, field.options);
  const id = recordIdIn(field, one);
  return id === undefined ? undefined : { kind: 'record', id, text: recordText(field, id) };
}

/** The one text of a value, however it is written: as the sheet shows it. A text that is no value of the field stays as it is. */
export function normalText(field: CustomField | undefined, one: string): string {
  if (field === undefined || one === '') return one;
  const value = typedValue(field, one);
  return value === undefined ? one : shownText(value);
}

function shownText(value: TypedValue): string {
  switch (value.kind) {
    case 'text':
    case 'whole-number':
    case 'decimal':
    case 'record':
      return value.text;
    case 'yes-no':
      return value.isYes ? 'Yes' : 'No';
    case 'day':
      return value.date;
    case 'moment':
      return value.time === '00:00:00' ? value.date : `${value.date} ${value.time}`;
    case 'list':
      return value.items.join(', ');
  }
}

/** Why a field does not take this text, as a sentence that says what to do; undefined where it does. */
export function customFieldProblem(name: FieldName, field: CustomField, one: string): string | undefined {
  if (one === '' || typedValue(field, one) !== undefined) return undefined;
  if (field.type === 'RECORD') return recordProblem(field, one);
  return customFieldTypes[field.type].form.problem(one, name, field.options);
}
