/** How the values of fields travel over XML-RPC. */
import { XmlRpcDateTime, XmlRpcDouble, type XmlRpcValue } from '../../xmlrpc/index.ts';
import type { FieldName } from '../contacts/contact.ts';
import { contactField } from '../contacts/contact-fields.ts';
import { type CustomField, normalText, type TypedValue, typedValue } from '../contacts/custom-field-types.ts';
import { dateParts } from '../contacts/field-check.ts';
import { shownValue } from '../contacts/field-values.ts';

/** The text that a value of Keap has in the sheet; Keap leaves empty fields out of its structs. */
export function textOfWire(
  name: FieldName,
  field: CustomField | undefined,
  value: XmlRpcValue | undefined,
): string {
  if (value === undefined || value === null) return '';
  const text = value instanceof XmlRpcDateTime ? wallClock(value) : String(value);
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

/** A text of the sheet as Keap takes it. What is no value of the field goes as it is, so that Keap says what it thinks of it. */
export function wireValue(name: FieldName, field: CustomField | undefined, text: string): XmlRpcValue {
  if (text === '') return text;
  if (field !== undefined) {
    const value = typedValue(field, text);
    return value === undefined ? text : wireOf(value);
  }
  const date = contactField(name)?.kind === 'date' ? dateParts(text) : undefined;
  return date === undefined ? text : new XmlRpcDateTime(`${date.date}T${date.time}`);
}

function wireOf(value: TypedValue): XmlRpcValue {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'whole-number':
      return Math.abs(Number(value.text)) < 2 ** 31 ? Number(value.text) : value.text;
    case 'decimal':
      return new XmlRpcDouble(Number(value.text));
    case 'yes-no':
      return value.isYes ? 1 : 0;
    case 'day':
      return new XmlRpcDateTime(`${value.date}T00:00:00`);
    case 'moment':
      return new XmlRpcDateTime(`${value.date}T${value.time}`);
    case 'list':
      return value.items.join(',');
  }
}
