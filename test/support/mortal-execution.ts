import type { Clock } from '../../src/platform/clock.ts';
import type { Http } from '../../src/platform/http.ts';
import type { Lock } from '../../src/platform/lock.ts';
import type { Log } from '../../src/platform/log.ts';
import type { Properties } from '../../src/platform/properties.ts';
import type { FakeProperties } from './fake-properties.ts';

/** Stands for Google killing the execution; no code may catch it and continue. */
export class Killed extends Error {}

export interface Ports {
  readonly http: Http;
  readonly properties: Properties & Pick<FakeProperties, 'all'>;
  readonly lock: Lock;
  readonly clock: Clock;
  readonly log: Log;
}

export interface MortalExecution {
  readonly ports: Ports;
  /** Each port call so far, such as `set doc/token`. */
  readonly calls: readonly string[];
}

/**
 * The same ports for an execution that is killed at its `deathAt`th call (from 1): before the call takes effect, or
 * after it, when only the answer is lost. Every later call fails, because the execution has ended.
 */
export function mortalExecution(
  { http, properties, lock, clock, log }: Ports,
  deathAt: number,
  moment: 'before' | 'after',
): MortalExecution {
  const calls: string[] = [];
  const live = <T>(name: string, work: () => T): T => {
    calls.push(name);
    if (calls.length > deathAt || (calls.length === deathAt && moment === 'before')) throw new Killed(name);
    const value = work();
    if (calls.length === deathAt) throw new Killed(name);
    return value;
  };
  const ports: Ports = {
    http: { send: (requests) => live('send', () => http.send(requests)) },
    properties: {
      get: (key) => live(`get ${key}`, () => properties.get(key)),
      keys: () => live('keys', () => properties.keys()),
      fresh: (key) => live(`get ${key}`, () => properties.fresh(key)),
      all: () => live('get all', () => properties.all()),
      set: (key, value) => live(`set ${key}`, () => properties.set(key, value)),
      remove: (key) => live(`remove ${key}`, () => properties.remove(key)),
    },
    // A lock ends with its execution, so releasing it cannot fail.
    lock: {
      run(waitMs, work) {
        live('lock', () => undefined);
        return lock.run(waitMs, work);
      },
    },
    clock: {
      nowMs: () => clock.nowMs(),
      sleep: (waitMs) => live('sleep', () => clock.sleep(waitMs)),
    },
    log: {
      info: (text) => live('log', () => log.info(text)),
      error: (text) => live('log', () => log.error(text)),
    },
  };
  return { ports, calls };
}
