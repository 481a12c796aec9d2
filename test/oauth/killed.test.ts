import { describe, expect, it } from 'vitest';
import { ReconnectNeeded } from '../../src/errors.ts';
import { finishConsent } from '../../src/oauth/consent-flow.ts';
import { tokenManager } from '../../src/oauth/token-manager.ts';
import { tokenStore } from '../../src/oauth/token-store.ts';
import type { HttpResult } from '../../src/platform/http.ts';
import { fakeConsent } from '../support/fake-consent.ts';
import { respondingHttp } from '../support/fake-http.ts';
import { Killed, mortalExecution, type Ports } from '../support/mortal-execution.ts';
import { rememberingPorts } from '../support/remembering-ports.ts';
import { client, givenConnected, hourMs, server, shown } from './given-connected.ts';
import { rotatingServer } from './rotating-server.ts';

const never = Number.POSITIVE_INFINITY;

type Work = (ports: Ports) => void;

const managerOver = (own: Ports) => {
  const { properties, ...ports } = rememberingPorts(own);
  const store = tokenStore(properties, 'doc/');
  return tokenManager({ ...ports, server, client: () => client, store, random: () => 0.5 });
};

const refresh: Work = (ports) => managerOver(ports).current();
const rotation: Work = (ports) => managerOver(ports).rotateIfOlderThan(23 * hourMs);
const consent: Work = (own) => {
  const { properties, ...ports } = rememberingPorts(own);
  finishConsent(
    {
      ...ports,
      server,
      store: tokenStore(properties, 'doc/'),
      otherStore: tokenStore(properties, 'doc/other-'),
      random: () => 0.5,
      consent: fakeConsent(),
    },
    client,
    { code: 'the-code' },
    '',
  );
};

/** A document whose pair is 23.5 or 25 hours old, and a server that really rotates. */
function givenWorld(ageHours: number, trouble: readonly HttpResult[] = [], padding = '') {
  const keap = rotatingServer(padding);
  const ahead = [...trouble];
  const http = respondingHttp((request) => ahead.shift() ?? keap.respond(request));
  const world = givenConnected({ ageHours, http });
  const { properties, lock, clock, log } = world;
  const ports: Ports = { http, properties, lock, clock, log };
  return { ...world, keap, ports };
}

function callsOf(work: Work, ageHours: number): string[] {
  const execution = mortalExecution(givenWorld(ageHours).ports, never, 'after');
  work(execution.ports);
  return [...execution.calls];
}

/** Kills the work at its k-th call, then lets the next execution request a token. */
function afterKill(work: Work, ageHours: number, deathAt: number, moment: 'before' | 'after') {
  const world = givenWorld(ageHours);
  const doomed = mortalExecution(world.ports, deathAt, moment);
  expect(() => work(doomed.ports)).toThrow(Killed);
  expect(world.lock.isHeld()).toBe(false);
  const stored = world.store.load();
  const survivor = stored.kind === 'token' ? shown(stored.token) : stored.kind;
  world.clock.advance(hourMs);
  let next: string;
  try {
    const manager = managerOver(world.ports);
    manager.rotateIfOlderThan(23 * hourMs);
    next = world.keap.isAlive(shown(manager.current())) ? 'alive' : 'dead';
  } catch (error) {
    if (!(error instanceof ReconnectNeeded)) throw error;
    next = /interrupted/.test(error.message) ? 'names the lost window' : 'a plain refusal';
  }
  return { ...world, survivor, next };
}

describe.each([
  ['a refresh', refresh, 25],
  ['a rotation', rotation, 23.5],
])('%s that is killed', (_name, work, ageHours) => {
  const calls = callsOf(work, ageHours);
  const sendAt = calls.indexOf('send') + 1;
  const saveAt = calls.indexOf('set doc/token') + 1;

  it('does nothing between the answer and the save', () => {
    expect(sendAt).toBeGreaterThan(0);
    expect(saveAt).toBe(sendAt + 1);
    expect(calls.indexOf('set doc/rotation') + 1).toBeLessThan(sendAt);
    expect(calls.indexOf('remove doc/rotation') + 1).toBeGreaterThan(saveAt);
  });

  const deaths = calls.flatMap((call, index) =>
    (['before', 'after'] as const).map((moment) => ({ moment, call, deathAt: index + 1 })),
  );

  it.each(deaths)('$moment call $deathAt ($call) leaves a valid pair or explains the loss', (death) => {
    const isLost =
      (death.deathAt === sendAt && death.moment === 'after') ||
      (death.deathAt === saveAt && death.moment === 'before');
    const { next, survivor, keap } = afterKill(work, ageHours, death.deathAt, death.moment);
    expect(next).toBe(isLost ? 'names the lost window' : 'alive');
    const isSaved = death.deathAt > saveAt || (death.deathAt === saveAt && death.moment === 'after');
    expect(survivor).toBe(isSaved ? 'access-pair2' : 'access-first');
    expect(keap.granted).toHaveLength(1);
  });
});

describe('T1 a refresh to an access token of 20,000 letters', () => {
  const padding = 'x'.repeat(20_000);
  const long = () => givenWorld(25, [], padding);
  const probe = mortalExecution(long().ports, never, 'after');
  refresh(probe.ports);
  const calls = [...probe.calls];
  const sendAt = calls.indexOf('send') + 1;
  const saveAt = calls.indexOf('set doc/token') + 1;

  it('saves the refresh token first, and can be read again', () => {
    expect(saveAt).toBe(sendAt + 1);
    expect(calls.filter((call) => call.startsWith('set doc/access-token'))).toHaveLength(3);
    const world = long();
    refresh(world.ports);
    expect(world.keap.isAlive(shown(managerOver(world.ports).current()))).toBe(true);
    expect(world.keap.granted).toHaveLength(1);
    world.store.remove();
    expect([...world.properties.stored.keys()]).toEqual([]);
  });

  it.each(
    calls.flatMap((call, index) =>
      (['before', 'after'] as const).map((moment) => ({ moment, call, deathAt: index + 1 })),
    ),
  )('killed $moment call $deathAt ($call) stays connected once the refresh token is saved', (death) => {
    const world = long();
    const doomed = mortalExecution(world.ports, death.deathAt, death.moment);
    expect(() => refresh(doomed.ports)).toThrow(Killed);
    const isLost =
      (death.deathAt === sendAt && death.moment === 'after') ||
      (death.deathAt === saveAt && death.moment === 'before');
    const next = () => world.keap.isAlive(shown(managerOver(world.ports).current()));
    if (isLost) expect(next).toThrow(/interrupted/);
    else expect(next()).toBe(true);
  });
});

describe('a consent that is killed', () => {
  const calls = callsOf(consent, 25);
  const saveAt = calls.indexOf('set doc/token') + 1;

  it('does nothing between the answer and the save', () => {
    expect(saveAt).toBe(calls.indexOf('send') + 2);
  });

  it.each(calls.map((call, index) => ({ call, deathAt: index + 1 })))(
    'at call $deathAt ($call) keeps the old pair until the new one is saved completely',
    ({ deathAt }) => {
      for (const moment of ['before', 'after'] as const) {
        const { survivor } = afterKill(consent, 1, deathAt, moment);
        const isSaved = deathAt > saveAt || (deathAt === saveAt && moment === 'after');
        expect(survivor).toBe(isSaved ? 'access-pair2' : 'access-first');
      }
    },
  );
});
