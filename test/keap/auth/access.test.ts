import { describe, expect, it } from 'vitest';
import { ReconnectNeeded, RunEnded, ServiceDown, SettingsWrong } from '../../../src/errors.ts';
import { access } from '../../../src/keap/auth/access.ts';
import { userInfoCall } from '../../../src/keap/auth/user-info.ts';
import { exchange } from '../../../src/keap/http/exchange.ts';
import { rateLimiter } from '../../../src/keap/http/rate-limiter.ts';
import { legacyKeyAuth } from '../../../src/keap/over-xmlrpc/legacy-key-auth.ts';
import { connection } from '../../../src/oauth/connection.ts';
import type { HttpRequest, HttpResult } from '../../../src/platform/http.ts';
import { secret } from '../../../src/secret.ts';
import { encodeFault, encodeResponse } from '../../../src/xmlrpc/index.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { fakeConsent } from '../../support/fake-consent.ts';
import { reply, respondingHttp } from '../../support/fake-http.ts';
import { fakeLock } from '../../support/fake-lock.ts';
import { fakeLog } from '../../support/fake-log.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

const aKey = 'made-up-key-0123456789';
const server = { authorizeUrl: 'https://a.test/authorize', tokenUrl: 'https://a.test/token', scope: 'full' };
const jane = { tenant_id: 'app123', given_name: 'Jane', family_name: 'Doe', email: 'jane@example.com' };

/** The request as the network sees it, including its secrets. */
function shown({ url, headers, body }: HttpRequest): string {
  const texts = Object.entries(headers).map(([name, value]) => `${name}: ${revealed(value)}`);
  return [url, ...texts, body === undefined ? '' : revealed(body)].join('\n');
}
const revealed = (value: HttpRequest['headers'][string]) =>
  typeof value === 'string' ? value : value.reveal();

function given(respond: (request: string) => HttpResult) {
  const clock = fakeClock();
  const properties = fakeProperties();
  const sent: string[] = [];
  const http = respondingHttp((request) => {
    sent.push(shown(request));
    return respond(shown(request));
  });
  const user = { properties, lock: fakeLock() };
  const platform = { http, clock, random: () => 0.5, log: fakeLog(), consent: fakeConsent(), user };
  const oauth = connection(platform, server, 'doc', 'callback');
  const opened = access({ ...platform, oauth, legacy: legacyKeyAuth }, 'doc');
  const ask = () => {
    const { credentials, limits } = opened.authorize();
    const options = { http, credentials, rateLimiter: rateLimiter(clock, limits), clock, random: () => 0.5 };
    return exchange(options).send([userInfoCall()]);
  };
  return { access: opened, oauth, clock, properties, sent, ask };
}

const takes = (header: string) => (request: string) =>
  request.includes(header) ? reply(200, jane) : reply(401, { fault: {} });

