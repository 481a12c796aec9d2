import { describe, expect, it } from 'vitest';
import {
  type CustomField,
  type CustomFieldType,
  customFieldProblem,
  customFieldType,
  normalText,
} from '../../../src/keap/contacts/custom-field-types.ts';
import { easternInstant, easternTime } from '../../../src/keap/contacts/eastern-time.ts';

const options = ['Red', 'Green', 'Grey', 'Sky, blue'];
const field = (type: CustomFieldType): CustomField => ({ type, options });

describe('normalText()', () => {
  // What cells say and what Keap says, and the one text of the value.
  it.each<[CustomFieldType, string, readonly string[]]>([
    ['YES_NO', 'Yes', ['yes', 'Y', 'TRUE', 'true', '1']],
    ['YES_NO', 'No', ['no', 'N', 'FALSE', '0']],
    ['WHOLE_NUMBER', '1234', ['1234', '1,234', '1 234', '01234', '1234.0', '+1234']],
    ['DECIMAL_NUMBER', '1234.5', ['1234.50', '1,234.5', '1.234,5', '1234,5', "1'234.5"]],
    ['DECIMAL_NUMBER', '0.5', ['.5', '0.50', '0,5']],
    ['DECIMAL_NUMBER', '0', ['-0', '0.0']],
    ['CURRENCY', '12.5', ['$12.50', '12.50', '12,50 €', 'US$12.5']],
    ['PERCENT', '12.5', ['12.5 %', '12.5%']],
    ['YEAR', '2026', ['2026']],
    ['MONTH', 'January', ['january', 'Jan', 'Jan.', '1', '01']],
    ['DAY_OF_WEEK', 'Monday', ['monday', 'Mon', 'MON.']],
    ['DATE', '2026-01-31', ['2026-01-31', '20260131T00:00:00', '2026-01-31 14:30', '2026-01-31T05:00:00Z']],
    // Whoever keeps a day as midnight in UTC means that day, too.
    [
      'DATE',
      '2026-01-31',
      ['2026-01-31T00:00:00Z', '2026-01-31T05:00:00.000+0000', '2026-01-31T00:00:00-05:00'],
    ],
    ['DATE', '2026-07-31', ['2026-07-31T04:00:00Z']],
    ['DATE_TIME', '2026-01-31 13:30:00', ['2026-01-31 13:30', '20260131T13:30:00', '2026-01-31T18:30:00Z']],
    ['DATE_TIME', '2026-01-31', ['2026-01-31', '2026-01-31T05:00:00Z']],
    ['DROPDOWN', 'Red', ['Red', 'red', ' RED ']],
    ['RADIO', 'Sky, blue', ['sky,  blue'.replace('  ', ' ')]],
    ['LIST_BOX', 'Red, Green', ['Green,Red', 'red; green', 'Red\nGreen', 'Red, Green, Red,']],
    ['LIST_BOX', 'Green, Sky, blue', ['Sky, blue,Green', 'Green, Sky, blue']],
    ['EMAIL', 'a@example.com', ['a@example.com', 'mailto:a@example.com', 'Ana <a@example.com>']],
    ['USER_LIST_BOX', 'Red, Green', ['Red,Green']],
    ['PHONE_NUMBER', '0700', ['0700']],
  ])('%s %s', (type, normal, texts) => {
    for (const text of texts) {
      expect(normalText(field(type), text)).toBe(normal);
      expect(customFieldProblem('_X', field(type), text)).toBeUndefined();
    }
  });

  it('leaves what is empty, what is no value of the type, and what has no known type', () => {
    expect(normalText(field('DATE'), '')).toBe('');
    expect(normalText(field('DATE'), 'soon')).toBe('soon');
    expect(normalText(undefined, '20260131T00:00:00')).toBe('20260131T00:00:00');
  });
});

describe('customFieldProblem()', () => {
  it.each<[CustomFieldType, string, string]>([
    ['YES_NO', 'maybe', '"maybe" in _X is neither yes nor no. Enter Yes or No.'],
    ['WHOLE_NUMBER', '1.5', '"1.5" in _X is not a whole number. Enter one such as 12.'],
    ['WHOLE_NUMBER', '1.234', '"1.234" in _X is not a whole number. Enter one such as 12.'],
    ['WHOLE_NUMBER', '12345678901', '"12345678901" in _X is not a whole number. Enter one such as 12.'],
    ['DECIMAL_NUMBER', '1,234', '"1,234" in _X is not a number. Enter one such as 1234.5.'],
    ['CURRENCY', 'free', '"free" in _X is not a number. Enter one such as 1234.5.'],
    ['YEAR', '26', '"26" in _X is not a year. Enter four digits, such as 2026.'],
    ['DATE', '31.01.2026', '"31.01.2026" in _X is not a valid date. Enter a date such as 2026-01-31.'],
    ['DATE', '2026-02-30', '"2026-02-30" in _X is not a valid date. Enter a date such as 2026-01-31.'],
    ['EMAIL', 'none', '"none" in _X is not a valid email address. Correct it.'],
    ['DAY_OF_WEEK', '1', '"1" in _X is not a day of the week. Enter its English name, such as Monday.'],
    [
      'DROPDOWN',
      'Gren',
      '"Gren" in _X is not one of its options in Keap. Did you mean "Green" or "Grey"? Correct the cell, or add the option in Keap and clear the status.',
    ],
    [
      'RADIO',
      'Purple',
      '"Purple" in _X is not one of its options in Keap, which are "Red", "Green", "Grey" and "Sky, blue". Correct the cell, or add the option in Keap and clear the status.',
    ],
    [
      'LIST_BOX',
      'Red, blue',
      '"blue" in _X is not one of its options in Keap. Did you mean "Sky, blue"? Correct the cell, or add the option in Keap and clear the status.',
    ],
  ])('%s %s', (type, text, problem) => {
    expect(customFieldProblem('_X', field(type), text)).toBe(problem);
  });

  it('takes any choice where Keap does not tell the options, and below those that it tells', () => {
    expect(customFieldProblem('_X', { type: 'DROPDOWN', options: [] }, 'Any')).toBeUndefined();
    expect(customFieldProblem('_X', field('DRILLDOWN'), 'Any')).toBeUndefined();
  });
});

it('customFieldType() reads names and numbers, and takes what it does not know for text', () => {
  expect(['DATE', 13, 25, 99, undefined, 'toString'].map(customFieldType)).toEqual([
    ...['DATE', 'DATE', 'USER_LIST_BOX', 'TEXT', 'TEXT', 'TEXT'],
  ]);
});

it('easternInstant() is where clocks in New York show easternTime()', () => {
  for (const text of [
    '2026-01-31T00:00:00',
    '2026-07-31T23:59:59',
    '2026-03-08T03:00:00',
    '1935-10-04T12:00:00',
  ]) {
    expect(easternTime(easternInstant(text))).toBe(text);
  }
});
