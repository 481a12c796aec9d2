import { describe, expect, it, onTestFinished } from 'vitest';
import { countries } from '../../../../local/keap/iso-3166.ts';
import type { AddressRules } from '../../../../local/keap/rest/address-codes.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../../local/keap/simulated-keap.ts';
import { madeUpKey } from '../keap-client.ts';
import { rest } from './rest-client.ts';

/** Countries and regions of addresses over REST v2, by code and by name. */
const before = { StreetAddress1: '1 First Street', State: 'Arizona', Country: 'United States' };

async function givenKeap(addresses: AddressRules): Promise<SimulatedKeap> {
  const keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    contacts: [{ id: 7, fields: before }],
    limits: { keysPerSecond: 1_000 },
    behavior: { addresses, restRefusals: 'documented' },
  });
  onTestFinished(() => keap.stop());
  return keap;
}

const write = async (keap: SimulatedKeap, address: Record<string, string>) => {
  const { status, value } = await rest(keap, 'PATCH', '/contacts/7?update_mask=addresses', {
    addresses: [{ field: 'BILLING', ...address }],
  });
  const { Country, State } = (await keap.contacts())[0]?.fields ?? {};
  return status === 200 ? [Country, State] : `${status} ${value.message}`;
};

describe('where Keap checks (70 %)', () => {
  const invalid = '400 BILLING Region is invalid';
  const needed = '400 COUNTRY CODE needed if Region Exists';
  it.each([
    [{ country_code: 'USA', region_code: 'US-CA' }, ['United States', 'California']],
    [{ country_code: 'USA', region: 'California' }, ['United States', 'California']],
    [{ country_code: 'USA', region: 'CA' }, ['United States', 'CA']],
    [{ country_code: 'CAN', region_code: 'CA-ON' }, ['Canada', 'Ontario']],
    [{ country_code: 'DEU' }, ['Germany', undefined]],
    [{ country: 'Germany' }, ['Germany', undefined]],
    [{ country_code: 'FRA', region: 'Anything' }, ['France', 'Anything']],
    [{ region: 'Arizona' }, needed],
    [{ region_code: 'US-AZ' }, needed],
    [{ country: 'United States', region: 'Arizona' }, needed],
    [{ country_code: 'USA', region: 'Ontario' }, invalid],
    [{ country_code: 'USA', region_code: 'CA-ON' }, invalid],
    [{ country_code: 'USA', region_code: 'US-XX' }, invalid],
    [{ country_code: 'US' }, '400 BILLING Country is invalid'],
  ])('%j becomes %j', async (address, expected) => {
    expect(await write(await givenKeap('checked'), address)).toEqual(expected);
  });

  it('a refused address changes nothing', async () => {
    const keap = await givenKeap('checked');
    await write(keap, { line1: 'New', region: 'Arizona' });
    expect((await keap.contacts())[0]?.fields).toEqual(before);
  });
});

describe('where Keap knows codes only, as the newest SDK', () => {
  it.each([
    [{ country_code: 'USA', region_code: 'US-CA' }, ['United States', 'California']],
    [{ country: 'Germany' }, [undefined, undefined]],
    [{ country_code: 'USA', region: 'California' }, ['United States', undefined]],
  ])('%j becomes %j', async (address, expected) => {
    expect(await write(await givenKeap('codes-only'), address)).toEqual(expected);
  });
});

describe('where Keap takes names', () => {
  it.each([
    [{ country: 'Germany', region: 'Anything' }, ['Germany', 'Anything']],
    [{ region: 'Arizona' }, [undefined, 'Arizona']],
    [{ region_code: 'US-AZ' }, [undefined, 'Arizona']],
  ])('%j becomes %j', async (address, expected) => {
    expect(await write(await givenKeap('names'), address)).toEqual(expected);
  });
});

describe('/locales/countries', () => {
  it('lists all countries with both codes', async () => {
    const { value } = await rest(await givenKeap('checked'), 'GET', '/locales/countries');
    expect(value.countries).toHaveLength(249);
    expect(value.countries).toContainEqual({ codes: { alpha2: 'US', alpha3: 'USA' }, name: 'United States' });
  });

  it.each(['USA', 'us', 'United%20States'])('finds a country by %s', async (text) => {
    const { value } = await rest(await givenKeap('checked'), 'GET', `/locales/countries/${text}`);
    expect(value.codes.alpha3).toBe('USA');
  });

  it('lists the provinces of a country, and answers 404 for what is not one', async () => {
    const keap = await givenKeap('checked');
    const { value } = await rest(keap, 'GET', '/locales/countries/USA/provinces');
    expect(value.provinces).toContainEqual({ code: 'US-AZ', country: 'USA', name: 'Arizona' });
    expect((await rest(keap, 'GET', '/locales/countries/XXX/provinces')).status).toBe(404);
  });

  it('knows each code once', () => {
    expect(new Set(countries.map(({ code }) => code)).size).toBe(249);
    const codes = countries.flatMap(({ provinces }) => provinces.map(({ code }) => code));
    expect(new Set(codes).size).toBe(codes.length);
  });
});
