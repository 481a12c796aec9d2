/** The names of fields as people read them, in the sidebar and in the log. */
import type { FieldName } from './contact.ts';
import { contactField, contactFields } from './contact-fields.ts';

/** `StreetAddress1` as `Street address 1`; the name of a custom field as it is. */
export function fieldLabel(name: FieldName): string {
  if (name.startsWith('_')) return name;
  const own = labels[name];
  if (own !== undefined) return own;
  const label = name
    .replace(/([a-z])([A-Z0-9])/g, '$1 $2')
    .replace(/(\d)([A-Z])/g, '$1 $2')
    .toLowerCase();
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** Where Keap's screens have another name than the API. */
const labels: Readonly<Record<FieldName, string>> = { OwnerID: 'Owner', LeadSourceId: 'Lead source' };

/** As a record keeps it: the label of a field of Keap's, any other text as it is. */
export function labelIn(text: string): string {
  return contactField(text) === undefined ? text : fieldLabel(text);
}

let names: ReadonlyMap<string, FieldName> | undefined;

/** The text that `labelIn` has made this of. */
export function fieldOfLabel(text: string): string {
  names ??= new Map(contactFields.map(({ name }) => [fieldLabel(name), name]));
  return names.get(text) ?? text;
}
