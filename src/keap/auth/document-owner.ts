/** Keeps two users of one document from syncing it with two Keap accounts, or twice a day. */
import type { Random } from '../../platform/clock.ts';
import type { Lock } from '../../platform/lock.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord, underLock } from '../../stored-record.ts';

/** Which Keap account a document belongs to, and whose connection runs its scheduled sync. Each change throws `Busy`. */
export interface DocumentOwner {
  /** The account that the rows belong to, for instance `app123.infusionsoft.com`; empty while there is none. */
  account(): string;
  ownedBy(): 'nobody' | 'me' | 'somebody-else';
  /** Whether the owner has stopped the scheduled sync by disconnecting: it waits for somebody to take it over. */
  isPaused(): boolean;
  /** Since when it has had this owner, in milliseconds since 1970; 0 when it has none. */
  sinceMs(): number;
  /**
   * Makes it mine if it has no owner, unless it is paused, or its rows belong to another account: both are the user's
   * decision.
   */
  claim(account: string, nowMs: number): void;
  /** Makes it mine, whoever owned it. */
  takeOver(account: string, nowMs: number): void;
  /** Gives it up if it is mine, and pauses it if so asked. The account stays: the rows' fingerprints contain it. */
  release(pauses: boolean): void;
}

interface Stores {
  /** The document's: everyone who opens it sees the same. */
  readonly document: Properties;
  /** The current user's. */
  readonly user: Properties;
  /** Guards the document's record. */
  readonly lock: Lock;
}

interface OwnerRecord {
  readonly account: string;
  /** The owner has the same text in their own store; empty when there is no owner. */
  readonly mark: string;
  readonly sinceMs: number;
  readonly isPaused?: boolean;
}

const ownerKey = 'owner';

/** The account that a document's rows belong to, for instance `app123.infusionsoft.com`; empty while there is none. */
export function accountOfDocument(document: Pick<Properties, 'get'>): string {
  return readRecord(loadRecord(document, ownerKey)).account;
}

/**
 * The owner is known by a random marker in both stores: it says nothing about the person, needs no scope, and does
 * not change as Google's temporary user keys do every 30 days (Session.getTemporaryActiveUserKey).
 */
export function documentOwner(stores: Stores, documentId: string, random: Random): DocumentOwner {
  const markerKey = `${documentId}/mark`;
  const load = () => readRecord(loadRecord(stores.document, ownerKey));
  const save = (record: OwnerRecord) => saveRecord(stores.document, ownerKey, 1, record);
  const ownerIn = ({ mark }: OwnerRecord) => {
    if (mark === '') return 'nobody';
    return mark === stores.user.get(markerKey) ? 'me' : 'somebody-else';
  };
  const isFree = (record: OwnerRecord, account: string) => {
    const isItsAccount = record.account === '' || record.account === account;
    return ownerIn(record) === 'nobody' && record.isPaused !== true && isItsAccount;
  };
  const takeOver = (account: string, nowMs: number) => {
    const mark = stores.user.get(markerKey) ?? newMarker(random);
    stores.user.set(markerKey, mark);
    save({ account, mark, sinceMs: nowMs });
  };
  return {
    account: () => load().account,
    ownedBy: () => ownerIn(load()),
    isPaused: () => load().isPaused === true,
    sinceMs: () => load().sinceMs,
    claim(account, nowMs) {
      // Most claims come too late, which costs no lock to find out.
      if (!isFree(load(), account)) return;
      underLock(stores.lock, () => {
        if (isFree(load(), account)) takeOver(account, nowMs);
      });
    },
    takeOver: (account, nowMs) => underLock(stores.lock, () => takeOver(account, nowMs)),
    release: (pauses) =>
      underLock(stores.lock, () => {
        const record = load();
        if (ownerIn(record) !== 'me') return;
        save({ account: record.account, mark: '', sinceMs: 0, ...(pauses ? { isPaused: true } : {}) });
      }),
  };
}

/** The account that the rows belong to, and since when it has had its owner; empty and 0 where there is none. */
export function documentAccount(document: Properties): Pick<OwnerRecord, 'account' | 'sinceMs'> {
  return readRecord(loadRecord(document, ownerKey));
}

function newMarker(random: Random): string {
  const digits = Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(36));
  return digits.join('-');
}

function readRecord({ account, mark, sinceMs, isPaused }: Readonly<Record<string, unknown>>): OwnerRecord {
  return {
    account: typeof account === 'string' ? account : '',
    mark: typeof mark === 'string' ? mark : '',
    sinceMs: typeof sinceMs === 'number' ? sinceMs : 0,
    isPaused: isPaused === true,
  };
}
