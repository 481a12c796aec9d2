/** `CacheService`: texts that are kept for a while (Class Cache). */
import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { type Context, storeKey } from '../world.ts';

/** `CacheService`; nothing is evicted before its time, though Google may. */
export function cacheService(context: Context): ServiceObject {
  return serviceObject('CacheService', {
    getScriptCache: () => cache(context, 'script'),
    getUserCache: () => cache(context, 'user'),
    getDocumentCache: () => (context.document === undefined ? null : cache(context, 'document')),
  });
}

function cache(
  { world, script, user, document }: Context,
  kind: 'script' | 'user' | 'document',
): ServiceObject {
  const store = storeKey(script.id, kind, user, document?.spreadsheet.id ?? '');
  const keyOf = (key: string) => `${store} ${key}`;
  return serviceObject('Cache', {
    get(key) {
      const entry = world.cache.get(keyOf(signature('CacheService.Cache.get', [key]).text(key)));
      return entry !== undefined && entry.untilMs > world.clock.nowMs() ? entry.value : null;
    },
    put(key, value, seconds) {
      const is = signature('CacheService.Cache.put', [key, value, seconds]);
      const { cacheBytes, cacheKeyCharacters, cacheSeconds, maxCacheSeconds } = world.limits;
      if (is.text(key).length > cacheKeyCharacters) throw new ScriptException('Argument too large: key');
      if (Buffer.byteLength(is.text(value)) > cacheBytes)
        throw new ScriptException('Argument too large: value');
      const lifeSeconds = Math.min(is.optionalWhole(seconds) ?? cacheSeconds, maxCacheSeconds);
      const untilMs = world.clock.nowMs() + lifeSeconds * 1000;
      world.cache.set(keyOf(is.text(key)), { value: is.text(value), untilMs });
    },
    remove(key) {
      world.cache.delete(keyOf(signature('CacheService.Cache.remove', [key]).text(key)));
    },
  });
}
