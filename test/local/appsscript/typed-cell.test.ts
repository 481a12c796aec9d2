/** How typed texts become cells, and how cells are shown. */
import { describe, expect, it } from 'vitest';
import { isKnownFormat, shownCell } from '../../../local/appsscript/number-format.ts';
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
    ['9:30 PM', '9:30 PM'],
    ['2:30:15 pm', '2:30:15 PM'],
    ['12:05 am', '12:05 AM'],
    ['09:00', '9:00'],
    ['14:30:00', '14:30:00'],
  ])('shows a time as typed: %s', (text, shown) => {
    const { value, format = '' } = typed(text);
    expect(shownCell(value, format, typing.timeZone)).toBe(shown);
  });

  it.each([
    ['Africa/Cairo', '2026-04-24'],
    ['America/Sao_Paulo', '2018-11-04'],
    ['Asia/Beirut', '2026-03-29'],
    ['America/Asuncion', '2024-10-06'],
  ])('gives a day without a midnight (%s, %s) the hour after it, or the one before (C)', (timeZone, day) => {
    const shown = (gapSide: 'after' | 'before') =>
      displayed(typedCell(day, { timeZone, nowMs: typing.nowMs, gapSide }).value, timeZone);
    expect(shown('after')).toBe(`${day} 01:00:00`);
    expect(shown('before')).toMatch(/ 23:00:00$/);
    expect(shown('before') < day).toBe(true);
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

describe('shownCell()', () => {
  it.each<[Cell, string, string]>([
    [2138, '00000', '02138'],
    [1234567.5, '#,##0.00', '1,234,567.50'],
    [0.256, '0%', '26%'],
    [-12.5, '$0.00', '-$12.50'],
    [12.4, '0', '12'],
    [winter(5), 'mmm d, yyyy', 'Jan 5, 2026'],
    [winter(5), 'm/d/yy', '1/5/26'],
    [winter(5, 13, 5), 'h:mm am/pm', '1:05 PM'],
    [winter(5, 13, 5), 'hh:mm', '13:05'],
    ['text', '00000', 'text'],
  ])('shows %s in the format %s as "%s"', (value, format, shown) => {
    expect(isKnownFormat(format)).toBe(true);
    expect(shownCell(value, format, typing.timeZone)).toBe(shown);
  });
});
