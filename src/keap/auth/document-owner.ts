import type { Random } from '../../platform/clock.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';

/** Which Keap account a document belongs to, and whose connection runs its daily sync. */
export interface DocumentOwner {
  /** The account whose rows these are, for instance `app123.infusionsoft.com`; empty where it has none yet. */
  account(): string;
  whose(): 'nobody' | 'me' | 'somebody-else';
  /** Since when it is whose it is, in milliseconds since 1970; 0 where it is nobody's. */
  sinceMs(): number;
  /** Makes it mine if it is nobody's, unless its rows are another account's: that is for somebody to decide. */
  claim(account: string, nowMs: number): void;
  /** Makes it mine, whosever it was. */
  take(account: string, nowMs: number): void;
  /** Makes it nobody's if it is mine. The account stays, for the rows' fingerprints carry it. */
  leave(): void;
}

interface Stores {
  /** Of the document: everyone who opens it sees the same. */
  readonly document: Properties;
  /** Of the user who runs this. */
  readonly user: Properties;
}

interface OwnerRecord {
  readonly account: string;
  /** The same text lies with the user who owns the document; empty for nobody. */
  readonly mark: string;
  readonly sinceMs: number;
}

const ownerKey = 'owner';

/**
 * The owner is known by a mark of chance that lies in both stores: it says nothing of the person, needs no scope,
 * and does not change as Google's temporary user keys do every 30 days (Session.getTemporaryActiveUserKey).
 */
export function documentOwner(stores: Stores, documentId: string, random: Random): DocumentOwner {
  const markKey = `${documentId}/mark`;
  const load = () => readRecord(loadRecord(stores.document, ownerKey));
  const save = (record: OwnerRecord) => saveRecord(stores.document, ownerKey, 1, record);
  const whose = ({ mark }: OwnerRecord) => {
    if (mark === '') return 'nobody';
    return mark === stores.user.get(markKey) ? 'me' : 'somebody-else';
  };
  const take = (account: string, nowMs: number) => {
    const mark = stores.user.get(markKey) ?? newMark(random);
    stores.user.set(markKey, mark);
    save({ account, mark, sinceMs: nowMs });
  };
  return {
    account: () => load().account,
    whose: () => whose(load()),
    sinceMs: () => load().sinceMs,
    claim(account, nowMs) {
      const record = load();
      const isItsAccount = record.account === '' || record.account === account;
      if (whose(record) === 'nobody' && isItsAccount) take(account, nowMs);
    },
    take,
    leave() {
      const record = load();
      if (whose(record) === 'me') save({ ...record, mark: '', sinceMs: 0 });
    },
  };
}

function newMark(random: Random): string {
  const digits = Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(36));
  return digits.join('-');
}

function readRecord({ account, mark, sinceMs }: Readonly<Record<string, unknown>>): OwnerRecord {
  return {
    account: typeof account === 'string' ? account : '',
    mark: typeof mark === 'string' ? mark : '',
    sinceMs: typeof sinceMs === 'number' ? sinceMs : 0,
  };
}
