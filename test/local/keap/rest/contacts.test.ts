import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SimulatedKeap, startSimulatedKeap } from '../../../../local/keap/simulated-keap.ts';
import { bearer, call, int, madeUpKey, send, struct, texts } from '../keap-client.ts';
import { rest } from './rest-client.ts';

/** Contacts over REST v2, the same as over XML-RPC. */
let keap: SimulatedKeap;
const id = 7;
const full = {
  FirstName: 'Minerva',
  Email: 'one@example.com',
  EmailAddress2: 'two@example.com',
  EmailAddress3: 'three@example.com',
  Phone1: '111',
  Phone1Type: 'Work',
  Phone5: '555',
  StreetAddress1: '1 First Street',
  State: 'Arizona',
  Country: 'United States',
  Address2Street1: '2 Second Street',
  City3: 'Third City',
  Company: 'Hogwarts',
  _Color: 'red',
  _Size: '12',
};

beforeAll(async () => {
  keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    customFields: ['_Color', '_Size', '_Empty'],
    limits: { keysPerSecond: 1_000, keysPerMinute: 9_999 },
    behavior: { restRefusals: 'documented' },
  });
});
afterAll(() => keap.stop());
beforeEach(() => keap.putContact({ id, fields: full }));
afterEach(async () => expect(await keap.violations()).toEqual([]));

const fields = async () => (await keap.contacts()).find((one) => one.id === id)?.fields;
const patch = (mask: readonly string[], body: unknown) =>
  rest(keap, 'PATCH', `/contacts/${id}?${mask.map((one) => `update_mask=${one}`).join('&')}`, body);

describe('GET /contacts/{id}', () => {
  it('gives texts, numbers of slots and custom fields, with ids as strings', async () => {
    const { status, value } = await rest(keap, 'GET', `/contacts/${id}`);
    expect([status, value.id, value.given_name, value.company.company_name]).toEqual([
      200,
      '7',
      'Minerva',
      'Hogwarts',
    ]);
    expect(value.phone_numbers).toEqual([
      { field: 'PHONE1', number: '111', type: 'Work' },
      { field: 'PHONE5', number: '555' },
    ]);
    expect(value.addresses.map((one: { field: string }) => one.field)).toEqual([
      'BILLING',
      'SHIPPING',
      'OTHER',
    ]);
    expect(value.addresses[0]).toMatchObject({
      country_code: 'USA',
      region_code: 'US-AZ',
      region: 'Arizona',
    });
    expect(value.custom_fields).toEqual([
      { id: '11', content: 'red' },
      { id: '13', content: '12' },
      { id: '15', content: null },
    ]);
  });

  it('leaves out what is empty', async () => {
    await keap.putContact({ id, fields: {} });
    const { value } = await rest(keap, 'GET', `/contacts/${id}`);
    expect(Object.keys(value)).not.toContain('given_name');
    expect(value.email_addresses).toEqual([]);
  });

  it('gives the fields asked for and no other, not even the id', async () => {
    const { value } = await rest(keap, 'GET', `/contacts/${id}?fields=given_name,email_addresses`);
    expect(Object.keys(value).sort()).toEqual(['email_addresses', 'given_name']);
  });

  it.each(['99', 'x', '07', '7.0', '%E2%82%AC'])('of %s answers 404 in the shape of Error', async (wrong) => {
    const { status, value } = await rest(keap, 'GET', `/contacts/${wrong}`);
    expect([status, value.code, value.status]).toEqual([404, 404, 'NOT_FOUND']);
  });

  it('gives what was written over XML-RPC', async () => {
    await call(keap, 'ContactService.update', int(id) + struct({ FirstName: 'Albus', _Empty: 'full' }));
    const { value } = await rest(keap, 'GET', `/contacts/${id}`);
    expect([value.given_name, value.custom_fields[2].content]).toEqual(['Albus', 'full']);
  });
});

describe('GET /contacts', () => {
  const listed = async (query: string) => (await rest(keap, 'GET', `/contacts?${query}`)).value;
  const idsOf = (value: { contacts: { id: string }[] }) => value.contacts.map((one) => one.id);

  beforeEach(async () => {
    for (const one of [21, 22, 23]) {
      await keap.putContact({ id: one, fields: { Email: `c${one}@example.com`, FirstName: `Name${one}` } });
    }
  });

  it('gives those with the ids, in their own order, and is silent about those that are not there', async () => {
    expect(idsOf(await listed('filter=ids%3D%3D23,7,99,21'))).toEqual(['7', '21', '23']);
  });

  it('gives pages that end without a token', async () => {
    const first = await listed('filter=ids%3D%3D21,22,23&page_size=2&fields=id');
    const token = encodeURIComponent(first.next_page_token);
    const second = await listed(`filter=ids%3D%3D21,22,23&page_size=2&fields=id&page_token=${token}`);
    expect([first.contacts, second]).toEqual([[{ id: '21' }, { id: '22' }], { contacts: [{ id: '23' }] }]);
  });

  it('refuses a token that was given for another filter', async () => {
    const { next_page_token } = await listed('filter=ids%3D%3D21,22&page_size=1');
    const query = `filter=ids%3D%3D22,23&page_size=1&page_token=${encodeURIComponent(next_page_token)}`;
    expect((await rest(keap, 'GET', `/contacts?${query}`)).status).toBe(400);
  });

  it('finds by any of the addresses, and by a beginning', async () => {
    expect(idsOf(await listed('filter=email%3D%3DTHREE%40example.com'))).toEqual(['7']);
    expect(idsOf(await listed('filter=given_name%3D%3Dname%2A'))).toEqual(['21', '22', '23']);
  });

  it('refuses a filter that there is not', async () => {
    expect((await rest(keap, 'GET', '/contacts?filter=mail%3D%3Dx')).status).toBe(400);
  });
});

