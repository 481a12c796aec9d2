/** The fields that a contact of this account can have, and what each takes over either API. */
import type { XmlRpcValue } from '@foxglove/xmlrpc';
import { type CustomField, type CustomFieldOption, customFieldsOf, customText } from './custom-fields.ts';
import {
  isPointer,
  isReadOnly,
  isStandardField,
  maxCharacters,
  noFieldFault,
  standardFieldType,
} from './fields.ts';
import type { MethodFault } from './method.ts';
import type { KeapBehavior } from './open-questions.ts';
import { timeZones } from './time-zones.ts';

/** A value as Keap keeps it: all texts, numbers and dates (`2026-01-31`) are text here. */
export type Kept =
  | { readonly kind: 'kept'; readonly text: string }
  | { readonly kind: 'unchanged' }
  | MethodFault;

export type FieldType = 'text' | 'number' | 'decimal' | 'date';

export interface FieldCatalog {
  custom(): readonly CustomField[];
  isField(name: string): boolean;
  typeOf(name: string): FieldType;
  /** What Keap keeps of a value that is written over XML-RPC, or its objection. */
  keptFromXmlRpc(name: string, value: XmlRpcValue): Kept;
  /** What Keap keeps of a text that is written over REST v2; undefined where the field does not take it. */
  keptFromText(name: string, text: string): string | undefined;
  /** Somebody deletes a custom field in Keap. */
  remove(name: string): void;
  /** Somebody gives a custom field another label in Keap. */
  relabel(name: string, label: string): void;
}

export function fieldCatalog(options: readonly CustomFieldOption[], behavior: KeapBehavior): FieldCatalog {
  let fields = customFieldsOf(options);
  const customField = (name: string) => fields.find((field) => field.name === name);
  const isField = (name: string) => isStandardField(name) || customField(name) !== undefined;
  const typeOf = (name: string): FieldType => {
    const field = customField(name);
    return field === undefined ? standardFieldType(name) : customFieldType(field);
  };
  const textOf = (name: string, text: string): string | undefined => {
    const field = customField(name);
    if (field !== undefined) {
      if (!field.isChecked) return text;
      const isWord = field.type === 'YES_NO' && behavior.yesNo === 'words' && text !== '';
      return isWord ? yesNoWords[text] : customText(field, text);
    }
    if (isPointer(name) && (text === '0' || text === '')) {
      return (text === '0') === (behavior.noOwner === 'zero') ? '' : undefined;
    }
    return isTextFor(standardFieldType(name), text) && isListed(name, text, behavior) ? text : undefined;
  };
  return {
    custom: () => fields,
    isField,
    typeOf,
    keptFromXmlRpc(name, value) {
      if (!isField(name)) return noFieldFault('Contact', name);
      if (isReadOnly(name)) {
        return {
          kind: 'fault',
          code: 8,
          text: `[NoFieldAccess]Access to field not allowed: Contact.${name}`,
        };
      }
      const isDate = typeOf(name) === 'date';
      if (isDate && value === '0') return { kind: 'kept', text: '' };
      if (isDate && value === '' && behavior.emptyDates !== 'emptied') {
        if (behavior.emptyDates === 'kept') return { kind: 'unchanged' };
        return invalid(`Contact.${name} does not take an empty value`);
      }
      const plain = plainText(value, typeOf(name), customField(name));
      const text = plain === undefined ? undefined : textOf(name, plain);
      if (text === undefined) return invalid(`Contact.${name} does not take such a value`);
      const max = maxCharacters[name];
      return max !== undefined && [...text].length > max
        ? invalid(`Contact.${name} takes at most ${max} characters`)
        : { kind: 'kept', text };
    },
    keptFromText: textOf,
    relabel(name, label) {
      fields = fields.map((field) => (field.name === name ? { ...field, label } : field));
    },
    remove(name) {
      fields = fields.filter((field) => field.name !== name);
    },
  };
}

const yesNoWords: Readonly<Record<string, string>> = { Yes: '1', No: '0' };

function customFieldType({ type, isChecked }: CustomField): FieldType {
  if (!isChecked) return 'text';
  switch (type) {
    case 'DATE':
    case 'DATE_TIME':
      return 'date';
    case 'WHOLE_NUMBER':
    case 'YES_NO':
    case 'USER':
      return 'number';
    case 'DECIMAL_NUMBER':
    case 'CURRENCY':
    case 'PERCENT':
      return 'decimal';
    default:
      return 'text';
  }
}

/** Undefined where the field does not take a value of this type. A custom field without a type takes any. */
function plainText(value: XmlRpcValue, type: FieldType, custom: CustomField | undefined): string | undefined {
  const takesAny = custom !== undefined && !custom.isChecked;
  if (value instanceof Date) return type === 'date' || takesAny ? dateText(value) : undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' && custom?.type === 'YES_NO') return value ? '1' : '0';
  const isNumber = typeof value === 'number' && (type === 'number' || type === 'decimal' || takesAny);
  return isNumber ? String(value) : undefined;
}

/** A date may come as text of the day. */
function isTextFor(type: FieldType, text: string): boolean {
  switch (type) {
    case 'text':
      return true;
    case 'number':
    case 'decimal':
      return text === '' || /^-?\d{1,10}$/.test(text);
    case 'date':
      return text === '' || /^\d{4}-\d\d-\d\d$/.test(text);
  }
}

function isListed(name: string, text: string, { checksTimeZones, checksLocales }: KeapBehavior): boolean {
  if (text === '') return true;
  if (name === 'TimeZone' && checksTimeZones) return timeZones.has(text);
  return !(name === 'Language' && checksLocales) || /^[a-z]{2}_[A-Z]{2}$/.test(text);
}

/** Dates of Keap have no zone: what the wire says is what counts. */
function dateText(date: Date): string {
  const text = date.toISOString().slice(0, 19);
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text;
}

function invalid(message: string): MethodFault {
  return { kind: 'fault', code: 12, text: `[InvalidParameter]${message}` };
}
