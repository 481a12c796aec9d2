import { describe, expect, it } from 'vitest';
import type { ContactId } from '../../../src/keap/contacts/contact.ts';
import { isSameValue, shownValue } from '../../../src/keap/contacts/field-values.ts';
import { differenceOf, isDamagedNumber } from '../../../src/sync/plan/diff.ts';

describe('differenceOf()', () => {
  it('leaves out what Keap already has, and keeps what is to be emptied', () => {
    const fields = new Map([
      ['Email', 'a@example.com'],
      ['FirstName', 'Ana'],
      ['Company', ''],
      ['City', ''],
    ]);
    const current = new Map([
      ['Email', 'a@example.com'],
      ['FirstName', 'Anna'],
      ['Company', 'Old Ltd'],
      ['City', ''],
    ]);
    const change = { id: 7 as ContactId, fields, opt: { kind: 'opt-out', reason: 'asked' } } as const;
    expect(differenceOf(change, current)).toEqual({
      ...change,
      fields: new Map([
        ['FirstName', 'Ana'],
        ['Company', ''],
      ]),
    });
  });

  it('reads a region by the country of its row, or of its contact', () => {
    const change = { id: 7 as ContactId, fields: new Map([['State', 'Washington']]) };
    const inKeap = (country: string) =>
      differenceOf(change, new Map(Object.entries({ State: 'WA', Country: country })));
    expect(inKeap('United States').fields.size).toBe(0);
    expect(inKeap('Australia').fields.size).toBe(1);
  });

  it('does not take a value that could not be read as empty', () => {
    const change = { id: 7 as ContactId, fields: new Map([['ContactNotes', '']]) };
    expect(differenceOf(change, new Map())).toEqual(change);
  });
});

describe('isSameValue()', () => {
  it.each([
    ['Birthday', '2026-01-31', '20260131T00:00:00', true],
    ['Birthday', '2026-01-31 08:30', '20260131T08:30:00', true],
    ['Birthday', '2026-01-31', '20260130T00:00:00', false],
    ['Birthday', '', '20260131T00:00:00', false],
    ['Birthday', 'soon', 'later', false],
    ['FirstName', '2026-01-31', '20260131T00:00:00', false],
    ['Country', 'USA', 'United States', true],
    ['Country3', 'US', 'USA', true],
    ['Country', 'USA', 'Canada', false],
    ['Country', '', 'Canada', false],
    ['State', 'California', 'US-CA', true],
    ['State2', 'ca', 'California', true],
    ['State', 'Ontario', 'California', false],
    ['City', 'US', 'USA', false],
    ['Email', 'A@example.com', 'a@example.com', false],
  ])('%s: %j and %j', (name, one, other, isSame) => {
    expect(isSameValue(name, one, other)).toBe(isSame);
  });
});

describe('shownValue()', () => {
  it.each([
    ['Birthday', '20260131T00:00:00', '2026-01-31'],
    ['Birthday', '20260131T08:30:00', '2026-01-31 08:30:00'],
    ['Birthday', 'whenever', 'whenever'],
    ['_Own', '20260131T00:00:00', '20260131T00:00:00'],
  ])('%s: %s is %s', (name, text, shown) => {
    expect(shownValue(name, text)).toBe(shown);
  });
});

describe('isDamagedNumber()', () => {
  it.each([
    ['02138', '2138'],
    ['02138 ', '2138'],
    ['\u00a002138', '2138'],
    ['+447700900123', '447700900123'],
    ['+ 447700900123', '447700900123'],
    ['00447700900123', '447700900123'],
    ['0000', '0'],
    ['01.5', '1.5'],
    ['+1.5', '1.5'],
    ['-05', '-5'],
  ])('is true for the text %j in Keap and the number %s in the cell', (text, number) => {
    expect(isDamagedNumber(text, number)).toBe(true);
  });

  it.each([
    ['2138', '2138'],
    ['02139', '2138'],
    ['2138', '02138'],
    ['-2138', '2138'],
    ['2138', '-2138'],
    ['0x5a', '90'],
    ['', '0'],
    ['1 2', '12'],
  ])('is false for the text %j in Keap and the number %s in the cell', (text, number) => {
    expect(isDamagedNumber(text, number)).toBe(false);
  });
});
