import { describe, expect, it, onTestFinished } from 'vitest';
import type { KeapBehavior } from '../../../../local/keap/open-questions.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../../local/keap/simulated-keap.ts';
import { madeUpKey } from '../keap-client.ts';
import { rest } from './rest-client.ts';

/** What a PATCH does where Keap's documents leave it open. */
const before = { FirstName: 'Before', ContactNotes: 'Old', Email: 'a@example.com' };

async function givenKeap(behavior: Partial<KeapBehavior>): Promise<SimulatedKeap> {
  const keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    contacts: [{ id: 7, fields: before }],
    behavior: { restRefusals: 'documented', ...behavior },
  });
  onTestFinished(() => keap.stop());
  return keap;
}

const fields = async (keap: SimulatedKeap) => (await keap.contacts())[0]?.fields;

describe('contact notes', () => {
  // Certainty 75 %: `notes` is in `fields` and in the enum of `update_mask`, and other clients write it.
  it.each([
    ['written', 'New'],
    ['ignored', 'Old'],
  ] as const)('are %s where Keap is set to it', async (notes, after) => {
    const keap = await givenKeap({ notes });
    const sent = { notes: 'New', given_name: 'After' };
    const { status } = await rest(
      keap,
      'PATCH',
      '/contacts/7?update_mask=notes&update_mask=given_name',
      sent,
    );
    expect([status, await fields(keap)]).toEqual([
      200,
      { ...before, FirstName: 'After', ContactNotes: after },
    ]);
    expect((await rest(keap, 'GET', '/contacts/7?fields=notes')).value).toEqual({ notes: after });
  });
});

describe('what the mask names and the body lacks', () => {
  const cases: [KeapBehavior['maskedAbsent'], number, Record<string, string>][] = [
    ['emptied', 200, { ContactNotes: 'Old', Email: 'a@example.com' }],
    ['kept', 200, before],
    ['refused', 400, before],
  ];
  it.each(cases)('is %s where Keap is set to it', async (maskedAbsent, expected, after) => {
    const keap = await givenKeap({ maskedAbsent });
    const { status } = await rest(keap, 'PATCH', '/contacts/7?update_mask=given_name', {});
    expect([status, await fields(keap)]).toEqual([expected, after]);
  });

  it('may be a whole list', async () => {
    const path = '/contacts/7?update_mask=email_addresses';
    const [kept, emptied] = [await givenKeap({}), await givenKeap({ maskedAbsent: 'emptied' })];
    await rest(kept, 'PATCH', path, {});
    await rest(emptied, 'PATCH', path, {});
    expect([(await fields(kept))?.Email, (await fields(emptied))?.Email]).toEqual([
      'a@example.com',
      undefined,
    ]);
  });
});
