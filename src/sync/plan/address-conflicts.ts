/** Finds, before anything is sent, contacts that share an email address in Keap and whose rows want opposite things of it. */
import type { ContactId } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { optConflicts, optingAddresses } from './opt-conflicts.ts';
import type { PlannedChange } from './plan.ts';

/**
 * The conflicts of a whole run, by contact. Reads the addresses of the contacts that opt, but only where some of them opt
 * out and others in; a contact that cannot be read has only the address of its row.
 */
export function addressConflicts(
  service: ContactService,
  changes: readonly PlannedChange[],
): ReadonlyMap<ContactId, ContactId> {
  const opting = changes.map(({ change }) => change).filter(({ opt }) => opt !== undefined);
  const kinds = new Set(opting.map(({ opt }) => opt?.kind));
  if (kinds.size < 2) return new Map();
  const loaded = service.load(
    opting.map(({ id }) => id),
    ['Email'],
  );
  return optConflicts(
    opting.map((change, index) => {
      const now = loaded[index];
      return optingAddresses(change, now?.kind === 'found' ? (now.fields.get('Email') ?? '') : '');
    }),
  );
}
