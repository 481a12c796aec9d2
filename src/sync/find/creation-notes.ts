/**
 * Remembers for an hour which contacts were sent to Keap to be created, so that none is created twice: an execution may be
 * killed before it has written an id into its row, an answer may be lost, and Keap's search may lag behind.
 */
import type { ContactId } from '../../keap/contacts/contact.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadSplitRecord, saveSplitRecord } from '../../split-record.ts';
import { hashOf } from '../sheet/fingerprint.ts';

/** One contact that was sent, when, in milliseconds since 1970, and its id where Keap has answered with it. */
export interface CreationNote {
  readonly sentMs: number;
  readonly id: ContactId | undefined;
}

export interface CreationNotes {
  /** By address, as `addressKey` writes it. */
  find(key: string): CreationNote | undefined;
  /** Before they are sent; one property write. */
  begin(keys: readonly string[]): void;
  /** What came of them: an id, or that they were not created; those that are missing stay as they are. */
  settle(outcomes: ReadonlyMap<string, ContactId | 'not-created'>): void;
}

/** Longer than any request takes and any search lags. */
export const noteMs = 60 * 60 * 1000;

/** Of those with an id: the rows have them by then, and a property holds 9 KB. */
const maxWithId = 150;

const property = 'created';

/** Of this Keap account; read once, and changed under the document's lock alone. */
export function creationNotes(properties: Properties, account: string, nowMs: () => number): CreationNotes {
  let notes = loadNotes(properties);
  const nameOf = (key: string) => hashOf([account, key], 16);
  const save = () => {
    notes = new Map(kept([...notes], nowMs()));
    const stored = [...notes].map(([name, { sentMs, id }]) => [
      name,
      sentMs,
      ...(id === undefined ? [] : [id]),
    ]);
    saveSplitRecord(properties, property, 1, { notes: stored });
  };
  return {
    find(key) {
      const note = notes.get(nameOf(key));
      return note === undefined || nowMs() - note.sentMs > noteMs ? undefined : note;
    },
    begin(keys) {
      if (keys.length === 0) return;
      for (const key of keys) notes.set(nameOf(key), { sentMs: nowMs(), id: undefined });
      save();
    },
    settle(outcomes) {
      if (outcomes.size === 0) return;
      for (const [key, outcome] of outcomes) {
        const note = notes.get(nameOf(key));
        if (outcome === 'not-created') notes.delete(nameOf(key));
        else notes.set(nameOf(key), { sentMs: note?.sentMs ?? nowMs(), id: outcome });
      }
      save();
    },
  };
}

function kept(notes: readonly [string, CreationNote][], nowMs: number): [string, CreationNote][] {
  const recent = notes.filter(([, { sentMs }]) => nowMs - sentMs <= noteMs);
  const withId = recent.filter(([, { id }]) => id !== undefined).slice(-maxWithId);
  return [...recent.filter(([, { id }]) => id === undefined), ...withId];
}

/** A damaged record is as if nothing had been created. */
function loadNotes(properties: Properties): Map<string, CreationNote> {
  const { notes } = loadSplitRecord(properties, property);
  if (!Array.isArray(notes)) return new Map();
  return new Map(
    notes.flatMap((one: unknown): [string, CreationNote][] => {
      if (!Array.isArray(one)) return [];
      const [name, sentMs, id] = one;
      if (typeof name !== 'string' || typeof sentMs !== 'number') return [];
      return [[name, { sentMs, id: typeof id === 'number' ? (id as ContactId) : undefined }]];
    }),
  );
}
