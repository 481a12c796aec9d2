import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/platform/table.ts';
import { writeLines } from '../../../src/sync/log/line-writer.ts';
import { type LogLine, logSheetName, openLog, readLog } from '../../../src/sync/log/log-sheet.ts';
import { fakeTable } from '../../support/fake-table.ts';
import { fakeWorkbook } from '../../support/fake-workbook.ts';

const headers = [
  'Run',
  'Time',
  'Started by',
  'API',
  'Contact',
  'Field',
  'Old value',
  'New value',
  'Outcome',
  'Sheet',
  'Keap link',
];

function lineOf(contact: number, outcome: string): LogLine {
  return {
    ...{
      run: 'r1',
      time: new Date(Date.UTC(2026, 10, 26, 9, 0, contact)),
      startedBy: 'Sync now',
      api: 'REST v2',
    },
    ...{ contact, field: 'Email', oldValue: `old${contact}`, newValue: `new${contact}`, outcome },
    ...{ sheet: 'Contacts', link: `https://sim123.infusionsoft.com/${contact}` },
  };
}

const cellsOf = ({
  run,
  time,
  startedBy,
  api,
  contact,
  field,
  oldValue,
  newValue,
  outcome,
  sheet = '',
  link = '',
}: LogLine): Cell[] => {
  return [run, time, startedBy, api, contact, field, oldValue, newValue, outcome, sheet, link];
};

/** What somebody does to the cells of the log, header row included. */
type Disturbance = (cells: Cell[][], pick: number) => void;

const moveColumn = (cells: Cell[][], from: number, to: number) => {
  for (const row of cells) row.splice(to, 0, ...row.splice(from, 1));
};

const disturbances: Record<string, Disturbance> = {
  'sorts newest first': (cells) => {
    cells.splice(1, cells.length - 1, ...cells.slice(1).reverse());
  },
  'sorts in another order': (cells, pick) => {
    const lines = cells.slice(1);
    cells.splice(
      1,
      lines.length,
      ...lines.slice(pick % lines.length),
      ...lines.slice(0, pick % lines.length),
    );
  },
  'inserts a column': (cells, pick) => {
    for (const row of cells) row.splice(pick % (headers.length + 1), 0, '');
  },
  'moves one of our columns': (cells, pick) =>
    moveColumn(cells, pick % headers.length, (pick * 5) % headers.length),
  'deletes their own column': (cells) => {
    const column = noteColumnOf(cells);
    for (const row of cells) row.splice(column, 1);
  },
  'moves their own column among ours': (cells, pick) => moveColumn(cells, noteColumnOf(cells), pick % 9),
  'inserts a row': (cells, pick) => {
    cells.splice(1 + (pick % cells.length), 0, Array<Cell>(cells[0]?.length ?? 0).fill(''));
  },
  'edits their own cell': (cells, pick) => {
    const row = cells[1 + (pick % (cells.length - 1))];
    if (row !== undefined) row[noteColumnOf(cells)] = 'edited';
  },
};

function noteColumnOf([header = []]: readonly (readonly Cell[])[]): number {
  return header.indexOf('My notes');
}

/** The log as a person reads it: its lines by our headers, and beside each what they have noted in their own column. */
function readable(cells: readonly (readonly Cell[])[]): string[] {
  const [header = [], ...rows] = cells;
  const noteColumn = noteColumnOf(cells);
  return rows
    .filter((row) => row.some((cell) => cell !== ''))
    .map((row) => {
      const line = headers.map((name) => row[header.indexOf(name)] ?? '');
      const note = noteColumn < 0 ? '' : (row[noteColumn] ?? '');
      const other = row.filter(
        (_, column) => !headers.includes(String(header[column])) && column !== noteColumn,
      );
      return JSON.stringify([line, note, other.filter((cell) => cell !== '')]);
    })
    .sort();
}

