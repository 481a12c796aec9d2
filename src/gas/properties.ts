/** The property stores of Apps Script. */
import type { Properties } from '../platform/properties.ts';

/**
 * One of the stores of `PropertiesService`, fetched at its first use, so that loading the script calls no service, and
 * kept, so that a write is a single service call: nothing may come between the answer that brings a token and its save.
 */
export function gasProperties(getStore: () => GoogleAppsScript.Properties.Properties): Properties {
  let store: GoogleAppsScript.Properties.Properties | undefined;
  const fetched = () => {
    store = store ?? getStore();
    return store;
  };
  return {
    get: (key) => fetched().getProperty(key),
    keys: () => fetched().getKeys(),
    set(key, value) {
      fetched().setProperty(key, value);
    },
    remove(key) {
      fetched().deleteProperty(key);
    },
  };
}
