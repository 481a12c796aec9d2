import { describe, expect, it } from 'vitest';
import { isRemote } from '../../local/appsscript/google-limits.ts';
import { killPoints } from '../support/kill-points.ts';
import { givenMissingIds } from '../support/missing-ids.ts';
import { hourMs, type Program, sheetName } from '../support/program.ts';

const headers = ['Contact ID', 'Email', 'First Name'];
const logName = 'Keap sync log';

/** Of one round: none of its addresses is known to Keap from an earlier one. */
interface Round {
  readonly found: string;
  readonly foundId: number;
  readonly created: readonly string[];
}

const roundOf = (number: number): Round => ({
  found: `found${number}@example.com`,
  foundId: 1_000 * number,
  created: [`one${number}@example.com`, `two${number}@example.com`],
});

/** A row to be found, two to be created, and one that has its id; a first sync is one without the managed columns. */
async function makeNew(
  program: Program,
  { found, foundId, created }: Round,
  isFirst: boolean,
): Promise<void> {
  const sheet = program.google.sheet(sheetName);
  await program.keap.putContact({ id: foundId, fields: { Email: found } });
  await program.keap.putContact({ id: 1, fields: { Email: 'known@example.com' } });
  if (program.google.spreadsheet.sheets.some(({ name }) => name === logName))
    program.google.deleteSheet(logName);
  const [own = []] = sheet.cells();
  if (isFirst) for (let column = own.length - 1; column >= 3; column--) sheet.deleteColumn(column);
  [found, ...created, 'known@example.com'].forEach((address, index) => {
    sheet.set(index + 1, 0, index === 3 ? 1 : '');
    sheet.set(index + 1, 1, address);
    if (!isFirst) sheet.set(index + 1, 3, '');
  });
}

/** Each address belongs to one contact, and every row has the id of the contact with its address. */
async function expectRight(program: Program, round: Round, where: object): Promise<void> {
  const contacts = await program.keap.contacts();
  const owners = (address: string) =>
    contacts.filter(({ fields }) => fields.Email === address).map(({ id }) => String(id));
  const addresses = [round.found, ...round.created, 'known@example.com'];
  expect({ ...where, owners: addresses.map((address) => owners(address).length) }).toEqual({
    ...where,
    owners: [1, 1, 1, 1],
  });
  const rows = program.column('Email').map((address, index) => {
    return [address, program.column('Contact ID')[index]];
  });
  expect({ ...where, rows }).toEqual({
    ...where,
    rows: rows.map(([address = '']) => [address, owners(address)[0]]),
  });
  const statuses = program.column('Keap status');
  expect({ ...where, statuses }).toEqual({
    ...where,
    statuses: statuses.map(() => expect.stringMatching(/^(Synced|Unchanged)$/)),
  });
}

const cells = [headers, ...Array.from({ length: 4 }, (_, index) => ['', '', `Name ${index}`])];
const isDone = (program: Program) =>
  program.column('Keap status').every((status) => status === 'Synced' || status === 'Unchanged');

describe('R3', () => {
  it.each([
    ['XML-RPC', 'xml-rpc', true, 0],
    ['REST v2', 'rest', false, 0],
    ['XML-RPC, whose search lags behind', 'xml-rpc', false, 10 * 60_000],
    ['REST v2, whose search lags behind', 'rest', true, 10 * 60_000],
  ] as const)(
    'R3 an execution killed at any call creates no contact twice, and every row gets its own id, over %s',
    async (_name, api, isFirst, newContactsFoundAfterMs) => {
      const behavior = { newContactsFoundAfterMs };
      const program = await givenMissingIds({ choice: 'create', cells, keap: { behavior } });
      await program.ask('saveApi', { choice: api });
      let number = 0;
      await makeNew(program, roundOf(++number), true);
      await program.sync();
      await makeNew(program, roundOf(++number), isFirst);
      const undisturbed = await program.sync();
      await expectRight(program, roundOf(number), { undisturbed: isFirst });
      const points = killPoints(undisturbed.calls);
      expect(points.length).toBeGreaterThan(15);
      for (const killAt of points) {
        const round = roundOf(++number);
        await makeNew(program, round, isFirst);
        await program.sync({ killAt });
        await program.sync();
        // What was sent and cannot be found is not sent again within the hour.
        if (!isDone(program)) {
          await program.google.passTime(2 * hourMs);
          await program.sync();
        }
        await expectRight(program, round, killAt);
      }
    },
  );
});

describe('R4', () => {
  it.each([
    ['sorts', (program: Program) => program.google.sheet(sheetName).sort(1, false)],
    ['inserts a row', (program: Program) => program.google.sheet(sheetName).insertRow(2)],
    ['edits an address', (program: Program) => program.google.sheet(sheetName).set(2, 1, 'late@example.com')],
  ] as const)(
    'R4 no id is written to a row with another address while someone %s between any two calls',
    async (_name, disturb) => {
      let call = 0;
      let disturbAt = Number.POSITIVE_INFINITY;
      const program: Program = await givenMissingIds({
        ...{ choice: 'create', cells },
        google: {
          schedule(waiting) {
            if (++call === disturbAt) disturb(program);
            return waiting.length - 1;
          },
        },
      });
      let number = 0;
      await makeNew(program, roundOf(number), true);
      call = 0;
      const undisturbed = await program.sync();
      const moments = undisturbed.calls.flatMap(({ service, method }, index) =>
        ['SpreadsheetApp', 'Sheet', 'Range'].includes(service) && isRemote(service, method)
          ? [index + 1]
          : [],
      );
      expect(moments.length).toBeGreaterThan(20);
      for (const at of moments) {
        const sheet = program.google.sheet(sheetName);
        disturbAt = Number.POSITIVE_INFINITY;
        const missing = cells.length - sheet.cells().length;
        for (let row = 0; row < missing; row++) sheet.insertRow(1);
        for (let row = 0; row < -missing; row++) sheet.deleteRow(1);
        await makeNew(program, roundOf(++number), true);
        call = 0;
        disturbAt = at;
        const run = await program.sync();
        expect(run.kind).toBe('completed');
        disturbAt = Number.POSITIVE_INFINITY;
        const contacts = await program.keap.contacts();
        const addressOf = new Map(contacts.map(({ id, fields }) => [String(id), fields.Email ?? '']));
        const ids = program.column('Contact ID');
        const rows = program.column('Email').map((address, index) => [address, ids[index] ?? '']);
        for (const [address = '', id = ''] of rows) {
          // Whoever edits an address of a row that has its id by then edits that contact.
          if (id === '' || address === 'late@example.com') continue;
          expect({ at, address, id, of: addressOf.get(id) }).toEqual({ at, address, id, of: address });
        }
        for (const address of roundOf(number).created) {
          const owners = contacts.filter(({ fields }) => fields.Email === address);
          expect({ at, address, owners: owners.length <= 1 }).toEqual({ at, address, owners: true });
        }
      }
    },
  );
});
