/** Somebody changes the log just before any call of a run that reads or writes a sheet. */
import { describe, expect, it } from 'vitest';
import { isRemote } from '../../local/appsscript/google-limits.ts';
import type { SheetDisplay } from '../../local/appsscript/sheet-display.ts';
import type { UndoView } from '../../src/ui/api.ts';
import { givenConnected, type Program, sheetName } from '../support/program.ts';

const logName = 'Keap sync log';
const count = 3;
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
const timeColumn = 1;
/** Beside those of the product. */
const notesColumn = headers.length;

const disturbances: readonly [string, (log: SheetDisplay) => void][] = [
  ['sorts it newest first', (log) => log.sort(timeColumn, false)],
  ['inserts a column on the left', (log) => log.insertColumn(0)],
  ['inserts a column in the middle', (log) => log.insertColumn(6)],
  ['moves a column', (log) => log.moveColumn(8, 4)],
  ['inserts a row at the top', (log) => log.insertRow(1)],
];

const linkOf = (id: string) => `https://sim123.infusionsoft.com/Contact/manageContact.jsp?view=edit&ID=${id}`;

/** The lines of contacts by our headers, whatever else is in the log; notes of a person's own column are beside them. */
function linesOf(program: Program): Record<string, string>[] {
  const [header = [], ...rows] = program.google.sheet(logName).display();
  return rows
    .map((row) =>
      Object.fromEntries([...headers, 'My notes'].map((name) => [name, row[header.indexOf(name)] ?? ''])),
    )
    .filter((line) => line.Contact !== '');
}

/** A log with the lines of a first run, and a note beside each. */
async function given(): Promise<Program> {
  const program = await givenConnected(count);
  await program.sync();
  const log = program.google.sheet(logName);
  log.set(0, notesColumn, 'My notes');
  linesOf(program).forEach(({ Contact }, index) => {
    log.set(index + 1, notesColumn, `note ${Contact}`);
  });
  for (let row = 1; row <= count; row++)
    program.google.sheet(sheetName).set(row, 1, `newest${row}@example.com`);
  return program;
}

describe('the log', () => {
  it.each(disturbances)(
    'R6 has every line, whole and once, when somebody %s during a run',
    async (_, disturb) => {
      let calls = 0;
      // Each disturbance meets every other moment, and its neighbour the ones between.
      const first = 1 + (disturbances.findIndex(([, one]) => one === disturb) % 2);
      for (let moment = first; moment === first || moment <= calls; moment += 2) {
        const program = await given();
        calls = 0;
        const end = program.google.interrupt(({ service, method }) => {
          if (!['Range', 'Sheet', 'SpreadsheetApp'].includes(service) || !isRemote(service, method)) return;
          if (++calls === moment) disturb(program.google.sheet(logName));
        });
        await program.sync();
        end();
        expect(program.column('Keap status'), `${moment}`).toEqual(Array(count).fill('Synced'));
        const lines = linesOf(program);
        const seen = lines.map(
          (line) => `${line.Contact} ${line['Old value']} ${line['New value']} ${line.Outcome}`,
        );
        const wanted = Array.from({ length: count }, (__, index) => index + 1).flatMap((id) => [
          `${id} new${id}@example.com newest${id}@example.com Done`,
          `${id} old${id}@example.com new${id}@example.com Done`,
        ]);
        expect({ moment, seen: seen.sort() }).toEqual({ moment, seen: wanted.sort() });
        for (const { Contact = '', 'My notes': note, 'Old value': old = '', 'Keap link': link } of lines) {
          expect({ moment, link }).toEqual({ moment, link: linkOf(Contact) });
          expect({ moment, note }).toEqual({ moment, note: old.startsWith('old') ? `note ${Contact}` : '' });
        }
        const strays = program.google.sheet(logName).display();
        const [header = []] = strays;
        const others = strays
          .slice(1)
          .flatMap((row) => row.filter((cell, column) => header[column] === '' && cell !== ''));
        expect({ moment, others }).toEqual({ moment, others: [] });
        const view = await program.ask('previewUndo');
        expect(view).toMatchObject({ kind: 'ok' });
        expect((view as { value: UndoView }).value.sentence, `${moment}`).toContain(
          `${count} values of ${count} contacts`,
        );
      }
    },
  );
});

describe('a log of an earlier version', () => {
  it.each(disturbances.filter(([name]) => name.includes('inserts a column')))(
    'gets columns for the sheet and the links, and keeps every line and note, when somebody %s during the run that adds them',
    async (name, disturb) => {
      let calls = 0;
      // Each of the two meets every other moment.
      const first = name.includes('left') ? 1 : 2;
      for (let moment = first; moment === first || moment <= calls; moment += 2) {
        const program = await given();
        const log = program.google.sheet(logName);
        for (const name of ['Keap link', 'Sheet']) log.deleteColumn(headers.indexOf(name));
        calls = 0;
        let isAdded = false;
        const end = program.google.interrupt(({ service, method }) => {
          if (!['Range', 'Sheet', 'SpreadsheetApp'].includes(service) || !isRemote(service, method)) return;
          isAdded ||= log.display()[0]?.includes('Keap link') === true;
          if (!isAdded && ++calls === moment) disturb(log);
        });
        await program.sync();
        end();
        program.google.sheet(sheetName).set(1, 1, 'last@example.com');
        await program.sync();
        expect(program.column('Keap status'), `${moment}`).toEqual(['Synced', 'Unchanged', 'Unchanged']);
        const lines = linesOf(program);
        expect({ moment, count: lines.length }).toEqual({ moment, count: 2 * count + 1 });
        for (const {
          Contact,
          'My notes': note,
          'Old value': old = '',
          'New value': to,
          Sheet: sheet,
          'Keap link': link,
        } of lines) {
          expect({ moment, note }).toEqual({ moment, note: old.startsWith('old') ? `note ${Contact}` : '' });
          if (to !== 'last@example.com') continue;
          expect({ moment, sheet, link }).toEqual({ moment, sheet: sheetName, link: linkOf('1') });
        }
      }
    },
  );
});
