import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedKeap, startSimulatedKeap } from '../../../../local/keap/simulated-keap.ts';
import { api, bearer, madeUpKey, send } from '../keap-client.ts';
import { rest } from './rest-client.ts';

/** What the simulated Keap says of requests that break Keap's contract of REST v2. */
let keap: SimulatedKeap;

beforeAll(async () => {
  keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    contacts: [{ id: 7, fields: { FirstName: 'Before', Email: 'a@example.com' } }],
    limits: { keysPerSecond: 1_000 },
    behavior: { restRefusals: 'documented' },
  });
});
afterAll(() => keap.stop());

const first = async () => (await keap.contacts())[0]?.fields.FirstName;

describe('a breach of the contract', () => {
  const email = { field: 'EMAIL1', email: 'a@example.com' };
  const refused: [string, string, unknown, string][] = [
    ['PATCH', '/contacts/7?update_mask=email', { given_name: 'x' }, "does not take 'email'"],
    [
      'PATCH',
      '/contacts/7?update_mask=given_name,suffix',
      { given_name: 'x' },
      "does not take 'given_name,suffix'",
    ],
    ['PATCH', '/contacts/7?update_mask=suffix&update_mask=suffix', {}, 'names something twice'],
    ['PATCH', '/contacts/7', { given_name: 5 }, '/given_name must be string'],
    ['PATCH', '/contacts/7', { email_addresses: [{ ...email, field: 'EMAIL4' }] }, 'must be equal to one of'],
    ['PATCH', '/contacts/7', { email_addresses: email }, '/email_addresses must be array'],
    ['PATCH', '/contacts/7', [], 'no JSON object'],
    ['PATCH', '/emailAddresses/a%40example.com/status', { opted_in: false }, "required property 'reason'"],
    ['PATCH', '/emailAddresses/a%40example.com/status', { reason: 'x' }, "required property 'opted_in'"],
    ['GET', '/contacts?page_size=1001', undefined, 'a number up to 1000'],
    ['GET', '/contacts?fields=id&fields=suffix', undefined, 'is there 2 times'],
  ];

  it.each(refused)(
    '%s %s %j is refused, has no effect and is reported',
    async (method, path, body, words) => {
      const { status } = await rest(keap, method, path, body);
      const violations = await keap.violations();
      expect([status, violations.length, await first()]).toEqual([400, 1, 'Before']);
      expect(violations[0]).toContain(words);
    },
  );

  const ignored: [string, string, unknown, string][] = [
    ['GET', '/contacts?email=nobody%40example.com', undefined, 'no parameter email'],
    ['PATCH', '/contacts/7?update_mask=suffix', { suffix: 'Jr', nickname: 'x' }, '"nickname"'],
    ['PATCH', '/contacts/7', { email_addresses: [{ ...email, is_opt_in: true }] }, '"is_opt_in"'],
  ];

  it.each(ignored)(
    '%s %s %j is ignored by Keap and reported all the same',
    async (method, path, body, words) => {
      const { status } = await rest(keap, method, path, body);
      const violations = await keap.violations();
      expect([status, violations.length]).toEqual([200, 1]);
      expect(violations[0]).toContain(words);
    },
  );

  it('of a parameter that Keap ignores gives everyone', async () => {
    const { value } = await rest(keap, 'GET', '/contacts?email=nobody%40example.com');
    expect(value.contacts).toHaveLength(1);
    expect(await keap.violations()).toHaveLength(1);
  });

  it('makes stop() reject for a test that has not asked', async () => {
    const careless = await startSimulatedKeap({
      apiKeys: [madeUpKey],
      behavior: { restRefusals: 'documented' },
    });
    await rest(careless, 'GET', '/contacts?email=x');
    await expect(careless.stop()).rejects.toThrow('rest GET /contacts: There is no parameter email.');
  });

  it('is none of a value that a user may have typed', async () => {
    const { status } = await rest(keap, 'PATCH', '/contacts/7', { given_name: 'x'.repeat(41) });
    expect([status, await keap.violations()]).toEqual([400, []]);
  });
});

describe('the gateway before REST v2', () => {
  it('refuses a line of more than 7 KB in its own shape', async () => {
    const line = (characters: number) => `/contacts?fields=id&filter=ids%3D%3D${'1'.repeat(characters)}`;
    const around = 'GET /crm/rest/v2 HTTP/1.1'.length;
    const most = 7_168 - around - line(0).length;
    const answers = [await rest(keap, 'GET', line(most)), await rest(keap, 'GET', line(most + 1))];
    expect(answers.map(({ status }) => status)).toEqual([200, 414]);
    expect(answers[1]?.value.fault.detail.errorcode).toBe('protocol.http.TooBigLine');
  });

  it('refuses a caller without a key, or with a legacy key where those do not count', async () => {
    const legacy = await startSimulatedKeap({
      legacyKeys: ['simulated-legacy-key'],
      behavior: { legacyKeysAsBearer: false },
    });
    for (const [headers, words] of [
      [{}, 'Invalid access token'],
      [bearer('simulated-legacy-key'), 'Invalid Access Token'],
      [{ 'X-Keap-API-Key': 'simulated-legacy-key' }, 'Invalid Access Token'],
    ] as const) {
      const { status, value } = await rest(legacy, 'GET', '/oauth/connect/userinfo', undefined, headers);
      expect([status, value.fault.faultstring]).toEqual([401, words]);
    }
    await legacy.stop();
  });

  it.each([
    ['either', [200, 200]],
    ['x-keap-api-key', [200, 401]],
    ['authorization', [401, 200]],
  ] as const)('takes a key by the header it is told: %s', async (keyHeaders, expected) => {
    const picky = await startSimulatedKeap({ apiKeys: [madeUpKey], keyHeaders });
    const found = [];
    for (const headers of [{ 'X-Keap-API-Key': madeUpKey }, bearer(madeUpKey)]) {
      found.push((await rest(picky, 'GET', '/oauth/connect/userinfo', undefined, headers)).status);
    }
    expect(found).toEqual(expected);
    await picky.stop();
  });

  it('counts a key on the numbers of keys, and masks it in the record', async () => {
    await keap.forgetRequests();
    const { headers } = await rest(keap, 'PATCH', '/contacts/7', { suffix: madeUpKey });
    expect(headers['x-keap-product-throttle-limit']).toBe('240');
    expect(JSON.stringify(await keap.requests())).not.toContain(madeUpKey);
  });

  it('answers 401 where there is nothing, and 405 where the method is not', async () => {
    const found = [await rest(keap, 'GET', '/nothing'), await rest(keap, 'DELETE', '/contacts/7')];
    expect(found.map(({ status }) => status)).toEqual([401, 405]);
  });

  it('lets no application host but the tenant’s own answer a legacy key', async () => {
    const sent = { host: 'other1.infusionsoft.com', path: '/api/xmlrpc', body: '<methodCall/>' };
    expect((await send(keap, sent)).status).toBe(404);
    expect((await send(keap, { ...sent, host: api })).status).toBe(401);
  });
});
