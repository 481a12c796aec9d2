/** A small store of strings that outlives the execution: at most 9 KB a value (Apps Script, Quotas). */
export interface Properties {
  get(key: string): string | null;
  /** One write; throws when the value is too large for the store. */
  set(key: string, value: string): void;
  /** Removes the key; a key that is not there is no error. */
  remove(key: string): void;
}
