import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BreakRule, Fault } from '../../../local/keap/fault.ts';
import { defaultClient } from '../../../local/keap/keap.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import {
  askToken,
  at,
  bearer,
  byRefresh,
  call,
  type Got,
  int,
  madeUpKey,
  newPair,
  struct,
  text,
  texts,
} from './keap-client.ts';

/** What a test can do to the simulated Keap and see of it. */
let keap: SimulatedKeap;
const id = 7;

beforeAll(async () => {
  keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    limits: { keysPerSecond: 1_000, keysPerMinute: 9_999 },
  });
});
afterAll(() => keap.stop());
beforeEach(async () => {
  await keap.mend();
  await keap.putContact({ id, fields: { FirstName: 'Before' } });
  await keap.forgetRequests();
});

const load = (ms?: number) => {
  const headers = ms === undefined ? bearer(madeUpKey) : { ...bearer(madeUpKey), ...at(ms) };
  return call(keap, 'ContactService.load', int(id) + texts('Id', 'LastUpdated'), headers);
};
const update = (name = 'After') => call(keap, 'ContactService.update', int(id) + struct({ FirstName: name }));
const name = async () => (await keap.contacts()).find((one) => one.id === id)?.fields.FirstName;
const strike = (trouble: Fault, rule: Partial<BreakRule> = {}) =>
  keap.break({ match: 'ContactService', ...rule, trouble });
const refused: Fault = { kind: 'answer', status: 502, body: '<html>' };

async function statuses(count: number, ask: () => Promise<Got> = load): Promise<number[]> {
  const found = [];
  for (let time = 0; time < count; time++) found.push((await ask()).status);
  return found;
}

describe('a fault', () => {
  it('of kind answer changes nothing and gives the prepared answer', async () => {
    await strike({ kind: 'answer', status: 429, body: '{}', headers: { 'Retry-After': '7' } });
    const { status, headers, body } = await update();
    expect([status, headers['retry-after'], body, await name()]).toEqual([429, '7', '{}', 'Before']);
  });

  it('of kind fault changes nothing and answers in XML-RPC with HTTP 200', async () => {
    await strike({ kind: 'fault', code: 4, text: '[DatabaseError]a < b' });
    const { status, body } = await update();
    expect([status, await name()]).toEqual([200, 'Before']);
    expect(body).toContain('<i4>4</i4>');
    expect(body).toContain('<value>[DatabaseError]a &lt; b</value>');
  });

  it('of kind cut loses the request, or only the answer', async () => {
    await strike({ kind: 'cut', when: 'before' }, { times: 1 });
    await expect(update()).rejects.toThrow();
    expect(await name()).toBe('Before');
    await strike({ kind: 'cut', when: 'after' }, { times: 1 });
    await expect(update()).rejects.toThrow();
    expect(await name()).toBe('After');
    expect((await keap.requests()).map(({ what, status }) => `${what} ${status}`)).toEqual([
      'xmlrpc ContactService.update 0',
      'xmlrpc ContactService.update 0',
    ]);
  });

  it('of kind garbled takes effect but gives a wrong answer', async () => {
    await strike({ kind: 'garbled', body: '<methodResponse>' });
    const { status, headers, body } = await update();
    expect([status, headers['content-type'], body]).toEqual([
      200,
      expect.stringContaining('text/xml'),
      '<methodResponse>',
    ]);
    expect(await name()).toBe('After');
  });

  it('of kind slow takes effect and reports its duration', async () => {
    await strike({ kind: 'slow', ms: 45_000 });
    const { headers } = await update();
    expect([headers['x-simulated-duration-ms'], await name()]).toEqual(['45000', 'After']);
  });

  it('affects the given number of requests, after the given number', async () => {
    await strike(refused, { after: 1, times: 2 });
    expect(await statuses(5)).toEqual([200, 502, 502, 200, 200]);
  });

  it('affects only requests that match its name and body', async () => {
    await strike(refused, { match: 'update', containing: '>Bad<' });
    expect([(await update('Good')).status, (await update('Bad')).status, (await load()).status]).toEqual([
      200, 502, 200,
    ]);
  });

  it('affects requests between two times', async () => {
    const ms = Date.now() + 3_600_000;
    await strike(refused, { fromMs: ms + 10, untilMs: ms + 20 });
    const found = [];
    for (const offset of [9, 10, 19, 20]) found.push((await load(ms + offset)).status);
    expect(found).toEqual([200, 502, 502, 200]);
  });

  it('can lose a granted pair, as the real token endpoint has done', async () => {
    const { refresh_token } = await newPair(keap);
    await strike({ kind: 'cut', when: 'after' }, { match: 'token refresh', times: 1 });
    await expect(askToken(keap, byRefresh(refresh_token))).rejects.toThrow();
    expect((await askToken(keap, byRefresh(refresh_token))).status).toBe(400);
  });

  it('ends when it is removed', async () => {
    await strike(refused);
    await keap.mend();
    expect(await statuses(1)).toEqual([200]);
  });
});

