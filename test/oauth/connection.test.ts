import { describe, expect, it } from 'vitest';
import { Busy, ReconnectNeeded, ServiceDown, SettingsWrong } from '../../src/errors.ts';
import { connection, documentArgument } from '../../src/oauth/connection.ts';
import type { HttpRequest, HttpResult } from '../../src/platform/http.ts';
import { secret } from '../../src/secret.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { fakeConsent } from '../support/fake-consent.ts';
import { bodyOf, fakeHttp, reply, silence } from '../support/fake-http.ts';
import { fakeLock } from '../support/fake-lock.ts';
import { fakeLog } from '../support/fake-log.ts';
import { fakeProperties } from '../support/fake-properties.ts';
import { hourMs, server } from './given-connected.ts';

const pair = reply(200, {
  access_token: 'access-one',
  refresh_token: 'refresh-one',
  expires_in: 86_400,
  scope: 'full|x.test',
});
const refusal = reply(400, { error: 'invalid_grant' });

/** A document with a saved client, and a server that gives these answers. */
function given(...answers: readonly (HttpResult | ((request: HttpRequest) => HttpResult))[]) {
  const clock = fakeClock();
  const properties = fakeProperties();
  const lock = fakeLock();
  const log = fakeLog();
  const http = fakeHttp(...answers);
  const consent = fakeConsent();
  const platform = { http, clock, random: () => 0.5, log, consent, user: { properties, lock } };
  const connected = connection(platform, server, 'doc', 'theCallback');
  connected.saveClient({ id: 'made-up-id', secret: secret('made-up-secret') });
  return { clock, properties, lock, log, http, consent, platform, connected };
}

describe('beginConsent()', () => {
  it('returns the consent page with a state that identifies the document for an hour', () => {
    const { connected, consent } = given();
    const url = new URL(connected.beginConsent(''));
    expect(url.origin + url.pathname).toBe('https://a.test/authorize');
    const { state, ...rest } = Object.fromEntries(url.searchParams);
    expect(rest).toEqual({
      client_id: 'made-up-id',
      redirect_uri: consent.redirectUri(),
      response_type: 'code',
      scope: 'full',
    });
    expect(JSON.parse(state ?? '')).toEqual({
      callbackName: 'theCallback',
      callbackArguments: { [documentArgument]: 'doc' },
      timeoutSeconds: 3_600,
    });
    expect(url.href).not.toContain('made-up-secret');
  });

  it('needs a client first', () => {
    const { connected } = given();
    connected.disconnect();
    expect(() => connected.beginConsent('')).toThrow(SettingsWrong);
  });
});

