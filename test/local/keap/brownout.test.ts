import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { brownout, brownoutKinds } from '../../../local/keap/brownout.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { at, bearer, call, int, madeUpKey, send, struct, text, texts } from './keap-client.ts';
import { rest } from './rest/rest-client.ts';

/** The planned outages of XML-RPC, and its end. */
let keap: SimulatedKeap;
const startMs = Date.UTC(2026, 11, 20);
const sunsetMs = Date.UTC(2027, 0, 1);
const id = 7;

beforeAll(async () => {
  keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    legacyKeys: ['simulated-legacy-key'],
    behavior: { appHost: 'served' },
    limits: { keysPerSecond: 1_000, keysPerMinute: 9_999 },
    sunsetMs,
  });
  await keap.setTime(startMs);
});
afterAll(() => keap.stop());
beforeEach(async () => {
  await keap.mend();
  await keap.putContact({ id, fields: { FirstName: 'Before' } });
});

const update = (ms = startMs) =>
  call(keap, 'ContactService.update', int(id) + struct({ FirstName: 'After' }), {
    ...bearer(madeUpKey),
    ...at(ms),
  });
const statusOf = (ms?: number) =>
  update(ms).then(
    ({ status }) => status,
    () => 'silence',
  );
const restStatus = () => rest(keap, 'GET', `/contacts/${id}`).then(({ status }) => status);
const name = async () => (await keap.contacts()).find((one) => one.id === id)?.fields.FirstName;

describe('brownout()', () => {
  const statuses = {
    gone: 410,
    forbidden: 403,
    'not-found': 404,
    unavailable: 503,
    page: 200,
    'json-fault': 503,
    empty: 200,
    silence: 'silence',
  };

  it.each(brownoutKinds)('%s keeps XML-RPC from any effect while REST v2 works', async (kind) => {
    await keap.break(brownout(kind));
    expect([await statusOf(), await name(), await restStatus()]).toEqual([statuses[kind], 'Before', 200]);
  });

  it('never looks like an answer of XML-RPC', async () => {
    for (const kind of brownoutKinds.filter((one) => one !== 'silence')) {
      await keap.mend();
      await keap.break(brownout(kind));
      expect((await update()).body).not.toContain('methodResponse');
    }
  });

  it('may take REST v2 with it', async () => {
    await keap.break(brownout('silence', { reach: 'both' }));
    expect(await statusOf()).toBe('silence');
    await expect(restStatus()).rejects.toThrow();
  });

  it('starts at the n-th request and ends after the number of requests that is set', async () => {
    await keap.break(brownout('gone', { after: 2, times: 1 }));
    const found = [await statusOf(), await statusOf(), await statusOf(), await statusOf()];
    expect(found).toEqual([200, 200, 410, 200]);
  });

  it('lasts from one time to another', async () => {
    const [fromMs, untilMs] = [startMs + 60_000, startMs + 120_000];
    await keap.break(brownout('unavailable', { fromMs, untilMs }));
    const found = [];
    for (const ms of [fromMs - 1, fromMs, untilMs - 1, untilMs]) found.push(await statusOf(ms));
    expect(found).toEqual([200, 503, 503, 200]);
  });
});

describe('somebody who changes a contact meanwhile', () => {
  it('has done so before the request is served', async () => {
    const contact = { id, fields: { LastName: 'Meanwhile' } };
    await keap.break({ match: 'rest PATCH', times: 1, trouble: { kind: 'meanwhile', contact } });
    const { value } = await rest(keap, 'PATCH', `/contacts/${id}?update_mask=given_name`, {
      given_name: 'After',
    });
    expect(value).toMatchObject({ given_name: 'After', family_name: 'Meanwhile' });
  });
});

describe('the end of XML-RPC', () => {
  // The time of a Keap never goes back: what comes before the end is asked before.
  it('comes at its time, at both addresses, for good, and leaves REST v2 as it was', async () => {
    expect(await statusOf(sunsetMs - 1)).toBe(200);
    expect(await statusOf(sunsetMs)).toBe(410);
    await keap.mend();
    expect(await statusOf(sunsetMs + 86_400_000)).toBe(410);
    const key = text('simulated-legacy-key');
    const body = `<methodCall><methodName>ContactService.load</methodName><params>${key}${int(id)}${texts('Id')}</params></methodCall>`;
    const legacy = await send(keap, { host: 'sim123.infusionsoft.com', path: '/api/xmlrpc', body });
    expect([legacy.status, await restStatus()]).toEqual([410, 200]);
  });
});
