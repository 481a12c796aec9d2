/** Reads the lists that a write over REST v2 replaces as a whole, so that the rest of them can be sent back. */
import type { ContactId } from '../contacts/contact.ts';
import { noAnswer } from '../contacts/messages.ts';
import type { Exchange } from '../http/exchange.ts';
import { isInList } from './contact-patch.ts';
import { type FetchedContact, fetchContacts, fetchWholeContacts } from './contact-reads.ts';
import type { Contact } from './contract.ts';
import type { PendingChange } from './pending-change.ts';

/** Lists as they were read ahead; contacts whose lists are not known are missing. */
export interface ListsAhead {
  readonly properties: ReadonlySet<string>;
  readonly contacts: ReadonlyMap<ContactId, Contact>;
  /** Until when they may be merged into and written back, in milliseconds since 1970. */
  readonly untilMs: number;
}

/** The changes that write into lists, and into which ones. */
export function listsOf(all: readonly PendingChange[]): {
  readonly concerned: readonly PendingChange[];
  readonly properties: ReadonlySet<string>;
} {
  const concerned = all.filter((one) => one.failure === undefined && [...one.paths.values()].some(isInList));
  const properties = new Set<string>();
  for (const one of concerned) {
    for (const path of one.paths.values()) if (isInList(path)) properties.add(path.property);
  }
  return { concerned, properties };
}

/**
 * Reads the lists that the changes write into, immediately before the write, so that little can happen in between. What
 * was read ahead and still counts isn't read again.
 */
export function readLists(
  exchange: Exchange,
  all: readonly PendingChange[],
  ahead: ListsAhead | undefined,
): void {
  const { concerned, properties } = listsOf(all);
  if (concerned.length === 0) return;
  const isRead = ahead !== undefined && [...properties].every((property) => ahead.properties.has(property));
  const unread = concerned.filter((one) => {
    const contact = isRead ? ahead.contacts.get(one.change.id) : undefined;
    if (contact !== undefined) one.current = contact;
    return contact === undefined;
  });
  const fetched = fetchContacts(
    exchange,
    unread.map(({ change }) => change.id),
    [...properties],
  );
  for (const one of unread) setCurrent(one, fetched.get(one.change.id));
  readWhole(exchange, concerned);
}

/** A list that is missing from the answer would be written as empty; only the whole contact shows whether it is. */
function readWhole(exchange: Exchange, all: readonly PendingChange[]): void {
  const doubtful = all.filter(({ current, paths }) => {
    return (
      current !== undefined &&
      [...paths.values()].some((path) => isInList(path) && !(path.property in current))
    );
  });
  const fetched = fetchWholeContacts(
    exchange,
    doubtful.map(({ change }) => change.id),
  );
  for (const one of doubtful) setCurrent(one, fetched.get(one.change.id));
}

function setCurrent(one: PendingChange, found: FetchedContact = noAnswer): void {
  if (found.kind === 'failed') one.failure = found;
  else one.current = found.contact;
}
