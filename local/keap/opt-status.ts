import type { ContactBook } from './contacts.ts';

/**
 * What Keap knows of an address. `unconfirmed` was never asked; `unengaged` has not reacted for long; `opted-out` came
 * over an API, `opted-out-manually` from somebody in Keap, `unsubscribed` and `spam` from the person.
 */
export type OptStatus =
  | 'unconfirmed'
  | 'unengaged'
  | 'single-opt-in'
  | 'double-opt-in'
  | 'non-marketable'
  | 'opted-out'
  | 'opted-out-manually'
  | 'unsubscribed'
  | 'spam'
  | 'bounced';

interface OptMeaning {
  /** The word of REST v2 for it. */
  readonly rest: string;
  /** What getOptStatus of XML-RPC says: 0 for everything that is neither single nor double opt-in. */
  readonly xmlRpc: 0 | 1 | 2;
  /** Whether an API may opt the address in (contract of REST v2, "Update an Email Address opt-in status"). */
  readonly canOptIn: boolean;
  readonly isOut: boolean;
}

/**
 * Which word REST v2 has for an opt-out that came over an API is not documented; the strict reading is taken here, by
 * which an API cannot lift it.
 */
export const optMeanings: Readonly<Record<OptStatus, OptMeaning>> = {
  unconfirmed: { rest: 'UNENGAGED_MARKETABLE', xmlRpc: 0, canOptIn: true, isOut: false },
  unengaged: { rest: 'UNENGAGED_NON_MARKETABLE', xmlRpc: 0, canOptIn: true, isOut: false },
  'non-marketable': { rest: 'NON_MARKETABLE', xmlRpc: 0, canOptIn: true, isOut: false },
  'single-opt-in': { rest: 'SINGLE_OPT_IN', xmlRpc: 1, canOptIn: false, isOut: false },
  'double-opt-in': { rest: 'DOUBLE_OPT_IN', xmlRpc: 2, canOptIn: false, isOut: false },
  'opted-out': { rest: 'ADMIN', xmlRpc: 0, canOptIn: false, isOut: true },
  'opted-out-manually': { rest: 'MANUAL', xmlRpc: 0, canOptIn: true, isOut: true },
  unsubscribed: { rest: 'LIST_UNSUBSCRIBE', xmlRpc: 0, canOptIn: false, isOut: true },
  spam: { rest: 'SPAM', xmlRpc: 0, canOptIn: false, isOut: true },
  bounced: { rest: 'HARD_BOUNCE', xmlRpc: 0, canOptIn: false, isOut: false },
};

interface OptWish {
  readonly address: string;
  readonly wants: 'in' | 'out';
  readonly reason: string;
}

/** Opts the address in or out as an API may; false where it is so already or may not be. */
export function changeOpt(book: ContactBook, { address, wants, reason }: OptWish, nowMs: number): boolean {
  const { canOptIn, isOut } = optMeanings[book.optEntry(address).status];
  if (!address.includes('@') || (wants === 'in' ? !canOptIn : isOut)) return false;
  book.setOpt(address, {
    status: wants === 'in' ? 'single-opt-in' : 'opted-out',
    reason,
    changedMs: nowMs,
  });
  return true;
}
