/** A process plays one Keap after the other: the next one knows nothing of the one before it. */
import { expect, it } from 'vitest';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { at, bearer, call, int, madeUpKey, texts } from './keap-client.ts';

const load = (keap: SimulatedKeap, headers = {}) =>
  call(keap, 'ContactService.load', int(9) + texts('LastUpdated'), { ...bearer(madeUpKey), ...headers });

it('a Keap that has ended leaves nothing to the next one, and answers nobody any more', async () => {
  const first = await startSimulatedKeap({ apiKeys: [madeUpKey], contacts: [{ id: 7, fields: {} }] });
  await first.setOpt('one@example.com', 'opted-out');
  await load(first, at(Date.UTC(2099, 6)));
  await first.break({ match: '', trouble: { kind: 'answer', status: 502, body: '' } });
  await first.stop();

  const next = await startSimulatedKeap({ apiKeys: [madeUpKey], contacts: [{ id: 9, fields: {} }] });
  expect(await next.requests()).toEqual([]);
  expect((await next.contacts()).map(({ id }) => id)).toEqual([9]);
  expect(await next.optEntries()).toEqual({});
  await next.editContact(9, { FirstName: 'Now' });
  const { status, body } = await load(next);
  expect(status).toBe(200);
  expect(body).toContain('LastUpdated');
  expect(body).not.toContain('2099');

  await expect(load(first)).rejects.toThrow();
  await expect(first.contacts()).rejects.toThrow('has ended');
  await first.stop();
  expect((await next.contacts()).map(({ id }) => id)).toEqual([9]);
  await next.stop();
});
