import type { Properties } from '../platform/properties.ts';

/**
 * One of the stores of `PropertiesService`, opened at its first use, so that loading touches no service, and kept
 * open, so that a write is one service call: a token must lie within one call of the answer that brought it.
 */
export function gasProperties(open: () => GoogleAppsScript.Properties.Properties): Properties {
  let store: GoogleAppsScript.Properties.Properties | undefined;
  const opened = () => {
    store = store ?? open();
    return store;
  };
  return {
    get: (key) => opened().getProperty(key),
    set(key, value) {
      opened().setProperty(key, value);
    },
    remove(key) {
      opened().deleteProperty(key);
    },
  };
}
