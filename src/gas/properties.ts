import type { Properties } from '../platform/properties.ts';

/** One of the stores of `PropertiesService`; `open` is called at each use, so that loading touches no service. */
export function gasProperties(open: () => GoogleAppsScript.Properties.Properties): Properties {
  return {
    get: (key) => open().getProperty(key),
    set(key, value) {
      open().setProperty(key, value);
    },
    remove(key) {
      open().deleteProperty(key);
    },
  };
}
