/** The property stores of Apps Script. */
import type { Properties } from '../platform/properties.ts';

/** The part of a store of `PropertiesService` that is used (Class Properties). */
interface PropertyStore {
  getProperty(key: string): string | null;
  getProperties(): Readonly<Record<string, string>>;
  setProperty(key: string, value: string): unknown;
  deleteProperty(key: string): unknown;
}

/** A store whose properties this execution remembers. */
export interface RememberedProperties extends Properties {
  /** The next `get` reads the store again. */
  forget(): void;
}

/**
 * One of the stores of `PropertiesService`. It is fetched at its first use, so that loading the script calls no service,
 * and kept, so that a write is a single service call: nothing may come between the answer that brings a token and its
 * save. All properties are read in one call. A write that fails may have been carried out, so everything is forgotten.
 */
export function gasProperties(getStore: () => PropertyStore): RememberedProperties {
  let store: PropertyStore | undefined;
  let known: Map<string, string> | undefined;
  const fetched = () => {
    store = store ?? getStore();
    return store;
  };
  const all = () => {
    known = known ?? new Map(Object.entries(fetched().getProperties()));
    return known;
  };
  const remember = (key: string, value: string | null) => {
    if (value === null) known?.delete(key);
    else known?.set(key, value);
  };
  const write = (key: string, value: string | null, change: (to: PropertyStore) => unknown) => {
    try {
      change(fetched());
    } catch (error) {
      known = undefined;
      throw error;
    }
    remember(key, value);
  };
  return {
    get: (key) => all().get(key) ?? null,
    keys: () => [...all().keys()],
    fresh(key) {
      const value = fetched().getProperty(key);
      remember(key, value);
      return value;
    },
    set: (key, value) => write(key, value, (to) => to.setProperty(key, value)),
    remove: (key) => write(key, null, (to) => to.deleteProperty(key)),
    forget() {
      known = undefined;
    },
  };
}
