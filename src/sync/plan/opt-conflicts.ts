/** Finds contacts whose rows want opposite things of one email address. Keap keeps the opt status with the address. */
import type { ContactChange, ContactId } from '../../keap/contacts/contact.ts';

/** A change that opts, with the addresses that it would opt. */
export interface OptingAddresses {
  readonly change: ContactChange;
  readonly addresses: readonly string[];
}

/** The addresses that a change opts, of a contact that has the address `current` in Keap. */
export function optingAddresses(change: ContactChange, current: string): OptingAddresses {
  const own = change.fields.get('Email');
  // An opt-out is for the old address as well as for the new one.
  const addresses = change.opt?.kind === 'opt-out' ? [own ?? '', current] : [own ?? current];
  return { change, addresses: change.opt === undefined ? [] : addresses };
}

/** By contact, one other contact whose row wants the opposite of the same address. */
export function optConflicts(all: readonly OptingAddresses[]): ReadonlyMap<ContactId, ContactId> {
  const byAddress = new Map<string, ContactChange[]>();
  for (const { change, addresses } of all) {
    for (const address of addresses) {
      const key = address.trim().toLowerCase();
      if (key === '') continue;
      const changes = byAddress.get(key);
      if (changes === undefined) byAddress.set(key, [change]);
      else changes.push(change);
    }
  }
  const conflicts = new Map<ContactId, ContactId>();
  for (const changes of byAddress.values()) {
    const out = changes.find(({ opt }) => opt?.kind === 'opt-out');
    const into = changes.find(({ opt }) => opt?.kind === 'opt-in');
    if (out === undefined || into === undefined) continue;
    for (const { id, opt } of changes) conflicts.set(id, opt?.kind === 'opt-in' ? out.id : into.id);
  }
  return conflicts;
}

/** What the rows of such contacts say. */
export function optConflictText(other: ContactId): string {
  return `This row and the row of contact ${other} disagree about the same email address: one opts it out, and the other opts it in. Delete one of the two reasons.`;
}
