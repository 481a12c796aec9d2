import { describe, expect, it } from 'vitest';
import type { SimulatedKeapOptions } from '../../local/keap/keap.ts';
import { change, givenService, ids } from './given-service.ts';

const users = [
  { id: 1, firstName: 'Ada', lastName: 'Berg', email: 'ada@example.com' },
  { id: 3, firstName: 'Omar', lastName: 'Haddad', email: 'omar@example.com' },
];
const leadSources = [
  { id: 2, name: 'Trade fair' },
  { id: 4, name: 'Website' },
];
const unknownPath =
  '{"fault":{"faultstring":"Invalid API call","detail":{"errorcode":"keymanagement.service.InvalidAPICallAsNoApiProductMatchFound"}}}';
const names = ['OwnerID', 'LeadSourceId'];

describe.each(['XML-RPC', 'REST v2'] as const)('owners and lead sources over %s', (api) => {
  async function given(options: SimulatedKeapOptions = {}) {
    const { keap, xmlRpc, rest } = await givenService({
      contacts: [
        { id: 7, fields: { OwnerID: '3', LeadSourceId: '4' } },
        { id: 8, fields: { OwnerID: '99' } },
      ],
      ...{ users, leadSources },
      ...options,
    });
    const service = api === 'XML-RPC' ? xmlRpc : rest;
    const fieldsOf = async (id: number) => (await keap.contacts()).find((one) => one.id === id)?.fields;
    return { service, keap, fieldsOf };
  }

  it('are read as names, and as ids where Keap does not list them', async () => {
    const { service } = await given();
    expect(service.load(ids(7, 8), names)).toEqual([
      {
        kind: 'found',
        fields: new Map([
          ['OwnerID', 'Omar Haddad'],
          ['LeadSourceId', 'Website'],
        ]),
      },
      {
        kind: 'found',
        fields: new Map([
          ['OwnerID', '99'],
          ['LeadSourceId', ''],
        ]),
      },
    ]);
  });

  it('are written by name, email address or id', async () => {
    const { service, fieldsOf } = await given();
    expect(service.apply([change(7, { OwnerID: 'ADA@example.com', LeadSourceId: 'trade fair' })])).toEqual([
      { kind: 'done' },
    ]);
    expect(await fieldsOf(7)).toEqual({ OwnerID: '1', LeadSourceId: '2' });
    expect(service.apply([change(8, { OwnerID: '3' })])).toEqual([{ kind: 'done' }]);
    expect(await fieldsOf(8)).toEqual({ OwnerID: '3' });
  });

  it.each([
    { noOwner: 'zero', maskedAbsent: 'kept' },
    { noOwner: 'empty', maskedAbsent: 'refused' },
  ] as const)('are emptied, whatever form Keap takes for that: %o', async (behavior) => {
    const { service, fieldsOf } = await given({ behavior });
    expect(service.apply([change(7, { OwnerID: '' })])).toEqual([{ kind: 'done' }]);
    expect(service.load(ids(7), ['OwnerID'])).toEqual([
      { kind: 'found', fields: new Map([['OwnerID', '']]) },
    ]);
    expect((await fieldsOf(7))?.LeadSourceId).toBe('4');
  });

  it('bring back by id somebody whom Keap no longer lists', async () => {
    const { service, fieldsOf } = await given();
    expect(service.apply([change(7, { OwnerID: '99' })])).toEqual([{ kind: 'done' }]);
    expect(await fieldsOf(7)).toEqual({ OwnerID: '99', LeadSourceId: '4' });
  });

  it('are not sent where a text means nobody, and the other fields are', async () => {
    const { service, fieldsOf } = await given();
    const [outcome] = service.apply([change(7, { OwnerID: 'Omar Hadad', LeadSourceId: 'Trade fair' })]);
    expect(JSON.stringify(outcome)).toContain('Did you mean');
    expect(await fieldsOf(7)).toEqual({ OwnerID: '3', LeadSourceId: '2' });
  });

  it('tell of a text that means nobody, and ask Keap again only where that is doubted', async () => {
    const { service, keap } = await given();
    const calls = async () => (await keap.requests()).length;
    const field = service.customFields(names).get('OwnerID');
    expect(field).toMatchObject({ type: 'RECORD', table: 'User' });
    expect(await calls()).toBe(2);
    service.customFields(names);
    expect(await calls()).toBe(2);
    service.customFields(names, true);
    expect(await calls()).toBe(2);
  });

  it('read hundreds of lead sources, in as many pages as it takes', async () => {
    const many = Array.from({ length: 2_300 }, (_, index) => ({
      id: index + 1,
      name: `Source ${index + 1}`,
    }));
    const { service, keap } = await given({ leadSources: many });
    const field = service.customFields(['LeadSourceId']).get('LeadSourceId');
    expect(field?.type === 'RECORD' && field.records.length).toBe(2_300);
    expect(await keap.requests()).toHaveLength(3);
  });

  it.each([
    [404, '{"message":"Not Found"}'],
    [401, unknownPath],
    [500, '{"message":"Something broke"}'],
    [200, '<html>Maintenance</html>'],
    [200, '{"users":"none"}'],
  ])('go by ids alone where Keap answers the list with %i %s', async (status, body) => {
    const { service, keap, fieldsOf } = await given();
    const match = api === 'XML-RPC' ? 'DataService.query' : '/users';
    await keap.break({ match, times: 9, trouble: { kind: 'answer', status, body } });
    const field = service.customFields(names).get('OwnerID');
    expect(field?.type === 'RECORD' && field.failure).toBeTruthy();
    expect(service.apply([change(7, { OwnerID: '1' })])).toEqual([{ kind: 'done' }]);
    expect((await fieldsOf(7))?.OwnerID).toBe('1');
  });

  it('go by ids alone where the user may not see the list', async () => {
    const { service, keap, fieldsOf } = await given();
    await keap.break(
      api === 'XML-RPC'
        ? {
            match: 'DataService.query',
            containing: 'User',
            trouble: { kind: 'fault', code: 7, text: '[NoTableAccess]Access to table not allowed: User' },
          }
        : {
            match: '/users',
            trouble: { kind: 'answer', status: 403, body: '{"code":403,"message":"No access","status":"x"}' },
          },
    );
    const field = service.customFields(names).get('OwnerID');
    expect(field?.type === 'RECORD' && field.failure).toContain('does not have permission');
    expect(service.apply([change(7, { OwnerID: '1' })])).toEqual([{ kind: 'done' }]);
    expect((await fieldsOf(7))?.OwnerID).toBe('1');
  });
});
