import { describe, expect, it } from 'vitest';
import { killPoints } from '../support/kill-points.ts';
import { givenConnected, type Program } from '../support/program.ts';

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
});

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
