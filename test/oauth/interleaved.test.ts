import { describe, expect, it } from 'vitest';
import { Busy } from '../../src/errors.ts';
import { type TokenManager, tokenManager } from '../../src/oauth/token-manager.ts';
import { tokenStore } from '../../src/oauth/token-store.ts';
import { respondingHttp } from '../support/fake-http.ts';
import { mortalExecution, type Ports } from '../support/mortal-execution.ts';
import { rememberingPorts } from '../support/remembering-ports.ts';
import { client, givenConnected, hourMs, server, shown } from './given-connected.ts';
import { rotatingServer } from './rotating-server.ts';

const ageHours = 25;

function givenWorld() {
  const keap = rotatingServer();
  const http = respondingHttp(keap.respond);
  const world = givenConnected({ ageHours, http });
  const { properties, lock, clock, log } = world;
  const ports: Ports = { http, properties, lock, clock, log };
  const managerOver = (own: Ports) => {
    const { properties: remembered, ...others } = rememberingPorts(own);
    const store = tokenStore(remembered, 'doc/');
    return tokenManager({ ...others, server, client: () => client, store, random: () => 0.5 });
  };
  return { ...world, keap, ports, managerOver };
}

/** Ports that let others run just before the k-th property call, request or sleep (from 1). */
function interruptedPorts(ports: Ports, interruptAt: number, others: () => void): Ports {
  let count = 0;
  const tick = () => {
    count++;
    if (count === interruptAt) others();
  };
  const { http, properties, clock } = ports;
  return {
    ...ports,
    http: {
      send(requests) {
        tick();
        return http.send(requests);
      },
    },
    properties: {
      get(key) {
        tick();
        return properties.get(key);
      },
      keys() {
        tick();
        return properties.keys();
      },
      fresh(key) {
        tick();
        return properties.fresh(key);
      },
      all() {
        tick();
        return properties.all();
      },
      set(key, value) {
        tick();
        properties.set(key, value);
      },
      remove(key) {
        tick();
        properties.remove(key);
      },
    },
    clock: {
      nowMs: clock.nowMs,
      sleep(waitMs) {
        tick();
        clock.sleep(waitMs);
      },
    },
  };
}

const works: Readonly<Record<string, (manager: TokenManager) => void>> = {
  'a refresh': (manager) => manager.current(),
  'a rotation': (manager) => manager.rotateIfOlderThan(23 * hourMs),
};

describe('two executions with one store and one lock', () => {
  it.each([
    ['a refresh', 'a refresh'],
    ['a refresh', 'a rotation'],
    ['a rotation', 'a refresh'],
  ])('%s that had to wait for %s uses its pair and sends nothing', (waiting, holding) => {
    const { manager, options, lock, keap } = givenWorld();
    const other = tokenManager(options);
    lock.beforeNextHolder(() => works[holding]?.(other));
    works[waiting]?.(manager);
    expect(keap.granted).toEqual(['pair2']);
    expect(shown(manager.current())).toBe('access-pair2');
    expect(shown(other.current())).toBe('access-pair2');
  });

  it('a replacement that had to wait uses the newer pair', () => {
    const { manager, options, lock, keap, first } = givenWorld();
    lock.beforeNextHolder(() => tokenManager(options).replace(first));
    expect(shown(manager.replace(first))).toBe('access-pair2');
    expect(keap.granted).toEqual(['pair2']);
  });

  it.each(Object.keys(works))(
    'send one request, whichever call of %s the other one precedes, and both succeed',
    (name) => {
      const counted = givenWorld();
      const counting = mortalExecution(counted.ports, Number.POSITIVE_INFINITY, 'after');
      works[name]?.(counted.managerOver(counting.ports));
      const orders = counting.calls.filter((call) => call !== 'lock' && call !== 'log').length;
      expect(orders).toBeGreaterThan(5);
      const ends = new Set<string>();
      for (let interruptAt = 1; interruptAt <= orders; interruptAt++) {
        const { keap, ports, lock, managerOver, store } = givenWorld();
        const intruder = managerOver(ports);
        const manager = managerOver(
          interruptedPorts(ports, interruptAt, () => {
            const wasHeld = lock.isHeld();
            try {
              ends.add(keap.isAlive(shown(intruder.current())) ? 'a living pair' : 'a dead pair');
            } catch (error) {
              // The lock is held for longer than the other one can wait: it says so and changes nothing.
              ends.add(error instanceof Busy && wasHeld ? 'busy' : String(error));
            }
          }),
        );
        works[name]?.(manager);
        expect(keap.granted).toEqual(['pair2']);
        expect(shown(manager.current())).toBe('access-pair2');
        expect(shown(intruder.current())).toBe('access-pair2');
        expect(store.load()).toMatchObject({ kind: 'token' });
      }
      expect([...ends].sort()).toEqual(['a living pair', 'busy']);
    },
  );
});
