import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { SimulatedKeapOptions } from '../../../local/keap/keap.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { browser } from '../../../local/start/browser.ts';
import {
  accounts,
  api,
  askToken,
  at,
  basic,
  bearer,
  byCode,
  byRefresh,
  call,
  consentCode,
  consentUrl,
  decide,
  formType,
  inBody,
  int,
  newPair,
  redirectUri,
  send,
  texts,
} from './keap-client.ts';

/** Each test name is a fact about Keap, or a rule of OAuth 2, that the simulated Keap must follow. */
let keap: SimulatedKeap;
const dayMs = 86_400_000;

beforeAll(async () => {
  keap = await startSimulatedKeap({ contacts: [{ id: 1, fields: {} }], limits: { perSecond: 1_000 } });
});
afterAll(() => keap.stop());

async function another(options: SimulatedKeapOptions): Promise<SimulatedKeap> {
  const other = await startSimulatedKeap(options);
  onTestFinished(() => other.stop());
  return other;
}

const load = (world: SimulatedKeap, token: string, headers: Record<string, string> = {}) =>
  call(world, 'ContactService.load', int(1) + texts('Id'), { ...bearer(token), ...headers });

describe('the consent page', () => {
  it('redirects with a code and the same state if the user allows access', async () => {
    const url = await decide(keap, 'allow');
    expect([url.origin + url.pathname, [...url.searchParams.keys()]]).toEqual([
      redirectUri,
      ['code', 'state'],
    ]);
    expect(url.searchParams.get('state')).toBe('s 1/ä');
  });

  it('redirects with access_denied if the user denies access', async () => {
    expect(Object.fromEntries((await decide(keap, 'deny')).searchParams)).toEqual({
      error: 'access_denied',
      state: 's 1/ä',
    });
  });

  it.each([
    [{ client_id: 'other' }, 'not known'],
    [{ redirect_uri: 'http://script.google.com/x' }, 'not registered'],
    [{ redirect_uri: 'https://script.google.com/x#part' }, 'not registered'],
    [{ redirect_uri: '' }, 'not registered'],
    [{ response_type: 'token' }, 'not supported'],
    [{ scope: 'everything' }, 'scope'],
    [{ client_secret: 'x' }, 'secret'],
  ])('shows an error and does not redirect for %j', async (change, words) => {
    const page = await browser(keap.hosts, Date.now).open(consentUrl(change));
    expect([page.status, page.location, page.body]).toEqual([400, undefined, expect.stringContaining(words)]);
  });

  it('accepts only registered redirect URIs, if there are any', async () => {
    const strict = await another({ redirectUris: [`${redirectUri}/other`] });
    expect((await browser(strict.hosts, Date.now).open(consentUrl())).body).toContain('not registered');
  });

  it('accepts a decision once, and only from a page that it has shown', async () => {
    const page = await browser(keap.hosts, Date.now).open(consentUrl());
    const key = /name="form" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const press = (form: string, decision: string) =>
      send(keap, {
        host: accounts,
        path: '/app/oauth/authorize',
        headers: formType,
        body: new URLSearchParams({ form, decision }).toString(),
      });
    const statuses = [
      await press('made-up', 'allow'),
      await press(key, 'perhaps'),
      await press(key, 'allow'),
      await press(key, 'allow'),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 302, 400]);
  });
});

