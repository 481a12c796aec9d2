import { describe, expect, it } from 'vitest';
import { type Cell, displayed, typedCell } from '../../../local/appsscript/typed-cell.ts';

const typing = { timeZone: 'America/New_York', nowMs: Date.UTC(2026, 5, 1) };
const typed = (text: string) => typedCell(text, typing);

/** A moment in New York, which is five hours behind UTC, or four in summer. */
const winter = (day: number, hour = 0, minute = 0) => new Date(Date.UTC(2026, 0, day, hour + 5, minute));

describe('typedCell()', () => {
  it.each<[string, Cell]>([
    ['12', 12],
    [' 12 ', 12],
    ['007', 7],
    ['-1.5', -1.5],
    ['+3', 3],
    ['1,234', 1234],
    ['1,23', '1,23'],
    ['.5', 0.5],
    ['.', '.'],
    ['1e3', 1000],
    ['$5', 5],
    ['50%', 0.5],
    ['(5)', -5],
    ['(-5)', '(-5)'],
    ['true', true],
    ['FALSE', false],
    ['TRUE!', 'TRUE!'],
    ["'12", '12'],
    ["'", ''],
    ['=', '='],
    ['hello', 'hello'],
    [' spaces stay ', ' spaces stay '],
    ['2026-01-05', winter(5)],
    ['1/5/2026', winter(5)],
    ['1/5/26', winter(5)],
    ['1/5', winter(5)],
    ['1-5', winter(5)],
    ['1/5/2026 13:30', winter(5, 13, 30)],
    ['1/5/2026 1:30 PM', winter(5, 13, 30)],
    ['Jan 5, 2026', winter(5)],
    ['5 January 2026', winter(5)],
    ['January 2026', winter(1)],
    ['Jan 5', winter(5)],
    ['2/30/2026', '2/30/2026'],
    ['13/1/2026', '13/1/2026'],
    ['1/5/2026 25:00', '1/5/2026 25:00'],
    ['1/5/2026 13:00 PM', '1/5/2026 13:00 PM'],
    ['January', 'January'],
    ['May I?', 'May I?'],
    ['555-1234', '555-1234'],
    ['a@b.example', 'a@b.example'],
  ])('reads "%s"', (text, value) => {
    expect(typed(text)).toEqual({ value, formula: '' });
  });

  it("reads a time as a time on the first day of Sheets' calendar", () => {
    const { value } = typed('9:30 PM');
    expect(value).toBeInstanceOf(Date);
    expect(displayed(value, typing.timeZone)).toBe('21:30:00');
  });

  it.each([
    ['=1+1', '=1+1'],
    ['=HYPERLINK("x")', '=HYPERLINK("x")'],
    ['+A1', '=+A1'],
    ['-cmd', '=-cmd'],
  ])('turns "%s" into a formula', (text, formula) => {
    expect(typed(text).formula).toBe(formula);
  });
});

describe('displayed()', () => {
  it.each<[Cell, string]>([
    [true, 'TRUE'],
    [0.1 + 0.2, '0.3'],
    [123456789, '123456789'],
    ['text', 'text'],
    [winter(5), '2026-01-05'],
    [winter(5, 13, 30), '2026-01-05 13:30:00'],
  ])('shows %s as "%s"', (value, text) => {
    expect(displayed(value, typing.timeZone)).toBe(text);
  });
});
