import { describe, expect, it } from 'vitest';
import { countries } from '../../../local/keap/iso-3166.ts';
import {
  countryCode,
  isSameCountry,
  isSameRegion,
  regionCode,
} from '../../../src/keap/contacts/countries.ts';

describe('countryCode()', () => {
  it.each<[string, string | undefined]>([
    ['US', 'USA'],
    ['us', 'USA'],
    ['USA', 'USA'],
    ['U.S.A.', 'USA'],
    ['UNITED STATES ', 'USA'],
    ['United States of America', 'USA'],
    ['UK', 'GBR'],
    ['Great Britain', 'GBR'],
    ['Türkiye', 'TUR'],
    ['Turkiye', 'TUR'],
    ["Cote d'Ivoire", 'CIV'],
    ['South Korea', 'KOR'],
    ['Korea, Republic of', 'KOR'],
    ['Neverland', undefined],
    ['', undefined],
  ])('reads %j as %j', (text, code) => {
    expect(countryCode(text)).toBe(code);
  });

  it('knows every code of ISO 3166 that the simulated Keap knows', () => {
    for (const { code, alpha2 } of countries) {
      expect([countryCode(code), countryCode(alpha2)]).toEqual([code, code]);
    }
  });

  it('knows almost every name that the simulated Keap shows', () => {
    const unknown = countries.filter(({ name, code }) => countryCode(name) !== code).map(({ name }) => name);
    expect(unknown.length, unknown.join(', ')).toBeLessThan(20);
  });
});

describe('regionCode()', () => {
  it.each([
    ['US', 'California', 'US-CA'],
    ['USA', 'ca', 'US-CA'],
    ['United States', 'US-CA', 'US-CA'],
    ['US', 'District of Columbia', 'US-DC'],
    ['Canada', 'Québec', 'CA-QC'],
    ['Canada', 'Quebec', 'CA-QC'],
    ['Australia', 'NSW', 'AU-NSW'],
    ['US', 'Ontario', undefined],
    ['Neverland', 'California', undefined],
    ['US', '', undefined],
  ])('reads in %s %j as %j', (country, text, code) => {
    expect(regionCode(country, text)).toBe(code);
  });
});

it('compares countries and regions by what they name', () => {
  expect(isSameCountry('USA', 'United States')).toBe(true);
  expect(isSameCountry('USA', 'Canada')).toBe(false);
  expect(isSameCountry('Neverland', 'Erewhon')).toBe(false);
  expect(isSameRegion('WA', 'Washington', 'US')).toBe(true);
  expect(isSameRegion('WA', 'Washington', 'Australia')).toBe(false);
  expect(isSameRegion('WA', 'Western Australia', 'Australia')).toBe(true);
  expect(isSameRegion('CA', 'California', '')).toBe(true);
  expect(isSameRegion('Ontario', 'California', '')).toBe(false);
});