describe('the token endpoint', () => {
  it('grants a pair for a code, with the tenant in the scope and a lifetime of 24 hours', async () => {
    const answer = await askToken(keap, byCode(await consentCode(keap)), {});
    expect(JSON.parse(answer.body)).toEqual({
      access_token: expect.stringContaining('simulated-access-'),
      refresh_token: expect.stringContaining('simulated-refresh-'),
      expires_in: 86_400,
      scope: 'full|sim123.infusionsoft.com',
      token_type: 'bearer',
    });
    expect(answer.headers['content-type']).toContain('application/json');
  });

  it('accepts the client in the header or in the body', async () => {
    const first = await newPair(keap);
    const second = JSON.parse((await askToken(keap, byRefresh(first.refresh_token), basic)).body);
    const third = await askToken(keap, { ...byRefresh(second.refresh_token), ...inBody }, {});
    expect(third.status).toBe(200);
  });

  it('invalidates both old tokens immediately at every refresh', async () => {
    const first = await newPair(keap);
    const second = JSON.parse((await askToken(keap, byRefresh(first.refresh_token))).body);
    expect((await load(keap, first.access_token)).status).toBe(401);
    expect((await load(keap, second.access_token)).status).toBe(200);
    expect((await askToken(keap, byRefresh(first.refresh_token))).status).toBe(400);
  });

  it('grants a pair to only one of two simultaneous refreshes', async () => {
    const { refresh_token } = await newPair(keap);
    const answers = await Promise.all([1, 2].map(() => askToken(keap, byRefresh(refresh_token))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it('rejects an invalid refresh token with one wording, the other, or both in turns', async () => {
    const wordings = async (options: SimulatedKeapOptions) => {
      const world = await another(options);
      const answers = [];
      for (let time = 0; time < 2; time++) answers.push(await askToken(world, byRefresh('dead')));
      return answers.map(({ status, body }) => [status, JSON.parse(body)]);
    };
    const older = [400, { error: 'invalid_grant', error_description: 'Invalid refresh token' }];
    const newer = [400, { error: 'invalid_request', error_description: 'Invalid Refresh Token' }];
    expect(await wordings({})).toEqual([older, newer]);
    expect(await wordings({ refusedRefresh: 'invalid_grant' })).toEqual([older, older]);
    expect(await wordings({ refusedRefresh: 'invalid_request' })).toEqual([newer, newer]);
  });

  it('accepts a code once, and revokes its tokens, even renewed ones, if it is used again', async () => {
    const code = await consentCode(keap);
    const pair = JSON.parse((await askToken(keap, byCode(code), {})).body);
    const renewed = JSON.parse((await askToken(keap, byRefresh(pair.refresh_token))).body);
    expect((await askToken(keap, byCode(code), {})).status).toBe(400);
    expect((await load(keap, renewed.access_token)).status).toBe(401);
    expect((await askToken(keap, byRefresh(renewed.refresh_token))).status).toBe(400);
  });

  it('accepts a code only with its redirect URI', async () => {
    const fields = { ...byCode(await consentCode(keap)), redirect_uri: `${redirectUri}/other` };
    expect(JSON.parse((await askToken(keap, fields, {})).body).error).toBe('invalid_grant');
  });

  it('lets codes expire after minutes, access tokens after a day, and refresh tokens after 45 days', async () => {
    const world = await another({ contacts: [{ id: 1, fields: {} }] });
    const startMs = 1_000 * dayMs;
    const late = await askToken(world, byCode(await consentCode(world, startMs)), at(startMs + 600_000));
    expect(late.status).toBe(400);
    const bornMs = startMs + dayMs;
    const granted = await askToken(world, byCode(await consentCode(world, bornMs)), at(bornMs));
    const pair = JSON.parse(granted.body);
    expect((await load(world, pair.access_token, at(bornMs + dayMs - 1))).status).toBe(200);
    expect((await load(world, pair.access_token, at(bornMs + dayMs))).status).toBe(401);
    const nearlyMs = bornMs + 45 * dayMs - 1;
    const renewed = await askToken(world, byRefresh(pair.refresh_token), { ...basic, ...at(nearlyMs) });
    expect(renewed.status).toBe(200);
    const { refresh_token } = JSON.parse(renewed.body);
    const dead = await askToken(world, byRefresh(refresh_token), { ...basic, ...at(nearlyMs + 45 * dayMs) });
    expect(dead.status).toBe(400);
  });

  it.each([
    ['a wrong secret in the header', byRefresh('x'), { Authorization: 'Basic eDp5' }, 401, 'invalid_client'],
    [
      'a wrong secret in the body',
      { ...byRefresh('x'), ...inBody, client_secret: 'no' },
      {},
      401,
      'invalid_client',
    ],
    ['no client', byRefresh('x'), {}, 401, 'invalid_client'],
    ['an unknown grant', { grant_type: 'password' }, basic, 400, 'unsupported_grant_type'],
    ['no grant', {}, basic, 400, 'unsupported_grant_type'],
    [
      'a body that is no form',
      byRefresh('x'),
      { ...basic, 'Content-Type': 'application/json' },
      400,
      'invalid_request',
    ],
  ])('rejects %s', async (_name, fields, headers, status, error) => {
    const answer = await askToken(keap, fields, headers);
    expect([answer.status, JSON.parse(answer.body).error]).toEqual([status, error]);
  });

  it('rejects secrets in the address, even with a valid body, and every method except POST', async () => {
    const { refresh_token } = await newPair(keap);
    const good = {
      host: api,
      path: '/token',
      headers: { ...formType, ...basic },
      body: new URLSearchParams(byRefresh(refresh_token)).toString(),
    };
    const inAddress = await send(keap, { ...good, path: `/token?refresh_token=${refresh_token}` });
    const put = await send(keap, { ...good, method: 'PUT' });
    expect([inAddress.status, put.status, (await send(keap, good)).status]).toEqual([400, 405, 200]);
  });

  it('counts the granted pairs, and invalidates every pair when the app is revoked', async () => {
    const world = await another({});
    const pair = await newPair(world);
    const second = JSON.parse((await askToken(world, byRefresh(pair.refresh_token))).body);
    expect(await world.tokenCounts()).toEqual({ refreshes: 1, grants: 1 });
    await world.revokeAll();
    expect((await askToken(world, byRefresh(second.refresh_token))).status).toBe(400);
  });
});

it('every host answers only at its own paths, with its name in any case', async () => {
  const statusAt = async (host: string, path: string) =>
    (await send(keap, { host, path, headers: { ...formType, ...basic } })).status;
  expect(await statusAt(accounts, '/token')).toBe(404);
  expect(await statusAt(api, '/app/oauth/authorize')).toBe(401);
  expect(await statusAt('elsewhere.infusionsoft.com', '/api/xmlrpc')).toBe(404);
  expect(await statusAt('localhost', '/token')).toBe(404);
  expect(await statusAt('API.infusionsoft.com:443', '/token')).toBe(400);
});
