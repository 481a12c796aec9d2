/** Keeps the users and lead sources of an account with the document, so that Keap is asked for them once a day. */
import type { Properties } from '../../platform/properties.ts';
import { loadSplitRecord, saveSplitRecord } from '../../split-record.ts';
import type { KeapRecord, RecordTable } from './record-fields.ts';

/** It is only a copy: losing it costs a call. Both APIs have the same ids. */
export interface RecordStore {
  /** `isFresh` while they are less than a day old; undefined where there are none of this account. */
  load(
    table: RecordTable,
  ): { readonly records: readonly KeapRecord[]; readonly isFresh: boolean } | undefined;
  save(table: RecordTable, records: readonly KeapRecord[]): void;
}

const key = 'records';

/** Slightly less than a day, so that the next scheduled sync looks again. */
const freshMs = 20 * 60 * 60 * 1000;

/** Far less than a store holds (500 KB): an account with more is asked in each execution. */
const maxCharacters = 60_000;

interface StoreOptions {
  readonly properties: Properties;
  /** Names the Keap account. */
  readonly account: string;
  readonly nowMs: () => number;
}

export function recordStore({ properties, account, nowMs }: StoreOptions): RecordStore {
  function loadTables(): Readonly<Record<string, unknown>> {
    const record = loadSplitRecord(properties, key);
    return record.account === account ? recordIn(record.tables) : {};
  }
  return {
    load(table) {
      const { atMs, records } = recordIn(loadTables()[table]);
      if (typeof atMs !== 'number' || !Array.isArray(records)) return undefined;
      const ageMs = nowMs() - atMs;
      return { records: records.flatMap(readRecord), isFresh: ageMs >= 0 && ageMs < freshMs };
    },
    save(table, records) {
      const stored = records.map(({ id, name, email }) => [id, name, email]);
      const tables = { ...loadTables(), [table]: { atMs: nowMs(), records: stored } };
      const record = { account, tables };
      if (JSON.stringify(record).length <= maxCharacters) saveSplitRecord(properties, key, 1, record);
    },
  };
}

function readRecord(stored: unknown): KeapRecord[] {
  const [id, name, email]: unknown[] = Array.isArray(stored) ? stored : [];
  if (typeof id !== 'string' || typeof name !== 'string' || typeof email !== 'string') return [];
  return [{ id, name, email }];
}

function recordIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
