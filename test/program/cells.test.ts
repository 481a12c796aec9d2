import { describe, expect, it } from 'vitest';
import { isRemote } from '../../local/appsscript/google-limits.ts';
import type { Cell } from '../../local/appsscript/typed-cell.ts';
import { givenConnected, givenProgram, type Program, sheetName } from '../support/program.ts';

const address = (id: number) => `p${id}@example.com`;

/** A connected program with a contact for each row, each opted in; the cells stand behind the id. */
async function givenRows(
  headers: readonly string[],
  rows: readonly (readonly Cell[])[],
  options: {
    readonly api?: 'rest' | 'xml-rpc';
    readonly fields?: (id: number) => Record<string, string>;
    readonly timeZone?: string;
  } = {},
): Promise<Program> {
  const { api = 'xml-rpc', fields = () => ({}), timeZone = 'Etc/UTC' } = options;
  const cells = [['Contact ID', ...headers], ...rows.map((row, index) => [index + 1, ...row])];
  const ids = rows.map((_, index) => index + 1);
  const program = await givenProgram({
    cells,
    google: { spreadsheet: { timeZone, sheets: [{ name: sheetName, cells }] } },
    keap: {
      contacts: ids.map((id) => ({ id, fields: { Email: address(id), FirstName: 'Old', ...fields(id) } })),
      optStatuses: Object.fromEntries(ids.map((id) => [address(id), 'single-opt-in'])),
      customFields: ['_BestTimeToCall'],
    },
  });
  await program.connect();
  await program.ask('saveApi', { choice: api });
  return program;
}

async function statusesIn({ keap }: Program, count: number): Promise<string[]> {
  const entries = await Promise.all(
    Array.from({ length: count }, (_, index) => keap.optEntry(address(index + 1))),
  );
  return entries.map(({ status }) => status);
}

async function fieldIn({ keap }: Program, id: number, name: string): Promise<string | undefined> {
  return (await keap.contacts()).find((one) => one.id === id)?.fields[name];
}

describe.each(['xml-rpc', 'rest'] as const)('R9 over %s', (api) => {
  it('R9 no cell that means no, shows nothing, is an error or is ours opts anyone out or in', async () => {
    const wishes: Cell[] = [
      ...[
        'N/A',
        'none',
        'no',
        'nein',
        'いいえ',
        'Subscribed',
        'active',
        '—',
        '?',
        'x-not-set',
        '\u200b',
        '\u00a0',
        '\u00ad',
      ],
      ...[
        'Loading...',
        'Loading…',
        '#N/A',
        '#SPILL!',
        '#GETTING_DATA',
        'Waiting',
        'Synced',
        'Keap status',
        '0',
        0,
        false,
      ],
    ];
    const rows = wishes.flatMap((cell) => [
      ['New', cell, '', ''],
      ['New', '', cell, ''],
      ['New', '', '', cell],
    ]);
    const program = await givenRows(['First Name', 'Opt-out reason', 'Opt-in reason', 'Do Not Email'], rows, {
      api,
    });
    await program.sync();
    expect(new Set(await statusesIn(program, rows.length))).toEqual(new Set(['single-opt-in']));
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced', 'Check']));
    const states = program.column('Keap status');
    for (const [index, cell] of wishes.entries()) {
      // A 0, an unticked box and a cell that shows nothing hold nothing back.
      if (cell === 0 || cell === false || cell === '0' || cell === '\u200b') {
        expect(states.slice(index * 3, index * 3 + 3), String(cell)).toEqual(['Synced', 'Synced', 'Synced']);
        expect(await fieldIn(program, index * 3 + 1, 'FirstName')).toBe('New');
      }
    }
  });

  it('R9 columns of yes and no opt out exactly those that say yes', async () => {
    const values: Cell[] = [1, 0, true, false, 'x', 'no', 'Yes', '', 'WAHR', 'FALSCH'];
    const rows = values.map((value) => ['New', value, '']);
    const program = await givenRows(['First Name', 'Unsubscribed', 'Opt-out reason'], rows, { api });
    await program.sync();
    const wanted = [true, false, true, false, true, false, true, false, true, false];
    expect((await statusesIn(program, rows.length)).map((status) => status !== 'single-opt-in')).toEqual(
      wanted,
    );
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
    expect((await program.keap.optEntry(address(1))).reason).toBe('Unsubscribed');
  });

  it('R10 an opt-out is sent once, although another value of its row cannot be', async () => {
    const program = await givenRows(['First Name', 'Opt-out reason'], [['x'.repeat(50), 'asked by phone']], {
      api,
    });
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Check']);
    expect(program.column('Keap message')[0]).toMatch(/Shorten it\. The address was opted out\.$/);
    expect((await program.keap.optEntry(address(1))).reason).toBe('asked by phone');
    const calls = (await program.keap.requests()).length;
    await program.sync();
    expect((await program.keap.requests()).length).toBe(calls);
  });

  it('R9 a row with a cell that is still loading is sent by a later sync', async () => {
    const program = await givenRows(['First Name', 'Job Title'], [['Loading...', 'Baker']], { api });
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Check']);
    expect(program.column('Keap message')[0]).toContain('still being calculated');
    expect(await fieldIn(program, 1, 'JobTitle')).toBeUndefined();
    program.google.sheet(sheetName).set(1, 1, 'Ana');
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
    expect([await fieldIn(program, 1, 'FirstName'), await fieldIn(program, 1, 'JobTitle')]).toEqual([
      'Ana',
      'Baker',
    ]);
  });

  it('R2 a postal code and a phone number keep the zeros and the + that Sheets has dropped', async () => {
    const program = await givenRows(['Postal Code', 'Phone 1'], [[2138, 447700900123]], {
      api,
      fields: () => ({ PostalCode: '02138', Phone1: '+447700900123' }),
    });
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
    expect(program.column('Keap message')[0]).toContain('stays "02138" in Keap');
    expect([await fieldIn(program, 1, 'PostalCode'), await fieldIn(program, 1, 'Phone1')]).toEqual([
      '02138',
      '+447700900123',
    ]);
    // By its format, the cell shows what Keap is to have.
    program.google.sheet(sheetName).set(1, 1, 501);
    program.google.sheet(sheetName).format('B2', '00000');
    await program.sync();
    expect(await fieldIn(program, 1, 'PostalCode')).toBe('00501');
  });

  it('R8 a value that came from Keap does not block its row', async () => {
    const program = await givenRows(
      ['Email', 'First Name', 'Nickname'],
      [['ana@localhost', 'Ana', 'x'.repeat(120)]],
      {
        api,
        fields: () => ({ Email: 'ana@localhost', Nickname: 'x'.repeat(120) }),
      },
    );
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
    expect(await fieldIn(program, 1, 'FirstName')).toBe('Ana');
    program.google.sheet(sheetName).set(1, 1, 'bo@localhost');
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Check']);
    expect(await fieldIn(program, 1, 'Email')).toBe('ana@localhost');
    const calls = (await program.keap.requests()).length;
    const [message] = program.column('Keap message');
    await program.sync();
    expect((await program.keap.requests()).length).toBe(calls);
    expect([program.column('Keap status'), program.column('Keap message')]).toEqual([['Check'], [message]]);
    program.google.sheet(sheetName).set(1, 1, 'bo@example.com');
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
    expect(await fieldIn(program, 1, 'Email')).toBe('bo@example.com');
  });
});

