import { describe, expect, it } from 'vitest';
import type { AddressRules } from '../../../local/keap/rest/address-codes.ts';
import { apiOptOut } from '../../support/opt-outs.ts';
import { change, givenService, ids } from '../given-service.ts';

/** A contact whose three addresses have what people and imports leave behind. */
const before = {
  StreetAddress1: '1 First Street',
  City: 'Phoenix',
  State: 'Arizona',
  Country: 'United States',
  Address2Street1: '2 Second Street',
  State2: 'Ontario',
  Country2: 'Canada',
};

const given = async (addresses: AddressRules, fields: Readonly<Record<string, string>> = before) => {
  const world = await givenService({ contacts: [{ id: 7, fields }], behavior: { addresses } });
  return { ...world, fields: async () => (await world.keap.contacts())[0]?.fields };
};

describe.each(['names', 'checked', 'codes-only'] as const)('where Keap reads addresses by "%s"', (rules) => {
  it('R2 a changed city loses neither the country nor the region of any address', async () => {
    const { rest, fields } = await given(rules);
    expect(rest.apply([change(7, { City: 'Tucson' })])).toEqual([{ kind: 'done' }]);
    expect(await fields()).toEqual({ ...before, City: 'Tucson' });
  });

  it.each([
    [
      { Country: 'CA', State: 'on' },
      { Country: 'Canada', State: 'Ontario' },
    ],
    [
      { Country: 'CAN', State: 'CA-ON' },
      { Country: 'Canada', State: 'Ontario' },
    ],
    [{ State: 'CA' }, { State: 'California' }],
    [{ State: 'California' }, { State: 'California' }],
    [
      { Country2: 'USA', State2: 'Texas' },
      { Country2: 'United States', State2: 'Texas' },
    ],
    [
      { Country3: 'Germany', City3: 'Berlin' },
      { Country3: 'Germany', City3: 'Berlin' },
    ],
  ])('writes %j by code', async (written, stored) => {
    const { rest, fields } = await given(rules);
    expect(rest.apply([change(7, written)])).toEqual([{ kind: 'done' }]);
    expect(await fields()).toEqual({ ...before, ...stored });
  });

  it('empties a region, and a country together with its region', async () => {
    const { rest, fields } = await given(rules);
    expect(rest.apply([change(7, { State: '' })])).toEqual([{ kind: 'done' }]);
    expect(rest.apply([change(7, { State2: '', Country2: '' })])).toEqual([{ kind: 'done' }]);
    const { State: _state, State2: _state2, Country2: _country2, ...left } = before;
    expect(await fields()).toEqual(left);
  });

  it.each([
    ['a region without a country', { State3: 'Bavaria' }, 'State3', 'Fill in Country3.'],
    [
      'what is not a country',
      { Country: 'Neverland' },
      'Country',
      '"Neverland" in Country is not a valid country.',
    ],
    ['a country without the region that Keap has', { Country: 'Canada' }, 'Country', 'Fill in State, too.'],
    ['an emptied country that leaves a region', { Country: '' }, 'Country', 'Clear State, too.'],
  ])('says what to do about %s, and sends everything else', async (_what, written, name, advice) => {
    const { rest, fields } = await given(rules);
    const [outcome] = rest.apply([change(7, { ...written, City: 'Tucson', FirstName: 'Ana' })]);
    expect(outcome).toEqual({
      kind: 'failed',
      reason: expect.stringContaining(advice),
      fields: new Set([name]),
    });
    expect(outcome).toMatchObject({ reason: expect.stringContaining('The other values were synced.') });
    expect(await fields()).toEqual({ ...before, City: 'Tucson', FirstName: 'Ana' });
  });

  it('R10 opts out a new address although the region of its row is not written', async () => {
    const { rest, keap } = await given(rules);
    const written = { Email: 'new@example.com', State3: 'Bavaria' };
    const [outcome] = rest.apply([change(7, written, { kind: 'opt-out', reason: 'asked by phone' })]);
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringContaining('Fill in Country3.') });
    expect((await keap.optEntry('new@example.com')).status).toBe(apiOptOut);
  });

  it('sends nothing where there is nothing else', async () => {
    const { rest, keap, fields } = await given(rules);
    const [outcome] = rest.apply([change(7, { State3: 'Bavaria' })]);
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.not.stringContaining('other values') });
    expect((await keap.counts())['rest PATCH /contacts/{id}']).toBeUndefined();
    expect(await fields()).toEqual(before);
  });
});

describe('what Keap refuses', () => {
  it('an address with a region and no country does not keep the other fields of a row from Keap', async () => {
    const { City: _city, Country: _country, ...without } = before;
    const { rest, fields } = await given('checked', without);
    const [outcome] = rest.apply([change(7, { City: 'Tucson', FirstName: 'Ana' })]);
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('COUNTRY CODE needed if Region Exists'),
      fields: new Set(['City']),
    });
    expect(await fields()).toEqual({ ...without, FirstName: 'Ana' });
  });

  it('a region that Keap does not know is not called synced', async () => {
    for (const rules of ['checked', 'codes-only'] as const) {
      const { rest, fields } = await given(rules);
      const [outcome] = rest.apply([change(7, { State: 'Nowhere', FirstName: 'Ana' })]);
      expect(outcome?.kind).toBe('failed');
      expect((await fields())?.State ?? '').not.toBe('Nowhere');
    }
  });
});

it('reads countries and regions that Keap gives by code alone', async () => {
  const { rest, keap } = await given('checked');
  const body = { id: '7', addresses: [{ field: 'BILLING', country_code: 'USA', region_code: 'US-CA' }] };
  await keap.break({ match: 'rest GET', trouble: { kind: 'garbled', body: JSON.stringify(body) } });
  expect(rest.load(ids(7), ['Country', 'State'])).toEqual([
    {
      kind: 'found',
      fields: new Map([
        ['Country', 'USA'],
        ['State', 'US-CA'],
      ]),
    },
  ]);
});
