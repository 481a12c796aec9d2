import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ReconnectNeeded, ServiceDown } from '../../src/errors.ts';
import { tokenManager } from '../../src/oauth/token-manager.ts';
import { tokenStore } from '../../src/oauth/token-store.ts';
import { reply, respondingHttp, silence } from '../support/fake-http.ts';
import { Killed, mortalExecution, type Ports } from '../support/mortal-execution.ts';
import { soakScale } from '../support/seeds.ts';
import { client, givenConnected, hourMs, server, shown } from './given-connected.ts';
import { rotatingServer } from './rotating-server.ts';

const days = 400;

/** What can happen to the connection, each at one hour of its life. */
interface Trouble {
  /** Keap is down from this hour for so many hours (up to three days), in one of the ways of `failures`. */
  readonly outages: readonly { readonly hour: number; readonly hours: number; readonly how: number }[];
  /** The execution of this hour is killed at this call. */
  readonly kills: readonly { readonly hour: number; readonly deathAt: number; readonly isAfter: boolean }[];
  /** A user syncs manually. */
  readonly syncs: readonly number[];
}

const hour = fc.integer({ min: 0, max: days * 24 - 1 });
const trouble: fc.Arbitrary<Trouble> = fc.record({
  outages: fc.array(
    fc.record({ hour, hours: fc.integer({ min: 1, max: 72 }), how: fc.integer({ min: 0, max: 3 }) }),
    { maxLength: 20 },
  ),
  kills: fc.array(
    fc.record({ hour, deathAt: fc.integer({ min: 1, max: 12 }), isAfter: fc.boolean() }),
    // Most hours have no rotation to be killed in.
    { minLength: 50, maxLength: 400 },
  ),
  syncs: fc.array(hour, { maxLength: 200 }),
});

const failures = [silence, reply(503, '<html>down</html>'), reply(429), reply(200, '<html>soon back</html>')];

/** Runs through all events, and counts the pairs lost by a kill and the times that the user was needed. */
function live({ outages, kills, syncs }: Trouble): { lost: number; needed: number; named: number } {
  const keap = rotatingServer();
  const count = { lost: 0, needed: 0, named: 0 };
  let now = 0;
  const http = respondingHttp((request) => {
    const outage = outages.find((one) => now >= one.hour && now < one.hour + one.hours);
    return (outage && failures[outage.how]) ?? keap.respond(request);
  });
  const { clock, properties, lock, log, store, first } = givenConnected({ ageHours: 0, http });
  const ports: Ports = { http, properties, lock, clock, log };
  for (now = 0; now < days * 24; now++) {
    const kill = kills.find((one) => one.hour === now);
    const pairs = keap.granted.length;
    try {
      const moment = kill?.isAfter === true ? 'after' : 'before';
      const execution = mortalExecution(ports, kill?.deathAt ?? Number.POSITIVE_INFINITY, moment);
      const { properties: own, ...others } = execution.ports;
      const manager = tokenManager({
        ...others,
        server,
        client: () => client,
        store: tokenStore(own, 'doc/'),
        random: () => 0.5,
      });
      if (syncs.includes(now)) expect(keap.isAlive(shown(manager.current()))).toBe(true);
      manager.rotateIfOlderThan(23 * hourMs);
    } catch (error) {
      if (error instanceof ReconnectNeeded) {
        count.needed++;
        if (/interrupted/.test(error.message)) count.named++;
        reconnect();
      } else if (!(error instanceof Killed || error instanceof ServiceDown)) throw error;
    }
    const stored = store.load();
    const isSaved = stored.kind === 'token' && keap.isAlive(shown(stored.token));
    if (keap.granted.length > pairs && !isSaved) count.lost++;
    clock.advance(hourMs);
  }
  return count;

  function reconnect(): void {
    const name = keap.reconnect();
    store.save({ ...first, ...name, obtainedAtMs: clock.nowMs(), expiresAtMs: clock.nowMs() + 24 * hourMs });
  }
}

it(`tokenManager() keeps a connection for ${days} days of outages, kills and manual syncs`, () => {
  let lost = 0;
  fc.assert(
    fc.property(trouble, (befalling) => {
      const count = live(befalling);
      lost += count.lost;
      // A pair lost in the last hours is not missed yet.
      expect(count.needed).toBeLessThanOrEqual(count.lost);
      expect(count.needed).toBeGreaterThanOrEqual(count.lost - 1);
      expect(count.named).toBe(count.needed);
    }),
    { numRuns: 12 * soakScale },
  );
  expect(lost).toBeGreaterThan(0);
});
