import { describe, expect, it } from 'vitest';
import { ReconnectNeeded, ServiceDown, SettingsWrong } from '../../src/errors.ts';
import type { Token } from '../../src/oauth/token.ts';
import { tokenManager } from '../../src/oauth/token-manager.ts';
import { tokenStore } from '../../src/oauth/token-store.ts';
import type { HttpResult } from '../../src/platform/http.ts';
import { secret } from '../../src/secret.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { fakeHttp, reply, silence } from '../support/fake-http.ts';
import { fakeLock } from '../support/fake-lock.ts';
import { fakeLog } from '../support/fake-log.ts';
import { fakeProperties } from '../support/fake-properties.ts';

const hourMs = 60 * 60 * 1000;
const pair = (name: string) =>
  reply(200, {
    access_token: `access-${name}`,
    refresh_token: `refresh-${name}`,
    expires_in: 86_400,
    scope: 'full|x.test',
  });
const refusal = reply(400, { error: 'invalid_grant', error_description: 'Invalid refresh token' });

/** A connected document whose token is `ageHours` old, before a server that gives these answers. */
function given({ ageHours = 0, answers = [] as HttpResult[] }) {
  const clock = fakeClock();
  const properties = fakeProperties();
  const store = tokenStore(properties, 'doc/');
  const obtainedAtMs = clock.nowMs() - ageHours * hourMs;
  const first: Token = {
    accessToken: secret('access-first'),
    refreshToken: secret('refresh-first'),
    obtainedAtMs,
    expiresAtMs: obtainedAtMs + 24 * hourMs,
    scope: 'full|x.test',
  };
  store.save(first);
  const http = fakeHttp(...answers);
  const log = fakeLog();
  const lock = fakeLock();
  const manager = tokenManager({
    server: { authorizeUrl: 'https://a.test/authorize', tokenUrl: 'https://a.test/token', scope: 'full' },
    client: () => ({ id: 'id', secret: secret('made-up') }),
    store,
    http,
    lock,
    clock,
    chance: () => 0.5,
    log,
  });
  return { clock, properties, store, first, http, log, lock, manager };
}

const shown = (token: Token) => token.accessToken.reveal();

describe('tokenManager()', () => {
  it('hands out a fresh token without asking anybody', () => {
    expect(shown(given({ ageHours: 23 }).manager.current())).toBe('access-first');
  });

  it('renews a token before it ends, and saves the pair in one write', () => {
    const { manager, store, properties } = given({ ageHours: 23.99, answers: [pair('second')] });
    expect(shown(manager.current())).toBe('access-second');
    expect(store.load()).toMatchObject({ kind: 'token' });
    expect(properties.writes.filter((write) => write === 'set doc/token')).toHaveLength(2);
    expect(properties.get('doc/token')).toContain('refresh-second');
  });

  it('leaves a note before it asks and clears it after it saved', () => {
    const { manager, properties } = given({ ageHours: 25, answers: [pair('second')] });
    manager.current();
    expect(properties.writes.slice(1)).toEqual(['set doc/rotation', 'set doc/token', 'remove doc/rotation']);
  });

  it('takes the newer pair that somebody else has saved, instead of asking', () => {
    const { manager, store, first, clock } = given({});
    clock.advance(1);
    store.save({ ...first, accessToken: secret('access-other'), obtainedAtMs: clock.nowMs() });
    expect(shown(manager.replace(first))).toBe('access-other');
  });

  it('asks once after a 401 of the newest token', () => {
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

  it('leaves a lasting outage for the next hour, keeps the pair and says since when', () => {
    const down = reply(503, '<html>down</html>');
    const { manager, store, first, clock } = given({ ageHours: 25, answers: [down, down, down, down] });
    const startedMs = clock.nowMs();
    expect(() => manager.current()).toThrow(ServiceDown);
    expect(store.load()).toMatchObject({ kind: 'token', token: { obtainedAtMs: first.obtainedAtMs } });
    expect(store.refusalOf(first)).toBeUndefined();
    expect(store.failingSinceMs(first)).toBeGreaterThan(startedMs);
  });

  it('does not wait for a server that asks for more than an execution can spare', () => {
    const { manager, clock } = given({ ageHours: 25, answers: [reply(429, '', { 'retry-after': '3600' })] });
    expect(() => manager.current()).toThrow(ServiceDown);
    expect(clock.sleeps).toEqual([]);
  });

  it('says reconnect only after a refusal of the newest pair, and asks no more after it', () => {
    const { manager, store, first, http } = given({ ageHours: 25, answers: [refusal] });
    expect(() => manager.current()).toThrow(ReconnectNeeded);
    expect(() => manager.current()).toThrow(ReconnectNeeded);
    expect(http.requests).toHaveLength(1);
    expect(store.refusalOf(first)).toMatchObject({ code: 'invalid_grant', wasCutOff: false });
  });

  it('goes on with a newer pair that appeared while the old one was being refused', () => {
    const world = given({ ageHours: 25 });
    const newer = { ...world.first, accessToken: secret('access-newer'), obtainedAtMs: world.clock.nowMs() };
    const http = fakeHttp(() => {
      world.store.save(newer);
      return refusal;
    });
    const manager = tokenManager({
      server: { authorizeUrl: '', tokenUrl: 'https://a.test/token', scope: 'full' },
      client: () => ({ id: 'id', secret: secret('made-up') }),
      store: world.store,
      http,
      lock: world.lock,
      clock: world.clock,
      chance: () => 0,
      log: world.log,
    });
    expect(shown(manager.current())).toBe('access-newer');
  });

  it('names a refusal that follows a lost answer', () => {
    const { manager, store, first } = given({ ageHours: 25, answers: [silence, refusal] });
    expect(() => manager.current()).toThrow(/cut off/);
    expect(store.refusalOf(first)).toMatchObject({ wasCutOff: true });
  });

  it('names a refusal that follows an execution which was killed after it had asked', () => {
    const { manager, store, first } = given({ ageHours: 25, answers: [refusal] });
    store.leaveRotationNote({ sinceMs: first.expiresAtMs, ofTokenMs: first.obtainedAtMs });
    expect(() => manager.current()).toThrow(/cut off/);
  });

  it('says that the client is wrong, and keeps the pair', () => {
    const { manager, store } = given({ ageHours: 25, answers: [reply(401, { error: 'invalid_client' })] });
    expect(() => manager.current()).toThrow(SettingsWrong);
    expect(store.load()).toMatchObject({ kind: 'token' });
  });

  it('rotates by age', () => {
    expect(given({ ageHours: 10 }).manager.rotateIfOlderThan(23 * hourMs)).toBe('young');
    expect(given({ ageHours: 23, answers: [pair('second')] }).manager.rotateIfOlderThan(23 * hourMs)).toBe('rotated');
  });

  it('says that a document without, or with a damaged token is to be connected', () => {
    const { manager, store, properties } = given({});
    store.remove();
    expect(() => manager.current()).toThrow(/No token is stored/);
    properties.set('doc/token', '{"accessToken":');
    expect(() => manager.current()).toThrow(/damaged/);
  });

  it('keeps every secret out of logs and errors', () => {
    const { manager, log } = given({ ageHours: 25, answers: [silence, reply(500, 'refresh-first'), refusal] });
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
