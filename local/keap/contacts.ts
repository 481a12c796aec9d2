/** The contacts that Keap keeps. */
import type { OptBook, Writer } from './opt-book.ts';

export type { OptStatus } from './opt-status.ts';

/** A contact as Keap keeps it: only fields that hold something. */
export interface SimulatedContact {
  readonly id: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** Who writes, and when, in milliseconds since 1970. */
export interface Writing {
  readonly by: Writer;
  readonly nowMs: number;
}

export interface ContactBook {
  find(id: number): SimulatedContact | undefined;
  /** Ordered by id. */
  all(): SimulatedContact[];
  put(contact: SimulatedContact, writing: Writing): void;
  /** Sets the fields named, and no other; an empty text empties the field. */
  update(id: number, fields: Readonly<Record<string, string>>, writing: Writing): void;
  delete(id: number): void;
  add(fields: Readonly<Record<string, string>>, writing: Writing): number;
  /** When Keap got the contact and when it last changed, in milliseconds since 1970. */
  times(id: number): { readonly createdMs: number; readonly updatedMs: number };
}

export const emailFields = ['Email', 'EmailAddress2', 'EmailAddress3'] as const;

/** Tells `opts` of every address that is written. */
export function contactBook(opts: Pick<OptBook, 'meet'>): ContactBook {
  const contacts = new Map<number, SimulatedContact>();
  const times = new Map<number, { createdMs: number; updatedMs: number }>();
  let maxId = 0;
  const keep = (id: number, fields: Readonly<Record<string, string>>, { by, nowMs }: Writing) => {
    const full = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
    contacts.set(id, { id, fields: full });
    times.set(id, { createdMs: times.get(id)?.createdMs ?? nowMs, updatedMs: nowMs });
    maxId = Math.max(maxId, id);
    for (const name of emailFields) opts.meet(full[name] ?? '', by, nowMs);
  };
  return {
    find: (id) => contacts.get(id),
    all: () => [...contacts.values()].sort((one, other) => one.id - other.id),
    put: ({ id, fields }, writing) => keep(id, fields, writing),
    update: (id, fields, writing) => keep(id, { ...contacts.get(id)?.fields, ...fields }, writing),
    delete(id) {
      contacts.delete(id);
    },
    add(fields, writing) {
      keep(maxId + 1, fields, writing);
      return maxId;
    },
    times: (id) => times.get(id) ?? { createdMs: 0, updatedMs: 0 },
  };
}
