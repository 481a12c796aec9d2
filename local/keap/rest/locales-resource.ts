/**
 * `/locales/countries` of REST v2 (infusionsoft/keap-sdk, `LocaleApi`, `Country`, `Province`).
 * probe: rest/countries
 */
import { type Country, countries, countryNamed, countryOf } from '../iso-3166.ts';
import { ok, type RestAnswer, refusal } from './rest-answer.ts';
import type { RestRequest } from './rest-request.ts';

export interface LocalesResource {
  countries(request: RestRequest): RestAnswer;
  country(request: RestRequest): RestAnswer;
  provinces(request: RestRequest): RestAnswer;
}

/** Alpha-2 codes, alpha-3 codes and names are taken for a country. */
export function localesResource(): LocalesResource {
  const found = (text: string) =>
    countryOf(text.toUpperCase()) ??
    countries.find(({ alpha2 }) => alpha2 === text.toUpperCase()) ??
    countryNamed(text);
  return {
    countries: () => ok({ countries: countries.map(countryJson) }),
    country({ parameter }) {
      const country = found(parameter);
      return country === undefined ? notFound(parameter) : ok(countryJson(country));
    },
    provinces({ parameter }) {
      const country = found(parameter);
      if (country === undefined) return notFound(parameter);
      return ok({
        provinces: country.provinces.map(({ code, name }) => ({ code, country: country.code, name })),
      });
    },
  };
}

function countryJson({ code, alpha2, name }: Country): unknown {
  return { codes: { alpha2, alpha3: code }, name };
}

function notFound(text: string): RestAnswer {
  return refusal(404, `Country ${text} was not found.`, text);
}
