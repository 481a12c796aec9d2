/** Finds the tags that planned changes name, and what is left to do for a contact. */
import type { FieldValues, Tag, TagChange } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { excerpt } from '../../keap/contacts/messages.ts';
import type { Failed } from '../../keap/contacts/outcome.ts';
import { type FoundTag, keyOf, tagFinder, tagIdsIn, tagsField } from '../../keap/contacts/tags.ts';
import { tagInBoth } from '../sheet/tag-cells.ts';
import type { PlannedChange } from './plan.ts';

/** The name under which a problem with a row's tags stands among those of its fields. */
export const tagsProblem = 'Tags';

/** What becomes of a name: `new` where it is to be created, a tag where it has been, or why it is not, as a sentence. */
export type NewTag = FoundTag | { readonly kind: 'new' };

/** Of a name that no tag has; undefined where nobody has chosen that such tags are created. */
export type NewTagRule = (name: string) => NewTag | undefined;

interface WithTags {
  /** With the tags by their ids, new ones without, or with what is wrong with them among the problems. */
  readonly changes: PlannedChange[];
  /** Why no tag can be found. */
  readonly failure?: Failed;
}

/** Asks Keap for the account's tags where one of the changes names any; tags that are removed are never new. */
export function withTags(
  service: Pick<ContactService, 'tags'>,
  changes: readonly PlannedChange[],
  newTag: NewTagRule,
): WithTags {
  if (changes.every(({ change }) => change.tags === undefined)) return { changes: [...changes] };
  const known = service.tags();
  if ('kind' in known) return { changes: [...changes], failure: tagsUnknown(known) };
  const find = tagFinder(known);
  const findOrMake = (text: string): NewTag => {
    const found = find(text);
    return found.kind === 'unknown' ? (newTag(text) ?? found) : found;
  };
  return { changes: changes.map((planned) => withTagsOf(planned, find, findOrMake)) };
}

function withTagsOf(
  planned: PlannedChange,
  find: (text: string) => FoundTag,
  findOrMake: (text: string) => NewTag,
): PlannedChange {
  const { tags } = planned.change;
  if (tags === undefined) return planned;
  const [apply, remove] = [foundTags(tags.apply, findOrMake), foundTags(tags.remove, find)];
  const problem = apply.problem ?? remove.problem ?? problemOfBoth(apply.tags, remove.tags);
  if (problem !== undefined) {
    return { ...planned, problems: new Map([[tagsProblem, problem], ...planned.problems]) };
  }
  return { ...planned, change: { ...planned.change, tags: { apply: apply.tags, remove: remove.tags } } };
}

function foundTags(some: readonly Tag[], find: (text: string) => NewTag) {
  const tags = new Map<string, Tag>();
  for (const { name } of some) {
    const found = find(name);
    switch (found.kind) {
      case 'found':
        tags.set(found.tag.id, found.tag);
        break;
      case 'new':
        tags.set(keyOf(name), { name });
        break;
      case 'unknown':
      case 'problem':
        return { tags: [], problem: found.problem };
    }
  }
  return { tags: [...tags.values()], problem: undefined };
}

function problemOfBoth(apply: readonly Tag[], remove: readonly Tag[]): string | undefined {
  const both = apply.find(({ id }) => id !== undefined && remove.some((one) => one.id === id));
  return both === undefined ? undefined : tagInBoth(both.name);
}

/** What the rows say, where Keap does not tell which tags there are. */
export function tagsUnknown({ reason: why }: Failed): Failed {
  const what =
    'Keap did not give its list of tags, so no tag of this row was changed. The next sync asks again.';
  return { kind: 'failed', reason: `${what} (${excerpt(why, 200)})` };
}

/** A contact's tags were asked for, and Keap left them out. */
export const tagsUnreadable: Failed = {
  kind: 'failed',
  reason:
    'Keap does not show the tags of contacts to your Keap user, so no tag of this row was changed. Ask your Keap administrator.',
};

/** Those of the tags that a contact with these values lacks, or has to lose; undefined where none are left. */
export function tagDifference(tags: TagChange | undefined, current: FieldValues): TagChange | undefined {
  if (tags === undefined) return undefined;
  const now = tagIdsIn(current.get(tagsField) ?? '');
  // A tag that is not known by its id stays: it is a problem, and not done.
  const apply = tags.apply.filter(({ id }) => id === undefined || !now.has(id));
  const remove = tags.remove.filter(({ id }) => id === undefined || now.has(id));
  return apply.length === 0 && remove.length === 0 ? undefined : { apply, remove };
}
