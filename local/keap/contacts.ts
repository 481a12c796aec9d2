import type { OptStatus } from './opt-status.ts';

export type { OptStatus } from './opt-status.ts';

/** A contact as Keap keeps it: only fields that hold something. */
export interface SimulatedContact {
  readonly id: number;
  readonly fields: Readonly<Record<string, string>>;
}

export interface OptEntry {
  readonly status: OptStatus;
  readonly reason: string;
  readonly changedMs: number;
}

/** Contacts and the opt status of addresses, which belongs to the address and not to the contact. */
export interface ContactBook {
  find(id: number): SimulatedContact | undefined;
  /** Ordered by id. */
  all(): SimulatedContact[];
  put(contact: SimulatedContact, nowMs: number): void;
  /** Sets the fields named, and no other; an empty text empties the field. */
  update(id: number, fields: Readonly<Record<string, string>>, nowMs: number): void;
  add(fields: Readonly<Record<string, string>>, nowMs: number): number;
  /** When Keap got the contact and when it last changed, in milliseconds since 1970. */
  times(id: number): { readonly createdMs: number; readonly updatedMs: number };
  optEntry(address: string): OptEntry;
  setOpt(address: string, entry: OptEntry): void;
  optEntries(): Record<string, OptEntry>;
}

export function contactBook(): ContactBook {
  const contacts = new Map<number, SimulatedContact>();
  const times = new Map<number, { createdMs: number; updatedMs: number }>();
  const opts = new Map<string, OptEntry>();
  let greatestId = 0;
  // Keap compares addresses without regard to case.
  const keyOf = (address: string) => address.trim().toLowerCase();
  const keep = (id: number, fields: Readonly<Record<string, string>>, nowMs: number) => {
    const full = Object.entries(fields).filter(([, value]) => value !== '');
    contacts.set(id, { id, fields: Object.fromEntries(full) });
    times.set(id, { createdMs: times.get(id)?.createdMs ?? nowMs, updatedMs: nowMs });
    greatestId = Math.max(greatestId, id);
  };
  return {
    find: (id) => contacts.get(id),
    all: () => [...contacts.values()].sort((one, other) => one.id - other.id),
    put: ({ id, fields }, nowMs) => keep(id, fields, nowMs),
    update: (id, fields, nowMs) => keep(id, { ...contacts.get(id)?.fields, ...fields }, nowMs),
    add(fields, nowMs) {
      keep(greatestId + 1, fields, nowMs);
      return greatestId;
    },
    times: (id) => times.get(id) ?? { createdMs: 0, updatedMs: 0 },
    optEntry: (address) => opts.get(keyOf(address)) ?? { status: 'unconfirmed', reason: '', changedMs: 0 },
    setOpt: (address, entry) => opts.set(keyOf(address), entry),
    optEntries: () => Object.fromEntries(opts),
  };
}
