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

/** What a test may do to the simulated Keap, and see of it. */
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
const strike = (fault: Fault, rule: Partial<BreakRule> = {}) =>
  keap.break({ match: 'ContactService', ...rule, trouble: fault });
const refused: Fault = { kind: 'answer', status: 502, body: '<html>' };

async function statuses(count: number, ask: () => Promise<Got> = load): Promise<number[]> {
  const found = [];
  for (let time = 0; time < count; time++) found.push((await ask()).status);
  return found;
}

describe('a fault', () => {
  it('of the kind answer leaves Keap as it was and answers as it says', async () => {
    await strike({ kind: 'answer', status: 429, body: '{}', headers: { 'Retry-After': '7' } });
    const { status, headers, body } = await update();
    expect([status, headers['retry-after'], body, await name()]).toEqual([429, '7', '{}', 'Before']);
  });

  it('of the kind fault leaves Keap as it was and answers in XML-RPC with HTTP 200', async () => {
    await strike({ kind: 'fault', code: 4, text: '[DatabaseError]a < b' });
    const { status, body } = await update();
    expect([status, await name()]).toEqual([200, 'Before']);
    expect(body).toContain('<i4>4</i4>');
    expect(body).toContain('<value>[DatabaseError]a &lt; b</value>');
  });

  it('of the kind cut loses the request, or only the answer', async () => {
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

  it('of the kind garbled takes effect and answers something else', async () => {
    await strike({ kind: 'garbled', body: '<methodResponse>' });
    const { status, headers, body } = await update();
    expect([status, headers['content-type'], body]).toEqual([
      200,
      expect.stringContaining('text/xml'),
      '<methodResponse>',
    ]);
    expect(await name()).toBe('After');
  });

  it('of the kind slow takes effect and says how long it took', async () => {
    await strike({ kind: 'slow', ms: 45_000 });
    const { headers } = await update();
    expect([headers['x-simulated-duration-ms'], await name()]).toEqual(['45000', 'After']);
  });

  it('strikes after a number of requests, and a number of times', async () => {
    await strike(refused, { after: 1, times: 2 });
    expect(await statuses(5)).toEqual([200, 502, 502, 200, 200]);
  });

  it('strikes what is meant by its name and by its body', async () => {
    await strike(refused, { match: 'update', containing: '>Bad<' });
    expect([(await update('Good')).status, (await update('Bad')).status, (await load()).status]).toEqual([
      200, 502, 200,
    ]);
  });

  it('strikes between two times', async () => {
    const ms = Date.now() + 3_600_000;
    await strike(refused, { fromMs: ms + 10, untilMs: ms + 20 });
    const found = [];
    for (const offset of [9, 10, 19, 20]) found.push((await load(ms + offset)).status);
    expect(found).toEqual([200, 502, 502, 200]);
  });

  it('can lose a pair that was given, as the token endpoint has done', async () => {
    const { refresh_token } = await newPair(keap);
    await strike({ kind: 'cut', when: 'after' }, { match: 'token refresh', times: 1 });
    await expect(askToken(keap, byRefresh(refresh_token))).rejects.toThrow();
    expect((await askToken(keap, byRefresh(refresh_token))).status).toBe(400);
  });

  it('is gone when a test mends it', async () => {
    await strike(refused);
    await keap.mend();
    expect(await statuses(1)).toEqual([200]);
  });
});

describe('the record', () => {
  it('names every request in order, readable, and masks what is secret', async () => {
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

  it('counts by name, and forgets when asked to', async () => {
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
  it('is the latest that anybody has said, and never goes back', async () => {
    const ms = Date.now() + 7_200_000;
    await keap.setTime(ms);
    await load(ms - 1);
    await keap.setTime(ms - 2);
    await load();
    await load(ms + 5);
    expect((await keap.requests()).map(({ atMs }) => atMs - ms)).toEqual([0, 0, 5]);
  });

  it('costs each answer 300 to 500 made-up milliseconds, the same for the same seed', async () => {
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
  it('edits a contact as somebody does in Keap itself', async () => {
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
      'invalid options',
      () => startSimulatedKeap({ contacts: [{ id: 1, fields: { _Own: 'x' } }] }),
      'Keap has no field _Own',
    ],
  ])('rejects %s with a sentence', async (_name, act, words) => {
    await expect(act()).rejects.toThrow(words);
  });

  it('starts with thousands of contacts as with one', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      id: 10_000 - index,
      fields: { Email: `customer${index}@example.com` },
    }));
    const world = await startSimulatedKeap({ contacts: many });
    const contacts = await world.contacts();
    expect([contacts.length, contacts[0]?.fields]).toEqual([10_000, many[9_999]?.fields]);
    await world.stop();
  });

  it('starts with the opt statuses that it is given', async () => {
    const world = await startSimulatedKeap({ optStatuses: { 'Out@example.com': 'opted-out' } });
    expect((await world.optEntry('out@example.com')).status).toBe('opted-out');
    await world.stop();
  });

  it('stops once and for all, and says so to anybody who asks later', async () => {
    const world = await startSimulatedKeap();
    await world.stop();
    await world.stop();
    await expect(world.contacts()).rejects.toThrow();
  });
});