function given(count: number, settled: number) {
  const lines = Array.from({ length: count }, (_, index) =>
    lineOf(index + 1, index < count - settled ? 'Done' : 'Sent'),
  );
  return [
    [...headers, 'My notes'],
    ...lines.map((line, index) => [...cellsOf(line), index % 2 === 0 ? `note ${index + 1}` : '']),
  ];
}

describe('writeLines()', () => {
  it.each(Object.entries(disturbances))(
    'R6 leaves every line whole, once and under its headers while somebody %s',
    (name, disturb) => {
      fc.assert(
        fc.property(
          fc.record({
            count: fc.integer({ min: 1, max: 6 }),
            settled: fc.integer({ min: 0, max: 3 }),
            added: fc.integer({ min: 0, max: 3 }),
            pick: fc.nat(40),
          }),
          ({ count, settled: wish, added, pick }) => {
            const settled = Math.min(wish, count);
            if (settled + added === 0) return;
            let writes = 0;
            const table = fakeTable(
              given(count, settled),
              (call) => {
                if (call !== 'write') return;
                writes++;
                if (writes === 1) disturb(table.cells, pick);
              },
              logSheetName,
            );
            const workbook = fakeWorkbook(table);
            const log = readLog(workbook);
            if (log === undefined) throw new Error('There is no log.');
            const ended = log.lines.slice(count - settled).map((line) => ({ ...line, outcome: 'Done' }));
            const next = Array.from({ length: added }, (_, index) => lineOf(100 + index, 'Sent'));
            writeLines(log, count - settled, [...ended, ...next]);

            const found = readable(table.cells).map((text) => JSON.parse(text) as [Cell[], Cell, Cell[]]);
            const contacts = found.map(([line]) => [line[4], line[7], line[8]].join(' ')).sort();
            const wanted = [
              ...Array.from({ length: count }, (_, index) => `${index + 1} new${index + 1} Done`),
              ...next.map(({ contact, newValue }) => `${contact} ${newValue} Sent`),
            ].sort();
            expect(contacts).toEqual(wanted);
            expect(found.flatMap(([, , other]) => other)).toEqual([]);
            if (!name.includes('their own')) {
              for (const [line, note] of found) {
                const contact = Number(line[4]);
                expect([contact, note]).toEqual([
                  contact,
                  contact < 100 && contact % 2 === 1 ? `note ${contact}` : '',
                ]);
              }
            }
          },
        ),
        { numRuns: 150 },
      );
    },
  );

  it('reads and writes a log whose columns somebody has moved, with columns of their own between them', () => {
    const cells = given(2, 0).map(([run = '', ...others]) => ['', ...others, run]);
    const table = fakeTable(cells, () => {}, logSheetName);
    const log = openLog(fakeWorkbook(table), { hasLinks: true });
    expect(log.lines.map(({ contact, run }) => [contact, run])).toEqual([
      [1, 'r1'],
      [2, 'r1'],
    ]);
    writeLines(log, 2, [lineOf(3, 'Sent')]);
    expect(table.cells[3]).toEqual(['', ...cellsOf(lineOf(3, 'Sent')).slice(1), '', 'r1']);
    expect(table.cells[1]?.[11]).toBe('note 1');
  });

  it('stops the run where somebody has just deleted one of our columns, and leaves nothing in other columns', () => {
    let isFirst = true;
    const table = fakeTable(
      given(3, 1),
      (call) => {
        if (call === 'write' && isFirst) for (const row of table.cells) row.splice(6, 1);
        if (call === 'write') isFirst = false;
      },
      logSheetName,
    );
    const log = openLog(fakeWorkbook(table), { hasLinks: true });
    expect(() => writeLines(log, 3, [lineOf(4, 'Sent')])).toThrow('is not the log');
    expect(table.cells.slice(1, 4).map((row) => row[10])).toEqual(['note 1', '', 'note 3']);
    expect(table.cells[4]?.[10] ?? '').toBe('');
  });
});
