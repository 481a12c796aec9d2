/** Somebody changes the columns of the sheet just before any service call of a run. */
import { describe, expect, it } from 'vitest';
import { isRemote } from '../../local/appsscript/google-limits.ts';
import type { SheetDisplay } from '../../local/appsscript/sheet-display.ts';
import { givenProgram, type Program, sheetName } from '../support/program.ts';

const ids = [1, 2, 3, 4];
const managed = ['Keap status', 'Keap synced at', 'Keap message', 'Keap fingerprint'];

/** Our columns are in the middle, so whatever moves puts a column of the user's where ours was. */
const cells = [
  ['Contact ID', 'Notes', 'Opt-out reason', ...managed, 'Email', 'First name'],
  ...ids.map((id) => [id, `note ${id}`, '', '', '', '', '', `new${id}@example.com`, '']),
];
const contacts = ids.map((id) => ({
  id,
  fields: { Email: `old${id}@example.com`, FirstName: `Name${id}` },
}));

const disturbances: readonly [string, (sheet: SheetDisplay) => void][] = [
  ['inserts a column on the left', (sheet) => sheet.insertColumn(1)],
  ['inserts a column among ours', (sheet) => sheet.insertColumn(5)],
  ['deletes a column on the left', (sheet) => sheet.deleteColumn(1)],
  ['moves a column to the right', (sheet) => sheet.moveColumn(1, 7)],
  ['moves a column to the left', (sheet) => sheet.moveColumn(8, 0)],
  ['moves the status', (sheet) => sheet.moveColumn(3, 0)],
  ['renames the status', (sheet) => sheet.set(0, 3, 'My status')],
  ['renames a field', (sheet) => sheet.set(0, 8, 'Nickname of the contact')],
];

/** Which moments a disturbance comes at: every other one, so that half of the disturbances meet each moment. */
function momentsFor(disturb: (sheet: SheetDisplay) => void, count: number): number[] {
  const parity = disturbances.findIndex(([, one]) => one === disturb) % 2;
  return Array.from({ length: count }, (_, index) => index + 1).filter((moment) => moment % 2 === parity);
}

/** What the user's own cells hold, by contact and header; columns that the run did not read are named by their index. */
function ownCells(program: Program): Record<string, Record<string, string>> {
  const [headers = [], ...rows] = program.google.sheet(sheetName).display();
  const idColumn = headers.indexOf('Contact ID');
  return Object.fromEntries(
    rows.map((row) => [
      row[idColumn],
      Object.fromEntries(
        headers.flatMap((header, index) =>
          managed.includes(header) ? [] : [[header === '' ? `column ${index}` : header, row[index] ?? '']],
        ),
      ),
    ]),
  );
}

/** What a person does to the sheet matters only to calls that read it or write to it. */
function isSheetCall(service: string, method: string): boolean {
  return ['Range', 'Sheet', 'SpreadsheetApp'].includes(service) && isRemote(service, method);
}

async function given(): Promise<Program> {
  const program = await givenProgram({ cells, keap: { contacts } });
  await program.connect();
  return program;
}

/** Runs once undisturbed, to learn how many calls there are; each of them is a moment. */
async function momentsOf(act: (program: Program) => Promise<unknown>): Promise<number> {
  const program = await given();
  let calls = 0;
  program.google.interrupt(({ service, method }) => {
    if (isSheetCall(service, method)) calls++;
  });
  await act(program);
  return calls;
}

async function disturbedAt(
  moment: number,
  act: (program: Program) => Promise<unknown>,
  disturb: (sheet: SheetDisplay) => void,
): Promise<{ readonly program: Program; readonly expected: Record<string, Record<string, string>> }> {
  const program = await given();
  let calls = 0;
  let expected: Record<string, Record<string, string>> = {};
  const end = program.google.interrupt(({ service, method }) => {
    if (!isSheetCall(service, method) || ++calls !== moment) return;
    disturb(program.google.sheet(sheetName));
    expected = ownCells(program);
  });
  await act(program);
  end();
  return { program, expected };
}

const sync = (program: Program) => program.sync();
const fill = (program: Program) => program.ask('fetchContacts', { scope: 'all', overwrite: false });

describe('column moves', () => {
  it.each(disturbances)(
    'R6 a sync leaves nothing in the cells of somebody who %s',
    async (_, disturb) => {
      const moments = await momentsOf(sync);
      expect(moments).toBeGreaterThan(8);
      for (const moment of momentsFor(disturb, moments)) {
        const { program, expected } = await disturbedAt(moment, sync, disturb);
        const [headers = []] = program.google.sheet(sheetName).display();
        for (const [id, own] of Object.entries(ownCells(program))) {
          for (const [header, text] of Object.entries(own)) {
            // A renamed column gets back what it held before the write, which was Waiting.
            const stood = header === 'My status' ? 'Waiting' : '';
            const isNew = text !== expected[id]?.[header] && text !== stood;
            const isOurs = isNew && /^(Synced|Waiting|Unchanged|Failed|Check|f1-.*|\d{4}-.*)$/.test(text);
            expect({ moment, id, header, text, isOurs }).toMatchObject({ isOurs: false });
          }
          if (headers.includes('Notes'))
            expect({ moment, note: own.Notes }).toEqual({ moment, note: `note ${id}` });
          expect({ moment, email: own.Email }).toEqual({ moment, email: `new${id}@example.com` });
          expect({ moment, reason: own['Opt-out reason'] }).toEqual({ moment, reason: '' });
        }
        await program.sync();
        const requests = await program.keap.requests();
        expect(requests.filter(({ what }) => /optOut/i.test(what))).toEqual([]);
      }
    },
    120_000,
  );

  it.each(disturbances)(
    'R6 a fill-in leaves nothing in other cells when somebody %s',
    async (_, disturb) => {
      const moments = await momentsOf(fill);
      for (const moment of momentsFor(disturb, moments)) {
        const { program } = await disturbedAt(moment, fill, disturb);
        const found = ownCells(program);
        for (const id of ids) {
          const { Email, 'First name': first = '', ...rest } = found[id] ?? {};
          expect({ moment, Email }).toEqual({ moment, Email: `new${id}@example.com` });
          expect(['', `Name${id}`]).toContain(first);
          const strays = Object.entries(rest).filter(
            ([header, text]) => text.startsWith('Name') && header !== 'Nickname of the contact',
          );
          expect({ moment, strays }).toEqual({ moment, strays: [] });
          expect({ moment, reason: rest['Opt-out reason'] }).toEqual({ moment, reason: '' });
        }
      }
    },
    120_000,
  );
});