describe('access.connectKey()', () => {
  it("sends the key as X-Keap-API-Key, gets the account's name, and saves the key", () => {
    const { access, sent, ask } = given(takes(`X-Keap-API-Key: ${aKey}`));
    expect(access.connectKey(aKey, '')).toEqual({
      account: 'app123.infusionsoft.com',
      person: 'Jane Doe, jane@example.com',
    });
    expect(access.state()).toMatchObject({ credential: 'key', account: 'app123.infusionsoft.com' });
    expect(ask()).toMatchObject([{ kind: 'answered' }]);
    expect(sent).toHaveLength(2);
  });

  it('tries the bearer header when the first header is refused, and remembers which one worked', () => {
    const { access, sent, ask } = given(takes(`Authorization: Bearer ${aKey}`));
    access.connectKey(aKey, '');
    expect(sent.map((request) => request.includes('Bearer'))).toEqual([false, true]);
    ask();
    expect(sent.map((request) => request.includes('Bearer'))).toEqual([false, true, true]);
  });

  it('switches to the other header when Keap starts to want it, and remembers that', () => {
    let wanted = 'X-Keap-API-Key';
    const { access, sent, ask } = given((request) => takes(wanted)(request));
    access.connectKey(aKey, '');
    wanted = 'Authorization: Bearer';
    ask();
    ask();
    expect(sent.map((request) => request.includes('Bearer'))).toEqual([false, false, true, true]);
  });

  it('saves nothing of a key that Keap refuses in both headers', () => {
    const { access, sent, properties } = given(() => reply(401, { fault: {} }));
    expect(() => access.connectKey(aKey, '')).toThrow(ReconnectNeeded);
    expect(sent).toHaveLength(2);
    expect(access.state()).toEqual({ credential: 'oauth', connection: { kind: 'not-connected' } });
    expect(properties.get('doc/key')).toBeNull();
  });

  it('saves nothing while Keap does not answer', () => {
    const { access, properties } = given(() => reply(503, '<html>'));
    expect(() => access.connectKey(aKey, '')).toThrow(ServiceDown);
    expect(properties.get('doc/key')).toBeNull();
  });

  it.each([
    ['', 'The key is missing'],
    ['short', 'not a valid Keap key'],
    [`${aKey} and a word`, 'not a valid Keap key'],
    [`${aKey}\r\nX-Evil: 1`, 'not a valid Keap key'],
    ['x'.repeat(401), 'not a valid Keap key'],
    ['schlüssel-schlüssel', 'not a valid Keap key'],
  ])('rejects %j without sending it', (typed, text) => {
    const { access, sent } = given(() => reply(200, jane));
    expect(adviceOf(() => access.connectKey(typed, ''))).toContain(text);
    expect(sent).toEqual([]);
  });

  it('reads the account from the header when the body does not name it', () => {
    const { access } = given(() => ({ ...reply(200, {}), headers: { 'x-keap-tenant-id': 'app9' } }));
    expect(access.connectKey(aKey, '').account).toBe('app9.infusionsoft.com');
  });

  it('holds back a key for another account until the user decides', () => {
    const { access } = given(() => reply(200, jane));
    access.connectKey(aKey, 'other.infusionsoft.com');
    expect(access.otherAccount()).toBe('app123.infusionsoft.com');
    expect(access.state()).toMatchObject({ credential: 'oauth' });
    expect(access.acceptOtherAccount()).toBe('app123.infusionsoft.com');
    expect(access.state()).toMatchObject({ credential: 'key', account: 'app123.infusionsoft.com' });
    expect(access.otherAccount()).toBeUndefined();
  });

  it('discards it when the user keeps the document’s account', () => {
    const { access, properties } = given(() => reply(200, jane));
    access.connectKey(aKey, 'other.infusionsoft.com');
    access.discardOtherAccount();
    expect(access.otherAccount()).toBeUndefined();
    expect(() => access.acceptOtherAccount()).toThrow(SettingsWrong);
    expect(properties.get('doc/other-key')).toBeNull();
  });

  it('never replaces a token by a key', () => {
    const { access, oauth } = given(() =>
      reply(200, {
        ...{ access_token: 'a', refresh_token: 'b', token_type: 'bearer', expires_in: 86_400 },
        scope: 'full|app1.infusionsoft.com',
      }),
    );
    oauth.saveClient({ id: 'id', secret: secret('made-up') });
    oauth.finishConsent({ code: 'c' });
    expect(adviceOf(() => access.connectKey(aKey, ''))).toContain('Disconnect first');
    access.disconnect();
    expect(access.disconnectedAtMs()).toBeGreaterThan(0);
  });
});

describe('a key that Keap has refused', () => {
  const hourMs = 60 * 60 * 1000;

  function givenConnected() {
    const state = { isGood: true };
    const world = given(() => (state.isGood ? reply(200, jane) : reply(401, {})));
    world.access.connectKey(aKey, '');
    state.isGood = false;
    return { ...world, state };
  }

  it('counts as refused once Keap has refused it twice, an hour apart', () => {
    const { access, ask, clock } = givenConnected();
    expect(ask).toThrow(ServiceDown);
    expect(ask).toThrow(ServiceDown);
    expect(access.state()).toMatchObject({ refusedAtMs: undefined });
    clock.advance(hourMs);
    expect(ask).toThrow(ReconnectNeeded);
    expect(access.state()).toMatchObject({ refusedAtMs: clock.nowMs() });
  });

  it('is not refused where Keap has accepted it in between', () => {
    const { access, ask, clock, state } = givenConnected();
    expect(ask).toThrow(ServiceDown);
    clock.advance(hourMs);
    state.isGood = true;
    expect(ask()).toMatchObject([{ kind: 'answered' }]);
    clock.advance(hourMs);
    state.isGood = false;
    expect(ask).toThrow(ServiceDown);
    expect(access.state()).toMatchObject({ refusedAtMs: undefined });
  });

  it('costs calls once a day, and works again as soon as Keap accepts it', () => {
    const { access, sent, ask, clock, state } = givenConnected();
    expect(ask).toThrow(ServiceDown);
    clock.advance(hourMs);
    expect(ask).toThrow(ReconnectNeeded);
    const calls = sent.length;
    for (let hour = 1; hour < 72; hour++) {
      clock.advance(hourMs);
      expect(ask).toThrow(ReconnectNeeded);
    }
    expect(sent.length - calls).toBe(3 * 2);
    clock.advance(24 * hourMs);
    state.isGood = true;
    expect(ask()).toMatchObject([{ kind: 'answered' }]);
    expect(access.state()).toMatchObject({ refusedAtMs: undefined });
  });

  it('is asked again when somebody tests the connection', () => {
    const { access, ask, clock, state } = givenConnected();
    expect(ask).toThrow(ServiceDown);
    clock.advance(hourMs);
    expect(ask).toThrow(ReconnectNeeded);
    state.isGood = true;
    expect(access.test().account).toBe('app123.infusionsoft.com');
    expect(access.state()).toMatchObject({ refusedAtMs: undefined });
    expect(ask()).toMatchObject([{ kind: 'answered' }]);
  });
});

