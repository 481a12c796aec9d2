import { describe, expect, it } from 'vitest';
import { addressText } from '../../../src/keap/contacts/address-text.ts';
import { contactField } from '../../../src/keap/contacts/contact-fields.ts';
import { fieldProblem } from '../../../src/keap/contacts/field-check.ts';

const email = contactField('Email');
const birthday = contactField('Birthday');

function problemOf(text: string): string | undefined {
  return email === undefined ? 'There is no such field.' : fieldProblem(email, text);
}

describe('addressText()', () => {
  it.each([
    'mailto:ana@example.com',
    'MAILTO:ana@example.com',
    'mailto: ana@example.com',
    'mailto:ana@example.com?subject=Hello',
    'mailto:ana@example.com?cc=bo@example.com&subject=Hi%20there',
    'ana@example.com?subject=Hello',
    'ana@example.com?',
    'ana@example.com.',
    'ana@example.com,',
    'ana@example.com;',
    '<ana@example.com>',
    'Ana Lee <ana@example.com>',
    '"Lee Ana" <ana@example.com>;',
    'Ana <mailto:ana@example.com>',
    '"ana@example.com"',
    '(ana@example.com)',
    'Ana <\u200bana@example.com>',
    '"Lee, Ana" <ana@example.com>',
    'Lee, Ana <ana@example.com>',
    '<ana@example.com> Ana',
    'ana@example.com>',
    '<ana@example.com',
    'ana@example.com (work)',
    'Ana (ana@example.com)',
    'mailto:%20ana@example.com',
    'mailto:ana%40example.com',
    'mailto://ana@example.com',
    'ana@example.com-',
    'ana@example.com_',
    'ana@example.com/',
    'ana@example.com]',
    '“ana@example.com”',
    '‘ana@example.com',
    '–ana@example.com',
    '«ana@example.com»',
  ])('takes the address out of %j', (text) => {
    expect(addressText(text)).toBe('ana@example.com');
    expect(problemOf(addressText(text))).toBeUndefined();
  });

  it.each([
    'ana@example.com, bo@example.com',
    'ana@example.com bo@example.com',
    'Ana <ana@example.com>, Bo <bo@example.com>',
    'bo@example.com <ana@example.com>',
    'ana@example.com/contact',
    'ana@example.com (bo@example.com)',
    'ana@example.com?to=bo@example.com',
    'ana@example.com Ana',
    'ana@-example.com',
    '.ana@example.com',
    'ana@exam\u200bple.com',
    'ana@exam\u00adple.com',
    'ana\u200b@example.com',
    'ana@example.com?x',
    'ana@example',
    'Email: ana@example.com',
    'ana at example.com',
    'mailto:',
  ])('leaves %j for the user to correct', (text) => {
    expect(addressText(text)).toBe(text);
    expect(problemOf(text)).toBeDefined();
  });

  it.each([
    "o'neil+tag@example.co.uk",
    'ana@münchen.example',
    'a.b-c_d@sub.example.com',
    'ana@xn--mnchen-3ya.example',
  ])('leaves %j, which is an address, as it is', (text) => {
    expect(addressText(text)).toBe(text);
    expect(problemOf(text)).toBeUndefined();
  });

  it('names the character that nobody can see', () => {
    expect(problemOf('ana@exam\u200bple.com')).toContain('an invisible character (U+200B)');
  });
});

describe('fieldProblem()', () => {
  it.each([
    ['2026-12-28', true],
    ['2026-03-05', true],
    ['2025-11-27', true],
    ['2025-11-26', false],
    ['1980-12-28', false],
    ['1899-01-01', false],
  ])(
    'of a birthday on %s, read on 26 November 2026, asks about one without a year of birth: %s',
    (day, isAsked) => {
      const problem = birthday === undefined ? undefined : fieldProblem(birthday, day, '2026-11-26');
      expect(problem !== undefined).toBe(isAsked);
      if (isAsked) expect(problem).toContain('Enter the year of birth');
    },
  );
});
