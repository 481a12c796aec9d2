/** Compares the addresses that are looked for with those that contacts have. */
import { addressText } from './address-text.ts';
import type { ContactId } from './contact.ts';
import { trimInvisible } from './invisible-characters.ts';
import type { Failed, Found } from './outcome.ts';

/** Equal for two texts of one address: case, what cannot be seen and what is copied along do not count. */
export function addressKey(text: string): string {
  return addressText(trimInvisible(text)).normalize('NFC').toLowerCase();
}

/** Addresses that are looked for, and the contacts that have them. */
export interface SoughtAddresses {
  /** Each address once, as it was given first. */
  readonly unique: readonly string[];
  /** Notes a contact with its addresses; false where none of them is looked for. */
  meet(id: ContactId, addresses: readonly string[]): boolean;
  /** One address could not be looked for. */
  fail(address: string, failure: Failed): void;
  /** Those of `unique` that no contact was met with, and that did not fail. */
  missing(): string[];
  /** One result for each address as given, in order; the ids ascend. */
  results(): Found[];
}

export function soughtAddresses(addresses: readonly string[]): SoughtAddresses {
  const known = new Map<string, { readonly address: string; readonly ids: Set<ContactId> }>();
  const failures = new Map<string, Failed>();
  for (const address of addresses) {
    const key = addressKey(address);
    if (!known.has(key)) known.set(key, { address, ids: new Set() });
  }
  return {
    unique: [...known.values()].map(({ address }) => address),
    meet(id, texts) {
      const met = texts.flatMap((text) => known.get(addressKey(text)) ?? []);
      for (const { ids } of met) ids.add(id);
      return met.length > 0;
    },
    fail(address, failure) {
      failures.set(addressKey(address), failure);
    },
    missing: () =>
      [...known].flatMap(([key, { address, ids }]) => (ids.size > 0 || failures.has(key) ? [] : [address])),
    results: () =>
      addresses.map((address): Found => {
        const key = addressKey(address);
        const failure = failures.get(key);
        const ids = [...(known.get(key)?.ids ?? [])].sort((one, other) => one - other);
        return failure ?? { kind: 'found', ids };
      }),
  };
}

/** Up to so many addresses are asked for one by one, without a look at how many contacts there are. */
export const fewAddresses = 2;

/** How many contacts are in a page: the most that both APIs give at a time. */
export const contactsOfPage = 1_000;

/**
 * Whether reading all contacts, so many pages of them, takes fewer calls than asking for each address. A page is a long
 * answer, so from `maxPages` on it would take longer all the same.
 */
export function isReadingCheaper(pages: number, addresses: number, maxPages: number): boolean {
  return pages < addresses && pages <= maxPages;
}