describe('finishConsent()', () => {
  it('saves the pair before it reports success', () => {
    const { connected, properties, http } = given(pair);
    expect(connected.finishConsent({ code: 'the-code' })).toEqual({ kind: 'connected' });
    expect(bodyOf(http.requests[0])).toContain('code=the-code');
    expect(properties.get('doc/token')).toContain('refresh-one');
  });

  it.each([
    ['declined', { error: 'access_denied' }],
    ['declined', { error: 'access_denied', code: 'the-code' }],
    ['no-code', {}],
    ['no-code', { code: '' }],
    ['no-code', { error: 'server_error', code: 'the-code' }],
    ['code-refused', { code: 'half an emoji \ud83d' }],
    ['code-refused', { code: 'x'.repeat(5_000) }],
  ])('answers %s to %j without sending anything', (kind, parameters) => {
    expect(given().connected.finishConsent(parameters)).toEqual({ kind });
  });

  it.each([
    ['code-refused', refusal],
    ['client-refused', reply(401, { error: 'invalid_client' })],
    ['unavailable', silence],
    ['unavailable', reply(500, '<html>the-code</html>')],
    ['unavailable', reply(200, { access_token: 'a' })],
  ])('answers %s to %j after one request, and never shows the code', (kind, answer) => {
    const { connected, log } = given(answer);
    const result = connected.finishConsent({ code: 'the-code' });
    expect(result).toMatchObject({ kind });
    expect(JSON.stringify(result) + log.lines.join()).not.toContain('the-code');
    expect(connected.state()).toEqual({ kind: 'not-connected' });
  });

  it('repeats the request when the code has certainly not been used', () => {
    const { connected, clock } = given(reply(429), reply(429), pair);
    expect(connected.finishConsent({ code: 'the-code' })).toEqual({ kind: 'connected' });
    expect(clock.sleeps).toEqual([750, 1500]);
  });

  it('does not report a success that could not be saved', () => {
    const { platform, properties } = given(pair);
    const full = {
      ...properties,
      set(key: string, value: string) {
        if (key === 'doc/token') throw new Error('Service invoked too many times for one day: properties.');
        properties.set(key, value);
      },
    };
    const { lock } = platform.user;
    const crowded = connection(
      { ...platform, user: { properties: full, lock } },
      server,
      'doc',
      'theCallback',
    );
    expect(crowded.finishConsent({ code: 'the-code' })).toMatchObject({ kind: 'unavailable' });
    expect(crowded.state()).toEqual({ kind: 'not-connected' });
  });

  it('keeps the old pair when it fails', () => {
    const { connected } = given(pair, refusal);
    connected.finishConsent({ code: 'the-code' });
    expect(connected.finishConsent({ code: 'another-code' })).toEqual({ kind: 'code-refused' });
    expect(connected.state()).toMatchObject({ kind: 'connected' });
  });

  it('sends no code twice, and says that the page was opened again', () => {
    const { connected, http, properties } = given(pair);
    connected.finishConsent({ code: 'the-code' });
    expect(connected.finishConsent({ code: 'the-code' })).toEqual({ kind: 'already-connected' });
    expect(http.requests.length).toBe(1);
    expect(properties.get('doc/code')).not.toContain('the-code');
  });

  it('does not connect by a page that is opened again after "Disconnect"', () => {
    const { connected, http } = given(pair);
    connected.finishConsent({ code: 'the-code' });
    connected.disconnect();
    expect(connected.finishConsent({ code: 'the-code' })).toEqual({ kind: 'client-missing' });
    expect(http.requests.length).toBe(1);
  });

  it('does not repeat a code that Keap may have seen', () => {
    const { connected } = given(silence);
    connected.finishConsent({ code: 'the-code' });
    expect(connected.finishConsent({ code: 'the-code' })).toEqual({ kind: 'code-refused' });
  });

  it('does not use the code while a renewal is in flight', () => {
    const { connected, lock } = given();
    const held = lock.run(0, () => connected.finishConsent({ code: 'the-code' }));
    expect(held).toMatchObject({ value: { kind: 'unavailable' } });
  });

  it('restores a connection that had been refused', () => {
    const { connected, clock } = given(pair, refusal, refusal, pair);
    connected.finishConsent({ code: 'the-code' });
    clock.advance(25 * hourMs);
    expect(() => connected.manager.current()).toThrow(ReconnectNeeded);
    connected.finishConsent({ code: 'another-code' });
    expect(connected.state()).toMatchObject({ kind: 'connected', sinceMs: clock.nowMs() });
    expect(connected.manager.current()).toBeDefined();
  });
});

describe('saveClient()', () => {
  it.each([
    ['with a space', 'made up', 'secret'],
    ['with a colon', 'made:up', 'secret'],
    ['that is empty', '', 'secret'],
    ['whose secret has a line break', 'made-up', 'sec\nret'],
    ['whose secret is half an emoji', 'made-up', '\ud83d'],
    ['whose secret is endless', 'made-up', 's'.repeat(501)],
  ])('rejects a client %s, and does not repeat it', (_name, id, text) => {
    const { connected } = given();
    expect(() => connected.saveClient({ id, secret: secret(text) })).toThrow(SettingsWrong);
    expect(connected.clientId()).toBe('made-up-id');
  });

  it('keeps the secret of the same id only', () => {
    const { connected } = given();
    connected.saveClient({ id: 'made-up-id', secret: undefined });
    expect(connected.hasClientSecret()).toBe(true);
    expect(() => connected.saveClient({ id: 'another-id', secret: undefined })).toThrow(SettingsWrong);
  });

  it('treats a damaged client as missing', () => {
    const { connected, properties } = given();
    properties.set('doc/client', '{"id":');
    expect(connected.hasClientSecret()).toBe(false);
  });
});

