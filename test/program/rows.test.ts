import { describe, expect, it } from 'vitest';
import { randomFaults } from '../../local/appsscript/faults.ts';
import { contactsAndCells, givenConnected, givenProgram, hourMs, sheetName } from '../support/program.ts';
import { seeded, seedsOf } from '../support/seeds.ts';

describe('R1', () => {
  it.each([
    [
      'a fault',
      {
        kind: 'garbled',
        body: '<methodResponse><fault><value><struct><member><name>faultCode</name><value><i4>12</i4></value></member><member><name>faultString</name><value>[InvalidParameter]no</value></member></struct></value></fault></methodResponse>',
      },
    ],
    [
      'another contact',
      {
        kind: 'garbled',
        body: '<methodResponse><params><param><value><i4>777</i4></value></param></params></methodResponse>',
      },
    ],
    ['a 500 each time', { kind: 'answer', status: 500, body: '<html>oops</html>' }],
    ['HTML each time', { kind: 'answer', status: 200, body: '<html>maintenance</html>' }],
    [
      'malformed XML each time',
      { kind: 'garbled', body: '<methodResponse><params><param><value><i4>1</i4>' },
    ],
    [
      'a result of another type',
      {
        kind: 'garbled',
        body: '<methodResponse><params><param><value>1</value></param></params></methodResponse>',
      },
    ],
  ] as const)('R1 a row does not say Synced if Keap answers its update with %s', async (_name, trouble) => {
    const program = await givenConnected(1);
    await program.keap.break({ match: ['ContactService.update', 'rest PATCH'], trouble });
    await program.sync();
    expect(program.column('Keap status')[0]).toMatch(/Failed|Waiting/);
    expect(program.column('Keap fingerprint')).toEqual(['']);
    await program.keap.mend();
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
  });

  it('R1 a row is sent again until Keap confirms it if an answer was lost', async () => {
    const program = await givenConnected(3);
    await program.keap.break({
      match: 'ContactService.update',
      times: 1,
      trouble: { kind: 'cut', when: 'after' },
    });
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced']);
    expect((await program.keap.contacts()).map(({ fields }) => fields.Email)).toEqual([
      'new1@example.com',
      'new2@example.com',
      'new3@example.com',
    ]);
  });
});

describe('R2', () => {
  it('R2 nothing changes in Keap that the row does not name', async () => {
    const fields = {
      Email: 'a@old.example',
      EmailAddress2: 'b@old.example',
      Phone1: '1',
      Company: 'C',
      _Own: 'x',
    };
    const program = await givenProgram({
      keap: {
        contacts: [
          { id: 1, fields },
          { id: 2, fields },
        ],
        customFields: ['_Own'],
      },
      cells: [
        ['Id', 'Email', 'Email address 2', 'Company', 'Opt-out reason'],
        [1, 'a@new.example', '', '  ', ''],
      ],
    });
    await program.connect();
    await program.sync();
    expect(await program.keap.contacts()).toEqual([
      { id: 1, fields: { ...fields, Email: 'a@new.example' } },
      { id: 2, fields },
    ]);
    expect(await program.keap.optEntries()).toEqual({});
  });
});

describe('R5', () => {
  it('R5 an unchanged sheet costs no request, and one edited row costs one read and one write', async () => {
    const program = await givenConnected(120);
    await program.sync();
    await program.keap.forgetRequests();
    await program.sync();
    await program.sync();
    expect(await program.keap.requests()).toEqual([]);
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Unchanged']));
    program.google.sheet(sheetName).set(7, 1, 'edited@example.com');
    program.google.sheet(sheetName).sort(1);
    await program.sync();
    expect(await program.keapCalls()).toEqual(['ContactService.load', 'ContactService.update']);
  });
});

describe('R6', () => {
  it('R6 only the managed columns are written, and no text becomes a formula', async () => {
    const { contacts, cells } = contactsAndCells(3);
    const program = await givenProgram({
      keap: { contacts },
      cells: cells.map((row, index) => [...row, index === 0 ? 'My notes' : `note ${index}`]),
    });
    await program.connect();
    const before = program.google.sheet(sheetName).cells();
    const body =
      '<methodResponse><fault><value><struct><member><name>faultCode</name><value><i4>77</i4></value></member><member><name>faultString</name><value>=HYPERLINK("http://evil.example")</value></member></struct></value></fault></methodResponse>';
    await program.keap.break({
      match: 'ContactService.update',
      times: 1,
      trouble: { kind: 'garbled', body },
    });
    await program.sync();
    const after = program.google.sheet(sheetName).cells();
    expect(after.map((row) => row.slice(0, 3))).toEqual(before);
    expect(after[0]?.slice(3)).toEqual(['Keap status', 'Keap synced at', 'Keap message', 'Keap fingerprint']);
    expect(program.column('Keap status').sort()).toEqual(['Failed', 'Synced', 'Synced']);
    expect(program.column('Keap message').join()).toContain('=HYPERLINK');
    expect(program.google.sheet(sheetName).formulas()).toEqual([]);
    expect(program.google.sheet(sheetName).hiddenColumns()).toEqual([6]);
  });
});

