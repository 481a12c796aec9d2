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
  /** Those that a search finds at this time, in milliseconds since 1970; ordered by id. */
  searched(nowMs: number): SimulatedContact[];
  put(contact: SimulatedContact, writing: Writing): void;
  /** Sets the fields named, and no other; an empty text empties the field. */
  update(id: number, fields: Readonly<Record<string, string>>, writing: Writing): void;
  delete(id: number): void;
  add(fields: Readonly<Record<string, string>>, writing: Writing): number;
  /** When Keap got the contact and when it last changed, in milliseconds since 1970. */
  times(id: number): { readonly createdMs: number; readonly updatedMs: number };
}

export const emailFields = ['Email', 'EmailAddress2', 'EmailAddress3'] as const;

/** Tells `opts` of every address that is written; a search finds what a program adds after `foundAfterMs`. */
export function contactBook(opts: Pick<OptBook, 'meet'>, foundAfterMs = 0): ContactBook {
  const contacts = new Map<number, SimulatedContact>();
  const foundFromMs = new Map<number, number>();
  const times = new Map<number, { createdMs: number; updatedMs: number }>();
  let maxId = 0;
  const keep = (id: number, fields: Readonly<Record<string, string>>, { by, nowMs }: Writing) => {
    const full = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
    contacts.set(id, { id, fields: full });
    times.set(id, { createdMs: times.get(id)?.createdMs ?? nowMs, updatedMs: nowMs });
    maxId = Math.max(maxId, id);
    for (const name of emailFields) opts.meet(full[name] ?? '', by, nowMs);
  };
  const all = () => [...contacts.values()].sort((one, other) => one.id - other.id);
  return {
    find: (id) => contacts.get(id),
    all,
    searched: (nowMs) => all().filter(({ id }) => (foundFromMs.get(id) ?? 0) <= nowMs),
    put({ id, fields }, writing) {
      keep(id, fields, writing);
      foundFromMs.delete(id);
    },
    update: (id, fields, writing) => keep(id, { ...contacts.get(id)?.fields, ...fields }, writing),
    delete(id) {
      contacts.delete(id);
    },
    add(fields, writing) {
      keep(maxId + 1, fields, writing);
      foundFromMs.set(maxId, writing.nowMs + foundAfterMs);
      return maxId;
    },
    times: (id) => times.get(id) ?? { createdMs: 0, updatedMs: 0 },
  };
}

/** What makes two contacts the same, by the names of both APIs' duplicate checks. */
const duplicateChecks: Readonly<Record<string, readonly string[]>> = {
  Email: ['Email'],
  EmailAndName: ['Email', 'FirstName', 'LastName'],
  EmailAndNameAndCompany: ['Email', 'FirstName', 'LastName', 'Company'],
};

export function isDuplicateCheck(check: string): boolean {
  return check in duplicateChecks;
}

/** The contact that such a check takes for the same; Keap's database compares without regard to case. */
export function duplicateOf(
  book: Pick<ContactBook, 'all'>,
  texts: Readonly<Record<string, string>>,
  check: string,
): SimulatedContact | undefined {
  const textIn = (fields: Readonly<Record<string, string>>, name: string) =>
    (fields[name] ?? '').toLowerCase();
  const compared = duplicateChecks[check] ?? [];
  return book
    .all()
    .find(({ fields }) => compared.every((name) => textIn(fields, name) === textIn(texts, name)));
}
