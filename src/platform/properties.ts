/** What survives an execution. */

/**
 * A small store of strings, at most 9 KB per value (Apps Script, Quotas). It is read as a whole, once for each execution
 * and again under its lock, so `get` gives what this execution has written, and may miss what others have written since.
 */
export interface Properties {
  get(key: string): string | null;
  /** The keys of all that `get` knows of, in any order. */
  keys(): string[];
  /** What is stored at this moment, whoever has written it; one read of the store. */
  fresh(key: string): string | null;
  /** One write; throws when the value is too large for the store. */
  set(key: string, value: string): void;
  /** Removes the key; does nothing when the key does not exist. */
  remove(key: string): void;
}
