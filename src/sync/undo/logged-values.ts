/** Reads, compares and sends back the values that lines of the log hold: those of fields, and the tags that a contact has. */
import type { ContactChange, ContactId, FieldName, Tag } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { isSameValue } from '../../keap/contacts/field-values.ts';
import type { Loaded } from '../../keap/contacts/outcome.ts';
import { keyOf, tagsField } from '../../keap/contacts/tags.ts';
import { hasTag, tagOfLine } from '../log/tag-lines.ts';

/** What Keap has now. Of a tag, an empty text where the contact does not have it. */
export function loadLogged(
  service: Pick<ContactService, 'load'>,
  ids: readonly ContactId[],
  names: readonly FieldName[],
): Loaded[] {
  const tagLines = names.filter((name) => tagOfLine(name) !== undefined);
  if (tagLines.length === 0) return service.load(ids, names);
  const fields = names.filter((name) => tagOfLine(name) === undefined);
  return service.load(ids, [...fields, tagsField]).map((one): Loaded => {
    if (one.kind === 'failed') return one;
    const tags = tagLines.flatMap((line): [FieldName, string][] => {
      const id = tagOfLine(line);
      const has = id === undefined ? undefined : hasTag(one.fields, id);
      return has === undefined ? [] : [[line, has ? line : '']];
    });
    return { kind: 'found', fields: new Map([...one.fields, ...tags]) };
  });
}

/** Whether two values mean the same. Of a tag only counts whether the contact has it: somebody may have renamed it. */
export function isSameLogged(field: FieldName, one: string, other: string): boolean {
  return tagOfLine(field) === undefined ? isSameValue(field, one, other) : (one === '') === (other === '');
}

/** The change that gives a contact these values. */
export function changeTo(
  id: ContactId,
  values: readonly { readonly field: FieldName; readonly from: string; readonly to: string }[],
): ContactChange {
  const fields = new Map<FieldName, string>();
  const apply: Tag[] = [];
  const remove: Tag[] = [];
  for (const { field, from, to } of values) {
    const tag = tagOfLine(field);
    if (tag === undefined) fields.set(field, to);
    else if (to === '') remove.push({ id: tag, name: from });
    else apply.push({ id: tag, name: to });
  }
  const hasTags = apply.length + remove.length > 0;
  return hasTags ? { id, fields, tags: { apply, remove } } : { id, fields };
}

/** Whether a row with this change asks for what a run has done with a tag. */
export function asksForTag(
  { tags }: ContactChange,
  line: FieldName,
  { oldValue, newValue }: { readonly oldValue: string; readonly newValue: string },
): boolean {
  const asked = newValue === '' ? tags?.remove : tags?.apply;
  const name = newValue === '' ? oldValue : newValue;
  return (asked ?? []).some((tag) => keyOf(tag.name) === keyOf(name) || tag.name === tagOfLine(line));
}