describe('PATCH /contacts/{id}', () => {
  it('writes what the mask names and nothing else of the body', async () => {
    await patch(['given_name'], { given_name: 'Albus', family_name: 'Dumbledore' });
    expect(await fields()).toEqual({ ...full, FirstName: 'Albus' });
  });

  it('writes the whole body where there is no mask', async () => {
    await rest(keap, 'PATCH', `/contacts/${id}`, { given_name: 'Albus', family_name: 'Dumbledore' });
    expect(await fields()).toEqual({ ...full, FirstName: 'Albus', LastName: 'Dumbledore' });
  });

  it('keeps what the mask names and the body has not', async () => {
    await patch(['given_name'], {});
    expect((await fields())?.FirstName).toBe(full.FirstName);
  });

  const wiped: [string, unknown, Record<string, string>, string[]][] = [
    [
      'email_addresses',
      [{ field: 'EMAIL1', email: 'new@example.com' }],
      { Email: 'new@example.com' },
      ['EmailAddress2', 'EmailAddress3'],
    ],
    ['phone_numbers', [{ field: 'PHONE1', number: '9' }], { Phone1: '9' }, ['Phone1Type', 'Phone5']],
    [
      'addresses',
      [{ field: 'BILLING', line1: 'New', country_code: 'CAN' }],
      { StreetAddress1: 'New', Country: 'Canada' },
      ['State', 'Address2Street1', 'City3'],
    ],
    ['custom_fields', [{ id: '11', content: 'blue' }], { _Color: 'blue' }, ['_Size']],
    ['email_addresses', [], {}, ['Email', 'EmailAddress2', 'EmailAddress3']],
  ];

  it.each(wiped)('replaces %s as a whole by %j', async (list, items, written, lost) => {
    await patch([list], { [list]: items });
    const rest = Object.entries(full).filter(([name]) => !lost.includes(name));
    expect(await fields()).toEqual({ ...Object.fromEntries(rest), ...written });
  });

  it('opts an address in if a reason comes with it, and otherwise leaves its status', async () => {
    const reasons = [
      { field: 'EMAIL1', email: 'one@example.com', opt_in_reason: 'Asked by phone' },
      { field: 'EMAIL2', email: 'two@example.com' },
    ];
    const { value } = await patch(['email_addresses'], { email_addresses: reasons });
    const shown = value.email_addresses.map((one: { email_opt_status: string }) => one.email_opt_status);
    expect(shown).toEqual(['SINGLE_OPT_IN', 'UNENGAGED_MARKETABLE']);
    expect((await keap.optEntry('one@example.com')).reason).toBe('Asked by phone');
  });

  const refused: [string, Record<string, unknown>][] = [
    ['a name of 41 characters', { given_name: 'x'.repeat(41) }],
    [
      'an address of 76 characters',
      { email_addresses: [{ field: 'EMAIL1', email: `${'x'.repeat(64)}@example.com` }] },
    ],
    ['an address that is none', { email_addresses: [{ field: 'EMAIL1', email: 'none' }] }],
    ['a slot twice', { phone_numbers: [1, 2].map((n) => ({ field: 'PHONE1', number: String(n) })) }],
    ['no slot', { phone_numbers: [{ number: '1' }] }],
    ['a country that is none', { addresses: [{ field: 'BILLING', country_code: 'XXX' }] }],
    ['a custom field that is none', { custom_fields: [{ id: '99', content: 'x' }] }],
  ];

  it.each(refused)(
    'refuses %s and changes nothing, which is not a breach of the contract',
    async (_, body) => {
      const { status, value } = await patch([...Object.keys(body), 'family_name'], {
        ...body,
        family_name: 'New',
      });
      expect([status, value.status, await fields()]).toEqual([400, 'INVALID_ARGUMENT', full]);
    },
  );

  it('is read over XML-RPC', async () => {
    await patch(['given_name', 'custom_fields'], {
      given_name: 'Ä&<',
      custom_fields: [{ id: '15', content: 'x' }],
    });
    const { body } = await call(
      keap,
      'ContactService.load',
      int(id) + texts('FirstName', '_Empty', '_Color'),
    );
    expect(body).toContain('Ä&amp;&lt;');
    expect(body).toContain('_Empty');
    expect(body).not.toContain('_Color');
  });
});

describe('GET /contacts/model', () => {
  it('names each custom field with its id and without its underscore', async () => {
    const { value } = await rest(keap, 'GET', '/contacts/model');
    expect(
      value.custom_fields.map((one: { id: string; field_name: string }) => [one.id, one.field_name]),
    ).toEqual([
      ['11', 'Color'],
      ['13', 'Size'],
      ['15', 'Empty'],
    ]);
  });
});

describe('the two hosts and the record', () => {
  it('both serve REST v2, and each request is called by its method and its path', async () => {
    await keap.forgetRequests();
    for (const host of ['api.keap.com', 'api.infusionsoft.com']) {
      const path = '/crm/rest/v2/oauth/connect/userinfo';
      const { body } = await send(keap, { host, path, method: 'GET', headers: bearer(madeUpKey) });
      expect(JSON.parse(body).tenant_id).toBe('sim123');
    }
    await patch(['given_name'], { given_name: 'Albus' });
    expect(await keap.counts()).toEqual({
      'rest GET /oauth/connect/userinfo': 2,
      'rest PATCH /contacts/{id}': 1,
    });
    const { query, body } = (await keap.requests())[2] ?? {};
    expect([query, body]).toEqual(['update_mask=given_name', '{"given_name":"Albus"}']);
  });
});
