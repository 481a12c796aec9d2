/** Finds the tags that planned changes name, and what is left to do for a contact. */
import type { FieldValues, Tag, TagChange } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { excerpt } from '../../keap/contacts/messages.ts';
import type { Failed } from '../../keap/contacts/outcome.ts';
import { type FoundTag, type KnownTag, tagFinder, tagIdsIn, tagsField } from '../../keap/contacts/tags.ts';
import { tagInBoth } from '../sheet/tag-cells.ts';
import type { PlannedChange } from './plan.ts';

/** The name under which a problem with a row's tags stands among those of its fields. */
export const tagsProblem = 'Tags';

interface WithTags {
  /** With the tags by their ids, or with what is wrong with them among the problems. */
  readonly changes: PlannedChange[];
  /** Why no tag can be found. */
  readonly failure?: Failed;
}

/** Asks Keap for the account's tags where one of the changes names any. */
export function withTags(service: Pick<ContactService, 'tags'>, changes: readonly PlannedChange[]): WithTags {
  if (changes.every(({ change }) => change.tags === undefined)) return { changes: [...changes] };
  const known = service.tags();
  if ('kind' in known) return { changes: [...changes], failure: tagsUnknown(known) };
  const find = tagFinder(known);
  return { changes: changes.map((planned) => withTagsOf(planned, find)) };
}

function withTagsOf(planned: PlannedChange, find: (text: string) => FoundTag): PlannedChange {
  const { tags } = planned.change;
  if (tags === undefined) return planned;
  const [apply, remove] = [foundTags(tags.apply, find), foundTags(tags.remove, find)];
  const problem = apply.problem ?? remove.problem ?? problemOfBoth(apply.tags, remove.tags);
  if (problem !== undefined) {
    return { ...planned, problems: new Map([[tagsProblem, problem], ...planned.problems]) };
  }
  return { ...planned, change: { ...planned.change, tags: { apply: apply.tags, remove: remove.tags } } };
}

function foundTags(some: readonly Tag[], find: (text: string) => FoundTag) {
  const byId = new Map<string, KnownTag>();
  for (const { name } of some) {
    const found = find(name);
    if (found.kind === 'problem') return { tags: [], problem: found.problem };
    byId.set(found.tag.id, found.tag);
  }
  return { tags: [...byId.values()], problem: undefined };
}

function problemOfBoth(apply: readonly KnownTag[], remove: readonly KnownTag[]): string | undefined {
  const both = apply.find(({ id }) => remove.some((one) => one.id === id));
  return both === undefined ? undefined : tagInBoth(both.name);
}

function tagsUnknown({ reason: why }: Failed): Failed {
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
