/** Countries and regions of an address by name and by code, as a PATCH gives them and an answer shows them. */
import { type Country, countryNamed, countryOf, provinceNamed, provinceOf } from '../iso-3166.ts';
import { isRefusal, type Refusal, refusal } from './rest-answer.ts';

/**
 * What Keap does with the names, which its contract calls deprecated. `names`: takes them for what they are; `checked`
 * (70 %): refuses a region without a country code, and one that the country does not have; `codes-only`: ignores them, as
 * the newest SDK's `AddressRequest` has no such properties.
 */
export type AddressRules = 'names' | 'checked' | 'codes-only';

interface AddressNames {
  readonly country: string;
  readonly region: string;
}

/** Any of the four may be missing. */
export interface GivenAddress {
  /** BILLING, SHIPPING or OTHER. */
  readonly slot: string;
  readonly country: string;
  readonly region: string;
  readonly countryCode: string;
  readonly regionCode: string;
}

/** The names that Keap keeps. A code says more than the deprecated name beside it. */
export function addressNames(given: GivenAddress, rules: AddressRules): AddressNames | Refusal {
  const byCode = countryOf(given.countryCode);
  if (given.countryCode !== '' && byCode === undefined) return refused(`${given.slot} Country is invalid`);
  const named = rules === 'codes-only' ? '' : given.country;
  const country = byCode ?? countryNamed(named);
  const region = regionName(given, country, rules);
  if (isRefusal(region)) return region;
  return { country: byCode?.name ?? named, region: region.name };
}

function regionName(
  { slot, region, regionCode, countryCode }: GivenAddress,
  country: Country | undefined,
  rules: AddressRules,
): { readonly name: string } | Refusal {
  const named = rules === 'codes-only' ? '' : region;
  if (named === '' && regionCode === '') return { name: '' };
  if (rules !== 'names' && countryCode === '') return refused('COUNTRY CODE needed if Region Exists');
  if (regionCode !== '') {
    const province = provinceOf(regionCode);
    const isElsewhere = province !== undefined && country?.provinces.includes(province) === false;
    return province === undefined || isElsewhere ? invalidRegion(slot) : { name: province.name };
  }
  const provinces = rules === 'checked' ? (country?.provinces ?? []) : [];
  const province = country === undefined ? undefined : provinceNamed(country, named);
  return provinces.length > 0 && province === undefined ? invalidRegion(slot) : { name: named };
}

/** The codes of names that Keap knows; none for others. */
export function addressCodes(country: string, region: string): Readonly<Record<string, string>> {
  const known = countryNamed(country);
  const province = known === undefined ? undefined : provinceNamed(known, region);
  return {
    ...(known === undefined ? {} : { country_code: known.code }),
    ...(province === undefined ? {} : { region_code: province.code }),
  };
}

function invalidRegion(slot: string): Refusal {
  return refused(`${slot} Region is invalid`);
}

/** Keap's own words for regions, as its users have posted them. */
function refused(message: string): Refusal {
  return refusal(400, message, 'addresses');
}
