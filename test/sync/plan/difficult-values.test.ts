import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/platform/table.ts';
import { differenceOf } from '../../../src/sync/plan/diff.ts';
import { noteOfNumbers, problemOfChange } from '../../../src/sync/plan/difficult-values.ts';
import { planSync } from '../../../src/sync/plan/plan.ts';
import { findColumns } from '../../../src/sync/sheet/columns.ts';

const headers = ['Contact ID', 'Email', 'First Name', 'Postal Code', 'Phone 1', 'Birthday'];

/** The planned change of one row, and what of it differs from what Keap has. */
function planned(cells: readonly Cell[], keap: Readonly<Record<string, string>>, ...more: Cell[][]) {
  const grid = { cells: [headers, cells, ...more], timeZone: 'Etc/UTC', readAtMs: Date.UTC(2026, 10, 26) };
  const [change] = planSync({ grid, columns: findColumns(grid, 'Contacts') }, 'app1', {
    kind: 'all',
  }).changes;
  if (change === undefined) throw new Error('The row is not planned.');
  const current = new Map(Object.entries(keap));
  const left = differenceOf(change.change, current, change.forms);
  return {
    left: [...left.fields],
    problem: problemOfChange(change, left),
    note: noteOfNumbers(change, current),
  };
}

describe('a number that Sheets has made of a text', () => {
  it.each([
    [2138, '02138'],
    [8540, '08540'],
    [1067, '01067'],
    [501, '00501'],
    [447700900123, '+447700900123'],
    [7700900123, '07700900123'],
    [447700900123, '00447700900123'],
    [447700900123, '+0447700900123'],
  ])('is not a change where the cell holds %d and Keap "%s", and the row says so', (number, text) => {
    const { left, note } = planned([1, '', '', number], { PostalCode: text });
    expect(left).toEqual([]);
    expect(note).toContain(`PostalCode stays "${text}" in Keap`);
    expect(planned([1, '', '', '', number], { Phone1: text }).left).toEqual([]);
  });

  it.each([
    [2138, '02139'],
    [2138, '2138-0'],
    [2138, '021380'],
    [2138, ''],
    ['2138', '02138'],
  ])('is a change where the cell holds %j and Keap "%s"', (cell, text) => {
    expect(planned([1, '', '', cell], { PostalCode: text })).toMatchObject({
      left: [['PostalCode', String(cell)]],
      note: undefined,
    });
  });

  it('is a change where another row of the contact says the same in text', () => {
    expect(planned([1, '', '', 2138], { PostalCode: '02138' }, [1, '', '', '2138']).left).toEqual([
      ['PostalCode', '2138'],
    ]);
  });
});

describe('a value that cannot be sent', () => {
  it.each([
    [[1, 'ana@localhost'], 'Email', 'ana@localhost'],
    [[1, 'n/a, none'], 'Email', 'n/a, none'],
    [[1, '', 'A'.repeat(50)], 'FirstName', 'A'.repeat(50)],
    [[1, '', '', '', '', '2027-01-05'], 'Birthday', '20270105T00:00:00'],
    [[1, '', '', '', '', 'unknown'], 'Birthday', 'unknown'],
  ])('blocks its row only unless Keap has it already: %j', (cells, name, inKeap) => {
    expect(planned(cells, { [name]: inKeap })).toMatchObject({ left: [], problem: undefined });
    expect(planned(cells, { [name]: 'other' }).problem).toBeDefined();
  });
});
