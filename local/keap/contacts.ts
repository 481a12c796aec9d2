/** A contact as Keap keeps it: only fields that hold something. */
export interface SimulatedContact {
  readonly id: number;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * What Keap knows of an address. `unconfirmed` may be mailed and was never asked; `non-marketable` may not; the
 * two last ones refuse an opt-in by API (REST v2 contract, UpdateEmailAddress).
 */
export type OptStatus =
  | 'unconfirmed'
  | 'single-opt-in'
  | 'double-opt-in'
  | 'non-marketable'
  | 'opted-out'
  | 'bounced';

export interface OptEntry {
  readonly status: OptStatus;
  readonly reason: string;
  readonly changedMs: number;
}

/** Contacts and the opt status of addresses, which belongs to the address and not to the contact. */
export interface ContactBook {
  find(id: number): SimulatedContact | undefined;
  all(): SimulatedContact[];
  put(contact: SimulatedContact): void;
  /** Sets the fields named, and no other; an empty text empties the field. */
  update(id: number, fields: Readonly<Record<string, string>>): void;
  add(fields: Readonly<Record<string, string>>): number;
  optEntry(address: string): OptEntry;
  setOpt(address: string, entry: OptEntry): void;
  optEntries(): Record<string, OptEntry>;
}

export function contactBook(initial: readonly SimulatedContact[]): ContactBook {
  const contacts = new Map(initial.map((contact) => [contact.id, contact]));
  const opts = new Map<string, OptEntry>();
  // Keap compares addresses without regard to case.
  const keyOf = (address: string) => address.trim().toLowerCase();
  return {
    find: (id) => contacts.get(id),
    all: () => [...contacts.values()].sort((one, other) => one.id - other.id),
    put: (contact) => contacts.set(contact.id, contact),
    update(id, fields) {
      const merged = Object.entries({ ...contacts.get(id)?.fields, ...fields });
      contacts.set(id, { id, fields: Object.fromEntries(merged.filter(([, value]) => value !== '')) });
    },
    add(fields) {
      const id = Math.max(0, ...contacts.keys()) + 1;
      contacts.set(id, { id, fields });
      return id;
    },
    optEntry: (address) => opts.get(keyOf(address)) ?? { status: 'unconfirmed', reason: '', changedMs: 0 },
    setOpt: (address, entry) => opts.set(keyOf(address), entry),
    optEntries: () => Object.fromEntries(opts),
  };
}
