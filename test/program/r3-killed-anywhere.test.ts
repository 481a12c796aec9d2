import { describe, expect, it } from 'vitest';
import { randomFaults } from '../../local/appsscript/faults.ts';
import { killPoints } from '../support/kill-points.ts';
import { givenConnected, type Program, sheetName } from '../support/program.ts';
import { seeded } from '../support/seeds.ts';

const rowCount = 12;
const newAddress = "Keap won't send marketing email to this new address until it is opted in.";
const logName = 'Keap sync log';

/** What must be the same no matter where a run was killed: Keap's contacts, and the sheet except for times. */
async function endState(program: Program) {
  const statuses = program
    .column('Keap status')
    .map((status) => (status === 'Unchanged' ? 'Synced' : status));
  // Only the execution that changes an address can say that it is new.
  const messages = program.column('Keap message').map((text) => (text === newAddress ? '' : text));
  return { contacts: await program.keap.contacts(), statuses, messages };
}

describe('R3', () => {
  it('R3 an execution killed at any call leaves no row skipped or falsely reported', async () => {
    const program = await givenConnected(rowCount);
    await program.sync();
    const wanted = await endState(program);
    expect(wanted.statuses).toEqual(Array(rowCount).fill('Synced'));
    for (const isFirst of [true, false]) {
      await makeNew(program, isFirst);
      const points = killPoints((await program.sync()).calls);
      expect(points.length).toBeGreaterThan(10);
      let killed = 0;
      for (const killAt of points) {
        await makeNew(program, isFirst);
        const run = await program.sync({ killAt });
        killed += Number(run.kind === 'killed');
        await noFalseReport(program);
        const next = await program.sync();
        expect(next.kind).toBe('completed');
        expect({ ...killAt, ...(await endState(program)) }).toEqual({ ...killAt, ...wanted });
      }
      expect(killed).toBeGreaterThan(0.9 * points.length);
    }
  });

  it('R3 a kill leaves the other document of the same person as it was, while Sheets fails now and then', async () => {
    const program = await givenConnected(rowCount, { deployment: 'add-on' });
    const other = program.inDocument(
      program.google.addDocument({ name: 'Other', sheets: [{ name: sheetName, cells: otherCells }] }),
    );
    await program.keap.putContact({ id: otherId, fields: { Email: 'old@example.com', Company: 'Kept' } });
    await other.google.open();
    await other.connect();
    await other.sync();
    await program.sync();
    const wanted = await endState(program);
    await makeNew(program, false);
    const points = killPoints((await program.sync()).calls);
    for (const [index, killAt] of points.entries()) {
      await makeNew(program, false);
      // Sheets may fail in the run that is killed, and in the other document, but not in the runs that come after.
      program.google.planFaults(randomFaults(seeded(index), 0.03, ({ service }) => isSheetService(service)));
      await program.sync({ killAt });
      other.google.sheet(sheetName).set(1, 1, `other${index}@example.com`);
      await other.sync();
      program.google.planFaults(undefined);
      await noFalseReport(program);
      await other.sync();
      expect({ ...killAt, other: other.column('Keap status')[0] }).toEqual({
        ...killAt,
        other: expect.stringMatching(/Synced|Unchanged/),
      });
      const [addressed] = (await program.keap.contacts()).filter(({ id }) => id === otherId);
      expect({ ...killAt, email: addressed?.fields.Email }).toEqual({
        ...killAt,
        email: `other${index}@example.com`,
      });
      await program.sync();
      const { contacts, ...state } = await endState(program);
      const own = contacts.filter(({ id }) => id !== otherId);
      expect({ ...killAt, ...state, own }).toEqual({
        ...killAt,
        ...{ statuses: wanted.statuses, messages: wanted.messages },
        own: wanted.contacts.filter(({ id }) => id !== otherId),
      });
      expect((await other.state()).connection.kind).toBe('connected');
    }
  });
});

const isSheetService = (service: string) => ['SpreadsheetApp', 'Sheet', 'Range'].includes(service);

/** A contact of the other document alone. */
const otherId = 99;
const otherCells = [
  ['Contact ID', 'Email'],
  [otherId, 'other@example.com'],
];

/** Resets Keap and the sheet so that every row is sent again; a first sync is one without the managed columns. */
async function makeNew(program: Program, isFirst: boolean): Promise<void> {
  const sheet = program.google.sheet('Contacts');
  for (let id = 1; id <= rowCount; id++) {
    await program.keap.putContact({ id, fields: { Email: `old${id}@example.com`, Company: 'Kept' } });
  }
  // Otherwise the log grows with every round, and each run reads it.
  if (program.google.spreadsheet.sheets.some(({ name }) => name === logName))
    program.google.deleteSheet(logName);
  const [headers = []] = sheet.cells();
  if (isFirst) for (let column = headers.length - 1; column >= 2; column--) sheet.deleteColumn(column);
  else for (let row = 1; row <= rowCount; row++) sheet.set(row, 2, '');
}

/** Checks that Keap has the address of each row that says Synced with a current fingerprint. */
async function noFalseReport(program: Program): Promise<void> {
  const statuses = program.column('Keap status');
  const contacts = await program.keap.contacts();
  statuses.forEach((status, index) => {
    if (status === 'Synced') expect(contacts[index]?.fields.Email).toBe(`new${index + 1}@example.com`);
  });
}
