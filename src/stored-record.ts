/** Records kept as JSON in one property each, with the version of their shape, and changed under a lock. */
import { Busy, ServiceDown } from './errors.ts';
import { jsonObject } from './json.ts';
import type { Lock } from './platform/lock.ts';
import type { Properties } from './platform/properties.ts';

/** The same store, each of whose reads shows what is stored at that moment. */
export function freshly(properties: Pick<Properties, 'fresh'>): Pick<Properties, 'get'> {
  return { get: (key) => properties.fresh(key) };
}

/** The stored record, of unknown shape; empty where it is missing or damaged. */
export function loadRecord(
  properties: Pick<Properties, 'get'>,
  key: string,
): Readonly<Record<string, unknown>> {
  return jsonObject(properties.get(key) ?? '') ?? {};
}

/**
 * Saves the record in one property write. `version` is raised when a name changes its meaning; readers continue to
 * read every earlier version. Throws where the text is too long for the store.
 */
export function saveRecord(
  properties: Pick<Properties, 'set'>,
  key: string,
  version: number,
  record: object,
): void {
  properties.set(key, JSON.stringify({ version, ...record }));
}

/** Whoever holds such a lock needs it for a few property calls. */
const lockWaitMs = 10_000;

/** The same for what must not be left undone: without the lock where Google does not give it. */
export function underLockIfPossible<Result>(lock: Lock, work: () => Result): Result {
  let hasBegun = false;
  try {
    const locked = lock.run(lockWaitMs, () => {
      hasBegun = true;
      return work();
    });
    if (locked.kind === 'done') return locked.value;
  } catch (error) {
    if (hasBegun || !(error instanceof ServiceDown)) throw error;
  }
  return work();
}

/**
 * Reads and writes records under the lock that guards them, so that nobody changes them in between. Throws `Busy` where
 * somebody else keeps the lock. The work must not take the same lock again.
 */
export function underLock<Result>(lock: Lock, work: () => Result): Result {
  const locked = lock.run(lockWaitMs, work);
  if (locked.kind === 'done') return locked.value;
  throw new Busy(
    'Another execution changes what is stored',
    'Somebody else is changing the settings at this moment, so nothing was saved. Try again.',
  );
}