describe('R7', () => {
  /** Every order of three turns, repeated until both executions have ended: bit n says which one takes the nth turn. */
  const orders = Array.from({ length: 8 }, (_, order) => order);

  it.each(orders)(
    'R7 two executions never sync at the same time, menu or trigger; the second one says so (order %i)',
    async (order) => {
      let turn = 0;
      const program = await givenConnected(6, {
        schedule: (waiting) => ((order >> (turn++ % 3)) & 1) % waiting.length,
      });
      await program.ask('saveSchedule', { isOn: true, hour: 13, mailsOn: false, mailTo: '' });
      program.google.clock.moveTo(program.google.clock.nowMs() + 1.5 * hourMs);
      const slow = { kind: 'slow', ms: 20_000 } as const;
      await program.keap.break({ match: 'ContactService.update', times: 1, trouble: slow });
      const dispatcher = () => program.google.run('runHourly', [], { as: 'trigger' });
      const runs = await Promise.all([program.sync(), order % 2 === 0 ? program.sync() : dispatcher()]);
      expect(runs.map(({ kind }) => kind)).toEqual(['completed', 'completed']);
      expect((await program.keap.counts())['xmlrpc ContactService.update']).toBe(6);
      // The second execution says that another one is running, or finds nothing to do if it starts later.
      const said = [program.lastMessage(), ...runs.flatMap(({ logs }) => logs)].join(' ');
      expect(said).toMatch(
        /Another sync (of this spreadsheet is running|holds the lock)|0 synced, 6 unchanged/,
      );
    },
  );
});

describe('R7 beside a second document', () => {
  it.each(seedsOf(6))(
    'R7 D1 each document has one sync at a time, while Sheets fails (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const first = await givenConnected(4, {
        deployment: 'add-on',
        schedule: (waiting) => Math.floor(random() * waiting.length),
      });
      for (const id of [5, 6]) await first.keap.putContact({ id, fields: { Email: `old${id}@example.com` } });
      const cells = [['Contact ID', 'Email'], ...[5, 6].map((id) => [id, `new${id}@example.com`])];
      const second = first.inDocument(first.google.addDocument({ sheets: [{ name: sheetName, cells }] }));
      await second.google.open();
      await second.connect();
      const slow = { kind: 'slow', ms: 20_000 } as const;
      await first.keap.break({ match: 'ContactService.update', times: 1, trouble: slow });
      first.google.planFaults(randomFaults(random, 0.03, ({ service }) => service === 'Range'));
      const runs = await Promise.all([first.sync(), second.sync(), first.sync(), second.sync()]);
      first.google.planFaults(undefined);
      expect(runs.map(({ kind }) => kind)).toEqual(Array(4).fill('completed'));
      expect((await first.keap.counts())['xmlrpc ContactService.update']).toBe(6);
      for (const program of [first, second]) {
        expect(program.column('Keap status')).toEqual(program.column('Contact ID').map(() => 'Synced'));
      }
    },
  );
});

describe('R8', () => {
  it('R8 one bad row never stops the others', async () => {
    const { contacts, cells } = contactsAndCells(6);
    const program = await givenProgram({
      keap: { contacts },
      cells: [
        ...cells,
        ['nonsense', 'x@example.com'],
        [9999, 'y@example.com'],
        ['', 'z@example.com'],
        [5, 'twice@example.com'],
      ],
    });
    await program.connect();
    // The answer for one contact can never be read.
    await program.keap.break({
      match: 'ContactService.update',
      after: 2,
      times: 1,
      trouble: { kind: 'garbled', body: '<methodResponse>' },
    });
    await program.sync();
    expect(program.column('Keap status')).toEqual([
      ...['Synced', 'Synced', 'Synced', 'Synced', 'Check', 'Synced'],
      ...['Check', 'Failed', 'Check', 'Check'],
    ]);
    expect(program.column('Keap message')[4]).toContain('row 11');
  });
});
