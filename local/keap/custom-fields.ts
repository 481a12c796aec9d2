/** The account's own fields, with the types that Keap has for them. */

/** The types of `CustomFieldMetaData` (contract of REST v2), with the numbers of `DataFormField.DataType`. */
export const customFieldTypes = {
  PHONE_NUMBER: 1,
  SOCIAL_SECURITY_NUMBER: 2,
  CURRENCY: 3,
  PERCENT: 4,
  STATE: 5,
  YES_NO: 6,
  YEAR: 7,
  MONTH: 8,
  DAY_OF_WEEK: 9,
  NAME: 10,
  DECIMAL_NUMBER: 11,
  WHOLE_NUMBER: 12,
  DATE: 13,
  DATE_TIME: 14,
  TEXT: 15,
  TEXT_AREA: 16,
  LIST_BOX: 17,
  WEBSITE: 18,
  EMAIL: 19,
  RADIO: 20,
  DROPDOWN: 21,
  USER: 22,
  DRILLDOWN: 23,
  USER_LIST_BOX: 25,
} as const;

export type CustomFieldType = keyof typeof customFieldTypes;

/** A field as a test names it: by its name alone, which takes whatever is written, or with a type that is checked. */
export type CustomFieldOption =
  | string
  | {
      /** With the `_` of XML-RPC. */
      readonly name: string;
      readonly type: CustomFieldType;
      /** What Keap's screens call it; without it, the name without `_`. */
      readonly label?: string;
      /** What a choice takes. */
      readonly options?: readonly string[];
    };

export interface CustomField {
  /** What REST v2 knows the field by: neither its position nor its name. */
  readonly id: string;
  /** With the `_` of XML-RPC. */
  readonly name: string;
  readonly label: string;
  readonly type: CustomFieldType;
  readonly options: readonly string[];
  /** Whether what is written is checked by the type. */
  readonly isChecked: boolean;
}

export function customFieldsOf(options: readonly CustomFieldOption[]): CustomField[] {
  return options.map((option, index) => {
    const id = String(11 + 2 * index);
    if (typeof option === 'string') {
      return { id, name: option, label: labelOf(option), type: 'TEXT', options: [], isChecked: false };
    }
    const { name, type, label = labelOf(name), options: choices = [] } = option;
    return { id, name, label, type, options: choices, isChecked: true };
  });
}

function labelOf(name: string): string {
  return name.replace(/^_/, '');
}

/**
 * What Keap keeps of a text that is written to a field of this type; undefined where the type does not take it.
 * probe: rest/custom-field-yes-no, xmlrpc/custom-field-list-box
 */
export function customText({ type, options }: CustomField, text: string): string | undefined {
  if (text === '') return text;
  switch (type) {
    case 'DATE':
      return matching(text, /^\d{4}-\d\d-\d\d(?=$|[T ]00:00:00$)/);
    case 'DATE_TIME':
      return matching(text.replace(' ', 'T'), /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?$/);
    case 'YES_NO':
      return matching(text, /^[01]$/);
    case 'WHOLE_NUMBER':
    case 'USER':
      return matching(text, /^-?\d{1,10}$/);
    case 'DECIMAL_NUMBER':
    case 'CURRENCY':
    case 'PERCENT':
      return matching(text, /^-?\d{1,12}(\.\d+)?$/);
    case 'YEAR':
      return matching(text, /^\d{4}$/);
    case 'MONTH':
      return monthNames.includes(text) ? text : undefined;
    case 'DAY_OF_WEEK':
      return dayNames.includes(text) ? text : undefined;
    case 'EMAIL':
      return matching(text, /^[^\s@]+@[^\s@]+\.[^\s@]+$/);
    case 'DROPDOWN':
    case 'RADIO':
    case 'DRILLDOWN':
      return options.includes(text) ? text : undefined;
    case 'LIST_BOX':
      return text.split(',').every((one) => options.includes(one)) ? text : undefined;
    case 'PHONE_NUMBER':
    case 'SOCIAL_SECURITY_NUMBER':
    case 'STATE':
    case 'NAME':
    case 'TEXT':
    case 'TEXT_AREA':
    case 'WEBSITE':
    case 'USER_LIST_BOX':
      return text;
  }
}

const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function matching(text: string, form: RegExp): string | undefined {
  return form.exec(text)?.[0];
}
