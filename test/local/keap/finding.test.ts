import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { KeapBehavior } from '../../../local/keap/open-questions.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { at, bearer, call, int, madeUpKey, struct, text, texts } from './keap-client.ts';
import { rest } from './rest/rest-client.ts';

/** How contacts are counted, listed, found by address and created over either API. */
let keap: SimulatedKeap;
afterEach(async () => expect(await keap.violations()).toEqual([]));

const contacts = [
  { id: 3, fields: { Email: 'ana@example.com', FirstName: 'Ana' } },
  { id: 1, fields: { Email: 'bo@example.com', EmailAddress2: 'second@example.com' } },
];

async function given(behavior: Partial<KeapBehavior> = {}): Promise<void> {
  keap = await startSimulatedKeap({
    ...{ contacts, apiKeys: [madeUpKey], limits: { keysPerSecond: 1_000 } },
    behavior: { restRefusals: 'documented', ...behavior },
  });
  onTestFinished(() => keap.stop());
}

const xmlRpc = async (method: string, params: string, headers: Readonly<Record<string, string>> = {}) =>
  (await call(keap, method, params, { ...bearer(madeUpKey), ...headers })).body;
const emails = async (query: string) => {
  const { value } = await rest(keap, 'GET', `/contacts?fields=id,email_addresses&${query}`);
  return value.contacts.map(({ id }: { id: string }) => id);
};
const byAddress = (address: string) => emails(`filter=email%3D%3D${address}`);

describe('DataService', () => {
  it('counts the rows that a query finds', async () => {
    await given();
    expect(await xmlRpc('DataService.count', text('Contact') + struct({ Id: '%' }))).toContain('<i4>2</i4>');
    const query = struct({ Email: 'ana%' });
    expect(await xmlRpc('DataService.count', text('Contact') + query)).toContain('<i4>1</i4>');
    expect(await xmlRpc('DataService.count', text('Contact') + struct({ Nope: '1' }))).toContain(
      'No field found',
    );
  });

  it('orders by a field, either way', async () => {
    await given();
    const ids = async (isAscending: number) => {
      const order = `${text('Id')}<param><value><boolean>${isAscending}</boolean></value></param>`;
      const query = text('Contact') + int(10) + int(0) + struct({ Id: '%' }) + texts('Id') + order;
      return [...(await xmlRpc('DataService.query', query)).matchAll(/<i4>(\d+)<\/i4>/g)].map(([, id]) => id);
    };
    expect([await ids(1), await ids(0)]).toEqual([
      ['1', '3'],
      ['3', '1'],
    ]);
  });
});

describe('POST /contacts', () => {
  it('creates a contact, even one that is there already', async () => {
    await given({ newContactsFoundAfterMs: 0 });
    const body = {
      given_name: 'New',
      email_addresses: [{ email: 'ana@example.com', field: 'EMAIL1' }],
    };
    const { status, value } = await rest(keap, 'POST', '/contacts?fields=id,given_name', body);
    expect([status, value]).toEqual([201, { id: '4', given_name: 'New' }]);
    expect(await byAddress('ana@example.com')).toEqual(['3', '4']);
  });

  it('overwrites the contact that its duplicate check finds', async () => {
    await given();
    const body = { email_addresses: [{ email: 'BO@example.com', field: 'EMAIL1' }] };
    const { status, value } = await rest(keap, 'POST', '/contacts?fields=id&duplicate_option=Email', body);
    expect([status, value.id]).toEqual([200, '1']);
    // The list of addresses is replaced as a whole.
    expect((await keap.contacts())[0]?.fields).toEqual({ Email: 'BO@example.com' });
  });

  it('refuses a contact that nobody could reach', async () => {
    await given();
    const { status, value } = await rest(keap, 'POST', '/contacts', { given_name: 'New' });
    expect([status, value.code]).toEqual([400, 400]);
    expect((await keap.contacts()).length).toBe(2);
  });
});

describe('a search for an address over REST v2', () => {
  it.each([
    ['every-address', ['1']],
    ['first-address', []],
  ] as const)('compares %s where Keap is set to it', async (emailFilter, found) => {
    await given({ emailFilter });
    expect(await byAddress('second@example.com')).toEqual(found);
    expect(await byAddress('BO@example.com')).toEqual(['1']);
  });
});

describe('a contact that a program has added', () => {
  it('is found after the time that Keap is set to, and read by its id at once', async () => {
    await given({ newContactsFoundAfterMs: 60_000 });
    await keap.setTime(0);
    const added = struct({ Email: 'new@example.com' });
    expect(await xmlRpc('ContactService.add', added, at(1_000))).toContain('<i4>4</i4>');
    const find = (ms: number) =>
      xmlRpc('ContactService.findByEmail', text('new@example.com') + texts('Id'), at(ms));
    const count = (ms: number) => xmlRpc('DataService.count', text('Contact') + struct({ Id: '%' }), at(ms));
    expect([await find(60_999), await count(60_999)].join()).not.toMatch(/<i4>[34]<\/i4>/);
    expect(await xmlRpc('ContactService.load', int(4) + texts('Email'), at(2_000))).toContain(
      'new@example.com',
    );
    const listed = text('Contact') + int(10) + int(0);
    const byId = `<param><value><struct><member><name>Id</name><value><array><data><value><int>4</int></value></data></array></value></member></struct></value></param>`;
    expect(await xmlRpc('DataService.query', listed + byId + texts('Id'), at(2_000))).toContain('<i4>4</i4>');
    expect(await find(61_000)).toContain('<i4>4</i4>');
    expect(await count(61_000)).toContain('<i4>3</i4>');
  });
});
