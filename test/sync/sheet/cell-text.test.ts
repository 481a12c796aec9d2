import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentOf } from '../../../local/appsscript/zoned-time.ts';
import { cellText } from '../../../src/sync/sheet/cell-text.ts';

const at = (
  day: readonly [number, number, number],
  time: readonly [number, number, number],
  zone: string,
  side?: 'before' | 'after',
) => {
  const [year, month, dayOfMonth] = day;
  const [hour, minute, second] = time;
  return new Date(momentOf({ year, month, day: dayOfMonth, hour, minute, second }, zone, side));
};

describe('cellText()', () => {
  it.each(['Etc/UTC', 'America/New_York', 'Europe/Amsterdam', 'Asia/Kolkata', 'Pacific/Auckland'])(
    'writes a time of day as it is shown in %s, and by its hours where that is not known',
    (zone) => {
      const time = at([1899, 12, 30], [14, 30, 0], zone);
      expect(cellText(zone).of(time, () => '2:30 PM')).toBe('2:30 PM');
      expect(cellText(zone).of(time)).toBe('14:30');
      expect(cellText(zone).of(at([1899, 12, 30], [9, 0, 15], zone))).toBe('09:00:15');
      expect(cellText(zone).of(at([1899, 12, 31], [2, 30, 0], zone), () => '26:30:00')).toBe('26:30:00');
    },
  );

  it.each([
    ['America/Sao_Paulo', [2018, 11, 4], '2018-11-04'],
    ['America/Santiago', [2022, 9, 11], '2022-09-11'],
    ['Africa/Cairo', [2024, 4, 26], '2024-04-26'],
    ['Asia/Beirut', [2023, 3, 30], '2023-03-30'],
    ['America/Havana', [2026, 3, 8], '2026-03-08'],
  ] as const)(
    'keeps a day without a midnight in %s, on whichever side of the gap it is',
    (zone, day, text) => {
      expect(cellText(zone).of(at(day, [0, 0, 0], zone, 'after'))).toBe(text);
      expect(cellText(zone).of(at(day, [0, 0, 0], zone, 'before'))).toBe(text);
      expect(cellText(zone).of(at(day, [13, 30, 0], zone))).toBe(`${text} 13:30:00`);
    },
  );

  it('keeps every day of these years in zones that skip midnights', () => {
    const zones = fc.constantFrom(
      'America/Sao_Paulo',
      'America/Asuncion',
      'Asia/Tehran',
      'Europe/Berlin',
      'Asia/Amman',
      'America/Havana',
    );
    fc.assert(
      fc.property(
        zones,
        fc.integer({ min: 0, max: 20_000 }),
        fc.constantFrom<'before' | 'after'>('before', 'after'),
        (zone, days, side) => {
          const text = new Date(days * 86_400_000).toISOString().slice(0, 10);
          const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
          expect(cellText(zone).of(at([year, month, day], [0, 0, 0], zone, side))).toBe(text);
        },
      ),
      { numRuns: 400 },
    );
  });

  it.each([
    [2138, '02138', '02138'],
    [2138, '2138', '2138'],
    [2138, '2,138', '2138'],
    [2138, '2138.00', '2138'],
    [2138, '$2,138', '2138'],
    [0.5, '50%', '0.5'],
    [7700900123, '07700900123', '07700900123'],
    [447700900123, '+447700900123', '+447700900123'],
    [447700900123, '+44 7700 900123', '+44 7700 900123'],
    [6175550100, '(617) 555-0100', '(617) 555-0100'],
    [850401234, '08504-01234', '08504-01234'],
    [123456789, '01 23 45 67 89', '01 23 45 67 89'],
    [312345678, '0312\u00a0345\u00a0678', '0312\u00a0345\u00a0678'],
    [123456789, '01.23.45.67.89', '01.23.45.67.89'],
    [301234567, '030/1234567', '030/1234567'],
    [7, '+7', '+7'],
    [447700900123, '+44.7700.900123', '+44.7700.900123'],
    [1, '01.00', '1'],
    [1067, '1 067', '1067'],
    [-5, '(5)', '-5'],
    // Edited between the two readings.
    [2138, '09999', '2138'],
    [0, '00000', '00000'],
  ])('writes %d, shown as %s, as %s', (number, shown, text) => {
    expect(cellText('Etc/UTC').of(number, () => shown)).toBe(text);
  });

  it('takes nothing but what cannot be seen from the ends of a text', () => {
    const unseen = fc.constantFrom(
      ' ',
      '\u00a0',
      '\u200b',
      '\u200d',
      '\u00ad',
      '\ufeff',
      '\u202a',
      '\u202c',
      '\u2060',
      '\u3000',
      '\n',
    );
    const word = fc.constantFrom('Ana', 'Zoë 😀', '❤️', '李', 'שלום', 'a b', "d'Arc");
    fc.assert(
      fc.property(fc.array(unseen), word, fc.array(unseen), (before, text, behind) => {
        expect(cellText('Etc/UTC').of([...before, text, ...behind].join(''))).toBe(text);
        expect(cellText('Etc/UTC').of([...before, ...behind].join(''))).toBe('');
      }),
    );
  });
});
