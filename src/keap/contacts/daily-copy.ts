/** Keeps with the document what Keap says of an account and seldom changes, so that Keap is asked for it once a day. */
import type { Properties } from '../../platform/properties.ts';
import { loadSplitRecord, saveSplitRecord } from '../../split-record.ts';

/** Several parts under one key, each with its own age. */
export interface DailyCopy {
  /** `isFresh` while the part is less than a day old; undefined where there is none of this account. */
  load(part: string): { readonly stored: Stored; readonly isFresh: boolean } | undefined;
  save(part: string, stored: Stored): void;
}

/** A part as it is stored. */
export type Stored = Readonly<Record<string, unknown>>;

/** Where the copy is kept, and whose it is. */
export interface CopyOptions {
  readonly properties: Properties;
  /** Names the Keap account. */
  readonly account: string;
  readonly nowMs: () => number;
}

/** Slightly less than a day, so that the next scheduled sync looks again. */
const freshMs = 20 * 60 * 60 * 1000;

/** Far less than a store holds (500 KB): an account with more is asked in each execution. */
const maxCharacters = 60_000;

/** It is only a copy: losing it costs a call. The parts stand below `name` in the property `key`. */
export function dailyCopy({ properties, account, nowMs }: CopyOptions, key: string, name: string): DailyCopy {
  const loadParts = (): Stored => {
    const record = loadSplitRecord(properties, key);
    return record.account === account ? storedIn(record[name]) : {};
  };
  return {
    load(part) {
      const { atMs, ...stored } = storedIn(loadParts()[part]);
      if (typeof atMs !== 'number') return undefined;
      const ageMs = nowMs() - atMs;
      return { stored, isFresh: ageMs >= 0 && ageMs < freshMs };
    },
    save(part, stored) {
      const record = { account, [name]: { ...loadParts(), [part]: { atMs: nowMs(), ...stored } } };
      if (JSON.stringify(record).length <= maxCharacters) saveSplitRecord(properties, key, 1, record);
    },
  };
}

/** An object as it was stored; empty where it is something else. */
export function storedIn(value: unknown): Stored {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
