import { describe, expect, it } from 'vitest';
import { momentText, numberText, whenText } from '../../../src/sync/sheet/localized-text.ts';

/** In the person's language and the document's time zone. */
const atMs = Date.UTC(2026, 10, 23, 23, 5);
const midnightMs = Date.UTC(2026, 10, 24, 0, 0);
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('a moment', () => {
  it.each([
    ['en-GB', 'Etc/UTC', '23 November 2026, 23:05', '24 November 2026, 00:00'],
    ['en_GB', 'Etc/UTC', '23 November 2026, 23:05', '24 November 2026, 00:00'],
    ['en', 'Etc/UTC', 'November 23, 2026, 11:05 PM', 'November 24, 2026, 12:00 AM'],
    ['de', 'Europe/Berlin', '24. November 2026, 00:05', '24. November 2026, 01:00'],
    ['fr-CA', 'America/Toronto', '23 novembre 2026, 18 h 05', '23 novembre 2026, 19 h 00'],
    ['ja', 'Asia/Tokyo', '2026年11月24日, 08:05', '2026年11月24日, 09:00'],
  ])('is written as people with %s write it in %s', (locale, timeZone, late, midnight) => {
    const calendar = { locale, timeZone };
    expect([momentText(atMs, calendar), momentText(midnightMs, calendar)].map(plain)).toEqual([
      late,
      midnight,
    ]);
  });

  it.each(['', 'xx', 'not a locale', '__proto__', 'en-'])(
    'does not mind a language that nobody knows: %j',
    (locale) => {
      expect(momentText(atMs, { locale, timeZone: 'Etc/UTC' })).toBe('23 November 2026, 23:05');
    },
  );

  it.each([
    ['en-GB', ['today at 23:05', 'tomorrow at 00:00', 'on 23 November at 23:05']],
    ['de', ['today at 23:05', 'tomorrow at 00:00', 'on 23. November at 23:05']],
    ['en', ['today at 11:05 PM', 'tomorrow at 12:00 AM', 'on November 23 at 11:05 PM']],
  ])('is distinguished from today and tomorrow in %s', (locale, texts) => {
    const calendar = { locale, timeZone: 'Etc/UTC' };
    const noonMs = Date.UTC(2026, 10, 23, 12);
    const written = [
      whenText(atMs, noonMs, calendar),
      whenText(midnightMs, noonMs, calendar),
      whenText(atMs, noonMs - 5 * 86_400_000, calendar),
    ];
    expect(written.map(plain)).toEqual(texts);
  });
});

describe('a number', () => {
  it.each([
    ['en-GB', '12,345'],
    ['de', '12.345'],
    ['fr', '12 345'],
    ['nonsense!', '12,345'],
  ])('is written in %s as %s', (locale, text) => {
    expect(plain(numberText(12_345, { locale }))).toBe(text);
  });
});
