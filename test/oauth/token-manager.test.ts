import { describe, expect, it } from 'vitest';
import { Busy, ReconnectNeeded, ServiceDown, SettingsWrong } from '../../src/errors.ts';
import type { Token } from '../../src/oauth/token.ts';
import { tokenManager } from '../../src/oauth/token-manager.ts';
import type { HttpResult } from '../../src/platform/http.ts';
import { secret } from '../../src/secret.ts';
import { fakeHttp, reply, silence } from '../support/fake-http.ts';
import { givenConnected, hourMs, shown } from './given-connected.ts';

const pair = (name: string, more: object = {}) =>
  reply(200, {
    access_token: `access-${name}`,
    refresh_token: `refresh-${name}`,
    expires_in: 86_400,
    scope: 'full|x.test',
    ...more,
  });
const refusal = reply(400, { error: 'invalid_grant', error_description: 'Invalid refresh token' });
const wrongClient = reply(401, { error: 'invalid_client' });
const down = reply(503, '<html>down</html>');

/** A connected document whose token is `ageHours` old, and a server that gives these answers. */
function given({ ageHours = 0, answers = [] as readonly HttpResult[] }) {
  const http = fakeHttp(...answers);
  return { ...givenConnected({ ageHours, http }), http };
}

const newerThan = (old: Token): Token => ({
  ...old,
  accessToken: secret('access-newer'),
  refreshToken: secret('refresh-newer'),
  obtainedAtMs: old.obtainedAtMs + 25 * hourMs,
  expiresAtMs: old.expiresAtMs + 25 * hourMs,
});

