import type { Clock } from '../../src/platform/clock.ts';
import type { Http } from '../../src/platform/http.ts';
import type { Lock } from '../../src/platform/lock.ts';
import type { Log } from '../../src/platform/log.ts';
import type { Properties } from '../../src/platform/properties.ts';

/** What stands for the end of an execution that Google kills; nothing may catch it and go on. */
export class Killed extends Error {}

export interface Ports {
  readonly http: Http;
  readonly properties: Properties;
  readonly lock: Lock;
  readonly clock: Clock;
  readonly log: Log;
}

export interface MortalExecution {
  readonly ports: Ports;
  /** Each port call so far, for instance `set doc/token`. */
  readonly calls: readonly string[];
}

/**
 * The same ports for one execution that is killed at its `deathAt`th call (from 1): before the call has had its
 * effect, or after it, when only the answer is lost. From then on every call fails, for nothing runs any more.
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
      set: (key, value) => live(`set ${key}`, () => properties.set(key, value)),
      remove: (key) => live(`remove ${key}`, () => properties.remove(key)),
    },
    // A lock dies with its execution, so letting go of it is no call that could fail.
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
