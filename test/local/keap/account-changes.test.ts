import { describe, expect, it, onTestFinished } from 'vitest';
import type { SimulatedKeapOptions } from '../../../local/keap/keap.ts';
import type { KeapBehavior } from '../../../local/keap/open-questions.ts';
import { defaultBehavior } from '../../../local/keap/open-questions.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { undecodable } from '../../../local/keap/undecodable.ts';
import { api, bearer, call, type Got, int, madeUpKey, send, struct, text, texts } from './keap-client.ts';

/** What changes in an account beside its contacts, and what an account may be like. */
async function givenKeap(
  behavior: Partial<KeapBehavior> = {},
  options: SimulatedKeapOptions = {},
): Promise<SimulatedKeap> {
  const keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    contacts: [
      { id: 1, fields: { FirstName: 'Ana', _Color: 'red' } },
      { id: 2, fields: { FirstName: `Zo${undecodable}` } },
    ],
    customFields: ['_Color', '_Size'],
    limits: { keysPerSecond: 9_999, keysPerMinute: 99_999 },
    ...options,
    behavior,
  });
  onTestFinished(() => keap.stop());
  return keap;
}

const get = (keap: SimulatedKeap, path: string, key = madeUpKey): Promise<Got> =>
  send(keap, { host: api, path: `/crm/rest/v2${path}`, method: 'GET', headers: bearer(key) });
const load = (keap: SimulatedKeap, id: number, name = 'FirstName', key = madeUpKey) =>
  call(keap, 'ContactService.load', int(id) + texts(name), bearer(key));

describe('a custom field that is deleted in Keap', () => {
  it('is unknown to either API from then on, and so are its values', async () => {
    const keap = await givenKeap();
    await keap.deleteField('_Color');
    expect((await load(keap, 1, '_Color')).body).toContain('[NoFieldFound]');
    const update = await call(keap, 'ContactService.update', int(1) + struct({ _Color: 'blue' }));
    expect(update.body).toContain('[NoFieldFound]');
    const model = JSON.parse((await get(keap, '/contacts/model')).body);
    expect(model.custom_fields.map(({ field_name }: { field_name: string }) => field_name)).toEqual(['Size']);
    const path = '/crm/rest/v2/contacts/1?update_mask=custom_fields';
    const body = JSON.stringify({ custom_fields: [{ id: '11', content: 'blue' }] });
    const patch = await send(keap, { host: api, path, method: 'PATCH', headers: bearer(madeUpKey), body });
    expect([patch.status, (await keap.contacts())[0]?.fields]).toEqual([400, { FirstName: 'Ana' }]);
    await expect(keap.deleteField('_Color')).rejects.toThrow('Keap has no field _Color.');
  });
});

describe('a contact that is deleted in Keap', () => {
  it('is unknown to either API from then on', async () => {
    const keap = await givenKeap();
    await keap.deleteContact(1);
    expect((await load(keap, 1)).body).toContain('[RecordNotFound]');
    expect((await get(keap, '/contacts/1')).status).toBe(404);
    await expect(keap.deleteContact(1)).rejects.toThrow('Keap has no contact 1.');
  });
});

describe('a contact whose data cannot be decoded', () => {
  it('breaks every answer it comes in, and no other', async () => {
    const keap = await givenKeap();
    expect((await load(keap, 2)).body).toContain('<value>Zo<</value>');
    expect((await load(keap, 1)).body).toContain('<value>Ana</value>');
    const list = await get(keap, '/contacts?fields=given_name');
    expect([list.status, list.body]).toEqual([200, expect.stringContaining('"given_name":"Zo""')]);
    expect(() => JSON.parse(list.body)).toThrow();
    expect(JSON.parse((await get(keap, '/contacts/1')).body).given_name).toBe('Ana');
    expect(JSON.parse((await get(keap, '/contacts/2?fields=id')).body)).toEqual({ id: '2' });
  });
});

describe('a legacy key', () => {
  const legacyKeys = ['simulated-legacy-key'];
  const [key = ''] = legacyKeys;

  // Certainty 70 % (Keap's own page on the end of legacy keys).
  it.each([
    [true, 200],
    [false, 401],
  ])(
    'as a bearer at the host of the APIs: set to %s, answered %i by both APIs',
    async (legacyKeysAsBearer, status) => {
      const keap = await givenKeap({ legacyKeysAsBearer }, { legacyKeys });
      expect([(await load(keap, 1, 'Id', key)).status, (await get(keap, '/contacts/1', key)).status]).toEqual(
        [status, status],
      );
    },
  );

  it.each([
    ['served', 200],
    ['retired', 404],
  ] as const)('at the host of the application, which is %s, is answered %i', async (appHost, status) => {
    const keap = await givenKeap({ appHost }, { legacyKeys });
    const body = `<methodCall><methodName>ContactService.load</methodName><params>${text(key)}${int(1)}${texts('Id')}</params></methodCall>`;
    const sent = { host: 'sim123.infusionsoft.com', path: '/api/xmlrpc', body };
    expect((await send(keap, sent)).status).toBe(status);
  });
});

describe('slow calls', () => {
  it('take up to a minute, as many as the options name, the same for the same seed', async () => {
    const durations = async (seed: number) => {
      const keap = await givenKeap({ slowCalls: { ...defaultBehavior.slowCalls, share: 0.2, seed } });
      const found = [];
      for (let time = 0; time < 100; time++) {
        found.push(Number((await load(keap, 1)).headers['x-simulated-duration-ms']));
      }
      return found;
    };
    const [one, again, other] = await Promise.all([durations(1), durations(1), durations(2)]);
    expect(one).toEqual(again);
    expect(one).not.toEqual(other);
    const slow = one.filter((ms) => ms > 500);
    expect(slow.length).toBeGreaterThan(8);
    expect(slow.length).toBeLessThan(35);
    expect([Math.min(...slow) >= 6_000, Math.max(...slow) <= 60_000, Math.max(...slow) > 40_000]).toEqual([
      true,
      true,
      true,
    ]);
  });
});
