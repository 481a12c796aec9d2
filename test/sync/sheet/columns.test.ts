import { describe, expect, it } from 'vitest';
import { SettingsWrong } from '../../../src/errors.ts';
import type { Cell } from '../../../src/platform/table.ts';
import { columnLetter, findColumns } from '../../../src/sync/sheet/columns.ts';

const columnsOf = (...cells: Cell[][]) => findColumns({ cells, timeZone: 'Etc/UTC' }, 'Contacts');

function adviceFor(...cells: Cell[][]): string {
  try {
    columnsOf(...cells);
  } catch (error) {
    if (error instanceof SettingsWrong) return error.advice;
    throw error;
  }
  throw new Error('findColumns() did not complain');
}

describe('findColumns()', () => {
  it.each([
    ['Contact ID'],
    [' contact id '],
    ['CONTACT-ID'],
    ['contact_id'],
    ['Id'],
    ['Infusionsoft Id'],
    ['Keap ID'],
  ])('recognises "%s" as the contact ids', (header) => {
    expect(columnsOf(['Email', header]).id).toBe(1);
  });

  it.each([
    ['E-mail', 'Email'],
    ['Email Address', 'Email'],
    ['EmailAddress2', 'EmailAddress2'],
    ['Email address 3', 'EmailAddress3'],
    ['First name', 'FirstName'],
    ['Surname', 'LastName'],
    ['Job Title', 'JobTitle'],
    ['Zip code', 'PostalCode'],
    ['_LoyaltyLevel', '_LoyaltyLevel'],
  ])('recognises "%s" as the field %s', (header, name) => {
    expect(columnsOf(['Id', header]).fields).toEqual([{ name, columnIndex: 1 }]);
  });

  it('finds reasons and managed columns in any order, and lists what it ignores', () => {
    const columns = columnsOf(['Keap status', 'Unsubscribe reason', 'Mood', 'id', 'Opt-in reason', '']);
    expect(columns).toMatchObject({ id: 3, optOut: 1, optIn: 4, managed: { status: 0 }, ignored: ['Mood'] });
  });

  it('finds a header below a title', () => {
    expect(columnsOf(['Our customers', ''], ['', ''], ['Id', 'Email']).headerRowIndex).toBe(2);
  });

  it.each(['__proto__', 'constructor', 'toString', '_'])('treats the header %s as plain text', (header) => {
    expect(columnsOf(['Id', 'Email', header])).toMatchObject({ fields: [{ name: 'Email' }] });
  });

  it('says what to do about an empty sheet', () => {
    expect(adviceFor(['', ''])).toContain('is empty');
    expect(adviceFor()).toContain('is empty');
  });

  it('says what to do about a sheet without ids', () => {
    expect(adviceFor(['Email'], ['a@example.com'])).toContain('Name the column that holds them "Contact ID"');
  });

  it('says what to do about a sheet with ids and nothing to send', () => {
    expect(adviceFor(['Contact ID', 'Mood'])).toContain('nothing to send');
  });

  it('says which two columns have the same meaning', () => {
    expect(adviceFor(['Id', 'Email', 'Name', 'E-Mail'])).toContain(
      '"Email" in column B and "E-Mail" in column D have the same meaning',
    );
    expect(adviceFor(['Id', 'Contact Id', 'Email'])).toContain('column A');
  });
});

describe('columnLetter()', () => {
  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('calls column %i %s', (columnIndex, letter) => {
    expect(columnLetter(columnIndex)).toBe(letter);
  });
});
