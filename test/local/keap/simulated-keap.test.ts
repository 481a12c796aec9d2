import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultClient } from '../../../local/keap/keap.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { browser } from '../../../local/start/browser.ts';

/** Each test names the fact about Keap that it holds the simulated one to. */
let keap: SimulatedKeap;
const redirectUri = 'https://script.google.com/macros/d/x/usercallback';
const api = 'api.infusionsoft.com';

beforeAll(async () => {
  keap = await startSimulatedKeap({
    contacts: [
      { id: 1, fields: { Email: 'ana@example.com', FirstName: 'Zoë 😀', LastName: '<&>"\r\u000b' } },
      { id: 2, fields: { Email: 'bo@example.com', EmailAddress2: 'ana@example.com' } },
    ],
    customFields: ['_Own'],
    apiKeys: ['KeapAK-made-up'],
    legacyKeys: ['made-up-legacy'],
    limits: { keysPerSecond: 1_000, perSecond: 1_000 },
  });
});
afterAll(() => keap.stop());
beforeEach(() => keap.mend());

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

function send(
  host: string,
  path: string,
  headers: Record<string, string>,
  body: string,
  method = 'POST',
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request(keap.origin + path, { method, headers: { ...headers, Host: host } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function consentCode(): Promise<string> {
  const visitor = browser(keap.hosts, Date.now);
  const query = new URLSearchParams({
    ...{
      client_id: defaultClient.id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'full',
      state: 's 1',
    },
  });
  const page = await visitor.open(`https://accounts.infusionsoft.com/app/oauth/authorize?${query}`);
  const { status, location } = await visitor.press(page, 'allow');
  expect(status).toBe(302);
  const url = new URL(location ?? '');
  expect(url.searchParams.get('state')).toBe('s 1');
  return url.searchParams.get('code') ?? '';
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const formType = { 'Content-Type': 'application/x-www-form-urlencoded' };
const basic = {
  Authorization: `Basic ${Buffer.from(`${defaultClient.id}:${defaultClient.secret}`).toString('base64')}`,
};

const byCode = (code: string) =>
  send(
    api,
    '/token',
    formType,
    form({ ...credentials, grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
  );
const byRefresh = (token: string) =>
  send(api, '/token', { ...formType, ...basic }, form({ grant_type: 'refresh_token', refresh_token: token }));
const credentials = { client_id: defaultClient.id, client_secret: defaultClient.secret };

async function newPair(): Promise<{
  access_token: string;
  refresh_token: string;
  scope: string;
  expires_in: number;
}> {
  return JSON.parse((await byCode(await consentCode())).body);
}

function call(method: string, params: string, authorization = 'Bearer KeapAK-made-up'): Promise<Got> {
  const xml = `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params><param><value><string>x</string></value></param>${params}</params></methodCall>`;
  return send(api, '/crm/xmlrpc/v1', { 'Content-Type': 'text/xml', Authorization: authorization }, xml);
}

const int = (value: number) => `<param><value><int>${value}</int></value></param>`;
const text = (value: string) => `<param><value><string>${value}</string></value></param>`;
const texts = (...values: string[]) =>
  `<param><value><array><data>${values.map((value) => `<value>${value}</value>`).join('')}</data></array></value></param>`;
const struct = (fields: Record<string, string>) =>
  `<param><value><struct>${Object.entries(fields)
    .map(([name, value]) => `<member><name>${name}</name><value>${value}</value></member>`)
    .join('')}</struct></value></param>`;

describe('OAuth', () => {
  it('gives a pair for a code, with the tenant in the scope and a life of 24 hours', async () => {
    expect(await newPair()).toMatchObject({
      expires_in: 86_400,
      scope: 'full|sim123.infusionsoft.com',
      token_type: 'bearer',
    });
  });

  it('kills both old tokens at every refresh, and refuses the dead one in either wording', async () => {
    const first = await newPair();
    const second = JSON.parse((await byRefresh(first.refresh_token)).body);
    expect(
      (await call('ContactService.load', int(1) + texts('Id'), `Bearer ${first.access_token}`)).status,
    ).toBe(401);
    expect(
      (await call('ContactService.load', int(1) + texts('Id'), `Bearer ${second.access_token}`)).status,
    ).toBe(200);
    const refusals = await Promise.all([byRefresh(first.refresh_token), byRefresh(first.refresh_token)]);
    expect(refusals.map(({ status }) => status)).toEqual([400, 400]);
    expect(refusals.map(({ body }) => JSON.parse(body).error).sort()).toEqual([
      'invalid_grant',
      'invalid_request',
    ]);
  });

  it('takes a code once, and kills what it brought when it comes twice', async () => {
    const code = await consentCode();
    const pair = JSON.parse((await byCode(code)).body);
    expect((await byCode(code)).status).toBe(400);
    expect((await byRefresh(pair.refresh_token)).status).toBe(400);
  });

  it('sends a user who declines back with access_denied', async () => {
    const visitor = browser(keap.hosts, Date.now);
    const query = form({
      client_id: defaultClient.id,
      redirect_uri: redirectUri,
      response_type: 'code',
      state: 's',
    });
    const page = await visitor.open(`https://accounts.infusionsoft.com/app/oauth/authorize?${query}`);
    expect((await visitor.press(page, 'deny')).location).toBe(`${redirectUri}?error=access_denied&state=s`);
  });

  it.each([
    [{ client_id: 'other' }, 'not known'],
    [{ redirect_uri: 'http://script.google.com/x' }, 'not registered'],
    [{ response_type: 'token' }, 'not supported'],
  ])('refuses an authorization request with %j', async (change, words) => {
    const query = form({
      client_id: defaultClient.id,
      redirect_uri: redirectUri,
      response_type: 'code',
      ...change,
    });
    const page = await browser(keap.hosts, Date.now).open(
      `https://accounts.infusionsoft.com/app/oauth/authorize?${query}`,
    );
    expect([page.status, page.body]).toEqual([400, expect.stringContaining(words)]);
  });

  it('refuses a wrong client, an unknown grant, and secrets in the query', async () => {
    const wrong = { ...formType, Authorization: 'Basic eDp5' };
    expect(
      (await send(api, '/token', wrong, form({ grant_type: 'refresh_token', refresh_token: 'x' }))).body,
    ).toContain('invalid_client');
    expect(
      (await send(api, '/token', { ...formType, ...basic }, form({ grant_type: 'password' }))).body,
    ).toContain('unsupported_grant_type');
    expect((await send(api, '/token?refresh_token=x', { ...formType, ...basic }, '')).status).toBe(400);
  });

  it('answers at its own hosts only', async () => {
    expect((await send('accounts.infusionsoft.com', '/token', { ...formType, ...basic }, '')).status).toBe(
      404,
    );
    expect((await send('elsewhere.infusionsoft.com', '/api/xmlrpc', {}, '')).status).toBe(404);
  });
});

describe('the gateway', () => {
  it('answers a bad token with 401 in JSON', async () => {
    const { status, body } = await call('ContactService.load', int(1) + texts('Id'), 'Bearer nonsense');
    expect([status, JSON.parse(body).fault.detail.errorcode]).toEqual([401, 'oauth.v2.InvalidAccessToken']);
  });

  it('counts quota and throttle in its headers, the expiry in milliseconds', async () => {
    const { headers } = await call('ContactService.load', int(1) + texts('Id'));
    const next = await call('ContactService.load', int(1) + texts('Id'));
    expect(Number(next.headers['x-keap-product-quota-used'])).toBe(
      Number(headers['x-keap-product-quota-used']) + 1,
    );
    expect(Number(headers['x-keap-product-quota-expiry-time'])).toBeGreaterThan(Date.now());
    expect(headers['x-keap-product-spike-limit']).toBe('1000ps');
  });

  it('refuses what comes too fast, and the next minute takes it again', async () => {
    const small = await startSimulatedKeap({ apiKeys: ['k'], contacts: [], limits: { keysPerMinute: 2 } });
    const ask = (ms: number) =>
      new Promise<number>((resolve) => {
        const headers = { Host: api, 'X-Keap-API-Key': 'k', 'x-simulated-time': String(ms) };
        request(`${small.origin}/crm/xmlrpc/v1`, { method: 'POST', headers }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        }).end('x');
      });
    const statuses = [
      await ask(60_000_000),
      await ask(60_001_500),
      await ask(60_003_000),
      await ask(60_060_000),
    ];
    await small.stop();
    expect(statuses).toEqual([200, 200, 429, 200]);
  });
});

describe('XML-RPC', () => {
  it('sends strings untyped, ints as i4, and leaves empty fields out', async () => {
    const { body } = await call('ContactService.load', int(2) + texts('Id', 'Email', 'FirstName'));
    expect(body).toContain('<value><i4>2</i4></value>');
    expect(body).toContain('<name>Email</name><value>bo@example.com</value>');
    expect(body).not.toContain('FirstName');
    expect(body).not.toContain('<string>');
  });

  it('sends an emoji as two references and control characters as they are, against XML', async () => {
    const { body } = await call('ContactService.load', int(1) + texts('FirstName', 'LastName'));
    expect(body).toContain('<value>Zoë &#55357;&#56832;</value>');
    expect(body).toContain('<value>&lt;&amp;&gt;"\r\u000b</value>');
  });

  it.each([
    ['an unknown id', 'ContactService.load', int(99) + texts('Id'), 5, '[RecordNotFound]'],
    ['an unknown field', 'ContactService.load', int(1) + texts('Mood'), 10, '[NoFieldFound]'],
    [
      'an unknown field to write',
      'ContactService.update',
      int(1) + struct({ Mood: 'x' }),
      10,
      '[NoFieldFound]',
    ],
    [
      'an address of 76',
      'ContactService.update',
      int(1) + struct({ Email: 'x'.repeat(76) }),
      12,
      '[InvalidParameter]',
    ],
    [
      'a second one of 101',
      'ContactService.update',
      int(1) + struct({ EmailAddress2: 'x'.repeat(101) }),
      12,
      '[InvalidParameter]',
    ],
    ['an id as text', 'ContactService.load', text('1') + texts('Id'), 0, 'No method matching arguments'],
    ['an unknown method', 'ContactService.destroy', int(1), 0, 'No such handler'],
    ['a table that is none', 'DataService.load', text('Mood') + int(1) + texts('Id'), 9, '[NoTableFound]'],
  ])('answers %s with a fault and HTTP 200', async (_name, method, params, code, words) => {
    const { status, body } = await call(method, params);
    expect(status).toBe(200);
    expect(body).toContain(`<name>faultCode</name><value><i4>${code}</i4></value>`);
    expect(body).toContain(words);
  });

  it.each([
    '<param><value><nil/></value></param>',
    '<param><value><i8>1</i8></value></param>',
    '<param><value>',
    '&nbsp;',
    '<!DOCTYPE a>',
  ])('refuses %s in a request with fault 0', async (params) => {
    expect((await call('ContactService.load', params)).body).toContain(
      '<name>faultCode</name><value><i4>0</i4></value>',
    );
  });

  it('updates the fields named and no other, and answers with the id', async () => {
    expect(
      (await call('ContactService.update', int(2) + struct({ FirstName: 'Bo', _Own: 'x' }))).body,
    ).toContain('<i4>2</i4>');
    expect((await keap.contacts())[1]).toEqual({
      id: 2,
      fields: { Email: 'bo@example.com', EmailAddress2: 'ana@example.com', FirstName: 'Bo', _Own: 'x' },
    });
  });

  it('finds by all three addresses, queries by page, and adds', async () => {
    expect(
      (await call('ContactService.findByEmail', text('ana@example.com') + texts('Id'))).body.match(/<i4>/g),
    ).toHaveLength(2);
    const query = text('Contact') + int(1) + int(1) + struct({ Id: '%' }) + texts('Id');
    expect((await call('DataService.query', query)).body).toContain('<i4>2</i4>');
    const added = await call('ContactService.add', struct({ Email: 'new@example.com' }));
    expect(added.body).toContain('<i4>3</i4>');
    const again = struct({ Email: 'new@example.com', FirstName: 'Twin' }) + text('Email');
    expect((await call('ContactService.addWithDupCheck', again)).body).toContain('<i4>3</i4>');
  });

  it('keeps the opt status with the address: true once, false when already so, false for ever from opted out', async () => {
    const opt = async (method: string) =>
      (
        await call(
          `APIEmailService.${method}`,
          text('Opt@Example.com') + (method === 'getOptStatus' ? '' : text('why')),
        )
      ).body;
    expect(await opt('getOptStatus')).toContain('<i4>0</i4>');
    expect(await opt('optIn')).toContain('<boolean>1</boolean>');
    expect(await opt('getOptStatus')).toContain('<i4>1</i4>');
    expect(await opt('optIn')).toContain('<boolean>0</boolean>');
    expect(await opt('optOut')).toContain('<boolean>1</boolean>');
    expect(await opt('optOut')).toContain('<boolean>0</boolean>');
    expect(await opt('optIn')).toContain('<boolean>0</boolean>');
    expect(await keap.optEntry('opt@example.com')).toMatchObject({ status: 'opted-out', reason: 'why' });
  });

  it('takes a legacy key as the first parameter, at the address of the application', async () => {
    const xml = (key: string) =>
      `<methodCall><methodName>ContactService.load</methodName><params>${text(key)}${int(1)}${texts('Id')}</params></methodCall>`;
    expect((await send('sim123.infusionsoft.com', '/api/xmlrpc', {}, xml('made-up-legacy'))).body).toContain(
      '<i4>1</i4>',
    );
    expect((await send('sim123.infusionsoft.com', '/api/xmlrpc', {}, xml('wrong'))).body).toContain(
      '[InvalidKey]',
    );
  });
});

describe('its troubles and its record', () => {
  it('loses the request or only the answer, as told', async () => {
    const update = (name: string) => call('ContactService.update', int(1) + struct({ FirstName: name }));
    await keap.break({ match: 'ContactService.update', times: 1, trouble: { kind: 'cut', when: 'before' } });
    await expect(update('Before')).rejects.toThrow();
    expect((await keap.contacts())[0]?.fields.FirstName).toBe('Zoë 😀');
    await keap.break({ match: 'ContactService.update', times: 1, trouble: { kind: 'cut', when: 'after' } });
    await expect(update('After')).rejects.toThrow();
    expect((await keap.contacts())[0]?.fields.FirstName).toBe('After');
  });

  it('strikes after as many as told, and for as long', async () => {
    await keap.break({
      match: 'load',
      after: 1,
      times: 1,
      trouble: { kind: 'answer', status: 502, body: '<html>' },
    });
    const statuses = [];
    for (let time = 0; time < 3; time++)
      statuses.push((await call('ContactService.load', int(1) + texts('Id'))).status);
    expect(statuses).toEqual([200, 502, 200]);
  });

  it('records every request, readable, and masks what is secret', async () => {
    await keap.forgetRequests();
    const pair = await newPair();
    await byRefresh(pair.refresh_token);
    await call('ContactService.load', int(1) + texts('Id'));
    const requests = await keap.requests();
    expect(requests.map(({ what, status }) => `${what} ${status}`)).toEqual([
      ...['consent page 200', 'consent decided 302', 'token by code 200', 'token refresh 200'],
      'xmlrpc ContactService.load 200',
    ]);
    const all = JSON.stringify(requests);
    expect(all).not.toContain(pair.refresh_token);
    expect(all).not.toContain(pair.access_token);
    expect(all).not.toContain(defaultClient.secret);
  });
});
