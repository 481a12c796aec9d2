import { describe, expect, it } from 'vitest';
import { SettingsWrong } from '../../../src/errors.ts';
import type { ContactId } from '../../../src/keap/contacts/contact.ts';
import type { Table, Workbook } from '../../../src/platform/table.ts';
import { type Entry, isClipped, journal } from '../../../src/sync/log/journal.ts';
import { logSheetName, readLog } from '../../../src/sync/log/log-sheet.ts';
import { logLimits } from '../../../src/sync/log/trim.ts';
import { version } from '../../../src/version.ts';
import { fakeTable } from '../../support/fake-table.ts';
import { fakeWorkbook } from '../../support/fake-workbook.ts';

const entry = (id: number, oldValue = `old${id}`): Entry => ({
  contact: id as ContactId,
  field: 'Email',
  oldValue,
  newValue: `new${id}`,
});

function given(account = 'sim123.infusionsoft.com') {
  const workbook = fakeWorkbook(fakeTable([['Contact ID', 'Email']]));
  const open = (id: string, document: Workbook = workbook) =>
    journal({
      workbook: document,
      run: { id, startedBy: 'Sync now' },
      account,
      api: () => 'XML-RPC',
      nowMs: () => 0,
    });
  const lines = () => readLog(workbook)?.lines ?? [];
  const outcomes = () => lines().map(({ contact, outcome }) => `${contact} ${outcome}`.trim());
  const sheet = () => {
    const table = workbook.added.get(logSheetName);
    if (table === undefined) throw new Error('There is no log.');
    return table;
  };
  return { workbook, open, lines, outcomes, sheet };
}

