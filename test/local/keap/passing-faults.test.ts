import { describe, expect, it, onTestFinished } from 'vitest';
import type { SimulatedKeapOptions } from '../../../local/keap/keap.ts';
import { passing, passingFaultKinds } from '../../../local/keap/passing-faults.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { api, bearer, call, type Got, int, madeUpKey, send, struct, text, texts } from './keap-client.ts';

/** Faults that users of old accounts meet in 3 to 4 of 100 good calls, and that pass when the call is asked again. */
async function givenKeap(options: SimulatedKeapOptions = {}): Promise<SimulatedKeap> {
  const keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    contacts: [{ id: 7, fields: { FirstName: 'Before', Email: 'a@example.com' } }],
    limits: { keysPerSecond: 9_999, keysPerMinute: 99_999 },
    ...options,
  });
  onTestFinished(() => keap.stop());
  return keap;
}

const load = (keap: SimulatedKeap) => call(keap, 'ContactService.load', int(7) + texts('FirstName'));
const update = (keap: SimulatedKeap, name = 'After') =>
  call(keap, 'ContactService.update', int(7) + struct({ FirstName: name }));
const overRest = (keap: SimulatedKeap) =>
  send(keap, { host: api, path: '/crm/rest/v2/contacts/7', method: 'GET', headers: bearer(madeUpKey) });
const isGood = ({ status, body }: Got) => status === 200 && body !== '' && !body.includes('<fault>');
const name = async (keap: SimulatedKeap) => (await keap.contacts())[0]?.fields.FirstName;

describe('a passing fault', () => {
  it.each(passingFaultKinds)(
    '%s strikes a call once over either API and heals when it is asked again',
    async (kind) => {
      const keap = await givenKeap();
      for (const ask of [load, overRest, update]) {
        await keap.mend();
        await keap.break(passing(kind));
        expect([isGood(await ask(keap)), isGood(await ask(keap)), isGood(await ask(keap))]).toEqual([
          false,
          true,
          false,
        ]);
      }
    },
  );

  it('has no effect, or has it and loses its answer', async () => {
    const keap = await givenKeap();
    await keap.break(passing('fault-500'));
    await update(keap);
    expect(await name(keap)).toBe('Before');
    await keap.mend();
    await keap.break(passing('fault-500', { match: 'update' }, 'after'));
    expect((await update(keap)).body).toContain('IllegalStateException');
    expect(await name(keap)).toBe('After');
  });

  it('strikes the n-th call of a kind', async () => {
    const keap = await givenKeap();
    await keap.break(passing('fault-4', { match: 'APIEmailService.optOut', after: 1, times: 1 }));
    const optOut = (address: string) => call(keap, 'APIEmailService.optOut', text(address) + text('why'));
    const found = [];
    for (const one of ['a', 'b', 'b', 'c']) found.push(isGood(await optOut(`${one}@example.com`)));
    expect([isGood(await load(keap)), found]).toEqual([true, [true, false, true, true]]);
  });

  it('strikes the share of calls that the options name, the same for the same seed, and stays when a test mends', async () => {
    const struck = async (seed: number) => {
      const passingFaults = { share: 0.1, seed, kinds: passingFaultKinds };
      const keap = await givenKeap({ behavior: { passingFaults } });
      await keap.mend();
      const found = [];
      for (let time = 0; time < 400; time++) found.push(isGood(await update(keap, `Name ${time}`)));
      return found;
    };
    const [one, again, other] = await Promise.all([struck(1), struck(1), struck(2)]);
    expect(one).toEqual(again);
    expect(one).not.toEqual(other);
    const count = one.filter((good) => !good).length;
    expect(count).toBeGreaterThan(20);
    expect(count).toBeLessThan(64);
  });

  it('never comes without being asked for', async () => {
    const keap = await givenKeap();
    const found = [];
    for (let time = 0; time < 100; time++) found.push(isGood(await load(keap)));
    expect(found).not.toContain(false);
  });
});
