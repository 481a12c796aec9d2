import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContactId } from '../../../src/keap/contacts/contact.ts';
import { byContact, differenceFrom, keyOfDifference } from '../../../src/sync/compare/choices.ts';
import type { Difference } from '../../../src/sync/compare/comparison.ts';

const digits = fc.stringMatching(/^[0-9a-f]{9}$/);
const difference = fc
  .record({
    contact: fc.integer({ min: 1, max: 2_147_483_647 }),
    name: fc.constantFrom('Email', 'FirstName', '_Color', 'Address2Street1'),
    shown: fc.record({ row: digits, keap: digits }),
  })
  .map(({ contact, ...rest }): Difference => {
    const values = { inSheet: 'here', inKeap: 'there', rowIndexes: [1], isFormula: false };
    return { ...rest, ...values, contact: contact as ContactId };
  });

const shownOf = ({ contact, name, shown }: Difference) => ({ contact, name, shown });
const someone = { contact: 7 as ContactId, name: 'Email', shown: { row: 'aaaaaaaaa', keap: 'bbbbbbbbb' } };

describe('keyOfDifference()', () => {
  it('names what was shown, without its values', () => {
    fc.assert(
      fc.property(difference, (one) => {
        const key = keyOfDifference(one);
        expect(differenceFrom(key)).toEqual(shownOf(one));
        expect(key).not.toMatch(/here|there/);
      }),
    );
  });
});

describe('differenceFrom()', () => {
  it.each([
    '',
    '7',
    '0 aaaaaaaaa bbbbbbbbb Email',
    '-7 aaaaaaaaa bbbbbbbbb Email',
    '2147483648 aaaaaaaaa bbbbbbbbb Email',
    '7 aaaaaaaa bbbbbbbbb Email',
    '7 aaaaaaaaa bbbbbbbbbb Email',
    '7 AAAAAAAAA bbbbbbbbb Email',
    '7 aaaaaaaaa bbbbbbbbb ',
    '7 aaaaaaaaa bbbbbbbbb 1Email',
    '7 aaaaaaaaa bbbbbbbbb Email,City',
    '7 aaaaaaaaa bbbbbbbbb Email more',
    ' 7 aaaaaaaaa bbbbbbbbb Email',
    '7 aaaaaaaaa bbbbbbbbb Email\n',
  ])('reads no difference in %j', (text) => {
    expect(differenceFrom(text)).toBeUndefined();
  });
});

describe('byContact()', () => {
  it('gathers the fields of a contact that were shown together', () => {
    const company = { ...someone, name: 'Company', shown: { row: 'aaaaaaaaa', keap: 'ccccccccc' } };
    const other = { ...someone, contact: 8 as ContactId };
    expect(byContact([someone, other, company])).toEqual(
      new Map([
        [
          7,
          {
            row: 'aaaaaaaaa',
            keap: new Map([
              ['Email', 'bbbbbbbbb'],
              ['Company', 'ccccccccc'],
            ]),
          },
        ],
        [8, { row: 'aaaaaaaaa', keap: new Map([['Email', 'bbbbbbbbb']]) }],
      ]),
    );
  });

  it('forgets what was chosen while the row held other values', () => {
    const later = { ...someone, name: 'City', shown: { row: 'ddddddddd', keap: 'eeeeeeeee' } };
    expect(byContact([someone, later])).toEqual(
      new Map([[7, { row: 'ddddddddd', keap: new Map([['City', 'eeeeeeeee']]) }]]),
    );
  });
});
