import { describe, expect, it } from 'vitest';
import type { SimulatedKeapOptions } from '../../local/keap/keap.ts';
import type { FieldValues } from '../../src/keap/contacts/contact.ts';
import type { ContactService } from '../../src/keap/contacts/contact-service.ts';
import { type GivenService, givenService } from './given-service.ts';

type Api = 'xmlRpc' | 'rest';
const apis = [
  ['XML-RPC', 'xmlRpc'],
  ['REST v2', 'rest'],
] as const;
const found = (...ids: number[]) => ({ kind: 'found', ids });
const values = (fields: Readonly<Record<string, string>>): FieldValues => new Map(Object.entries(fields));

/** Contacts 1 to `count`, of whom each third has the address only as the second, and each fifth as the third. */
function manyContacts(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    const address = `Person${id}@Example.com`;
    if (id % 3 === 0) return { id, fields: { Email: `main${id}@example.com`, EmailAddress2: address } };
    if (id % 5 === 0) return { id, fields: { EmailAddress3: address } };
    return { id, fields: { Email: address } };
  });
}

async function calls({ keap }: GivenService): Promise<string[]> {
  return (await keap.requests()).map(({ what }) => what);
}

describe.each(apis)('ContactService over %s', (_name, api: Api) => {
  const given = async (options: SimulatedKeapOptions = {}) => {
    const world = await givenService(options);
    return { ...world, service: world[api] as ContactService };
  };

  it('find() finds contacts by any of their addresses, whatever the case', async () => {
    const { service, keap } = await given({
      contacts: [
        { id: 4, fields: { Email: 'Ana@Example.com' } },
        { id: 5, fields: { Email: 'x@example.com', EmailAddress2: 'second@example.com' } },
        { id: 6, fields: { EmailAddress3: 'third@example.com', Email: 'ana@example.com' } },
      ],
    });
    const asked = ['ana@example.com', 'SECOND@example.com', 'third@example.com', 'no@example.com'];
    const all = [found(4, 6), found(5), found(6), found()];
    expect(service.find(asked, true)).toEqual(all);
    // One by one, they are asked for in another way.
    for (const [index, address] of asked.entries()) {
      expect(service.find([address], true)).toEqual([all[index]]);
    }
    expect(service.find([])).toEqual([]);
    expect(await keap.violations()).toEqual([]);
  });

  it('find() believes only contacts that have the address', async () => {
    const { service } = await given({
      contacts: [
        { id: 4, fields: { Email: 'a_b@example.com' } },
        { id: 5, fields: { Email: 'axb@example.com' } },
        { id: 6, fields: { Email: 'a%b@example.com' } },
      ],
    });
    expect(service.find(['a%b@example.com'])).toEqual([found(6)]);
    expect(service.find(['a_b@example.com', 'axb@example.com', 'a*b@example.com'])).toEqual([
      found(4),
      found(5),
      found(),
    ]);
  });

  it('find() finds a thousand addresses in an account of 10,000 contacts in at most twelve calls', async () => {
    const world = await given({ contacts: manyContacts(10_000) });
    const asked = Array.from({ length: 1_000 }, (_, index) => `person${10 * index + 1}@example.com`);
    expect(world.service.find(asked)).toEqual(asked.map((_, index) => found(10 * index + 1)));
    expect((await calls(world)).length).toBeLessThanOrEqual(12);
  });

  it('find() asks for a few addresses one by one, however many contacts there are', async () => {
    const world = await given({ contacts: manyContacts(5_000), behavior: { emailFilter: 'every-address' } });
    const asked = ['person3@example.com', 'person4@example.com', 'nobody@example.com'];
    expect(world.service.find(asked)).toEqual([found(3), found(4), found()]);
    expect((await calls(world)).length).toBe(4);
  });

  it('find() asks one by one where Keap refuses to list contacts', async () => {
    const world = await given({ contacts: manyContacts(20), behavior: { emailFilter: 'every-address' } });
    const match = api === 'xmlRpc' ? 'DataService' : 'GET /contacts';
    const times = api === 'xmlRpc' ? {} : { times: 2 };
    const body = JSON.stringify({ code: 403, message: 'No access', status: 'PERMISSION_DENIED' });
    await world.keap.break({
      ...{ match, ...times },
      trouble:
        api === 'xmlRpc'
          ? { kind: 'fault', code: 7, text: '[NoTableAccess]No access' }
          : { kind: 'answer', status: 403, body },
    });
    const asked = ['person1@example.com', 'person2@example.com', 'person3@example.com'];
    expect(world.service.find(asked)).toEqual([found(1), found(2), found(3)]);
  });

  it('create() creates a contact with its values, and opts nobody in', async () => {
    const { service, keap } = await given({ customFields: ['_Color'] });
    const [created] = service.create([
      values({ Email: 'new@example.com', FirstName: 'Ana', Company: 'Acme', _Color: 'red', City: '' }),
    ]);
    expect(created).toEqual({ kind: 'created', id: 1 });
    expect(await keap.contacts()).toEqual([
      { id: 1, fields: { Email: 'new@example.com', FirstName: 'Ana', Company: 'Acme', _Color: 'red' } },
    ]);
    expect((await keap.optHistory()).filter(({ wish }) => wish !== undefined)).toEqual([]);
    expect(await keap.violations()).toEqual([]);
  });

  it('create() says why Keap refuses a contact, and creates the others', async () => {
    const { service, keap } = await given({ behavior: { restRefusals: 'documented' } });
    const tooLong = `${'a'.repeat(90)}@example.com`;
    const outcomes = service.create([values({ Email: tooLong }), values({ Email: 'good@example.com' })]);
    expect(outcomes).toEqual([
      { kind: 'failed', reason: expect.stringContaining('does not accept one of these values') },
      { kind: 'created', id: 1 },
    ]);
    expect((await keap.contacts()).map(({ fields }) => fields.Email)).toEqual(['good@example.com']);
  });

  const create = api === 'xmlRpc' ? 'ContactService.add' : 'POST /contacts';

  it.each([
    ['the connection is cut before the effect', { kind: 'cut', when: 'before' }, 0],
    ['the answer is lost', { kind: 'cut', when: 'after' }, 1],
    ['the answer is unreadable', { kind: 'garbled', body: 'oops' }, 1],
    ['Keap has a passing fault after the effect', { kind: 'passing', fault: 'fault-0', when: 'after' }, 1],
    ['a server fails', { kind: 'answer', status: 502, body: '<html>Bad gateway</html>' }, 0],
  ] as const)('create() never sends a contact twice where %s', async (_what, trouble, effect) => {
    const world = await given();
    await world.keap.break({ match: create, trouble });
    expect(world.service.create([values({ Email: 'new@example.com' })])).toEqual([{ kind: 'unknown' }]);
    expect((await world.keap.contacts()).length).toBe(effect);
    expect((await calls(world)).filter((what) => what.includes(create)).length).toBeLessThanOrEqual(1);
  });

  it('create() never sends the contacts of a lost window again', async () => {
    const world = await given();
    await world.keap.break({ match: create, after: 1, times: 1, trouble: { kind: 'cut', when: 'after' } });
    const outcomes = world.service.create(
      Array.from({ length: 6 }, (_, index) => values({ Email: `new${index}@example.com` })),
    );
    const addresses = (await world.keap.contacts()).map(({ fields }) => fields.Email);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(outcomes.some(({ kind }) => kind === 'unknown')).toBe(true);
  });

  it('create() is sent again where the gateway has turned it away', async () => {
    const world = await given();
    const body = JSON.stringify({ code: '429', message: 'Quota Exceeded', status: 'Request Throttled' });
    await world.keap.break({ match: create, times: 1, trouble: { kind: 'answer', status: 429, body } });
    expect(world.service.create([values({ Email: 'new@example.com' })])).toEqual([
      { kind: 'created', id: 1 },
    ]);
  });
});

