/** Keap's time zones and locales, and what people write for them. */
import type { FieldName } from './contact.ts';
import { excerpt } from './messages.ts';
import { nearest, quotedList } from './nearest.ts';

/** Keap's screens offer about 90 time zones, by their names in the tz database; the list is not published. */
const zonesByArea = {
  Pacific:
    'Midway Honolulu Marquesas Gambier Pitcairn Auckland Fiji Tongatapu Guam Port_Moresby Guadalcanal Noumea Norfolk Kiritimati Chatham Enderbury',
  America:
    'Adak Anchorage Los_Angeles Tijuana Phoenix Denver Chihuahua Chicago Mexico_City Regina Costa_Rica New_York Bogota Lima Jamaica Havana Caracas Halifax Santiago La_Paz Asuncion Puerto_Rico St_Johns Sao_Paulo Argentina/Buenos_Aires Montevideo Godthab Noronha',
  Atlantic: 'Azores Cape_Verde Bermuda Reykjavik',
  Europe:
    'London Dublin Lisbon Berlin Paris Madrid Rome Amsterdam Brussels Vienna Zurich Stockholm Warsaw Athens Helsinki Bucharest Istanbul Minsk Moscow Samara',
  Africa: 'Casablanca Lagos Cairo Johannesburg Nairobi Windhoek',
  Asia: 'Beirut Jerusalem Amman Baghdad Tehran Dubai Baku Yerevan Kabul Karachi Yekaterinburg Kolkata Kathmandu Dhaka Rangoon Bangkok Jakarta Shanghai Hong_Kong Singapore Taipei Manila Tokyo Seoul Yakutsk Vladivostok Kamchatka',
  Australia: 'Perth Eucla Darwin Adelaide Brisbane Sydney Hobart Lord_Howe',
} as const;

const timeZones = Object.entries(zonesByArea).flatMap(([area, cities]) =>
  cities.split(' ').map((city) => `${area}/${city}`),
);

/** Older names of the same zones (tz database, `backward`). */
const olderNames: Readonly<Record<string, string>> = {
  'us/alaska': 'America/Anchorage',
  'us/arizona': 'America/Phoenix',
  'us/central': 'America/Chicago',
  'us/eastern': 'America/New_York',
  'us/hawaii': 'Pacific/Honolulu',
  'us/mountain': 'America/Denver',
  'us/pacific': 'America/Los_Angeles',
  'canada/atlantic': 'America/Halifax',
  'canada/newfoundland': 'America/St_Johns',
  'canada/saskatchewan': 'America/Regina',
  'mexico/general': 'America/Mexico_City',
  'brazil/east': 'America/Sao_Paulo',
  'chile/continental': 'America/Santiago',
  'america/buenos_aires': 'America/Argentina/Buenos_Aires',
  'america/nuuk': 'America/Godthab',
  'asia/calcutta': 'Asia/Kolkata',
  'asia/katmandu': 'Asia/Kathmandu',
  'asia/yangon': 'Asia/Rangoon',
  'asia/tel_aviv': 'Asia/Jerusalem',
  'australia/nsw': 'Australia/Sydney',
  'australia/act': 'Australia/Sydney',
  'australia/canberra': 'Australia/Sydney',
  'australia/north': 'Australia/Darwin',
  'australia/queensland': 'Australia/Brisbane',
  'australia/south': 'Australia/Adelaide',
  'australia/tasmania': 'Australia/Hobart',
  'australia/west': 'Australia/Perth',
  gb: 'Europe/London',
  nz: 'Pacific/Auckland',
};

/** The time zone as Keap names it, of `US/Eastern` or `america/new york`; undefined for what is no time zone. */
export function timeZoneOf(text: string): string | undefined {
  const name = text.trim().replace(/\s+/g, '_').toLowerCase();
  const known = timeZones.find((zone) => zone.toLowerCase() === name) ?? olderNames[name];
  if (known !== undefined) return known;
  // Keap may have more of them than are known here: it decides about the others.
  return /^[A-Z][a-z]+\/[A-Za-z_/-]+$/.test(text) && isTimeZone(text) ? text : undefined;
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** Why this text is no time zone, as a sentence that says what to do; undefined where it is one. */
export function timeZoneProblem(name: FieldName, text: string): string | undefined {
  if (timeZoneOf(text) !== undefined) return undefined;
  const near = nearest(text, timeZones);
  return near.length > 0
    ? `"${excerpt(text)}" in ${name} is not one of Keap's time zones. Did you mean ${quotedList(near, 'or')}?`
    : `"${excerpt(text)}" in ${name} is not one of Keap's time zones. Enter one such as America/New_York.`;
}

/** The locale in Keap's five characters, of `en-US` or `EN_us`; undefined for anything else. */
export function localeOf(text: string): string | undefined {
  const match = /^([a-z]{2})[_-]([a-z]{2})$/i.exec(text.trim());
  const [, language = '', country = ''] = match ?? [];
  return match === null ? undefined : `${language.toLowerCase()}_${country.toUpperCase()}`;
}

/** Why this text is no locale, as a sentence that says what to do; undefined where it is one. */
export function localeProblem(name: FieldName, text: string): string | undefined {
  if (localeOf(text) !== undefined) return undefined;
  const examples = examplesFor(text);
  return `"${excerpt(text)}" in ${name} does not name a country. Enter a language with a country, such as ${examples}.`;
}

/** The countries of the languages that people name most often; which one is meant only they know. */
const countriesOf: Readonly<Record<string, readonly string[]>> = {
  en: ['US', 'GB'],
  es: ['ES', 'MX'],
  fr: ['FR', 'CA'],
  de: ['DE', 'AT'],
  pt: ['BR', 'PT'],
  it: ['IT', 'CH'],
  nl: ['NL', 'BE'],
  zh: ['CN', 'TW'],
};

const languageNames: Readonly<Record<string, string>> = {
  english: 'en',
  spanish: 'es',
  french: 'fr',
  german: 'de',
  portuguese: 'pt',
  italian: 'it',
  dutch: 'nl',
  chinese: 'zh',
};

function examplesFor(text: string): string {
  const key = text.trim().toLowerCase();
  const language = languageNames[key] ?? (countriesOf[key] === undefined ? 'en' : key);
  return (countriesOf[language] ?? []).map((country) => `${language}_${country}`).join(' or ');
}
