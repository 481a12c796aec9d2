/** How the log names a tag of a contact: as a field of its own, which holds the tag's name while the contact has it. */
import type { ContactChange, FieldName, FieldValues, Tag, TagId } from '../../keap/contacts/contact.ts';
import { tagIdsIn, tagsField } from '../../keap/contacts/tags.ts';
import type { Entry } from './journal.ts';

/** `Tag 14` for a tag by its id. */
export function tagLine(id: TagId): FieldName {
  return `Tag ${id}`;
}

/** The tag that such a field of the log means; undefined for any other field. */
export function tagOfLine(field: string): TagId | undefined {
  return /^Tag ([0-9]+)$/.exec(field)?.[1] as TagId | undefined;
}

/** The lines of the tags of a change, which are known by their ids. */
export function tagEntries({ id: contact, tags }: Pick<ContactChange, 'id' | 'tags'>): Entry[] {
  const of = (some: readonly Tag[] = [], values: (name: string) => Pick<Entry, 'oldValue' | 'newValue'>) =>
    some.flatMap(({ id, name }): Entry[] =>
      id === undefined ? [] : [{ contact, field: tagLine(id), ...values(name) }],
    );
  return [
    ...of(tags?.apply, (name) => ({ oldValue: '', newValue: name })),
    ...of(tags?.remove, (name) => ({ oldValue: name, newValue: '' })),
  ];
}

/** Whether a contact with these values has the tag; undefined where that could not be read. */
export function hasTag(values: FieldValues, id: TagId): boolean | undefined {
  const ids = values.get(tagsField);
  return ids === undefined ? undefined : tagIdsIn(ids).has(id);
}
