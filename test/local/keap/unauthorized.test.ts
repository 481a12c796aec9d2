import { describe, expect, it, onTestFinished } from 'vitest';
import { brownout, unauthorizedBrownoutKinds } from '../../../local/keap/brownout.ts';
import type { SimulatedKeapOptions } from '../../../local/keap/keap.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { unauthorized, unauthorizedBody, unauthorizedKinds } from '../../../local/keap/unauthorized.ts';
import { api, bearer, call, int, madeUpKey, send, texts } from './keap-client.ts';
import { rest } from './rest/rest-client.ts';

/** A 401 that says nothing of the token: the four meanings that other clients have measured. */
async function givenKeap(options: SimulatedKeapOptions = {}): Promise<SimulatedKeap> {
  const keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    contacts: [{ id: 7, fields: {} }],
    limits: { keysPerSecond: 1_000 },
    ...options,
  });
  onTestFinished(() => keap.stop());
  return keap;
}

const overXmlRpc = (keap: SimulatedKeap) => call(keap, 'ContactService.load', int(7) + texts('Id'));
const overRest = (keap: SimulatedKeap) => rest(keap, 'GET', '/contacts/7');

describe.each(unauthorizedKinds)('%s', (kind) => {
  it('closes XML-RPC to a token that REST v2 takes, or the other way round', async () => {
    const withoutXmlRpc = await givenKeap({ behavior: { closedApis: { xmlRpc: kind } } });
    const { status, body } = await overXmlRpc(withoutXmlRpc);
    expect([status, JSON.parse(body), (await overRest(withoutXmlRpc)).status]).toEqual([
      401,
      unauthorizedBody(kind),
      200,
    ]);
    const withoutRest = await givenKeap({ behavior: { closedApis: { rest: kind } } });
    const { value } = await overRest(withoutRest);
    expect([value, (await overXmlRpc(withoutRest)).status]).toEqual([unauthorizedBody(kind), 200]);
  });

  it('comes and goes as a test prepares it', async () => {
    const keap = await givenKeap();
    await keap.break({ match: 'rest GET /contacts/{id}', times: 1, trouble: unauthorized(kind) });
    expect([(await overRest(keap)).value, (await overRest(keap)).status]).toEqual([
      unauthorizedBody(kind),
      200,
    ]);
  });
});

it.each(unauthorizedBrownoutKinds)('a brownout can answer %s (20 %%)', async (kind) => {
  const keap = await givenKeap();
  await keap.break(brownout(kind));
  expect([(await overXmlRpc(keap)).status, (await overRest(keap)).status]).toEqual([401, 200]);
});

it('a path that does not exist is a 401 without an API product, or a 404 where Keap is set to it', async () => {
  const ask = async (keap: SimulatedKeap, path: string) => {
    const headers = bearer(madeUpKey);
    const { status, body } = await send(keap, { host: api, path, method: 'GET', headers });
    return [status, body.includes('InvalidAPICallAsNoApiProductMatchFound')];
  };
  const [strict, kind] = [await givenKeap(), await givenKeap({ behavior: { unknownPaths: 'not-found' } })];
  for (const path of ['/crm/rest/v2/nothing', '/crm/rest/v9/contacts', '/crm/xmlrpc/v2']) {
    expect([await ask(strict, path), await ask(kind, path)]).toEqual([
      [401, true],
      [404, false],
    ]);
  }
});
