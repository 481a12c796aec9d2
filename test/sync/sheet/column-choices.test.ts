import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/platform/table.ts';
import { type ColumnChoices, loadChoices, saveChoices } from '../../../src/sync/sheet/column-choices.ts';
import { findColumns } from '../../../src/sync/sheet/columns.ts';
import { fingerprintOf } from '../../../src/sync/sheet/fingerprint.ts';
import { readRow } from '../../../src/sync/sheet/row.ts';
import { contactRows } from '../../../src/sync/sheet/sheet-view.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

const choice = (header: string, meaning: string, blankClears = false) => ({ header, meaning, blankClears });
const columnsOf = (headers: Cell[], choices: ColumnChoices) =>
  findColumns({ cells: [headers], timeZone: 'Etc/UTC' }, 'Contacts', choices);

describe('findColumns() with choices', () => {
  it('reads a column as the user has chosen, wherever it is moved', () => {
    const choices = [choice('Number', 'id'), choice('New address', 'Email')];
    expect(columnsOf(['Number', 'New address'], choices)).toMatchObject({
      id: 0,
      fields: [{ name: 'Email', columnIndex: 1 }],
    });
    expect(columnsOf(['Mood', 'New address', '', 'Number'], choices)).toMatchObject({
      id: 3,
      fields: [{ name: 'Email', columnIndex: 1 }],
      ignored: ['Mood'],
    });
  });

  it('lets a choice override a header of the same meaning', () => {
    const columns = columnsOf(['Id', 'Email', 'New address'], [choice('New address', 'Email')]);
    expect(columns.fields).toEqual([{ name: 'Email', columnIndex: 2 }]);
    expect(columns.ignored).toEqual(['Email']);
  });

  it('leaves out what is not to be sent, which also resolves duplicates', () => {
    const columns = columnsOf(['Id', 'Contact ID', 'Email'], [choice('Contact ID', 'none')]);
    expect(columns).toMatchObject({ id: 0, ignored: ['Contact ID'] });
  });

  it('distinguishes two columns with the same header by their order', () => {
    const choices = [choice('Address', 'Email'), choice('Address', 'City')];
    expect(columnsOf(['Address', 'Id', 'Address'], choices).fields).toEqual([
      { name: 'Email', columnIndex: 0 },
      { name: 'City', columnIndex: 2 },
    ]);
  });

  it('never lets a choice take over a managed column', () => {
    const columns = columnsOf(['Id', 'Email', 'Keap status'], [choice('Keap status', 'FirstName')]);
    expect(columns).toMatchObject({ managed: { status: 2 }, fields: [{ name: 'Email' }] });
  });
});

describe('loadChoices()', () => {
  it('returns what was saved for that sheet', () => {
    const properties = fakeProperties();
    const choices = [choice('New address', 'Email', true)];
    saveChoices(properties, 7, choices);
    expect(loadChoices(properties, 7)).toEqual(choices);
    expect(loadChoices(properties, 8)).toBeUndefined();
  });

  it.each([
    '',
    'null',
    '{"columns":7}',
    '{"columns":[7,null,{"header":3},{"header":"A","meaning":"constructor"}]}',
  ])('reads the damaged record %j as no choice', (stored) => {
    const choices = loadChoices(fakeProperties({ 'columns/7': stored }), 7);
    expect(choices?.every(({ meaning, blankClears }) => meaning === undefined && !blankClears)).toBe(true);
  });
});

describe('a column whose blank cells clear', () => {
  function rowOf(cells: Cell[], isClearing: boolean) {
    const headers = ['Id', 'Company', 'Email'];
    const columns = columnsOf(headers, [choice('Company', 'Company', isClearing)]);
    const [row] = contactRows({ grid: { cells: [headers, cells], timeZone: 'Etc/UTC' }, columns });
    if (row === undefined) throw new Error('There is a row.');
    return readRow(row, columns);
  }

  it('sends an empty text, and changes the fingerprint of the row', () => {
    const leaving = rowOf([7, ' ', 'a@example.com'], false);
    const clearing = rowOf([7, ' ', 'a@example.com'], true);
    if (leaving.kind !== 'ready' || clearing.kind !== 'ready') throw new Error('Both are ready.');
    expect(leaving.change.fields.has('Company')).toBe(false);
    expect(clearing.change.fields.get('Company')).toBe('');
    expect(fingerprintOf(clearing.change, 'app')).not.toBe(fingerprintOf(leaving.change, 'app'));
  });

  it('ignores a row that is entirely blank', () => {
    expect(rowOf(['', '', ''], true).kind).toBe('blank');
  });
});
