import { afterEach, describe, expect, it } from 'vitest';
import type { SimulatedKeapOptions } from '../../../local/keap/keap.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { at, bearer, call, type Got, int, madeUpKey, newPair, send, texts } from './keap-client.ts';

/** Each test names the fact about Keap's gateway that it holds the simulated one to. */
const running: SimulatedKeap[] = [];
const noonMs = Date.UTC(2026, 10, 23, 12);
const dayMs = 86_400_000;

afterEach(async () => {
  await Promise.all(running.splice(0).map((keap) => keap.stop()));
});

async function given(options: SimulatedKeapOptions = {}): Promise<SimulatedKeap> {
  const contacts = [{ id: 1, fields: {} }];
  const keap = await startSimulatedKeap({ contacts, apiKeys: [madeUpKey], ...options });
  running.push(keap);
  return keap;
}

const load = (keap: SimulatedKeap, headers: Record<string, string>) =>
  call(keap, 'ContactService.load', int(1) + texts('Id'), headers);
const byKey = (keap: SimulatedKeap, ms: number) => load(keap, { ...bearer(madeUpKey), ...at(ms) });

async function statusesOf(answers: readonly Promise<Got>[]): Promise<number[]> {
  return (await Promise.all(answers)).map(({ status }) => status);
}

describe('who may pass', () => {
  it('a bearer token, a key as a bearer, a key in its own header, and the old way by the address', async () => {
    const keap = await given();
    const { access_token } = await newPair(keap);
    const byAddress = await send(keap, {
      host: 'api.infusionsoft.com',
      path: `/crm/xmlrpc/v1/?access_token=${access_token}`,
      body: '<methodCall><methodName>x</methodName></methodCall>',
    });
    const others = [
      load(keap, bearer(access_token)),
      load(keap, bearer(madeUpKey)),
      load(keap, { 'X-Keap-API-Key': madeUpKey }),
    ];
    expect([byAddress.status, ...(await statusesOf(others))]).toEqual([200, 200, 200, 200]);
    const flagged = (await keap.requests()).filter(({ hasSecretInUrl }) => hasSecretInUrl);
    expect(flagged).toHaveLength(1);
    expect(JSON.stringify(flagged)).not.toContain(access_token);
  });

  it('no token, one that never was one, one that is revoked and one that is too old are refused in JSON, each with its code', async () => {
    const keap = await given();
    const { access_token } = await newPair(keap);
    const revoked = (await newPair(keap)).access_token;
    await keap.revokeAll();
    const expired = (await newPair(keap)).access_token;
    await keap.expireAccessTokens();
    const errorcodes = [];
    const shown = [{}, { Authorization: 'Basic eA==' }, bearer('nonsense'), bearer(access_token)];
    for (const headers of [...shown, bearer(revoked), bearer(expired)]) {
      const { status, body, headers: got } = await load(keap, headers);
      expect([status, got['content-type']]).toEqual([401, expect.stringContaining('application/json')]);
      errorcodes.push(JSON.parse(body).fault.detail.errorcode);
    }
    expect(errorcodes).toEqual([
      'oauth.v2.InvalidAccessToken',
      'oauth.v2.InvalidAccessToken',
      'keymanagement.service.invalid_access_token',
      'keymanagement.service.invalid_access_token',
      'keymanagement.service.invalid_access_token',
      'keymanagement.service.access_token_expired',
    ]);
  });
});

describe('how often', () => {
  it('the headers count the product and the tenant, expiry in milliseconds, two periods in one', async () => {
    const keap = await given();
    await byKey(keap, noonMs);
    const { headers } = await byKey(keap, noonMs + 1_000);
    expect(headers).toMatchObject({
      'x-keap-product-quota-limit': '30000',
      'x-keap-product-quota-time-unit': 'day',
      'x-keap-product-quota-used': '2',
      'x-keap-product-quota-available': '29998',
      'x-keap-product-quota-expiry-time': String(Date.UTC(2026, 10, 24)),
      'x-keap-product-throttle-limit': '240',
      'x-keap-product-throttle-time-unit': 'minute',
      'x-keap-product-throttle-used': '2',
      'x-keap-product-spike-limit': '10ps',
      'x-keap-tenant-id': 'sim123',
      'x-keap-tenant-throttle-limit': '10000|250000',
      'x-keap-tenant-throttle-time-unit': 'minute|day',
      'x-keap-tenant-throttle-used': '2|2',
    });
  });

  it('keys share ten a second, and an OAuth client has 25, in any second', async () => {
    const keap = await given();
    const { access_token } = await newPair(keap);
    const startMs = Date.now() + 3_600_000;
    const burst = (count: number, headers: Record<string, string>) =>
      statusesOf(Array.from({ length: count }, () => load(keap, headers)));
    const refused = (statuses: readonly number[]) => statuses.filter((status) => status === 429).length;
    expect(refused(await burst(12, { ...bearer(madeUpKey), ...at(startMs + 600) }))).toBe(2);
    expect(refused(await burst(12, { ...bearer(madeUpKey), ...at(startMs + 1_599) }))).toBe(12);
    const token = bearer(access_token);
    expect(refused(await burst(26, { ...token, ...at(startMs + 1_599) }))).toBe(1);
    expect(refused(await burst(25, { ...token, ...at(startMs + 2_599) }))).toBe(0);
  });

  it('a spike says SpikeArrestViolation', async () => {
    const keap = await given({ limits: { keysPerSecond: 1 } });
    await byKey(keap, noonMs);
    const { status, body } = await byKey(keap, noonMs + 999);
    const { errorcode } = JSON.parse(body).fault.detail;
    expect([status, errorcode]).toEqual([429, 'policies.ratelimit.SpikeArrestViolation']);
    expect((await byKey(keap, noonMs + 1_000)).status).toBe(200);
  });

  it('a full minute says Request Throttled with its code as a string, until the next minute', async () => {
    const keap = await given({ limits: { keysPerMinute: 2 } });
    expect((await byKey(keap, noonMs)).status).toBe(200);
    expect((await byKey(keap, noonMs + 2_000)).status).toBe(200);
    const { status, body, headers } = await byKey(keap, noonMs + 59_999);
    expect([status, JSON.parse(body)]).toEqual([
      429,
      { code: '429', message: 'Quota Exceeded', status: 'Request Throttled', details: null },
    ]);
    expect(headers['x-keap-product-throttle-available']).toBe('0');
    expect((await byKey(keap, noonMs + 60_000)).status).toBe(200);
  });

  it('a full day says QuotaViolation until 00:00 UTC', async () => {
    const keap = await given({ limits: { keysPerDay: 1 } });
    expect((await byKey(keap, noonMs)).status).toBe(200);
    const { status, body, headers } = await byKey(keap, noonMs + dayMs / 2 - 1);
    const { errorcode } = JSON.parse(body).fault.detail;
    expect([status, errorcode]).toEqual([429, 'policies.ratelimit.QuotaViolation']);
    expect(headers['x-keap-product-quota-available']).toBe('0');
    expect((await byKey(keap, noonMs + dayMs / 2)).status).toBe(200);
  });

  it("the tenant's own limit holds over all who call for it", async () => {
    const keap = await given({ limits: { tenantPerMinute: 2 } });
    const { access_token } = await newPair(keap);
    const ms = Math.ceil(Date.now() / 60_000) * 60_000;
    const statuses = [
      (await byKey(keap, ms)).status,
      (await load(keap, { ...bearer(access_token), ...at(ms) })).status,
      (await byKey(keap, ms)).status,
    ];
    expect(statuses).toEqual([200, 200, 429]);
  });
});
