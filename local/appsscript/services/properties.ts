/** `PropertiesService`: stores of a script, of a person and of a document (Class Properties). */

import { spend } from '../quotas.ts';
import { refusal } from '../refusal.ts';
import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { type Context, storeKey } from '../world.ts';

/**
 * `PropertiesService`, with the sizes of the quotas page.
 * probe: properties/size-of-a-value, properties/size-of-a-store
 */
export function propertiesService(context: Context): ServiceObject {
  return serviceObject('PropertiesService', {
    getScriptProperties: () => properties(context, 'script'),
    getUserProperties: () => properties(context, 'user'),
    getDocumentProperties: () => (context.document === undefined ? null : properties(context, 'document')),
  });
}

function properties(context: Context, kind: 'script' | 'user' | 'document'): ServiceObject {
  const { world, script, user, document } = context;
  const storeName = storeKey(script.id, kind, user, document?.spreadsheet.id ?? '');
  if (context.authMode === 'NONE') {
    throw new ScriptException(
      'You do not have permission to call PropertiesService in this authorisation mode.',
    );
  }
  const store = world.stores.get(storeName) ?? new Map<string, string>();
  world.stores.set(storeName, store);
  const count = () => spend(context, 'properties', 1, world.limits.propertyCallsPerDay);
  const methods: ServiceObject['methods'] = {
    getProperty(key, ...rest) {
      count();
      return (
        store.get(signature('PropertiesService.Properties.getProperty', [key, ...rest]).text(key)) ?? null
      );
    },
    setProperty(key, value, ...rest) {
      count();
      const is = signature('PropertiesService.Properties.setProperty', [key, value, ...rest]);
      write(context, storeName, store, is.text(key), is.text(value));
      return self;
    },
    setProperties(values, deleteOthers) {
      count();
      const is = signature('PropertiesService.Properties.setProperties', [values, deleteOthers]);
      const record = is.record(values);
      if (deleteOthers === true) store.clear();
      for (const [key, value] of Object.entries(record)) write(context, storeName, store, key, String(value));
      return self;
    },
    deleteProperty(key) {
      count();
      store.delete(signature('PropertiesService.Properties.deleteProperty', [key]).text(key));
      return self;
    },
    deleteAllProperties() {
      count();
      store.clear();
      return self;
    },
    getProperties() {
      count();
      return Object.fromEntries(store);
    },
    getKeys() {
      count();
      return [...store.keys()];
    },
  };
  const self = serviceObject('Properties', methods, kind);
  return self;
}

function write(
  context: Context,
  storeName: string,
  store: Map<string, string>,
  key: string,
  value: string,
): void {
  const { world } = context;
  if (Buffer.byteLength(value) > world.limits.propertyBytes) {
    throw new ScriptException('Argument too large: value');
  }
  const others = [...store].filter(([name]) => name !== key);
  const bytes = [...others, [key, value] as const].reduce(
    (sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text),
    world.reservedBytes.get(storeName) ?? 0,
  );
  if (bytes > world.limits.propertyStoreBytes) {
    throw refusal(context, 'storageFull');
  }
  store.set(key, value);
}
