/** Decides which names that Keap has no tag for become tags: a tag cannot be deleted by an undo. */
import type { TagChange } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { excerpt } from '../../keap/contacts/messages.ts';
import { nearest } from '../../keap/contacts/nearest.ts';
import { keyOf } from '../../keap/contacts/tags.ts';
import type { PlannedChange } from './plan.ts';
import { type NewTagRule, tagsProblem, withTags } from './tag-changes.ts';
import type { UnknownTags } from './unknown-tags.ts';

/** A tag that a sync would create, and the existing one whose name is most like it. */
export interface ShownNewTag {
  readonly name: string;
  readonly alike: string | undefined;
}

/** More tags are created only where somebody has seen them in a preview. */
export const maxNewTags = 5;

/** "Up to 255 characters will be saved" (infusionsoft/keap-sdk, sdks/v2, CreateUpdateTagRequest). */
const maxNameCharacters = 255;

/** As a preview takes it: of every name that can be one. A number is meant as an id. */
export function newTagRule(choice: UnknownTags): NewTagRule {
  if (choice === 'leave') return () => undefined;
  return (name) => {
    if (/^\d+$/.test(name.trim())) return undefined;
    return name.trim().length > maxNameCharacters
      ? { kind: 'problem', problem: tooLong(name) }
      : { kind: 'new' };
  };
}

/** The names that the rule would create for these changes, as `withTags` gives them, each once and as it is written first. */
export function newTagNames(
  changes: readonly PlannedChange[],
  ofNewContacts: readonly TagChange[] = [],
): string[] {
  const byKey = new Map<string, string>();
  const sendable = changes.filter(({ problems }) => !problems.has(tagsProblem));
  for (const tags of [...sendable.map(({ change }) => change.tags), ...ofNewContacts]) {
    for (const { id, name } of tags?.apply ?? []) {
      if (id === undefined && !byKey.has(keyOf(name))) byKey.set(keyOf(name), name);
    }
  }
  return [...byKey.values()];
}

/** The rule of a sync that changes this, and how many tags it would create; `agreed` of them have been seen in a preview. */
export function limitedRule(
  service: Pick<ContactService, 'tags'>,
  changes: readonly PlannedChange[],
  { choice, agreed }: { readonly choice: UnknownTags; readonly agreed: number },
): { readonly rule: NewTagRule; readonly count: number } {
  const rule = newTagRule(choice);
  if (choice === 'leave') return { rule, count: 0 };
  const { changes: found, failure } = withTags(service, changes, rule);
  const count = failure === undefined ? newTagNames(found).length : 0;
  if (count <= Math.max(maxNewTags, agreed)) return { rule, count };
  const limited: NewTagRule = (name) => {
    const one = rule(name);
    return one?.kind === 'new' ? { kind: 'problem', problem: tooMany(name, count) } : one;
  };
  return { rule: limited, count };
}

/** The new tags of a preview, with what each may be a misspelling of. */
export function shownNewTags(
  service: Pick<ContactService, 'tags'>,
  names: readonly string[],
): readonly ShownNewTag[] {
  if (names.length === 0) return [];
  const known = service.tags();
  const existing = 'kind' in known ? [] : known.map(({ name }) => name);
  return names.map((name) => ({ name, alike: nearest(name, existing)[0] }));
}

function tooLong(name: string): string {
  return `The tag "${excerpt(name)}" was not created, because its name is longer than ${maxNameCharacters} characters. Shorten it.`;
}

function tooMany(name: string, count: number): string {
  return `The tag "${excerpt(name)}" was not created, because the sync would create ${count} tags, and the limit is ${maxNewTags}. To create them, press "Preview…" in the sidebar, and sync from there.`;
}
