import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelledField } from '../../../src/keap/contacts/field-list.ts';
import { columnKindOf } from '../../../src/sync/sheet/column-kinds.ts';
import { fieldsLabelled } from '../../../src/sync/sheet/label-match.ts';

const field = (name: string, label: string): LabelledField => ({
  ...{ name, label, type: 'TEXT', options: [], optionCount: 0 },
});
const colour = field('_FavouriteColour', 'Favourite colour');
const names = (header: string, fields: readonly LabelledField[]) =>
  fieldsLabelled(header, fields).map(({ name }) => name);

describe('fieldsLabelled()', () => {
  it.each([
    'Favourite colour',
    'favourite_colour',
    ' FAVOURITE-COLOUR: ',
    'FavouriteColour',
    'Favourité colour',
  ])('takes %j for the label "Favourite colour"', (header) => {
    expect(names(header, [field('_Size', 'Size'), colour])).toEqual(['_FavouriteColour']);
  });

  it.each(['Favourite color', 'Colour', '', '???', '_FavouriteColour'])(
    'does not take %j for it',
    (header) => {
      expect(names(header, [colour])).toEqual([]);
    },
  );

  it('leaves a header of one of Keap’s own fields to that field', () => {
    const fields = [
      'Email',
      'E-mail address',
      'First name',
      'Opt-out reason',
      'Lead source',
      'Owner',
      'Tags',
    ];
    for (const label of fields) expect(names(label, [field('_Own', label)])).toEqual([]);
  });

  it('gives every field where labels are alike', () => {
    expect(names('Size', [field('_Size', 'Size'), field('_Size2', 'size '), colour])).toEqual([
      '_Size',
      '_Size2',
    ]);
  });

  it('finds a label in whatever case, and nothing but labels', () => {
    const label = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(label, { maxLength: 12 }), label, (labels, other) => {
        const fields = labels.map((one, index) => field(`_F${index}`, one));
        for (const [index, one] of labels.entries()) {
          const found = names(one, fields);
          if (found.length > 0) expect(found).toContain(`_F${index}`);
        }
        for (const name of names(other, fields)) {
          expect(columnKindOf(other).kind).toBe('ignored');
          expect(fields.some((one) => one.name === name)).toBe(true);
        }
      }),
    );
  });
});
