/** What survives an execution. */

/** A small store of strings, at most 9 KB per value (Apps Script, Quotas). */
export interface Properties {
  get(key: string): string | null;
  /** The keys of all that is stored, in any order. */
  keys(): string[];
  /** One write; throws when the value is too large for the store. */
  set(key: string, value: string): void;
  /** Removes the key; does nothing when the key does not exist. */
  remove(key: string): void;
}
