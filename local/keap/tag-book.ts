/** The account's tags, which contacts have them, and every change of that: an automation of Keap's may start at each. */
import type { ContactBook } from './contacts.ts';

/** A tag; names are unique within a category only. */
export interface SimulatedTag {
  readonly id: number;
  readonly name: string;
  /** The id of its category; 0, or missing, for none. */
  readonly category?: number;
}

/** "Up to 255 characters will be saved" (infusionsoft/keap-sdk, sdks/v2, CreateUpdateTagRequest). */
const maxNameCharacters = 255;

/** A tag that a contact got or lost; what changed nothing is no event. */
export interface TagEvent {
  readonly contact: number;
  readonly tag: number;
  readonly kind: 'applied' | 'removed';
  readonly by: 'XML-RPC' | 'REST v2' | 'staff';
}

export interface TagBook {
  /** In the order of their ids. */
  all(): readonly SimulatedTag[];
  find(id: number): SimulatedTag | undefined;
  /** The ids of the tags that a contact has. */
  of(contact: number): number[];
  /** Whether the contact got it by that, or lost it; false where nothing changes. */
  change(event: TagEvent, nowMs: number): boolean;
  /** Somebody makes a tag in Keap. */
  add(tag: SimulatedTag): void;
  /** Makes another one, even of a name that there is already, and gives its id. */
  create(name: string): number;
  /** Somebody deletes a tag in Keap: no contact has it any more. */
  remove(id: number, nowMs: number): void;
  /** Every event in order. */
  history(): readonly TagEvent[];
}

/** Keeps a contact's tags where XML-RPC reads them: as ids in its field `Groups`. */
export function tagBook(contacts: ContactBook, given: readonly SimulatedTag[]): TagBook {
  const tags = new Map(given.map((tag) => [tag.id, tag]));
  const events: TagEvent[] = [];
  const of = (contact: number) => {
    const text = contacts.find(contact)?.fields.Groups ?? '';
    return text === '' ? [] : text.split(',').map(Number);
  };
  const set = (contact: number, ids: readonly number[], nowMs: number) =>
    contacts.update(contact, { Groups: ids.join(',') }, { by: 'api', nowMs });
  return {
    all: () => [...tags.values()].sort((one, other) => one.id - other.id),
    find: (id) => tags.get(id),
    of,
    change(event, nowMs) {
      const { contact, tag, kind } = event;
      const now = of(contact);
      if (now.includes(tag) === (kind === 'applied')) return false;
      const after = kind === 'applied' ? [...now, tag] : now.filter((id) => id !== tag);
      set(
        contact,
        after.sort((one, other) => one - other),
        nowMs,
      );
      events.push(event);
      return true;
    },
    add(tag) {
      tags.set(tag.id, tag);
    },
    create(name) {
      const id = Math.max(0, ...tags.keys()) + 1;
      tags.set(id, { id, name: name.slice(0, maxNameCharacters) });
      return id;
    },
    remove(id, nowMs) {
      tags.delete(id);
      for (const contact of contacts.all()) {
        const now = of(contact.id);
        if (now.includes(id)) {
          set(
            contact.id,
            now.filter((one) => one !== id),
            nowMs,
          );
        }
      }
    },
    history: () => events,
  };
}