describe('tokenManager()', () => {
  it('returns a fresh token without sending anything', () => {
    expect(shown(given({ ageHours: 23 }).manager.current())).toBe('access-first');
  });

  it('renews a token before it expires, and saves the pair in one write', () => {
    const { manager, store, properties } = given({ ageHours: 23.99, answers: [pair('second')] });
    expect(shown(manager.current())).toBe('access-second');
    expect(store.load()).toMatchObject({ kind: 'token' });
    expect(properties.writes.filter((write) => write === 'set doc/token')).toHaveLength(2);
    expect(properties.get('doc/token')).toContain('refresh-second');
  });

  it('writes a note before the request and clears it after the save', () => {
    const { manager, properties } = given({ ageHours: 25, answers: [pair('second')] });
    manager.current();
    expect(properties.writes.slice(1)).toEqual(['set doc/rotation', 'set doc/token', 'remove doc/rotation']);
  });

  it('uses the newer pair that somebody else has saved, instead of renewing', () => {
    const { manager, store, first } = given({});
    store.save(newerThan(first));
    expect(shown(manager.replace(first))).toBe('access-newer');
  });

  it('renews once after a 401 of the newest token', () => {
    const { manager, first, http } = given({ answers: [pair('second')] });
    expect(shown(manager.replace(first))).toBe('access-second');
    expect(shown(manager.replace(first))).toBe('access-second');
    expect(http.requests).toHaveLength(1);
  });

  it.each([
    ['silence', silence],
    ['a 500', reply(500)],
    ['HTML', reply(200, '<html></html>')],
    ['a 429', reply(429)],
  ])('tries again after %s', (_name, trouble) => {
    const { manager, clock } = given({ ageHours: 25, answers: [trouble, trouble, pair('second')] });
    expect(shown(manager.current())).toBe('access-second');
    expect(clock.sleeps).toEqual([750, 1500]);
  });

  it('leaves a lasting outage to the next hour, keeps the pair, and says since when', () => {
    const { manager, store, first, clock } = given({ ageHours: 25, answers: [down, down, down, down] });
    const startedMs = clock.nowMs();
    expect(() => manager.current()).toThrow(ServiceDown);
    expect(store.load()).toMatchObject({ kind: 'token', token: { obtainedAtMs: first.obtainedAtMs } });
    expect(store.refusalOf(first)).toBeUndefined();
    const failure = store.failureOf(first);
    expect(failure).toMatchObject({ why: 'unavailable' });
    expect(failure?.sinceMs).toBeGreaterThan(startedMs);
  });

  it('keeps the start of the failure, and forgets it with the next pair', () => {
    const answers = [...Array.from({ length: 8 }, () => down), wrongClient, pair('second')];
    const { manager, store, first, clock, properties } = given({ ageHours: 25, answers });
    expect(() => manager.current()).toThrow(ServiceDown);
    const sinceMs = store.failureOf(first)?.sinceMs;
    clock.advance(hourMs);
    expect(() => manager.current()).toThrow(ServiceDown);
    expect(properties.writes.filter((write) => write === 'set doc/failing')).toHaveLength(1);
    expect(() => manager.current()).toThrow(SettingsWrong);
    expect(store.failureOf(first)).toMatchObject({ sinceMs, why: 'client-refused' });
    expect(store.failureOf(manager.current())).toBeUndefined();
  });

  it('recovers after an outage of days, however often it was called in between', () => {
    const outage = Array.from({ length: 72 * 4 }, () => down);
    const { manager, clock } = given({ ageHours: 23, answers: [...outage, pair('second')] });
    for (let hour = 0; hour < 72; hour++) {
      expect(() => manager.rotateIfOlderThan(23 * hourMs)).toThrow(ServiceDown);
      clock.advance(hourMs);
    }
    expect(manager.rotateIfOlderThan(23 * hourMs)).toBe('rotated');
  });

  it('distinguishes two pairs that are granted at the same moment', () => {
    const { manager, store, first } = given({ answers: [pair('second'), pair('third')] });
    const second = manager.replace(first);
    const third = manager.replace(second);
    expect(new Set([first, second, third].map((token) => token.obtainedAtMs)).size).toBe(3);
    expect(store.rotationNoteOf(third)).toBeUndefined();
  });

  it('keeps the date of the consent, and the account when Keap does not repeat it', () => {
    const { manager, first } = given({ ageHours: 25, answers: [pair('second', { scope: undefined })] });
    expect(manager.current()).toMatchObject({
      connectedAtMs: first.connectedAtMs,
      scope: 'full|x.test',
    });
  });

  it('uses a short-lived pair instead of renewing it every time', () => {
    const { manager, http, clock } = given({ ageHours: 25, answers: [pair('second', { expires_in: 60 })] });
    manager.current();
    clock.advance(20_000);
    expect(shown(manager.current())).toBe('access-second');
    expect(http.requests).toHaveLength(1);
  });

  it('does not wait for a server that asks for more time than an execution has', () => {
    const { manager, clock } = given({ ageHours: 25, answers: [reply(429, '', { 'retry-after': '3600' })] });
    expect(() => manager.current()).toThrow(ServiceDown);
    expect(clock.sleeps).toEqual([]);
  });

  it('asks to reconnect only after two refusals of the newest pair, and sends nothing afterwards', () => {
    const { manager, store, first, http } = given({ ageHours: 25, answers: [refusal, refusal] });
    expect(() => manager.current()).toThrow(ReconnectNeeded);
    expect(() => manager.current()).toThrow(ReconnectNeeded);
    expect(() => manager.replace(first)).toThrow(ReconnectNeeded);
    expect(http.requests).toHaveLength(2);
    expect(store.refusalOf(first)).toMatchObject({ code: 'invalid_grant', wasCutOff: false });
  });

  it('trusts the second answer', () => {
    const { manager } = given({ ageHours: 25, answers: [refusal, pair('second')] });
    expect(shown(manager.current())).toBe('access-second');
  });

  it('treats nothing as final when the second answer does not arrive', () => {
    const { manager, store, first } = given({ ageHours: 25, answers: [refusal, down, down, down, down] });
    expect(() => manager.current()).toThrow(ServiceDown);
    expect(store.refusalOf(first)).toBeUndefined();
  });

  it('sends nothing for a refused pair that has not expired', () => {
    const { options, manager, http } = given({ ageHours: 23, answers: [refusal, refusal] });
    expect(() => manager.rotateIfOlderThan(23 * hourMs)).toThrow(ReconnectNeeded);
    expect(() => tokenManager(options).current()).toThrow(ReconnectNeeded);
    expect(http.requests).toHaveLength(2);
  });

  it('recovers when a newer pair replaces a refused one', () => {
    const { manager, store, first } = given({ ageHours: 25, answers: [refusal, refusal] });
    expect(() => manager.current()).toThrow(ReconnectNeeded);
    store.save(newerThan(first));
    expect(shown(manager.current())).toBe('access-newer');
  });

  it('continues with a newer pair that was saved while the old one was being refused', () => {
    const world = given({ ageHours: 25 });
    const http = fakeHttp(refusal, () => {
      world.store.save(newerThan(world.first));
      return refusal;
    });
    const manager = tokenManager({ ...world.options, http });
    expect(shown(manager.current())).toBe('access-newer');
  });

  it('explains a refusal that follows a lost answer', () => {
    const { manager, store, first } = given({ ageHours: 25, answers: [silence, refusal, refusal] });
    expect(() => manager.current()).toThrow(/interrupted/);
    expect(store.refusalOf(first)).toMatchObject({ wasCutOff: true });
  });

  it('explains a refusal that follows an execution killed after its request', () => {
    const { manager, store, first } = given({ ageHours: 25, answers: [refusal, refusal] });
    store.saveRotationNote({ sinceMs: first.expiresAtMs, ofTokenMs: first.obtainedAtMs });
    expect(() => manager.current()).toThrow(/interrupted/);
  });

  it.each([
    ['a wrong client', [silence, wrongClient]],
    ['a throttle', [silence, reply(429), reply(429), reply(429)]],
  ])('remembers the lost answer despite %s in between', (_name, answers) => {
    const { manager } = given({ ageHours: 25, answers: [...answers, refusal, refusal] });
    expect(() => manager.current()).not.toThrow(ReconnectNeeded);
    expect(() => manager.current()).toThrow(/interrupted/);
  });

  it('does not blame a lost answer when Keap has certainly not served the request', () => {
    const busy = reply(429);
    const { manager } = given({ ageHours: 25, answers: [busy, busy, busy, busy, refusal, refusal] });
    expect(() => manager.current()).toThrow(ServiceDown);
    expect(() => manager.current()).toThrow(/refused \(invalid_grant\) at \S+Z$/);
  });

  it('saves again when the store refuses a write temporarily', () => {
    const { options, store, clock } = given({ ageHours: 25, answers: [pair('second')] });
    let refused = 0;
    const moody = {
      ...store,
      save(token: Token) {
        if (refused++ < 2) throw new Error('We are sorry, a server error occurred.');
        store.save(token);
      },
    };
    expect(shown(tokenManager({ ...options, store: moody }).current())).toBe('access-second');
    expect(clock.sleeps).toEqual([500, 1000]);
  });

  it('treats a pair as another one when only its refresh token differs', () => {
    const { manager, store, first } = given({});
    store.save({ ...first, refreshToken: secret('refresh-newer') });
    expect(manager.replace(first).refreshToken.reveal()).toBe('refresh-newer');
  });

  it('uses nothing that could not be saved, and explains it when the old pair is refused', () => {
    const { options, store, manager } = given({ ageHours: 25, answers: [pair('second'), refusal, refusal] });
    const broken = {
      ...store,
      save() {
        throw new Error('Service invoked too many times for one day: properties.');
      },
    };
    expect(() => tokenManager({ ...options, store: broken }).current()).toThrow(ServiceDown);
    expect(() => manager.current()).toThrow(/interrupted/);
  });

  it('is busy when the lock stays held and nothing newer is stored', () => {
    const { manager, lock, http } = given({ ageHours: 25 });
    lock.run(0, () => expect(() => manager.current()).toThrow(Busy));
    expect(http.requests).toHaveLength(0);
  });

  it('uses what the holder of the lock has saved when the wait is over', () => {
    const { manager, lock, store, first } = given({ ageHours: 25 });
    lock.run(0, () => {
      lock.beforeNextHolder(() => store.save(newerThan(first)));
      expect(shown(manager.current())).toBe('access-newer');
    });
  });

  it('sends nothing without a client', () => {
    const { options, properties } = given({ ageHours: 25 });
    const manager = tokenManager({ ...options, client: () => undefined });
    expect(() => manager.current()).toThrow(SettingsWrong);
    expect(properties.writes).toEqual(['set doc/token']);
  });

  it('reports a wrong client, and keeps the pair', () => {
    const { manager, store } = given({ ageHours: 25, answers: [wrongClient] });
    expect(() => manager.current()).toThrow(SettingsWrong);
    expect(store.load()).toMatchObject({ kind: 'token' });
  });

  it('rotates by age', () => {
    expect(given({ ageHours: 10 }).manager.rotateIfOlderThan(23 * hourMs)).toBe('not-due');
    const old = given({ ageHours: 23, answers: [pair('second')] });
    expect(old.manager.rotateIfOlderThan(23 * hourMs)).toBe('rotated');
  });

  it('asks to connect when the token is missing or damaged', () => {
    const { manager, store, properties } = given({});
    store.remove();
    expect(() => manager.current()).toThrow(/No token is stored/);
    properties.set('doc/token', '{"accessToken":');
    expect(() => manager.current()).toThrow(/damaged/);
  });

  it('keeps every secret out of logs and errors', () => {
    const leaky = reply(500, 'refresh-first made-up-secret');
    const { manager, log } = given({ ageHours: 25, answers: [silence, leaky, refusal, refusal] });
    let thrown: unknown;
    try {
      manager.current();
    } catch (error) {
      thrown = error;
    }
    const said = JSON.stringify(thrown, Object.getOwnPropertyNames(thrown)) + log.lines.join('\n');
    expect(said).toContain('ReconnectNeeded');
    expect(said).not.toMatch(/access-|refresh-|made-up/);
  });
});
