/** Looks up the addresses of rows without a contact id. */
import type { ContactId } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { noAnswer } from '../../keap/contacts/messages.ts';
import type { Found } from '../../keap/contacts/outcome.ts';
import type { CreationNote, CreationNotes } from './creation-notes.ts';
import type { MissingIds } from './missing-ids.ts';
import type { RowToFind } from './rows-to-find.ts';

/** What Keap has of one address. */
export type LookedUp =
  | { readonly kind: 'one'; readonly id: ContactId }
  | { readonly kind: 'none' }
  /** `reason` is a sentence for the row. */
  | { readonly kind: 'several' | 'failed' | 'unsure'; readonly reason: string };

/** By the rows' `key`. A contact that was created a moment ago counts, even where the search does not find it yet. */
export function lookUp(
  service: Pick<ContactService, 'find' | 'load'>,
  rows: readonly RowToFind[],
  choice: MissingIds,
  notes: Pick<CreationNotes, 'find'>,
): ReadonlyMap<string, LookedUp> {
  const addresses = new Map(rows.map(({ key, address }) => [key, address]));
  const keys = [...addresses.keys()];
  // A contact that is missed would be created again, or said not to be there.
  const found = service.find([...addresses.values()], true);
  const looked = new Map(
    keys.map((key, index) => [key, lookedUp(addresses.get(key) ?? key, found[index] ?? noAnswer)]),
  );
  const missed = keys.filter((key) => looked.get(key)?.kind === 'none' && isNoted(notes.find(key), choice));
  for (const [key, one] of noted(service, missed, notes)) looked.set(key, one);
  return looked;
}

/** What may have been created is of no interest where nothing is created any more. */
function isNoted(note: CreationNote | undefined, choice: MissingIds): boolean {
  return note !== undefined && (note.id !== undefined || choice === 'create');
}

/** What an answer of Keap's says of an address. */
export function lookedUp(address: string, found: Found): LookedUp {
  if (found.kind === 'failed') return { kind: 'failed', reason: found.reason };
  const [id, ...others] = found.ids;
  if (id === undefined) return { kind: 'none' };
  return others.length === 0
    ? { kind: 'one', id }
    : { kind: 'several', reason: severalText(address, found.ids) };
}

/** Those that were sent to be created within the hour, and that the search does not find. */
function noted(
  service: Pick<ContactService, 'load'>,
  keys: readonly string[],
  notes: Pick<CreationNotes, 'find'>,
): [string, LookedUp][] {
  const withId = keys.flatMap((key): [string, ContactId][] => {
    const id = notes.find(key)?.id;
    return id === undefined ? [] : [[key, id]];
  });
  const loaded = service.load(
    withId.map(([, id]) => id),
    ['Email'],
  );
  const unsure = keys.filter((key) => notes.find(key)?.id === undefined);
  return [
    ...withId.map(([key, id], index): [string, LookedUp] => {
      const now = loaded[index];
      // Somebody has deleted it in Keap since.
      return [key, now?.kind === 'failed' && now.isMissing === true ? { kind: 'none' } : { kind: 'one', id }];
    }),
    ...unsure.map((key): [string, LookedUp] => [key, { kind: 'unsure', reason: unsureText }]),
  ];
}

/** Of a contact that was sent, and of which nothing tells whether Keap has created it. */
export const unsureText =
  "Keap was asked to create this contact and didn't confirm it. Within the next hour, a sync only searches for it; after that, it is created if Keap doesn't have it.";

function severalText(address: string, ids: readonly ContactId[]): string {
  const shown = ids.slice(0, 10).join(', ') + (ids.length > 10 ? ' and more' : '');
  return `Keap has ${ids.length} contacts with the address ${address}: ${shown}. Enter the id of the right one.`;
}

/** What a row says whose contact Keap does not have. */
export function noneText(address: string): string {
  return `Keap has no contact with the address ${address}. Enter a contact id, or add the contact in Keap.`;
}
