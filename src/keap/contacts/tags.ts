/** The tags of an account, and which of them the text of a cell names. */
import type { FieldName, Tag, TagId } from './contact.ts';
import { excerpt } from './messages.ts';
import { nearest, quotedList } from './nearest.ts';

/** A tag of the account. */
export type KnownTag = Required<Tag>;

/** The tag that a text names, or why it names none, as a sentence; `unknown` where Keap has no such tag. */
export type FoundTag =
  | { readonly kind: 'found'; readonly tag: KnownTag }
  | { readonly kind: 'unknown' | 'problem'; readonly problem: string };

/**
 * The field of the Contact table that holds the ids of a contact's tags, which Keap called groups (developer.keap.com, "Table
 * Schema: Contact"). `ContactService.load` gives it over REST v2, too; `tagIdsIn` reads it. Nobody can write it.
 */
export const tagsField: FieldName = 'Groups';

/** The tags in a value of `tagsField`. */
export function tagIdsIn(text: string): ReadonlySet<TagId> {
  return new Set(text.split(/[^0-9]+/).filter((one) => one !== '') as TagId[]);
}

/** `VIP (14)`: names are unique within a category only. */
export function tagLabel({ name, id }: KnownTag): string {
  return `${name} (${id})`;
}

/**
 * Finds tags by their names, whatever the case, or by their ids. A text that means several tags is a problem: a tag can
 * start an automation, so nobody guesses.
 */
export function tagFinder(tags: readonly KnownTag[]): (text: string) => FoundTag {
  const byKey = new Map<string, KnownTag[]>();
  for (const tag of tags) {
    for (const key of new Set([keyOf(tag.name), tag.id])) {
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [tag]);
      else known.push(tag);
    }
  }
  return (text) => {
    const meant = byKey.get(keyOf(text)) ?? [];
    const [tag] = meant;
    if (tag === undefined) return { kind: 'unknown', problem: noSuchTag(text, tags) };
    if (meant.length > 1) return { kind: 'problem', problem: severalTags(text, meant) };
    return { kind: 'found', tag };
  };
}

/** Two texts that name the same tag have equal keys. */
export function keyOf(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

function noSuchTag(text: string, tags: readonly KnownTag[]): string {
  const alike = nearest(
    text,
    tags.map(({ name }) => name),
  );
  const offer = alike.length === 0 ? '' : ` Did you mean ${quotedList(alike, 'or')}?`;
  return `Keap has no tag "${excerpt(text)}".${offer} Correct the cell, or create the tag in Keap.`;
}

/** As many as a sentence holds. */
const maxListed = 5;

function severalTags(text: string, meant: readonly KnownTag[]): string {
  const byId = meant.find(({ id }) => id === keyOf(text));
  const [other] = meant.filter((tag) => tag !== byId);
  if (byId !== undefined && other !== undefined) {
    return `"${byId.id}" is the id of the tag "${excerpt(byId.name)}" and the name of another, ${other.id}. Enter "${excerpt(byId.name)}" or ${other.id}.`;
  }
  const shown = meant
    .slice(0, maxListed)
    .map(({ name, id }) => (keyOf(name) === id ? `${id} (its name)` : id));
  const more = meant.length > maxListed ? ' and more' : '';
  return `"${excerpt(text)}" means several tags in Keap, with the ids ${shown.join(', ')}${more}. Enter the id of the tag that you mean.`;
}
