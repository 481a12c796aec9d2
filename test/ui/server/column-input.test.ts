/** The checks of the column mapping that the sidebar sends. */
import { describe, expect, it } from 'vitest';
import { SettingsWrong } from '../../../src/errors.ts';
import { fieldLabel } from '../../../src/keap/contacts/field-labels.ts';
import { choicesIn } from '../../../src/ui/server/column-input.ts';
import { columnKindViews } from '../../../src/ui/server/column-kind-views.ts';

const grid = { cells: [['Our customers'], ['Number', 'Email', 'Mood']], timeZone: 'Etc/UTC' };
const number = { letter: 'A', header: 'Number', kind: 'id', blankClears: false };
const email = { letter: 'B', header: 'Email', kind: 'Email', blankClears: false };
const mood = { letter: 'C', header: 'Mood', kind: 'none', blankClears: true };

function adviceFor(columns: unknown): string {
  try {
    choicesIn({ columns }, grid);
  } catch (error) {
    if (error instanceof SettingsWrong) return error.advice;
    throw error;
  }
  throw new Error('choicesIn() did not throw');
}

describe('choicesIn()', () => {
  it('keeps only choices that differ from the headers', () => {
    expect(choicesIn({ columns: [number, email, mood] }, grid)).toEqual([
      { header: 'Number', meaning: 'id', blankClears: false },
    ]);
    expect(choicesIn({ columns: [number, { ...email, blankClears: true }] }, grid)).toContainEqual({
      header: 'Email',
      meaning: 'Email',
      blankClears: true,
    });
  });

  it('reads what a sidebar sends that was opened before an update', () => {
    const { kind, ...rest } = number;
    expect(choicesIn({ columns: [{ ...rest, meaning: kind }, email] }, grid)).toEqual([
      { header: 'Number', meaning: 'id', blankClears: false },
    ]);
  });

  it.each([
    ['no column of ids', [email], 'contact ids'],
    ['two columns of the same kind', [number, email, { ...mood, kind: 'Email' }], 'B and C'],
    ['a column that was moved', [number, { ...email, letter: 'D' }], 'Column D is no longer called "Email"'],
    ['an unknown kind', [number, { ...email, kind: 'Password' }], 'Close it and open it again'],
    ['no list', 'everything', 'Close it and open it again'],
    ['invalid members', [null], 'Close it and open it again'],
  ])('rejects %s', (_name, columns, advice) => {
    expect(adviceFor(columns)).toContain(advice);
  });
});

describe('columnKindViews()', () => {
  it('starts with "not sent", lists everything once and includes custom fields', () => {
    const views = columnKindViews([], ['_Colour', '_Colour']);
    expect(views[0]?.value).toBe('none');
    expect(new Set(views.map(({ value }) => value)).size).toBe(views.length);
    expect(views.at(-1)).toEqual({ value: '_Colour', label: '_Colour', group: 'Custom fields', note: '' });
  });

  it.each([
    ['StreetAddress1', 'Street address 1'],
    ['Address2Street1', 'Address 2 street 1'],
    ['FirstName', 'First name'],
    ['_Own', '_Own'],
  ])('labels %s "%s"', (name, label) => {
    expect(fieldLabel(name)).toBe(label);
  });
});
