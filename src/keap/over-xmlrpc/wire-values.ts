/** How the values of fields travel over XML-RPC. */
import { XmlRpcDateTime, XmlRpcDouble, type XmlRpcValue } from '../../xmlrpc/index.ts';
import type { FieldName } from '../contacts/contact.ts';
import { contactField } from '../contacts/contact-fields.ts';
import { type CustomField, normalText, type TypedValue, typedValue } from '../contacts/custom-field-types.ts';
import { dateParts } from '../contacts/field-check.ts';
import { shownValue } from '../contacts/field-values.ts';
import { recordText, sentRecordId } from '../contacts/record-fields.ts';

/** The text that a value of Keap has in the sheet; Keap leaves empty fields out of its structs. */
export function textOfWire(
  name: FieldName,
  field: CustomField | undefined,
  value: XmlRpcValue | undefined,
): string {
  if (value === undefined || value === null) return '';
  const text = value instanceof XmlRpcDateTime ? wallClock(value) : String(value);
  if (field?.type === 'RECORD') return recordText(field, text);
  if (field !== undefined) return normalText(field, text);
  // Of a field whose type is not known, the wire itself tells a date.
  return value instanceof XmlRpcDateTime
    ? normalText({ type: 'DATE_TIME', options: [] }, text)
    : shownValue(name, text);
}

/** A zone behind a date means nothing: Keap's dates are those of its servers. */
function wallClock(value: XmlRpcDateTime): string {
  return String(value).replace(/([.,]\d+)?(Z|[+-]\d\d(:?\d\d)?)?$/, '');
}

/**
 * Names what has to be found out about a value before it is believed, by field; undefined where there is no doubt. Emptied
 * dates are reported to be refused, and what Yes/No and lists take is not documented.
 */
export function doubtOf(name: FieldName, field: CustomField | undefined, text: string): string | undefined {
  const kind = kindOf(name, field);
  if (text === '')
    return kind === 'date' || kind === 'typed' || kind === 'yes-no' || kind === 'record'
      ? `${name}, empty`
      : undefined;
  return kind === 'yes-no' || kind === 'list' ? name : undefined;
}

type WireKind = 'text' | 'list' | 'date' | 'yes-no' | 'typed' | 'record';

function kindOf(name: FieldName, field: CustomField | undefined): WireKind {
  switch (field?.type) {
    case undefined:
      return contactField(name)?.kind === 'date' ? 'date' : 'text';
    case 'DATE':
    case 'DATE_TIME':
      return 'date';
    case 'YES_NO':
      return 'yes-no';
    case 'RECORD':
      return 'record';
    case 'LIST_BOX':
    case 'USER_LIST_BOX':
      return 'list';
    case 'WHOLE_NUMBER':
    case 'DECIMAL_NUMBER':
    case 'CURRENCY':
    case 'PERCENT':
    case 'USER':
    case 'YEAR':
      return 'typed';
    default:
      return 'text';
  }
}

/** The forms in which a text of the sheet may go to Keap, the likeliest first. */
export function wireForms(
  name: FieldName,
  field: CustomField | undefined,
  text: string,
): readonly [XmlRpcValue, ...XmlRpcValue[]] {
  const kind = kindOf(name, field);
  // "0" is reported to be what empties a date (nateleavitt/infusionsoft, issue 74).
  if (text === '') return kind === 'date' ? ['', '0'] : kind === 'record' ? [0, ''] : [''];
  if (field?.type === 'RECORD') {
    const id = sentRecordId(field, text);
    return [id === undefined ? text : Number(id)];
  }
  if (field !== undefined) {
    const value = typedValue(field, text);
    // What is no value of the field goes as it is, so that Keap says what it thinks of it.
    return value === undefined ? [text] : formsOfValue(value);
  }
  const date = contactField(name)?.kind === 'date' ? dateParts(text) : undefined;
  return [date === undefined ? text : new XmlRpcDateTime(`${date.date}T${date.time}`)];
}

function formsOfValue(value: TypedValue): readonly [XmlRpcValue, ...XmlRpcValue[]] {
  switch (value.kind) {
    case 'text':
      return [value.text];
    case 'whole-number':
      return [Math.abs(Number(value.text)) < 2 ** 31 ? Number(value.text) : value.text];
    case 'decimal':
      return [new XmlRpcDouble(Number(value.text))];
    case 'yes-no':
      return value.isYes ? [1, 'Yes', true] : [0, 'No', false];
    case 'day':
      return [new XmlRpcDateTime(`${value.date}T00:00:00`)];
    case 'moment':
      return [new XmlRpcDateTime(`${value.date}T${value.time}`)];
    case 'list':
      return [value.items.join(',')];
    case 'record':
      return [Number(value.id)];
  }
}
