import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type KeapRecord,
  type RecordField,
  recordIdIn,
  recordProblem,
  recordText,
} from '../../../src/keap/contacts/record-fields.ts';

const record = (id: number, name: string, email = ''): KeapRecord => ({ id: String(id), name, email });
const users = (...records: readonly KeapRecord[]): RecordField => ({
  type: 'RECORD',
  table: 'User',
  records,
});

const team = users(
  record(1, 'Ada Berg', 'ada@example.com'),
  record(3, 'Omar Haddad', 'omar@example.com'),
  record(7, 'Ada Berg', 'ada.berg@example.com'),
  record(8, '', 'nameless@example.com'),
  record(9, ''),
);

describe('recordIdIn()', () => {
  it.each([
    ['Omar Haddad', '3'],
    [' omar  HADDAD ', '3'],
    ['OMAR@example.com', '3'],
    ['3', '3'],
    ['Ada Berg (7)', '7'],
    ['ada.berg@example.com', '7'],
    ['9', '9'],
  ])('takes %j for the user %s', (text, id) => {
    expect(recordIdIn(team, text)).toBe(id);
  });

  it.each(['Ada Berg', 'Ada', 'Berg', '4', '', 'Omar Haddad (7)', '@example.com', ' (9)'])(
    'takes %j for nobody',
    (text) => {
      expect(recordIdIn(team, text)).toBeUndefined();
    },
  );

  it('takes a number for nobody where it is the id of one and the name of another', () => {
    const sources = users(record(2024, 'Website'), record(5, '2024'));
    expect(recordIdIn(sources, '2024')).toBeUndefined();
    expect(recordText(sources, '2024')).toBe('Website');
    expect(recordText(sources, '5')).toBe('2024 (5)');
  });

  it('takes ids alone while the records are not known', () => {
    const unknown: RecordField = { ...users(), failure: 'Keap did not answer.' };
    expect(recordIdIn(unknown, '17')).toBe('17');
    expect(recordIdIn(unknown, 'Ada Berg')).toBeUndefined();
    expect(recordProblem(unknown, 'Ada Berg')).toContain('Keap did not list its users');
  });
});

describe('recordText()', () => {
  it.each([
    ['3', 'Omar Haddad'],
    ['1', 'ada@example.com'],
    ['8', 'nameless@example.com'],
    ['9', '9'],
    ['55', '55'],
    ['0', ''],
    ['', ''],
  ])('shows the user %s as %j', (id, text) => {
    expect(recordText(team, id)).toBe(text);
  });

  it('names each record of whatever table by a text that means it and no other', () => {
    const text = fc.oneof(
      fc.constantFrom('', 'Ada', 'ada', 'Ada (1)', 'Ada (2) (1)', '1', '2', 'a@b.co', 'A  da'),
      fc.string({ maxLength: 8 }).map((one) => one.trim()),
    );
    const records = fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 1, max: 12 }).map(String), name: text, email: text }),
      { selector: ({ id }) => id, maxLength: 8 },
    );
    fc.assert(
      fc.property(records, text, (all, other) => {
        const field = users(...all);
        const shown = all.map(({ id }) => recordText(field, id));
        expect(new Set(shown).size).toBe(all.length);
        for (const { id } of all) expect(recordIdIn(field, recordText(field, id)) ?? id).toBe(id);
        const meant = recordIdIn(field, other);
        if (meant !== undefined) expect(all.map(({ id }) => id)).toContain(meant);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('recordProblem()', () => {
  it('names those that a text may mean', () => {
    expect(recordProblem(team, 'Omar Hadad')).toBe(
      '"Omar Hadad" in Owner is not a user in Keap. Did you mean "Omar Haddad"? Correct the cell, or add the user in Keap and clear the status.',
    );
    expect(recordProblem(team, 'Ada Berg')).toBe(
      '"Ada Berg" in Owner means more than one user in Keap: "ada@example.com" and "ada.berg@example.com". Enter one of these texts, or the id.',
    );
    expect(recordProblem({ ...users(record(1, 'Website')), table: 'LeadSource' }, 'Radio')).toBe(
      '"Radio" in Lead source is not a lead source in Keap. Enter a lead source\'s name or id.',
    );
  });
});