describe('find() over REST v2', () => {
  it('misses no second address where that counts, although the filter compares the first alone', async () => {
    const { rest } = await givenService({
      contacts: [{ id: 5, fields: { Email: 'x@example.com', EmailAddress2: 'second@example.com' } }],
      behavior: { emailFilter: 'first-address' },
    });
    expect(rest.find(['second@example.com'], true)).toEqual([found(5)]);
  });

  it('reads all contacts only for an address that the filter does not find', async () => {
    const world = await givenService({ contacts: manyContacts(3_000) });
    expect(world.rest.find(['person1@example.com'], true)).toEqual([found(1)]);
    expect((await calls(world)).length).toBe(1);
    await world.keap.forgetRequests();
    expect(world.rest.find(['person1@example.com', 'nobody@example.com'], true)).toEqual([found(1), found()]);
    // Both by the filter, the newest id, and three pages.
    expect((await calls(world)).length).toBe(6);
  });

  it('says of nobody that Keap does not have them where a page of all contacts is missing', async () => {
    const world = await givenService({ contacts: manyContacts(3_000) });
    const trouble = {
      kind: 'answer',
      status: 403,
      body: '{"code":403,"message":"No","status":"NO"}',
    } as const;
    await world.keap.break({ match: 'GET /contacts', after: 3, trouble });
    expect(world.rest.find(['person1@example.com', 'nobody@example.com'], true)).toEqual([
      found(1),
      { kind: 'failed', reason: expect.stringContaining('did not answer'), isUnanswered: true },
    ]);
  });

  it('does not take a list of all contacts for an answer', async () => {
    const { keap, rest } = await givenService({ contacts: manyContacts(1_200) });
    const body = JSON.stringify({
      contacts: [{ id: '1', email_addresses: [{ email: 'x@example.com', field: 'EMAIL1' }] }],
      next_page_token: 'more',
    });
    await keap.break({ match: 'GET /contacts', trouble: { kind: 'answer', status: 200, body } });
    expect(rest.find(['person7@example.com'])).toEqual([
      { kind: 'failed', reason: expect.stringContaining('instead of searching') },
    ]);
  });
});
