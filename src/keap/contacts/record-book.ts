/** Knows the users and lead sources of an account, as one of Keap's APIs lists them. */
import type { FieldName } from './contact.ts';
import type { Failed } from './outcome.ts';
import { type KeapRecord, type RecordField, type RecordTable, recordTableOf } from './record-fields.ts';
import type { RecordStore } from './record-store.ts';

export interface RecordBook {
  /**
   * Those of these fields that point to a record, by name. Asks Keap for the records of a table at most once in an
   * execution, where they are not known or were last asked for a day ago.
   */
  find(names: Iterable<FieldName>): ReadonlyMap<FieldName, RecordField>;
  /** Asks Keap again for what is known of these fields, unless this execution has asked already; whether it has now. */
  lookAgain(names: Iterable<FieldName>): boolean;
}

interface BookOptions {
  /** Undefined where nothing is kept between executions. */
  readonly store?: RecordStore | undefined;
  /** Asks Keap for all records of a table. */
  readonly fetch: (table: RecordTable) => readonly KeapRecord[] | Failed;
}

interface Known {
  readonly records: readonly KeapRecord[];
  readonly failure?: string | undefined;
  readonly isAsked: boolean;
}

export function recordBook({ store, fetch }: BookOptions): RecordBook {
  const known = new Map<RecordTable, Known>();
  function ask(table: RecordTable): Known {
    const kept = known.get(table) ?? stored(table);
    const fetched = fetch(table);
    const isFailed = 'kind' in fetched;
    if (!isFailed) store?.save(table, fetched);
    // What Keap said a while ago is better than nothing.
    const failure = isFailed && kept === undefined ? fetched.reason : undefined;
    const records = isFailed ? (kept?.records ?? []) : fetched;
    return { records, failure, isAsked: true };
  }
  function stored(table: RecordTable): Known | undefined {
    const kept = store?.load(table);
    return kept === undefined ? undefined : { records: kept.records, isAsked: false };
  }
  function recordsOf(table: RecordTable): Known {
    const kept = known.get(table);
    if (kept !== undefined) return kept;
    const found = store?.load(table)?.isFresh === true ? stored(table) : undefined;
    const one = found ?? ask(table);
    known.set(table, one);
    return one;
  }
  return {
    find(names) {
      return new Map(
        [...names].flatMap((name): [FieldName, RecordField][] => {
          const table = recordTableOf(name);
          if (table === undefined) return [];
          const { records, failure } = recordsOf(table);
          return [[name, { type: 'RECORD', table, records, failure }]];
        }),
      );
    },
    lookAgain(names) {
      let hasAsked = false;
      for (const name of names) {
        const table = recordTableOf(name);
        if (table === undefined || recordsOf(table).isAsked) continue;
        known.set(table, ask(table));
        hasAsked = true;
      }
      return hasAsked;
    },
  };
}
