import { describe, expect, it, onTestFinished } from 'vitest';
import type { KeapBehavior } from '../../../local/keap/open-questions.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { timeZones } from '../../../local/keap/time-zones.ts';
import { call, int, madeUpKey, struct } from './keap-client.ts';
import { rest } from './rest/rest-client.ts';

/** Fields that Keap takes only in their own form, over either API. */
const before = { FirstName: 'Before', Birthday: '1990-02-28' };

async function givenKeap(behavior: Partial<KeapBehavior> = {}): Promise<SimulatedKeap> {
  const keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    contacts: [{ id: 7, fields: before }],
    limits: { keysPerSecond: 1_000 },
    behavior: { restRefusals: 'documented', ...behavior },
  });
  onTestFinished(() => keap.stop());
  return keap;
}

const update = async (keap: SimulatedKeap, members: Record<string, string>) =>
  (await call(keap, 'ContactService.update', int(7) + struct(members))).body;
const fields = async (keap: SimulatedKeap) => (await keap.contacts())[0]?.fields;

// Certainty 75 %.
describe.each([
  ['TimeZone', 'time_zone', 'America/New_York', ['US/Eastern', 'EST', 'New York', 'america/new_york']],
  ['Language', 'preferred_locale', 'en_US', ['en', 'English', 'en-US', 'EN_us']],
])('%s', (field, property, good, bad) => {
  const patch = (keap: SimulatedKeap, value: string) =>
    rest(keap, 'PATCH', `/contacts/7?update_mask=${property}&update_mask=given_name`, {
      [property]: value,
      given_name: 'New',
    });

  it.each(bad)('does not take %s, and the rest of the call has no effect either', async (value) => {
    const keap = await givenKeap();
    expect(await update(keap, { [field]: value, FirstName: 'New' })).toContain('[InvalidParameter]');
    expect((await patch(keap, value)).status).toBe(400);
    expect(await fields(keap)).toEqual(before);
  });

  it('takes what is right, and an empty value', async () => {
    const keap = await givenKeap();
    await update(keap, { [field]: good });
    expect((await fields(keap))?.[field]).toBe(good);
    await update(keap, { [field]: '' });
    expect(await fields(keap)).toEqual(before);
    expect((await patch(keap, good)).status).toBe(200);
  });

  it('takes anything where Keap is set to it', async () => {
    const keap = await givenKeap({ checksTimeZones: false, checksLocales: false });
    await update(keap, { [field]: bad[0] ?? '' });
    expect((await fields(keap))?.[field]).toBe(bad[0]);
  });
});

describe('the time zones', () => {
  it('are about 90, each one that JavaScript knows', () => {
    expect(timeZones.size).toBeGreaterThan(80);
    expect(timeZones.size).toBeLessThan(120);
    for (const timeZone of timeZones) expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow();
  });
});

describe('a date over XML-RPC', () => {
  it.each(['tomorrow', '28.02.1990', '1990-2-8', '19900228'])('does not take %s', async (value) => {
    const keap = await givenKeap();
    expect(await update(keap, { Birthday: value, FirstName: 'New' })).toContain('[InvalidParameter]');
    expect(await fields(keap)).toEqual(before);
  });

  // Certainty 65 % (nateleavitt/infusionsoft, issue 74); what Keap does with an empty value is unknown.
  it.each([
    ['refused', true, before.Birthday],
    ['kept', false, before.Birthday],
    ['emptied', false, undefined],
  ] as const)('that is written empty is %s where Keap is set to it', async (emptyDates, isRefused, after) => {
    const keap = await givenKeap({ emptyDates });
    expect((await update(keap, { Birthday: '', LastName: 'New' })).includes('<fault>')).toBe(isRefused);
    expect(await fields(keap)).toMatchObject(isRefused ? before : { LastName: 'New' });
    expect((await fields(keap))?.Birthday).toBe(after);
  });

  it.each(['refused', 'kept', 'emptied'] as const)(
    'is emptied by "0" where empty ones are %s',
    async (emptyDates) => {
      const keap = await givenKeap({ emptyDates });
      await update(keap, { Birthday: '0' });
      expect(await fields(keap)).toEqual({ FirstName: 'Before' });
    },
  );
});
