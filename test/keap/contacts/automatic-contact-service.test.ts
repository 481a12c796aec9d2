import { describe, expect, it } from 'vitest';
import { brownout, brownoutKinds, unauthorizedBrownoutKinds } from '../../../local/keap/brownout.ts';
import { QuotaSpent } from '../../../src/errors.ts';
import { apiStore } from '../../../src/keap/contacts/api-store.ts';
import { chosenContactService } from '../../../src/keap/contacts/chosen-contact-service.ts';
import { ApiDown } from '../../../src/keap/http/api-down.ts';
import { fakeLock } from '../../support/fake-lock.ts';
import { fakeProperties } from '../../support/fake-properties.ts';
import { change, type GivenService, givenService, ids } from '../given-service.ts';

const contacts = Array.from({ length: 30 }, (_, index) => ({
  id: index + 1,
  fields: { Email: `old${index + 1}@example.com`, EmailAddress2: 'kept@example.com' },
}));
const changes = contacts.map(({ id }) => change(id, { Email: `new${id}@example.com` }));
const written = contacts.map(({ id, fields }) => ({
  id,
  fields: { ...fields, Email: `new${id}@example.com` },
}));
const allDone = contacts.map(() => ({ kind: 'done' }));

function chosen(world: GivenService, isXmlRpcOnly = false, store = apiStore(fakeProperties(), fakeLock())) {
  const { xmlRpc, rest, nowMs } = world;
  return { store, service: chosenContactService({ xmlRpc, rest, store, isXmlRpcOnly, nowMs }) };
}