describe('the record', () => {
  it('lists every request in order, readable, with secrets masked', async () => {
    const pair = await newPair(keap);
    await askToken(keap, byRefresh(pair.refresh_token));
    await askToken(keap, byRefresh('a token of somebody else'));
    await call(keap, 'APIEmailService.optOut', text('a@example.com') + text(`my key is ${madeUpKey}`));
    const requests = await keap.requests();
    expect(requests.map(({ what, status }) => `${what} ${status}`)).toEqual([
      ...['consent page 200', 'consent decided 302', 'token by code 200', 'token refresh 200'],
      ...['token refresh 400', 'xmlrpc APIEmailService.optOut 200'],
    ]);
    expect(requests[5]?.body).toContain('<string>a@example.com</string>');
    const all = JSON.stringify(requests);
    const secrets = [...Object.values(pair).map(String), defaultClient.secret, 'somebody', madeUpKey];
    expect(secrets.filter((secret) => secret.length > 8 && all.includes(secret))).toEqual(
      secrets.filter((secret) => secret.startsWith('full|')),
    );
  });

  it('counts by name, and can be cleared', async () => {
    await statuses(3);
    await update();
    expect(await keap.counts()).toEqual({
      'xmlrpc ContactService.load': 3,
      'xmlrpc ContactService.update': 1,
    });
    await keap.forgetRequests();
    expect(await keap.counts()).toEqual({});
  });
});

describe('time', () => {
  it('is the latest time it was given, and never goes back', async () => {
    const ms = Date.now() + 7_200_000;
    await keap.setTime(ms);
    await load(ms - 1);
    await keap.setTime(ms - 2);
    await load();
    await load(ms + 5);
    expect((await keap.requests()).map(({ atMs }) => atMs - ms)).toEqual([0, 0, 5]);
  });

  it('adds 300 to 500 simulated milliseconds per answer, the same for the same seed', async () => {
    const took = async (seed: number) => {
      const world = await startSimulatedKeap({ apiKeys: [madeUpKey], limits: { keysPerSecond: 99 }, seed });
      const found = [];
      for (let time = 0; time < 20; time++) {
        found.push(Number((await call(world, 'none', '')).headers['x-simulated-duration-ms']));
      }
      await world.stop();
      return found;
    };
    const [first, second, third] = await Promise.all([took(1), took(1), took(2)]);
    expect(first).toEqual(second);
    expect(first).not.toEqual(third);
    expect(Math.min(...first)).toBeGreaterThanOrEqual(300);
    expect(Math.max(...first)).toBeLessThanOrEqual(500);
    expect(new Set(first).size).toBeGreaterThan(10);
  });
});

describe('the handle', () => {
  it('edits a contact like a user of Keap', async () => {
    await keap.editContact(id, { City: 'Rome', FirstName: '' });
    expect((await keap.contacts()).find((one) => one.id === id)?.fields).toEqual({ City: 'Rome' });
  });

  it.each([
    [
      'a field that Keap does not have',
      () => keap.putContact({ id: 1, fields: { Mood: 'x' } }),
      'Contact 1: Keap has no field Mood to set.',
    ],
    ['an edit of nobody', () => keap.editContact(99, { City: 'x' }), 'Keap has no contact 99.'],
    [
      'options that make no Keap',
      () => startSimulatedKeap({ contacts: [{ id: 1, fields: { _Own: 'x' } }] }),
      'Keap has no field _Own',
    ],
  ])('rejects %s with a sentence', async (_name, act, words) => {
    await expect(act()).rejects.toThrow(words);
  });

  it('starts with one or thousands of contacts', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      id: 10_000 - index,
      fields: { Email: `customer${index}@example.com` },
    }));
    const world = await startSimulatedKeap({ contacts: many });
    const contacts = await world.contacts();
    expect([contacts.length, contacts[0]?.fields]).toEqual([10_000, many[9_999]?.fields]);
    await world.stop();
  });

  it('starts with the given opt statuses', async () => {
    const world = await startSimulatedKeap({ optStatuses: { 'Out@example.com': 'opted-out' } });
    expect((await world.optEntry('out@example.com')).status).toBe('opted-out');
    await world.stop();
  });

  it('stops for good, and says so to later callers', async () => {
    const world = await startSimulatedKeap();
    await world.stop();
    await world.stop();
    await expect(world.contacts()).rejects.toThrow();
  });
});