describe('journal()', () => {
  it('records old values before they change, and their outcomes with the next ones', () => {
    const { open, outcomes, lines, sheet } = given();
    const one = open('r1');
    one.begin([entry(1), entry(2)]);
    expect(outcomes()).toEqual(['1 Sent', '2 Sent']);
    expect(lines()[0]).toMatchObject({ run: 'r1', field: 'Email', oldValue: 'old1', newValue: 'new1' });
    one.settle(['Done', 'Failed: no']);
    one.begin([entry(3)]);
    expect(outcomes()).toEqual(['1 Done', '2 Failed: no', '3 Sent']);
    one.settle(['Done']);
    one.close({ summary: '3 synced.' });
    expect(outcomes()).toEqual(['1 Done', '2 Failed: no', '3 Done', '3 synced.']);
    expect(lines().at(-1)).toMatchObject({ field: 'Summary', newValue: `Version ${version}` });
    // One write for each chunk, the first with the header, and one for the end.
    expect(sheet().calls.filter((call) => call === 'write')).toHaveLength(3);
    expect(one.count()).toBe(3);
  });

  it('records contacts before they are created, and gives each line the id of its own contact', () => {
    const { open, lines } = given();
    const one = open('r1');
    const now = () =>
      lines().map(({ contact, field, newValue, outcome }) => [contact, field, newValue, outcome]);
    one.beginCreations(['ana@example.com', 'bea@example.com', 'cleo@example.com']);
    expect(now()).toEqual([
      ['', 'New contact', 'ana@example.com', 'Sent'],
      ['', 'New contact', 'bea@example.com', 'Sent'],
      ['', 'New contact', 'cleo@example.com', 'Sent'],
    ]);
    one.settleCreations([
      { outcome: 'Done', contact: 4 as ContactId },
      { outcome: 'Failed: no' },
      { outcome: 'Done', contact: 5 as ContactId },
    ]);
    one.begin([entry(4)]);
    one.settle(['Done']);
    one.close();
    expect(now()).toEqual([
      [4, 'New contact', 'ana@example.com', 'Done'],
      ['', 'New contact', 'bea@example.com', 'Failed: no'],
      [5, 'New contact', 'cleo@example.com', 'Done'],
      [4, 'Email', 'new4', 'Done'],
    ]);
  });

  it('leads from each line to its contact, once Keap has told its id', () => {
    const { open, lines } = given();
    const one = open('r1');
    one.beginCreations(['ana@example.com', 'bea@example.com']);
    expect(lines().map(({ link }) => link)).toEqual(['', '']);
    one.settleCreations([{ outcome: 'Done', contact: 4 as ContactId }, { outcome: 'Failed: no' }]);
    one.begin([entry(5)]);
    one.close({ summary: 'Over.' });
    const linkOf = (id: number) =>
      `https://sim123.infusionsoft.com/Contact/manageContact.jsp?view=edit&ID=${id}`;
    expect(lines().map(({ link }) => link)).toEqual([linkOf(4), '', linkOf(5), '']);
  });

  it('has no column of links for an account whose host is not known', () => {
    const { open, sheet } = given('a Keap account without a name');
    open('r1').begin([entry(1)]);
    expect(sheet().cells[0]?.slice(-2)).toEqual(['Outcome', 'Sheet']);
  });

  it('says that the outcome of a value is not known when it was not given', () => {
    const { open, outcomes } = given();
    const one = open('r1');
    one.begin([entry(1)]);
    one.settle([]);
    one.close();
    expect(outcomes()).toEqual(['1 Not known']);
  });

  it('finds its lines again where somebody has sorted the log, and leaves those of other runs alone', () => {
    const { open, outcomes, sheet } = given();
    const earlier = open('r0');
    earlier.begin([entry(1)]);
    const one = open('r1');
    one.begin([entry(1), entry(2)]);
    const [header = [], ...rows] = sheet().cells;
    sheet().cells.splice(0, 4, header, ...rows.reverse());
    one.settle(['Done', 'Failed: no']);
    one.close({ summary: 'Over.' });
    expect(outcomes()).toEqual(['2 Failed: no', '1 Done', '1 Sent', 'Over.']);
  });

  it('R6 overwrites no line that a reading has hidden because somebody inserted a row at that moment', () => {
    const { workbook, open, outcomes } = given();
    let isHiding = false;
    const withoutLast = (table: Table): Table => ({
      ...table,
      read() {
        const grid = table.read();
        if (!isHiding) return grid;
        isHiding = false;
        return { ...grid, cells: grid.cells.slice(0, -1) };
      },
    });
    const tableByName = (name: string) => {
      const table = workbook.tableByName(name);
      return table === undefined ? undefined : withoutLast(table);
    };
    const one = open('r1', { ...workbook, tableByName });
    one.begin([entry(1), entry(2)]);
    one.settle(['Done', 'Done']);
    isHiding = true;
    one.begin([entry(3)]);
    expect(isHiding).toBe(false);
    expect(outcomes()).toEqual(['1 Done', '2 Done', '3 Sent']);
  });

  it('copes with lines that somebody has deleted', () => {
    const { open, outcomes, sheet } = given();
    const one = open('r1');
    one.begin([entry(1), entry(2)]);
    sheet().cells.splice(1, 1);
    one.settle(['Done', 'Done']);
    one.close({ summary: 'Over.' });
    expect(outcomes()).toEqual(['2 Done', 'Over.']);
  });

  it('keeps the newest lines and removes the oldest in one call', () => {
    const { open, lines, sheet } = given();
    const one = open('r1');
    one.begin(Array.from({ length: logLimits.max }, (_, index) => entry(index + 1)));
    one.settle([]);
    one.begin([entry(9001), entry(9002)]);
    one.close({ summary: 'Over.' });
    expect(lines()).toHaveLength(logLimits.max);
    expect(lines()[0]?.contact).toBe(4);
    expect(lines().at(-1)?.outcome).toBe('Over.');
    expect(sheet().calls.filter((call) => call === 'delete')).toHaveLength(1);
  });

  it('marks a value that is too long to keep in full', () => {
    const { open, lines } = given();
    open('r1').begin([entry(1, 'x'.repeat(60_000)), entry(2)]);
    expect(lines().map(({ oldValue }) => isClipped(oldValue))).toEqual([true, false]);
    expect(lines()[0]?.oldValue.length).toBeLessThan(50_000);
  });

  it('refuses to write into a sheet that is not the log', () => {
    const { workbook, open } = given();
    workbook.addTable(logSheetName).write([{ rowIndex: 0, columnIndex: 0, cells: [['Diary'], ['Dear …']] }]);
    expect(() => open('r1').begin([entry(1)])).toThrow(SettingsWrong);
  });

  it('uses a log whose header an earlier execution had no time to write', () => {
    const { workbook, open, outcomes } = given();
    workbook.addTable(logSheetName);
    open('r1').begin([entry(1)]);
    expect(outcomes()).toEqual(['1 Sent']);
  });
});
