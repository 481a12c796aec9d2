/** Finds the custom field whose label a header is. */
import type { LabelledField } from '../../keap/contacts/field-list.ts';
import { columnKindOf } from './column-kinds.ts';
import { isKeapsOwn, looseHeader } from './header-names.ts';

/**
 * The custom fields with this label, spelled as loosely as the headers of Keap's own fields: none for a header that means
 * one of those, and several where labels are alike. A match is only ever offered, as it would send a column that nobody
 * has asked to send.
 */
export function fieldsLabelled(header: string, fields: readonly LabelledField[]): readonly LabelledField[] {
  return columnKindOf(header).kind === 'ignored' && !isKeapsOwn(header) ? fieldsAlike(header, fields) : [];
}

/** The custom fields with this label, whatever else the header means. */
export function fieldsAlike(header: string, fields: readonly LabelledField[]): readonly LabelledField[] {
  const key = looseHeader(header);
  return key === '' ? [] : fields.filter(({ label }) => looseHeader(label) === key);
}
