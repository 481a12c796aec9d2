import { describe, expect, it } from 'vitest';
import { timeZones } from '../../../local/keap/time-zones.ts';
import { localeOf, localeProblem, timeZoneOf, timeZoneProblem } from '../../../src/keap/contacts/locales.ts';

describe('timeZoneOf()', () => {
  it.each([
    ['US/Eastern', 'America/New_York'],
    ['us/pacific', 'America/Los_Angeles'],
    ['america/new york', 'America/New_York'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    // Keap may know more than are known here.
    ['Europe/Oslo', 'Europe/Oslo'],
  ])('%s is %s', (text, zone) => expect(timeZoneOf(text)).toBe(zone));

  it('knows those of the simulated Keap as they are', () => {
    for (const zone of timeZones) expect(timeZoneOf(zone)).toBe(zone);
  });

  it.each([
    ['New York', '"New York" in TimeZone is not one of Keap\'s time zones. Did you mean "America/New_York"?'],
    ['EST', '"EST" in TimeZone is not one of Keap\'s time zones. Enter one such as America/New_York.'],
    [
      'Mars/Olympus',
      '"Mars/Olympus" in TimeZone is not one of Keap\'s time zones. Enter one such as America/New_York.',
    ],
  ])('%s is none', (text, problem) => expect(timeZoneProblem('TimeZone', text)).toBe(problem));
});

describe('localeOf()', () => {
  it.each([
    ['en_US', 'en_US'],
    ['EN-us', 'en_US'],
    ['pt_br', 'pt_BR'],
  ])('%s is %s', (text, locale) => expect(localeOf(text)).toBe(locale));

  it.each([
    ['en', 'en_US or en_GB'],
    ['German', 'de_DE or de_AT'],
    ['xx', 'en_US or en_GB'],
  ])('%s is none', (text, examples) => {
    expect(localeProblem('Language', text)).toBe(
      `"${text}" in Language does not name a country. Enter a language with a country, such as ${examples}.`,
    );
  });
});
