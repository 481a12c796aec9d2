import { describe, expect, it } from 'vitest';
import { refusalShapes } from '../../local/keap/rest/refusal-shapes.ts';
import { unauthorized, unauthorizedKinds } from '../../local/keap/unauthorized.ts';
import { undecodable } from '../../local/keap/undecodable.ts';
import type { ContactService } from '../../src/keap/contacts/contact-service.ts';
import { ApiDown } from '../../src/keap/http/api-down.ts';
import { change, givenService, ids } from './given-service.ts';

const contacts = Array.from({ length: 40 }, (_, index) => ({
  id: index + 1,
  fields: { Email: `old${index + 1}@example.com`, Company: `Company ${index + 1}` },
}));
const changes = contacts.map(({ id }) => change(id, { FirstName: `Name ${id}` }));
const allIds = ids(...contacts.map(({ id }) => id));
const customFields = ['_Plan'];

/** What each of them is about: the index of those that failed, and their reasons. */
function failed(outcomes: readonly { readonly kind: string; readonly reason?: string }[]) {
  return outcomes.flatMap(({ kind, reason }, index) => (kind === 'failed' ? [[index + 1, reason]] : []));
}

const said = (text: string) => expect.stringContaining(text);

describe.each(['XML-RPC', 'REST v2'] as const)('R8 %s', (name) => {
  const given = async (options: Parameters<typeof givenService>[0] = {}) => {
    const world = await givenService({ contacts, customFields, ...options });
    const service: ContactService = name === 'XML-RPC' ? world.xmlRpc : world.rest;
    return { ...world, service };
  };
  const writes = name === 'XML-RPC' ? 'ContactService.update' : 'rest PATCH /contacts/{id}';
  const api = name === 'XML-RPC' ? 'xmlrpc ' : 'rest ';

  it.each(refusalShapes)('settles deleted contacts alone, refused in the shape "%s"', async (shape) => {
    const { service, keap } = await given({ behavior: { restRefusals: shape } });
    for (const id of [7, 8, 30]) await keap.deleteContact(id);
    expect(failed(service.load(allIds, ['Email']))).toEqual(
      [7, 8, 30].map((id) => [id, said('no contact with this id')]),
    );
    expect(failed(service.apply(changes))).toEqual(
      [7, 8, 30].map((id) => [id, said('no contact with this id')]),
    );
    expect(failed(service.apply([change(7, { FirstName: 'Nobody' })]))).toEqual([
      [1, said('no contact with this id')],
    ]);
  });

  it.each([
    [400, '{"message":"Input could not be converted to a valid request"}', 'Input could not be converted'],
    [400, '{"fault":{"faultstring":"Bad data","detail":{"errorcode":"steps.x"}}}', 'Bad data'],
    [403, '{"message":"Forbidden"}', 'Forbidden'],
    [404, '<html><h1>Not Found</h1></html>', 'HTTP status 404'],
    [422, '', 'HTTP status 422'],
    [500, '{"code":500,"message":"Something went wrong","status":"INTERNAL"}', 'Something went wrong'],
    [500, '<html><h1>Internal Server Error</h1></html>', 'HTTP status 500'],
    [503, '', 'HTTP status 503'],
  ])(
    'fails the one row that is always answered by %i %s, alone and among others',
    async (status, body, words) => {
      const { service, keap } = await given();
      const trouble = { kind: 'answer', status, body } as const;
      await keap.break({ match: writes, containing: 'Name 7<', trouble });
      await keap.break({ match: writes, containing: '"Name 7"', trouble });
      // Whatever XML-RPC answers that is no XML-RPC has no words of Keap.
      const reason = said(name === 'REST v2' ? words : `HTTP status ${status}`);
      expect(failed(service.apply(changes))).toEqual([[7, reason]]);
      expect(failed(service.apply([change(7, { FirstName: 'Name 7' })]))).toEqual([[1, reason]]);
    },
  );

  it('fails two rows alone whose data Keap answers by a 500', async () => {
    const { service, keap } = await given();
    await keap.break({ match: writes, trouble: { kind: 'answer', status: 500, body: '<html>' } });
    expect(failed(service.apply(changes.slice(0, 2)))).toHaveLength(2);
  });

  it.each([403, 404, 500, 503])('ends the run when what must work is answered by %i, too', async (status) => {
    const { service, keap } = await given();
    await keap.break({ match: api, trouble: { kind: 'answer', status, body: '<html>' } });
    expect(() => service.load(allIds, ['Email'])).toThrow(ApiDown);
    expect(() => service.apply(changes)).toThrow(ApiDown);
  });

  it('reads all contacts but those whose data cannot be decoded', async () => {
    const { service, keap } = await given();
    for (const id of [5, 31]) await keap.putContact({ id, fields: { Company: `old ${undecodable} import` } });
    expect(failed(service.load(allIds, ['Company']))).toEqual(
      [5, 31].map((id) => [id, said('Keap did not answer for this contact')]),
    );
    // Only these two are read alone, each of them five times.
    const alone = name === 'XML-RPC' ? 'ContactService.load' : 'rest GET /contacts/{id}';
    expect((await keap.requests()).filter(({ what }) => what.endsWith(alone))).toHaveLength(2 * 5);
    expect(failed(service.load(ids(5), ['Company']))).toHaveLength(1);
    expect(failed(service.apply(changes))).toEqual([]);
  });

  it('leaves out a custom field that was deleted in Keap, and fails the rows alone that name it', async () => {
    const { service, keap } = await given();
    await keap.deleteField('_Plan');
    const loaded = service.load(allIds, ['_Plan', 'Company', 'Email']);
    expect(failed(loaded)).toEqual([]);
    expect(loaded.map((one) => one.kind === 'found' && [...one.fields.keys()])).toEqual(
      contacts.map(() => ['Company', 'Email']),
    );
    expect(service.load(ids(7), ['_Plan'])).toEqual([{ kind: 'found', fields: new Map() }]);
    const outcomes = service.apply([
      ...changes.slice(0, 3),
      change(4, { _Plan: 'gold' }),
      ...changes.slice(4),
    ]);
    expect(failed(outcomes)).toEqual([[4, said('Keap does not have this field')]]);
  });

  it('opts out all others where one address cannot be sent', async () => {
    const { service, keap } = await given();
    const half = `half${'\ud83d'}@example.com`;
    await keap.putContact({ id: 7, fields: { Email: half } });
    const opt = { kind: 'opt-out', reason: 'asked by phone' } as const;
    expect(failed(service.apply(allIds.map((id) => change(id, {}, opt))))).toEqual([
      // Over XML-RPC, half an emoji cannot be read either.
      [7, expect.stringMatching(/cannot be sent to Keap|did not answer for this contact/)],
    ]);
    expect(service.optStates([half, 'old1@example.com']).map(({ kind }) => kind)).toEqual([
      'failed',
      'known',
    ]);
  });

  it.each(unauthorizedKinds)(
    'takes a 401 of the kind "%s" for an outage while the key is accepted',
    async (kind) => {
      const { service, keap } = await given();
      const match = name === 'XML-RPC' ? 'xmlrpc ' : ['/contacts', '/emailAddresses'];
      await keap.break({ match, trouble: unauthorized(kind) });
      expect(() => service.apply(changes)).toThrow(ApiDown);
    },
  );
});