describe('automaticContactService()', () => {
  it('stays with XML-RPC while it answers', async () => {
    const world = await givenService({ contacts });
    const { service, store } = chosen(world);
    service.load(ids(1, 2), ['Email']);
    expect(service.apply(changes)).toEqual(allDone);
    expect(service.api()).toBe('XML-RPC');
    expect(store.load().switched).toBeUndefined();
    expect(Object.keys(await world.keap.counts()).filter((what) => what.startsWith('rest '))).toEqual([]);
  });

  it.each([...brownoutKinds, ...unauthorizedBrownoutKinds])(
    'continues over REST v2 within the same call when XML-RPC answers with "%s"',
    async (kind) => {
      const world = await givenService({ contacts });
      const { service, store } = chosen(world);
      await world.keap.break(brownout(kind, { after: 12 }));
      expect(service.apply(changes)).toEqual(allDone);
      expect(await world.keap.contacts()).toEqual(written);
      expect(service.api()).toBe('REST v2');
      expect(store.load().switched).toEqual({ atMs: expect.any(Number), why: 'no-answer' });
      // What was answered before stands: nobody is sent a second time who was served.
      const patched = (await world.keap.counts())['rest PATCH /contacts/{id}'] ?? 0;
      expect(patched).toBeLessThanOrEqual(30);
      expect(patched).toBeGreaterThan(0);
      await world.keap.forgetRequests();
      service.load(ids(1), ['Email']);
      expect(Object.keys(await world.keap.counts())).toEqual(['rest GET /contacts/{id}']);
    },
  );

  it('tries XML-RPC once more before it switches', async () => {
    const world = await givenService({ contacts });
    const { service, store } = chosen(world);
    await world.keap.break(brownout('unavailable', { times: 4 }));
    expect(service.load(ids(1), ['Email'])).toMatchObject([{ kind: 'found' }]);
    expect([service.api(), store.load().switched]).toEqual(['XML-RPC', undefined]);
  });

  it('asks REST v2 about one row that XML-RPC never answers, without switching', async () => {
    const world = await givenService({ contacts });
    const { service, store } = chosen(world);
    await world.keap.break({
      match: 'ContactService.load',
      trouble: { kind: 'garbled', body: '<not well-formed' },
    });
    expect(service.load(ids(1), ['Email'])).toMatchObject([{ kind: 'found' }]);
    expect([service.api(), store.load().switched]).toEqual(['XML-RPC', undefined]);
  });

  it('finds over REST v2 what XML-RPC does not', async () => {
    const world = await givenService({ contacts });
    const { service } = chosen(world);
    await world.keap.break(brownout('unavailable'));
    expect(service.find(['old3@example.com', 'no@example.com'])).toEqual([
      { kind: 'found', ids: [3] },
      { kind: 'found', ids: [] },
    ]);
    expect(service.api()).toBe('REST v2');
  });

  it('never creates over REST v2 what XML-RPC may have created', async () => {
    const world = await givenService({ contacts: [] });
    const { service } = chosen(world);
    await world.keap.break({ match: 'ContactService.add', trouble: { kind: 'cut', when: 'after' } });
    expect(service.create([new Map([['Email', 'new@example.com']])])).toEqual([{ kind: 'unknown' }]);
    expect(await world.keap.contacts()).toEqual([{ id: 1, fields: { Email: 'new@example.com' } }]);
  });

  it("does not switch for one row's fault", async () => {
    const world = await givenService({ contacts });
    const { service, store } = chosen(world);
    const trouble = { kind: 'fault', code: 5, text: '[RecordNotFound]' } as const;
    await world.keap.break({ match: 'ContactService.update', containing: 'new7@', trouble });
    const outcomes = service.apply(changes);
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(29);
    expect(outcomes[6]).toMatchObject({ reason: expect.stringMatching(/no contact with this id/) });
    expect([service.api(), store.load().switched]).toEqual(['XML-RPC', undefined]);
  });

  it.each([
    ['an answer that nobody can read', { kind: 'answer', status: 200, body: '<' }],
    ['a 500', { kind: 'answer', status: 500, body: '<html>' }],
  ] as const)(
    'sends the one row over REST v2 that XML-RPC answers by %s, without switching',
    async (_what, trouble) => {
      const world = await givenService({ contacts });
      const { service, store } = chosen(world);
      await world.keap.break({ match: 'ContactService.update', containing: 'new7@', trouble });
      expect(service.apply(changes)).toEqual(allDone);
      expect(await world.keap.contacts()).toEqual(written);
      expect([service.api(), store.load().switched]).toEqual(['XML-RPC', undefined]);
      // Where REST v2 answers nobody, the row fails alone.
      await world.keap.break({ match: 'rest ', trouble: { kind: 'answer', status: 503, body: '' } });
      const outcomes = service.apply(changes);
      expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(29);
      expect(outcomes[6]).toMatchObject({
        reason: expect.stringContaining('did not answer for this contact'),
      });
    },
  );

  it('does not switch after a 429', async () => {
    const world = await givenService({ contacts });
    const { service, store } = chosen(world);
    await world.keap.break({ match: 'xmlrpc ', trouble: { kind: 'answer', status: 429, body: '{}' } });
    expect(() => service.load(ids(1, 2), ['Email'])).toThrow(QuotaSpent);
    expect([service.api(), store.load().switched]).toEqual(['XML-RPC', undefined]);
  });

  it('does not switch when a quota is used up', async () => {
    const world = await givenService({ contacts });
    const { service } = chosen(world);
    const headers = { 'x-keap-product-quota-available': '0' };
    await world.keap.break({
      match: 'xmlrpc ',
      trouble: { kind: 'answer', status: 429, body: '{}', headers },
    });
    expect(() => service.apply(changes)).toThrow(QuotaSpent);
  });

  it('records nothing while both APIs are down, and starts with XML-RPC the next time', async () => {
    const world = await givenService({ contacts });
    const { service, store } = chosen(world);
    await world.keap.break(brownout('unavailable', { reach: 'both' }));
    expect(() => service.apply(changes)).toThrow(ApiDown);
    expect([service.api(), store.load().switched]).toEqual(['XML-RPC', undefined]);
    await world.keap.mend();
    expect(service.apply(changes)).toEqual(allDone);
    expect(service.api()).toBe('XML-RPC');
  });

  it('records no switch before REST v2 has answered, even where no row can be sent there', async () => {
    const world = await givenService({ contacts });
    const { service, store } = chosen(world);
    await world.keap.break(brownout('unavailable', { reach: 'both' }));
    const xmlRpcOnly = [change(1, { Address1Type: 'Home' }), change(2, { Address1Type: 'Home' })];
    expect(() => service.apply(xmlRpcOnly)).toThrow(ApiDown);
    expect([service.api(), store.load().switched]).toEqual(['XML-RPC', undefined]);
  });

  describe('a day after a switch', () => {
    const dayMs = 24 * 60 * 60 * 1000;

    async function givenSwitched() {
      const world = await givenService({ contacts });
      const store = apiStore(fakeProperties(), fakeLock());
      await world.keap.break(brownout('gone'));
      chosen(world, false, store).service.load(ids(1, 2), ['Email']);
      await world.keap.forgetRequests();
      const at = (afterMs: number) => {
        const nowMs = () => world.nowMs() + afterMs;
        const { xmlRpc, rest } = world;
        return chosenContactService({ xmlRpc, rest, store, isXmlRpcOnly: false, nowMs });
      };
      const xmlRpcCalls = async () =>
        (await world.keap.requests()).filter(({ what }) => what.startsWith('xmlrpc ')).length;
      return { ...world, store, at, xmlRpcCalls };
    }

    it('XML-RPC is tried again, and used where it answers', async () => {
      const { keap, store, at } = await givenSwitched();
      await keap.mend();
      const service = at(dayMs);
      expect(service.apply(changes)).toEqual(allDone);
      expect(service.api()).toBe('XML-RPC');
      expect(store.load()).toMatchObject({ switched: undefined, returnedAtMs: expect.any(Number) });
      expect(await keap.contacts()).toEqual(written);
    });

    it('it is tried once a day, while it does not answer', async () => {
      const { store, at, xmlRpcCalls } = await givenSwitched();
      const { atMs } = store.load().switched ?? {};
      for (const hours of [1, 12, 24, 25, 40]) at((hours * dayMs) / 24).load(ids(1, 2), ['Email']);
      // One call, and once more.
      expect(await xmlRpcCalls()).toBe(2);
      expect(store.load().switched).toEqual({ atMs, why: 'no-answer', retriedAtMs: expect.any(Number) });
      at(2 * dayMs).load(ids(1, 2), ['Email']);
      expect(await xmlRpcCalls()).toBe(4);
    });

    it('it is not tried where nothing is asked, nor after its last day', async () => {
      const { at, xmlRpcCalls, nowMs } = await givenSwitched();
      at(dayMs).load([], ['Email']);
      at(Date.UTC(2027, 0, 1) - nowMs()).load(ids(1), ['Email']);
      expect(await xmlRpcCalls()).toBe(0);
    });
  });

  it('remembers the switch until the user chooses again', async () => {
    const world = await givenService({ contacts });
    const store = apiStore(fakeProperties(), fakeLock());
    await world.keap.break(brownout('gone'));
    chosen(world, false, store).service.load(ids(1, 2), ['Email']);
    await world.keap.mend();
    await world.keap.forgetRequests();
    expect(chosen(world, false, store).service.api()).toBe('REST v2');
    store.choose('automatic');
    const again = chosen(world, false, store).service;
    again.load(ids(1, 2), ['Email']);
    expect(again.api()).toBe('XML-RPC');
  });
});

