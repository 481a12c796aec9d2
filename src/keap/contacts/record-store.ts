/** Keeps the users and lead sources of an account with the document, so that Keap is asked for them once a day. */
import { type CopyOptions, dailyCopy } from './daily-copy.ts';
import type { KeapRecord, RecordTable } from './record-fields.ts';

/** It is only a copy: losing it costs a call. Both APIs have the same ids. */
export interface RecordStore {
  /** `isFresh` while they are less than a day old; undefined where there are none of this account. */
  load(
    table: RecordTable,
  ): { readonly records: readonly KeapRecord[]; readonly isFresh: boolean } | undefined;
  save(table: RecordTable, records: readonly KeapRecord[]): void;
}

export function recordStore(options: CopyOptions): RecordStore {
  const copy = dailyCopy(options, 'records', 'tables');
  return {
    load(table) {
      const found = copy.load(table);
      const records = found?.stored.records;
      if (found === undefined || !Array.isArray(records)) return undefined;
      return { records: records.flatMap(readRecord), isFresh: found.isFresh };
    },
    save(table, records) {
      copy.save(table, { records: records.map(({ id, name, email }) => [id, name, email]) });
    },
  };
}

function readRecord(stored: unknown): KeapRecord[] {
  const [id, name, email]: unknown[] = Array.isArray(stored) ? stored : [];
  if (typeof id !== 'string' || typeof name !== 'string' || typeof email !== 'string') return [];
  return [{ id, name, email }];
}
