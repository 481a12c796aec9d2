/**
 * Remembers for an hour which contacts (and tags, by keys of their own) were sent to Keap to be created, so that none is created twice: an execution may be
 * killed before it has written an id into its row, an answer may be lost, and Keap's search may lag behind.
 */
import type { ContactId } from '../../keap/contacts/contact.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadSplitRecord, saveSplitRecord } from '../../split-record.ts';
import { hashOf } from '../sheet/fingerprint.ts';

/** One contact that was sent, when, in milliseconds since 1970, and its id where Keap has answered with it. */
export interface CreationNote<Id extends number = ContactId> {
  readonly sentMs: number;
  readonly id: Id | undefined;
}

export interface CreationNotes<Id extends number = ContactId> {
  /** By address, as `addressKey` writes it. */
  find(key: string): CreationNote<Id> | undefined;
  /** Until when there is no room for so many more, in milliseconds since 1970; undefined where there is. */
  fullUntilMs(count: number): number | undefined;
  /** Before they are sent; one property write for each page that they are on. Throws where there is no room for them. */
  begin(keys: readonly string[]): void;
  /** What came of them: an id, or that they were not created; those that are missing stay as they are. */
  settle(outcomes: ReadonlyMap<string, Id | 'not-created'>): void;
}

/** Longer than any request takes and any search lags. */
export const noteMs = 60 * 60 * 1000;

/** A property holds 9 KB, and a note takes up to 48 bytes. */
const notesPerPage = 180;

/** Less than half of what a document's store holds, which is 500 KB; what does not fit is not created yet. */
const maxPages = 25;

/** How many contacts can be created within an hour. */
export const maxNotes = maxPages * notesPerPage;

/** The first one is all that earlier versions know. */
const pageKeys = Array.from({ length: maxPages }, (_, index) =>
  index === 0 ? 'created' : `created/page-${index + 1}`,
);

type Notes<Id extends number> = Map<string, CreationNote<Id>>;

/** Of this Keap account; read once, and changed under the document's lock alone. */
export function creationNotes<Id extends number = ContactId>(
  properties: Properties,
  account: string,
  nowMs: () => number,
): CreationNotes<Id> {
  const pages = pageKeys.map((key) => ({ key, notes: loadNotes<Id>(properties, key) }));
  const nameOf = (key: string) => hashOf([account, key], 16);
  const pageOf = (name: string) => pages.find(({ notes }) => notes.has(name));
  const isRecent = ({ sentMs }: CreationNote<Id>) => nowMs() - sentMs <= noteMs;
  const recentOf = (notes: Notes<Id>) => [...notes].filter(([, note]) => isRecent(note));
  const save = (changed: ReadonlySet<unknown>) => {
    for (const page of pages) {
      if (changed.has(page)) savePage(properties, page.key, page.notes);
    }
  };
  return {
    find(key) {
      const name = nameOf(key);
      const note = pageOf(name)?.notes.get(name);
      return note !== undefined && isRecent(note) ? note : undefined;
    },
    fullUntilMs(count) {
      const recent = pages.flatMap(({ notes }) => recentOf(notes).map(([, { sentMs }]) => sentMs));
      const missing = recent.length + count - maxNotes;
      if (missing <= 0) return undefined;
      const [oldest = nowMs()] = recent.sort((one, other) => one - other).slice(missing - 1);
      return oldest + noteMs + 1;
    },
    begin(keys) {
      const changed = new Set<unknown>();
      for (const page of pages) {
        const recent = recentOf(page.notes);
        // A page without a recent note is not kept.
        if (recent.length === 0 && page.notes.size > 0) changed.add(page);
        page.notes = new Map(recent);
      }
      for (const name of keys.map(nameOf)) {
        const page = pageOf(name) ?? pages.find(({ notes }) => notes.size < notesPerPage);
        if (page === undefined) throw new Error('No room for another note of a new contact');
        page.notes.set(name, { sentMs: nowMs(), id: undefined });
        changed.add(page);
      }
      save(changed);
    },
    settle(outcomes) {
      const changed = new Set<unknown>();
      for (const [key, outcome] of outcomes) {
        const name = nameOf(key);
        const page = pageOf(name);
        if (page === undefined) continue;
        const sentMs = page.notes.get(name)?.sentMs ?? nowMs();
        if (outcome === 'not-created') page.notes.delete(name);
        else page.notes.set(name, { sentMs, id: outcome });
        changed.add(page);
      }
      save(changed);
    },
  };
}

function savePage(properties: Properties, key: string, notes: Notes<number>): void {
  if (notes.size === 0 && key !== pageKeys[0]) {
    properties.remove(key);
    return;
  }
  const stored = [...notes].map(([name, { sentMs, id }]) => [
    name,
    sentMs,
    ...(id === undefined ? [] : [id]),
  ]);
  saveSplitRecord(properties, key, 1, { notes: stored });
}

/** A damaged record is as if nothing had been created. */
function loadNotes<Id extends number>(properties: Properties, key: string): Notes<Id> {
  const { notes } = loadSplitRecord(properties, key);
  if (!Array.isArray(notes)) return new Map();
  return new Map(
    notes.flatMap((one: unknown): [string, CreationNote<Id>][] => {
      if (!Array.isArray(one)) return [];
      const [name, sentMs, id] = one;
      if (typeof name !== 'string' || typeof sentMs !== 'number') return [];
      return [[name, { sentMs, id: typeof id === 'number' ? (id as Id) : undefined }]];
    }),
  );
}