describe('a sync of typed cells', () => {
  it.each(['Etc/UTC', 'America/New_York', 'Asia/Kolkata'])(
    'sends a time of day as it is shown in %s',
    async (timeZone) => {
      const program = await givenRows(['_BestTimeToCall', 'Nickname'], [['', '']], { timeZone });
      program.google.sheet(sheetName).set(1, 1, '2:30 PM');
      program.google.sheet(sheetName).set(1, 2, '09:00');
      await program.sync();
      expect(await fieldIn(program, 1, '_BestTimeToCall')).toBe('2:30 PM');
      expect(await fieldIn(program, 1, 'Nickname')).toBe('9:00');
    },
  );

  it('asks about a birthday that was typed without a year', async () => {
    const program = await givenRows(['First Name', 'Birthday'], [['Ana', '']]);
    program.google.sheet(sheetName).set(1, 2, '12/28');
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Check']);
    expect(program.column('Keap message')[0]).toContain('Enter the year of birth');
  });

  it('leaves a total and a note below the contacts alone', async () => {
    const program = await givenRows(
      ['Email', 'Company'],
      [
        ['new1@example.com', 'A'],
        ['new2@example.com', 'B'],
      ],
    );
    const sheet = program.google.sheet(sheetName);
    sheet.set(4, 0, 'Total');
    sheet.set(4, 1, 2);
    sheet.set(5, 0, 'Updated by Ana on Monday');
    sheet.set(6, 0, 'x17');
    sheet.set(6, 1, 'new3@example.com');
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', '', '', '', 'Check']);
  });
});

describe('somebody formats every cell as plain text during a run', () => {
  it('R3 R6 keeps the statuses and the log free of apostrophes, at every moment', async () => {
    let calls = 0;
    for (let moment = 1; moment === 1 || moment <= calls; moment++) {
      const program = await givenConnected(2, { behavior: { plainTextKeepsApostrophe: true } });
      await program.sync();
      for (const row of [1, 2]) program.google.sheet(sheetName).set(row, 1, `newest${row}@example.com`);
      calls = 0;
      const end = program.google.interrupt(({ service, method }) => {
        if (!['Range', 'SpreadsheetApp'].includes(service) || !isRemote(service, method)) return;
        if (++calls !== moment) return;
        for (const name of [sheetName, 'Keap sync log']) program.google.sheet(name).format('A:Z', '@');
      });
      await program.sync();
      end();
      expect(program.column('Keap status'), `at call ${moment}`).toEqual(['Synced', 'Synced']);
      const log = program.google.sheet('Keap sync log').display().flat();
      expect(
        log.filter((text) => text.startsWith("'")),
        `at call ${moment}`,
      ).toEqual([]);
      await program.sync();
      expect(program.column('Keap status'), `at call ${moment}`).toEqual(['Unchanged', 'Unchanged']);
    }
  });
});
