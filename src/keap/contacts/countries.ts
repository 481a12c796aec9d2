/** Countries and their regions by the codes of ISO 3166, from the names, abbreviations and codes that people write. */
import { allCountries } from 'country-region-data';
import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };

interface Country {
  /** ISO 3166-1 alpha-3. */
  readonly code: string;
  /** Codes of ISO 3166-2 by the names of the regions and by what follows the hyphen, both as `keyOf` has them. */
  readonly regions: ReadonlyMap<string, string>;
}

interface Countries {
  /** By name and by each code, as `keyOf` has them. */
  readonly byName: ReadonlyMap<string, Country>;
  readonly all: readonly Country[];
}

/** Built when an address is first compared: most executions need none of it. */
let known: Countries | undefined;

/** The alpha-3 code of a country by its English name, `US` or `USA`; undefined for any other text. */
export function countryCode(text: string): string | undefined {
  return countryOf(text)?.code;
}

/**
 * The code of ISO 3166-2, for instance `US-CA`, of a region by its name, `CA` or `US-CA`; `country` is any text that
 * `countryCode` reads. Undefined where the country has no such region.
 */
export function regionCode(country: string, text: string): string | undefined {
  return countryOf(country)?.regions.get(keyOf(text));
}

/** Whether two texts name one country. */
export function isSameCountry(one: string, other: string): boolean {
  const code = countryCode(one);
  return code !== undefined && code === countryCode(other);
}

/** Whether two texts name one region of this country; where the country is not known, one region of any. */
export function isSameRegion(one: string, other: string, country: string): boolean {
  const inCountry = countryOf(country);
  const candidates = inCountry === undefined ? countries().all : [inCountry];
  return candidates.some(({ regions }) => {
    const code = regions.get(keyOf(one));
    return code !== undefined && code === regions.get(keyOf(other));
  });
}

function countryOf(text: string): Country | undefined {
  return countries().byName.get(keyOf(text));
}

function countries(): Countries {
  known ??= readCountries();
  return known;
}

function readCountries(): Countries {
  const byName = new Map<string, Country>();
  const all: Country[] = [];
  const names: Readonly<Record<string, string | readonly string[]>> = english.countries;
  const regionLists = new Map<string, (typeof allCountries)[number]>(
    allCountries.map((one) => [one[1], one]),
  );
  for (const [alpha2 = '', code = ''] of codes) {
    const [name = '', , regions = []] = regionLists.get(alpha2) ?? [];
    const country: Country = { code, regions: regionsOf(alpha2, regions) };
    all.push(country);
    const ownNames = [names[alpha2] ?? [], name].flat();
    for (const text of [alpha2, code, ...ownNames]) if (text !== '') byName.set(keyOf(text), country);
  }
  return { byName, all };
}

function regionsOf(
  alpha2: string,
  regions: readonly (readonly [name: string, shortCode: string])[],
): ReadonlyMap<string, string> {
  const withCodes = regions.filter(([, shortCode]) => shortCode !== '' && shortCode !== undefined);
  const entriesOf = (of: (name: string, shortCode: string) => string) =>
    withCodes.map(([name, shortCode]): [string, string] => [
      keyOf(of(name, shortCode)),
      `${alpha2}-${shortCode}`,
    ]);
  // A name counts more than an abbreviation that reads the same.
  return new Map([
    ...entriesOf((_name, shortCode) => shortCode),
    ...entriesOf((_name, shortCode) => `${alpha2}-${shortCode}`),
    ...entriesOf((name) => name),
  ]);
}

/** Without case, accents, punctuation and short forms: `U.S.A.` is `usa`, and `St. Lucia` is `saint lucia`. */
function keyOf(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[\u0300-\u036f.'’]/g, '')
    .replace(/&/g, ' and ')
    .replace(/\bst\b/g, 'saint')
    .replace(/\s+/g, ' ')
    .trim();
}
