import { describe, expect, it } from 'vitest';
import { randomFaults } from '../../local/appsscript/faults.ts';
import { isRemote } from '../../local/appsscript/google-limits.ts';
import type { SheetDisplay } from '../../local/appsscript/sheet-display.ts';
import { givenConnected, sheetName } from '../support/program.ts';
import { seeded } from '../support/seeds.ts';

const otherId = 99;
const isSheetService = (service: string) => ['SpreadsheetApp', 'Sheet', 'Range'].includes(service);

const disturbances: readonly [string, (sheet: SheetDisplay) => void][] = [
  ['sorts', (sheet) => sheet.sort(0, false)],
  ['inserts a row', (sheet) => sheet.insertRow(3)],
  ['deletes a row', (sheet) => sheet.deleteRow(2)],
  ['edits an address', (sheet) => sheet.set(4, 1, 'edited@example.com')],
  ['inserts a column', (sheet) => sheet.insertColumn(1)],
];

describe('R4', () => {
  it.each(disturbances)(
    'R4 no outcome is written to a wrong row while someone %s between any two calls',
    async (_name, disturb) => {
      let call = 0;
      let turns = 0;
      let disturbAt = Number.POSITIVE_INFINITY;
      const program = await givenConnected(8, {
        deployment: 'add-on',
        schedule(waiting) {
          // The older execution is the one in the sheet that people work in; the other document's takes every other turn.
          const older = Math.min(...waiting.map(({ executionId }) => executionId));
          const isOthersTurn = waiting.length > 1 && ++turns % 2 === 0;
          const chosen = waiting.findIndex(({ executionId }) => (executionId === older) !== isOthersTurn);
          if (!isOthersTurn && ++call === disturbAt) disturb(program.google.sheet(sheetName));
          return chosen;
        },
      });
      const start = program.google.sheet(sheetName).cells();
      // A second document of the same person, with a sheet of the same name and a contact of its own.
      await program.keap.putContact({ id: otherId, fields: { Email: 'old@example.com' } });
      const otherCells = [
        ['Contact ID', 'Email'],
        [otherId, 'other@example.com'],
      ];
      const other = program.inDocument(
        program.google.addDocument({ sheets: [{ name: sheetName, cells: otherCells }] }),
      );
      await other.google.open();
      await other.connect();
      await other.sync();
      call = 0;
      const undisturbed = await program.sync();
      expect(undisturbed.calls.length).toBeGreaterThan(20);
      // What somebody does to a sheet shows at the next call that reads it or writes to it.
      const moments = undisturbed.calls.flatMap(({ service, method }, index) =>
        isSheetService(service) && isRemote(service, method) ? [index + 1] : [],
      );
      expect(moments.length).toBeGreaterThan(20);
      for (const at of moments) {
        // In every other run, Sheets fails now and then, too.
        const share = at % 2 === 0 ? 0.03 : 0;
        program.google.planFaults(randomFaults(seeded(at), share, ({ service }) => isSheetService(service)));
        reset(program.google.sheet(sheetName), start);
        // Otherwise the log grows with every round, and each run reads it.
        if (program.google.spreadsheet.sheets.length > 1) program.google.deleteSheet('Keap sync log');
        for (let id = 1; id <= 8; id++)
          await program.keap.putContact({ id, fields: { Email: `old${id}@example.com` } });
        call = 0;
        disturbAt = at;
        const address = `other${at}@example.com`;
        other.google.sheet(sheetName).set(1, 1, address);
        // In every third run, the other document is synced at the same time.
        const [run] = await Promise.all([program.sync(), ...(at % 3 === 0 ? [other.sync()] : [])]);
        expect(run.kind).toBe('completed');
        if (at % 3 === 0) {
          const [, row = []] = other.google.sheet(sheetName).display();
          expect({ at, row: row.slice(0, 3) }).toEqual({ at, row: [String(otherId), address, 'Synced'] });
        }
        // Edits after the run's last look at the sheet are left to the next run.
        const methods = run.calls.map(({ method }) => method);
        const logOpened = methods.lastIndexOf('getSheetByName');
        const lastLook = methods.slice(0, logOpened).lastIndexOf('getValues') + 1;
        if (at > lastLook) continue;
        disturbAt = Number.POSITIVE_INFINITY;
        const contacts = new Map((await program.keap.contacts()).map(({ id, fields }) => [id, fields.Email]));
        const [headers = [], ...rows] = program.google.sheet(sheetName).display();
        const [id, email, status] = ['Contact ID', 'Email', 'Keap status'].map((name) =>
          headers.indexOf(name),
        );
        for (const row of rows) {
          if (row[status ?? 0] === 'Synced') {
            expect({ at, id: row[id ?? 0], has: contacts.get(Number(row[id ?? 0])) }).toEqual({
              at,
              id: row[id ?? 0],
              has: row[email ?? 0],
            });
          }
        }
      }
    },
  );
});

/** Resets the sheet to its state before the first sync, including the managed columns. */
function reset(sheet: SheetDisplay, cells: ReturnType<SheetDisplay['cells']>): void {
  const [headers = []] = sheet.cells();
  for (let column = headers.length - 1; column >= 0; column--) sheet.deleteColumn(column);
  for (let column = 0; column < headers.length; column++) sheet.insertColumn(0);
  cells.forEach((row, rowIndex) => {
    row.forEach((cell, columnIndex) => {
      sheet.set(rowIndex, columnIndex, cell);
    });
  });
}
