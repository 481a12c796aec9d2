import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type OptStatus, optMeanings } from '../../../../local/keap/opt-status.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../../local/keap/simulated-keap.ts';
import { call, madeUpKey, text } from '../keap-client.ts';
import { rest } from './rest-client.ts';

/** The opt status of addresses over REST v2, the same as over XML-RPC. */
let keap: SimulatedKeap;
const statuses: OptStatus[] = [
  ...(['unconfirmed', 'unengaged', 'single-opt-in', 'double-opt-in', 'non-marketable'] as const),
  ...(['opted-out', 'opted-out-manually', 'unsubscribed', 'spam', 'bounced'] as const),
];
const canOptIn = new Set<OptStatus>(['unconfirmed', 'unengaged', 'non-marketable', 'opted-out-manually']);
const address = 'a+b/c@example.com';
const path = `/emailAddresses/${encodeURIComponent(address)}/status`;

beforeAll(async () => {
  keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    contacts: [{ id: 1, fields: { Email: 'one@example.com', EmailAddress3: 'three@example.com' } }],
    limits: { keysPerSecond: 1_000, keysPerMinute: 9_999 },
    behavior: { restRefusals: 'documented' },
  });
});
afterAll(() => keap.stop());
afterEach(async () => expect(await keap.violations()).toEqual([]));

const overXmlRpc = async () => {
  const { body } = await call(keap, 'APIEmailService.getOptStatus', text(address));
  return Number(/>(\d)</.exec(body)?.[1]);
};

describe('each status', () => {
  it.each(statuses)('%s is named in the terms of either API', async (status) => {
    await keap.setOpt(address, status);
    const { value } = await rest(keap, 'GET', path);
    const number = status === 'double-opt-in' ? 2 : status === 'single-opt-in' ? 1 : 0;
    expect([value.email, value.opted_in, value.status, await overXmlRpc()]).toEqual([
      address,
      number > 0,
      optMeanings[status].rest,
      number,
    ]);
  });

  it.each(statuses)('%s allows an opt-in, or stays as it is with HTTP 200', async (status) => {
    await keap.setOpt(address, status);
    const answer = await rest(keap, 'PATCH', path, { opted_in: true, reason: 'Asked for it' });
    const after = canOptIn.has(status) ? 'SINGLE_OPT_IN' : optMeanings[status].rest;
    expect([answer.status, answer.value.status]).toEqual([200, after]);
  });

  it.each(statuses)('%s ends with the same after an opt-in over either API', async (status) => {
    await keap.setOpt(address, status);
    await rest(keap, 'PATCH', path, { opted_in: true, reason: 'x' });
    const afterRest = (await keap.optEntry(address)).status;
    await keap.setOpt(address, status);
    await call(keap, 'APIEmailService.optIn', text(address) + text('x'));
    expect((await keap.optEntry(address)).status).toBe(afterRest);
  });
});

describe('PATCH /emailAddresses/{email}/status', () => {
  it('opts an address out with its reason, even one that no contact has', async () => {
    const sent = { opted_in: false, reason: 'Asked by phone' };
    await rest(keap, 'PATCH', '/emailAddresses/nobody%40example.com/status', sent);
    expect(await keap.optEntry('nobody@example.com')).toMatchObject({
      status: 'opted-out',
      reason: 'Asked by phone',
    });
  });

  it('refuses what is not an address', async () => {
    const answer = await rest(keap, 'PATCH', '/emailAddresses/none/status', { opted_in: false, reason: '' });
    expect(answer.status).toBe(400);
  });
});

describe('GET /emailAddresses', () => {
  it('knows the addresses of contacts and those with a status, and leaves out the others', async () => {
    await keap.setOpt('set@example.com', 'bounced');
    const asked = ['THREE@example.com', 'unknown@example.com', 'set@example.com'].join(',');
    const { value } = await rest(
      keap,
      'GET',
      `/emailAddresses?filter=emails%3D%3D${encodeURIComponent(asked)}`,
    );
    expect(
      value.email_addresses.map((one: { email: string; status: string }) => [one.email, one.status]),
    ).toEqual([
      ['set@example.com', 'HARD_BOUNCE'],
      ['three@example.com', 'UNENGAGED_MARKETABLE'],
    ]);
  });

  it('gives pages', async () => {
    const query = '/emailAddresses?filter=emails%3D%3Done%40example.com%2Cthree%40example.com&page_size=1';
    const { next_page_token } = (await rest(keap, 'GET', query)).value;
    const second = await rest(keap, 'GET', `${query}&page_token=${encodeURIComponent(next_page_token)}`);
    expect(second.value.email_addresses).toHaveLength(1);
    expect(second.value.next_page_token).toBeUndefined();
  });

  it('answers 404 for one address that Keap does not know', async () => {
    expect((await rest(keap, 'GET', '/emailAddresses/unknown%40example.com/status')).status).toBe(404);
  });
});