describe('disconnect()', () => {
  it('leaves nothing behind', () => {
    const { connected, properties } = given(pair);
    connected.beginConsent('');
    connected.finishConsent({ code: 'the-code' });
    connected.disconnect();
    expect([...properties.stored]).toEqual([]);
    expect(connected.state()).toEqual({ kind: 'not-connected' });
  });

  it('is busy during a renewal, whose pair would be saved again', () => {
    let during: unknown;
    const { connected, clock, properties } = given(pair, () => {
      try {
        connected.disconnect();
      } catch (error) {
        during = error;
      }
      return pair;
    });
    connected.finishConsent({ code: 'the-code' });
    clock.advance(25 * hourMs);
    connected.manager.current();
    expect(during).toBeInstanceOf(Busy);
    connected.disconnect();
    expect([...properties.stored]).toEqual([]);
  });
});

describe('state()', () => {
  it('goes from not connected through connecting to connected', () => {
    const { connected, clock } = given(pair);
    expect(connected.state()).toEqual({ kind: 'not-connected' });
    connected.beginConsent('');
    expect(connected.state()).toEqual({ kind: 'connecting', sinceMs: clock.nowMs() });
    connected.finishConsent({ code: 'the-code' });
    expect(connected.state()).toEqual({
      kind: 'connected',
      account: 'x.test',
      sinceMs: clock.nowMs(),
      renewedAtMs: clock.nowMs(),
      expiresAtMs: clock.nowMs() + 24 * hourMs,
    });
  });

  it('stops waiting for a consent that was declined or whose state token has expired', () => {
    const { connected, clock } = given();
    connected.beginConsent('');
    connected.finishConsent({ error: 'access_denied' });
    expect(connected.state()).toEqual({ kind: 'not-connected' });
    connected.beginConsent('');
    clock.advance(hourMs);
    expect(connected.state()).toEqual({ kind: 'not-connected' });
  });

  it('keeps the date of the consent when the pair is renewed', () => {
    const { connected, clock } = given(pair, pair);
    connected.finishConsent({ code: 'the-code' });
    const sinceMs = clock.nowMs();
    clock.advance(25 * hourMs);
    connected.manager.current();
    expect(connected.state()).toMatchObject({ kind: 'connected', sinceMs, renewedAtMs: clock.nowMs() });
  });

  it('says since when renewing has been failing, and why', () => {
    const down = reply(503);
    const { connected, clock } = given(pair, down, down, down, down);
    connected.finishConsent({ code: 'the-code' });
    clock.advance(25 * hourMs);
    expect(() => connected.manager.current()).toThrow(ServiceDown);
    const sinceMs = clock.nowMs();
    clock.advance(hourMs);
    expect(connected.state()).toEqual({
      kind: 'renewal-failing',
      account: 'x.test',
      sinceMs,
      why: 'unavailable',
    });
  });

  it('says since when it needs the user, and whether a renewal was interrupted', () => {
    const { connected, clock } = given(pair, silence, refusal, refusal);
    connected.finishConsent({ code: 'the-code' });
    clock.advance(25 * hourMs);
    expect(() => connected.manager.current()).toThrow(ReconnectNeeded);
    const sinceMs = clock.nowMs();
    clock.advance(hourMs);
    expect(connected.state()).toEqual({
      kind: 'reconnect-needed',
      account: 'x.test',
      sinceMs,
      wasCutOff: true,
    });
  });

  it('reports that the stored connection is damaged', () => {
    const { connected, properties } = given();
    properties.set('doc/token', '[object Object]');
    expect(connected.state()).toEqual({ kind: 'damaged' });
  });
});