describe('chosenContactService()', () => {
  it('does not call XML-RPC after its last day', async () => {
    const world = await givenService({ contacts });
    const store = apiStore(fakeProperties(), fakeLock());
    const nowMs = () => Date.UTC(2027, 0, 1);
    const service = chosenContactService({ ...world, store, isXmlRpcOnly: false, nowMs });
    expect(service.api()).toBe('REST v2');
    expect(store.load().switched).toEqual({ atMs: nowMs(), why: 'ended' });
  });

  it('uses only REST v2 when the user has chosen it', async () => {
    const world = await givenService({ contacts });
    const store = apiStore(fakeProperties(), fakeLock());
    store.choose('rest');
    expect(chosen(world, false, store).service.apply(changes)).toEqual(allDone);
    expect(Object.keys(await world.keap.counts()).filter((what) => what.startsWith('xmlrpc '))).toEqual([]);
  });

  it.each([
    ['by choice', false, 'and select "Automatic"'],
    ['for a legacy key', true, 'a legacy key works with nothing else'],
  ])('uses only XML-RPC %s, and says what to do when it is down', async (_why, isXmlRpcOnly, advice) => {
    const world = await givenService({ contacts });
    const store = apiStore(fakeProperties(), fakeLock());
    store.choose('xml-rpc');
    await world.keap.break(brownout('gone'));
    const { service } = chosen(world, isXmlRpcOnly, store);
    expect(() => service.apply(changes)).toThrow(
      expect.objectContaining({ advice: expect.stringContaining(advice) }),
    );
    expect(Object.keys(await world.keap.counts()).filter((what) => what.startsWith('rest '))).toEqual([]);
  });
});
