/**
 * Gives addresses the codes by which REST v2 wants countries and regions. Keap calls the names deprecated, and refuses a
 * region without a country's code (contract, `Address`; "COUNTRY CODE needed if Region Exists", its users' threads).
 */
import type { FieldName, FieldValues } from '../contacts/contact.ts';
import { countryCode, regionCode } from '../contacts/countries.ts';
import { excerpt } from '../contacts/messages.ts';
import { type Item, itemsIn } from './contact-text.ts';
import type { Contact } from './contract.ts';
import { standardPath } from './field-paths.ts';

/** The fields of one address that only count together. */
interface AddressFields {
  readonly slot: string;
  readonly country: FieldName;
  readonly region: FieldName;
}

const addresses: readonly AddressFields[] = ['', '2', '3'].flatMap((n): AddressFields[] => {
  const [country, region] = [`Country${n}`, `State${n}`];
  const path = standardPath(country);
  return path?.kind === 'list-item' ? [{ slot: path.slot, country, region }] : [];
});

/**
 * Why a country or region among these fields cannot be written, as sentences by field; `current` is the contact as Keap has
 * it. The other fields can be written without them.
 */
export function addressProblems(fields: FieldValues, current: Contact | undefined): Map<FieldName, string> {
  const problems = new Map<FieldName, string>();
  for (const address of addresses) {
    const item = itemsIn(current ?? {}, 'addresses').find(({ field }) => field === address.slot) ?? {};
    const ofCountry = countryProblem(address, fields, item);
    if (ofCountry !== undefined) problems.set(address.country, ofCountry);
    const country = ofCountry === undefined ? fields.get(address.country) : undefined;
    const hasCountry = country === undefined ? codeOfCountry(item) !== undefined : country !== '';
    if (!hasCountry && (fields.get(address.region) ?? '') !== '') {
      const { country: name, region } = address;
      problems.set(region, `Keap keeps ${region} only with a country. Fill in ${name}.`);
    }
  }
  return problems;
}

function countryProblem(
  { country, region }: AddressFields,
  fields: FieldValues,
  item: Item,
): string | undefined {
  const text = fields.get(country);
  if (text === undefined) return undefined;
  const code = countryCode(text);
  if (text !== '' && code === undefined) return unknownCountry(country, text);
  const currentRegion = textOf(item.region) || textOf(item.region_code);
  if (fields.has(region) || currentRegion === '' || code === codeOfCountry(item)) return undefined;
  if (code === undefined) return `Keap keeps ${region} only with a country. Clear ${region}, too.`;
  if (regionCode(code, currentRegion) !== undefined) return undefined;
  return `Keap has "${excerpt(currentRegion)}" in ${region}, which is not in ${excerpt(text)}. Fill in ${region}, too.`;
}

function unknownCountry(name: FieldName, text: string): string {
  return `"${excerpt(text)}" in ${name} is not a valid country. Enter its English name, or its code such as US or USA.`;
}

function codeOfCountry({ country_code: code, country }: Item): string | undefined {
  return textOf(code) === '' ? countryCode(textOf(country)) : textOf(code);
}

/**
 * The address with codes in the place of names. A region that has no code stays as it is beside its country's code, and an
 * address whose country is not known stays as it is: Keap may know more.
 */
export function withCodes(item: Item): Item {
  const code = codeOfCountry(item);
  if (code === undefined) return item;
  const { country: _country, region, region_code: givenCode, ...others } = item;
  const name = textOf(region);
  const own = textOf(givenCode);
  const ofRegion = regionCode(code, own) ?? regionCode(code, name) ?? own;
  if (ofRegion !== '') return { ...others, country_code: code, region_code: ofRegion };
  return { ...others, country_code: code, ...(name === '' ? {} : { region: name }) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