describe('a key that is replaced while it is in use', () => {
  const anotherKey = 'made-up-key-of-the-next-day';

  it('does not change the key that has replaced it', () => {
    let [isOver, hasEnded] = [false, false];
    const world = given((request) => {
      if (request.includes(anotherKey)) return reply(200, jane);
      if (isOver && world.access.state().credential === 'key') {
        isOver = false;
        world.access.connectKey(anotherKey, '');
      }
      return hasEnded ? reply(401, {}) : reply(200, jane);
    });
    world.access.connectKey(aKey, '');
    [isOver, hasEnded] = [true, true];
    expect(world.ask).toThrow(ServiceDown);
    world.clock.advance(60 * 60 * 1000);
    expect(world.access.state()).toMatchObject({ refusedAtMs: undefined });
    expect(world.ask()).toMatchObject([{ kind: 'answered' }]);
    expect(world.sent.at(-1)).toContain(`X-Keap-API-Key: ${anotherKey}`);
  });

  it('is not restored by a test that began before the user disconnected', () => {
    let isLeaving = false;
    const world = given(() => {
      if (isLeaving) world.access.disconnect();
      return reply(200, jane);
    });
    world.access.connectKey(aKey, '');
    isLeaving = true;
    world.access.test();
    expect(world.properties.get('doc/key')).toBeNull();
  });
});

describe('access.connectLegacyKey()', () => {
  const atApplication = (answer: HttpResult) => (request: string) =>
    request.startsWith('https://app123.infusionsoft.com/') ? answer : reply(401, {});

  it('sends the key as a bearer token to the host of both APIs, and uses both where Keap takes it', () => {
    const { access, sent } = given(() => reply(200, encodeResponse(0)));
    expect(access.connectLegacyKey('APP123', aKey, '').account).toBe('app123.infusionsoft.com');
    expect(sent).toHaveLength(1);
    const [first = ''] = sent;
    expect(first).toContain('https://api.infusionsoft.com/crm/xmlrpc/v1');
    expect(first).toContain(`Authorization: Bearer ${aKey}`);
    expect(first.split(aKey)).toHaveLength(2);
    expect(access.state()).toMatchObject({
      ...{ credential: 'legacy-key', application: 'app123', isXmlRpcOnly: false },
    });
    expect(access.authorize()).toMatchObject({ isXmlRpcOnly: false });
  });

  it('sends it as the first parameter to the host of the application where it is refused there', () => {
    const { access, sent } = given(atApplication(reply(200, encodeResponse(0))));
    expect(access.connectLegacyKey('APP123', aKey, '').account).toBe('app123.infusionsoft.com');
    const last = sent.at(-1) ?? '';
    expect(last).toContain('https://app123.infusionsoft.com/api/xmlrpc');
    expect(last).toContain(`<params><param><value><string>${aKey}</string></value></param>`);
    expect(last.split(aKey)).toHaveLength(2);
    expect(access.state()).toMatchObject({ isXmlRpcOnly: true });
    expect(access.authorize()).toMatchObject({ isXmlRpcOnly: true });
  });

  it('goes over to the host of both APIs once Keap takes a stored key there', () => {
    let takesBearer = false;
    const { access, properties, ask } = given((request) =>
      takesBearer ? reply(200, jane) : atApplication(reply(200, encodeResponse(0)))(request),
    );
    access.connectLegacyKey('app123', aKey, '');
    takesBearer = true;
    expect(ask()).toMatchObject([{ kind: 'answered' }]);
    expect(access.authorize()).toMatchObject({ isXmlRpcOnly: false });
    expect(properties.get('doc/key')).toContain('"host":"api"');
  });

  it.each([
    '',
    'app123.infusionsoft.com',
    'evil.example/',
    'evil.example#',
    'a@evil.example',
    'a b',
    '-app',
    'app-',
    'äpp',
    '__proto__',
    'x'.repeat(64),
  ])('rejects the application %j', (application) => {
    const { access, sent } = given(() => reply(200, encodeResponse(0)));
    expect(adviceOf(() => access.connectLegacyKey(application, aKey, ''))).toContain('letters, digits');
    expect(sent).toEqual([]);
  });

  it('recognizes a wrong key by Keap’s fault, and saves nothing', () => {
    const { access, properties } = given(
      atApplication(reply(200, encodeFault(2, '[InvalidKey]Invalid Key'))),
    );
    expect(adviceOf(() => access.connectLegacyKey('app123', aKey, ''))).toContain('retired legacy keys');
    expect(properties.get('doc/key')).toBeNull();
  });
});

function adviceOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof RunEnded) return error.advice;
    throw error;
  }
  return 'nothing was thrown';
}
