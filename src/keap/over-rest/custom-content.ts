/** How the values of custom fields travel over REST v2. */
import { normalText, type TypedField, typedValue } from '../contacts/custom-field-types.ts';
import { easternInstant } from '../contacts/eastern-time.ts';

/** The text that this content has in the sheet; several choices are joined as XML-RPC joins them. */
export function textOfContent(field: TypedField, content: unknown): string {
  if (content === undefined || content === null) return '';
  const text = Array.isArray(content)
    ? content.map((one) => textOfContent(anyText, one)).join(',')
    : String(content);
  return normalText(field, text);
}

const anyText: TypedField = { type: 'TEXT', options: [] };

/**
 * The forms in which a text of the sheet may go to Keap, the likeliest first; `old` is what it has. What is no value of the
 * field goes as it is, so that Keap says what it thinks of it.
 */
export function contentForms(field: TypedField, text: string, old: unknown): readonly unknown[] {
  const value = typedValue(field, text);
  // A field with several choices stays a list if Keap has it as one.
  if (value === undefined || value.kind === 'text' || value.kind === 'record') {
    return [Array.isArray(old) ? text.split(',').map((one) => one.trim()) : (value?.text ?? text)];
  }
  switch (value.kind) {
    case 'whole-number':
    case 'decimal':
      return [Number(value.text)];
    case 'yes-no':
      return value.isYes ? [1, 'Yes', true] : [0, 'No', false];
    case 'day':
      return [value.date];
    case 'moment':
      return [`${new Date(easternInstant(`${value.date}T${value.time}`)).toISOString().slice(0, 19)}Z`];
    case 'list':
      return Array.isArray(old) ? [value.items, value.items.join(',')] : [value.items.join(','), value.items];
  }
}
