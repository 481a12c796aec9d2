import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../local/appsscript/typed-cell.ts';
import { isOptedOut, type OptEvent, type OptStatus, optEvents } from '../../local/keap/opt-status.ts';
import { passing, passingFaultKinds } from '../../local/keap/passing-faults.ts';
import { undecodable } from '../../local/keap/undecodable.ts';
import { apiOptOut } from '../support/opt-outs.ts';
import { type Given, givenProgram, type Program, sheetName } from '../support/program.ts';

const apis = ['xml-rpc', 'rest'] as const;
const unsubscribed =
  'This address has unsubscribed. Only the contact can opt in again, through a form or a link.';

async function connected(api: (typeof apis)[number], { cells = [[]], keap = {} }: Given): Promise<Program> {
  const program = await givenProgram({ cells, keap });
  await program.connect();
  await program.ask('saveApi', { choice: api });
  return program;
}

const status = async ({ keap }: Program, address: string) => (await keap.optEntry(address)).status;
const optIns = async ({ keap }: Program) =>
  (await keap.optHistory()).filter(({ wish }) => wish === 'in').length;
const setCell = ({ google }: Program, header: string, row: number, cell: Cell) => {
  const sheet = google.sheet(sheetName);
  sheet.set(row, (sheet.display()[0] ?? []).indexOf(header), cell);
};
const logLines = ({ google }: Program, contact: string) =>
  google
    .sheet('Keap sync log')
    .display()
    .filter((row) => row[4] === contact)
    .map((row) => [row[5], row[8]]);

describe.each(apis)('R10 over %s', (api) => {
  it('R10 an opt-out depends on nothing else in its row, and the row and the log say both', async () => {
    const rows: [number, Record<string, string>, Cell[]][] = [
      [1, {}, ['Europe/Oslo', '', 'Ana']],
      [2, {}, ['', 'new2@example.com', 'Bo']],
      [3, {}, ['Europe/Oslo', 'new3@example.com', 'Chi']],
      [4, { FirstName: `Zo${undecodable}` }, ['', '', 'Zoe']],
      [5, {}, ['', '', '']],
    ];
    // Enough other rows that the column is not asked about as one that opts out most of the sheet.
    const others = [11, 12, 13, 14, 15, 16];
    const program = await connected(api, {
      cells: [
        ['Contact ID', 'Time zone', 'Email', 'First name', 'Opt-out reason'],
        ...rows.map(([id, , cells]) => [id, ...cells, 'asked by phone']),
        ...others.map((id) => [id, '', '', 'Dee', '']),
      ],
      keap: {
        contacts: [...rows, ...others.map((id) => [id, {}] as const)].map(([id, fields]) => ({
          id,
          fields: { Email: `p${id}@example.com`, ...fields },
        })),
        optStatuses: Object.fromEntries(rows.map(([id]) => [`p${id}@example.com`, 'confirmed'])),
      },
    });
    await program.sync();
    expect(program.column('Keap status').slice(0, rows.length)).toEqual([
      'Failed',
      'Synced',
      'Failed',
      'Failed',
      'Synced',
    ]);
    for (const [id] of rows) expect(await status(program, `p${id}@example.com`)).toBe(apiOptOut);
    expect(await status(program, 'new2@example.com')).toBe(apiOptOut);
    const messages = program.column('Keap message');
    for (const index of [0, 2, 3])
      expect(messages[index]).toMatch(/\. .*The address was opted out\.$|\) The address was opted out\.$/);
    expect(logLines(program, '1')).toEqual([
      ['Time zone', expect.stringMatching(/^Failed: Keap does not accept/)],
      ['First name', expect.stringMatching(/^Failed: /)],
      ['Opt status', 'Done'],
    ]);
    expect(logLines(program, '4')).toEqual([['Opt status', 'Done']]);
  });

  it('R10 a killed execution leaves neither the old nor the new address mailable', async () => {
    const given = () =>
      connected(api, {
        cells: [
          ['Contact ID', 'Email', 'Opt-out reason'],
          [1, 'new@example.com', 'moved'],
        ],
        keap: {
          contacts: [{ id: 1, fields: { Email: 'old@example.com' } }],
          optStatuses: { 'old@example.com': 'single-opt-in' },
        },
      });
    const { calls } = await (await given()).sync();
    const requests = calls.flatMap(({ method }, index) => (method === 'fetchAll' ? [index + 1] : []));
    for (const call of requests) {
      for (const when of ['before', 'after'] as const) {
        const program = await given();
        await program.sync({ killAt: { call, when } });
        await program.sync();
        const found = [await status(program, 'old@example.com'), await status(program, 'new@example.com')];
        expect([call, when, ...found]).toEqual([call, when, apiOptOut, apiOptOut]);
      }
    }
  }, 120_000);

  it.each(passingFaultKinds)('R10 a passing %s of any call heals within the same run', async (fault) => {
    const program = await connected(api, {
      cells: [
        ['Contact ID', 'Email', 'Opt-out reason'],
        [1, 'new1@example.com', ''],
        [2, '', 'asked by phone'],
      ],
      keap: {
        contacts: [1, 2].map((id) => ({ id, fields: { Email: `old${id}@example.com` } })),
        optStatuses: { 'old2@example.com': 'single-opt-in' },
      },
    });
    await program.keap.break(passing(fault));
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
    expect(await status(program, 'old2@example.com')).toBe(apiOptOut);
  });
});

describe.each(apis)('R9 over %s', (api) => {
  const cells: Cell[][] = [
    ['Contact ID', 'First name', 'Opt-in reason'],
    [1, 'Ana', 'signed up'],
  ];
  const keap: Given['keap'] = { contacts: [{ id: 1, fields: { Email: 'ana@example.com' } }] };
  const optOutEvents = Object.entries(optEvents)
    .filter(([, { to }]) => isOptedOut(to) || to.includes('bounced'))
    .map(([event]) => event as OptEvent);

  it.each(optOutEvents)('R9 a reason to opt in is sent once, and never after: %s', async (event) => {
    const program = await connected(api, { cells, keap });
    await program.sync();
    expect([program.column('Keap status'), await status(program, 'ana@example.com')]).toEqual([
      ['Synced'],
      'single-opt-in',
    ]);
    await program.keap.optEvent('ana@example.com', event);
    setCell(program, 'First name', 1, 'Anna');
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
    // Asked for again, in each way that there is: the state decides.
    const again: (() => void)[] = [
      () => setCell(program, 'Keap status', 1, ''),
      () => setCell(program, 'Opt-in reason', 1, 'signed up at the fair'),
    ];
    for (const ask of again) {
      ask();
      await program.sync();
      expect(program.column('Keap status')).toEqual(['Check']);
      if (isOptedOut(optEvents[event].to)) expect(program.column('Keap message')).toEqual([unsubscribed]);
      else expect(program.column('Keap message')[0]).toContain('Only the contact can opt in again');
    }
    expect(await status(program, 'ana@example.com')).toBe(optEvents[event].to);
    expect(await optIns(program)).toBe(1);
  });

  it('R9 an opt-in is remembered though other fields of its row fail', async () => {
    const program = await connected(api, {
      cells: [
        ['Contact ID', 'Time zone', 'Opt-in reason'],
        [1, 'Europe/Oslo', 'signed up'],
      ],
      keap,
    });
    await program.sync();
    expect(program.column('Keap message')[0]).toContain('The address was opted in.');
    await program.keap.setOpt('ana@example.com', 'non-marketable');
    await program.sync();
    setCell(program, 'Time zone', 1, '');
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
    expect(await status(program, 'ana@example.com')).toBe('non-marketable');
    // Cleared by hand, it is a new wish, even for an execution that is killed before it can send.
    setCell(program, 'Keap status', 1, '');
    const { calls } = await program.sync({ killAt: { call: 1e9, when: 'before' } });
    expect(await status(program, 'ana@example.com')).toBe('single-opt-in');
    expect(calls.length).toBeGreaterThan(0);
  });

  it('R9 a cleared status is still a wish after the execution that saw it was killed', async () => {
    const program = await connected(api, { cells, keap });
    await program.sync();
    await program.keap.setOpt('ana@example.com', 'non-marketable');
    setCell(program, 'Keap status', 1, '');
    const fetches = (await program.sync({ killAt: { call: 1e9, when: 'before' } })).calls.findIndex(
      ({ method }) => method === 'fetchAll',
    );
    expect(await status(program, 'ana@example.com')).toBe('single-opt-in');
    await program.keap.setOpt('ana@example.com', 'non-marketable');
    setCell(program, 'Keap status', 1, '');
    const killed = await program.sync({ killAt: { call: fetches + 1, when: 'before' } });
    expect([killed.kind, program.column('Keap status')]).toEqual(['killed', ['Waiting']]);
    await program.sync();
    expect(await status(program, 'ana@example.com')).toBe('single-opt-in');
  });

  it('R9 a corrected address is not mailed before it is opted in, and the row says so', async () => {
    const program = await connected(api, {
      cells: [
        ['Contact ID', 'Email', 'Opt-in reason'],
        [1, 'ana@new.example', ''],
        [2, 'bo@new.example', 'confirmed by phone'],
        [3, 'CHI@example.com', ''],
        [4, 'dee@new.example', ''],
      ],
      keap: {
        contacts: ['ana', 'bo', 'chi', 'dee'].map((who, index) => ({
          id: index + 1,
          fields: { Email: `${who}@example.com` },
        })),
        optStatuses: {
          'ana@example.com': 'confirmed',
          'bo@example.com': 'confirmed',
          'dee@example.com': 'opted-out-manually',
        },
      },
    });
    const note = "Keap won't send marketing email to this new address until it is opted in.";
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced', 'Synced']);
    expect(program.column('Keap message')).toEqual([note, '', '', note]);
    // It is true until somebody opts the address in, and not only until the next sync.
    await program.sync();
    expect(program.column('Keap status')[0]).toBe('Unchanged');
    expect(program.column('Keap message')).toEqual([note, '', '', note]);
    const states = ['ana', 'bo', 'dee'].map((who) => status(program, `${who}@new.example`));
    expect(await Promise.all(states)).toEqual(['non-marketable', 'single-opt-in', 'non-marketable']);
    expect(await status(program, 'dee@example.com')).toBe('opted-out-manually');
  });

  const before: readonly OptStatus[] = ['single-opt-in', 'opted-out-manually'];
  const named: readonly [string, string, string, Record<string, string>][] = [
    ['the contacts have the address', '', '', { 1: 'family@example.com', 2: 'Family@example.com' }],
    [
      'both rows name it',
      'Family@Example.com',
      'family@example.com',
      { 1: 'old1@example.com', 2: 'old2@example.com' },
    ],
    [
      'one has it, the other row names it',
      '',
      'family@example.com',
      { 1: 'family@example.com', 2: 'old2@example.com' },
    ],
    [
      'one row replaces it, the other has it',
      'new@example.com',
      '',
      { 1: 'family@example.com', 2: 'family@example.com' },
    ],
  ];
  it.each(named)(
    'R9 rows that disagree about one address both say Check in any order: %s',
    async (_what, emailOut, emailIn, current) => {
      for (const state of before) {
        for (const order of ['out first', 'in first']) {
          const out = [1, emailOut, 'asked by phone', ''];
          const into = [2, emailIn, '', 'signed up'];
          const others = Array.from({ length: 60 }, (_, index): Cell[] => [
            10 + index,
            `x${index}@example.com`,
            '',
            '',
          ]);
          const program = await connected(api, {
            cells: [
              ['Contact ID', 'Email', 'Opt-out reason', 'Opt-in reason'],
              ...(order === 'out first' ? [out, ...others, into] : [into, ...others, out]),
            ],
            keap: {
              contacts: [1, 2, ...others.map(([id]) => Number(id))].map((id) => ({
                id,
                fields: { Email: current[id] ?? `y${id}@example.com` },
              })),
              optStatuses: { 'family@example.com': state },
            },
          });
          for (const round of [1, 2]) {
            await program.sync();
            const statuses = program.column('Keap status');
            expect([order, state, round, statuses[0], statuses[61]]).toEqual([
              order,
              state,
              round,
              'Check',
              'Check',
            ]);
            expect(program.column('Keap message')[0]).toContain('disagree about the same email address');
            expect(new Set(statuses.slice(1, 61)).size).toBe(1);
          }
          expect(await status(program, 'family@example.com')).toBe(state);
        }
      }
    },
    240_000,
  );
});

describe.each(apis)('the preview over %s', (api) => {
  it('says which addresses nobody may opt in, and which rows disagree', async () => {
    const program = await connected(api, {
      cells: [
        ['Contact ID', 'Opt-out reason', 'Opt-in reason'],
        [1, '', 'signed up'],
        [2, 'asked by phone', ''],
        [3, '', 'signed up'],
        [4, '', 'signed up'],
      ],
      keap: {
        contacts: ['ana', 'family', 'Family', 'dee'].map((who, index) => ({
          id: index + 1,
          fields: { Email: `${who}@example.com` },
        })),
        optStatuses: { 'ana@example.com': 'opted-out-manually', 'dee@example.com': 'non-marketable' },
      },
    });
    const answer = await program.ask('preview', { scope: 'all' });
    const disagree = expect.stringContaining('disagree about the same email address');
    expect(answer).toMatchObject({
      kind: 'ok',
      value: {
        changes: [{ contact: '4', field: 'Opt status', from: 'Not marketable', to: 'Opt in: signed up' }],
        problemRows: [
          { line: 2, reason: unsubscribed },
          { line: 3, reason: disagree },
          { line: 4, reason: disagree },
        ],
      },
    });
    expect((await program.keap.optHistory()).filter(({ wish }) => wish !== undefined)).toEqual([]);
  });
});

describe('undo', () => {
  it('speaks of the opt-outs and opt-ins that happened, and of no others', async () => {
    const program = await connected('xml-rpc', {
      cells: [
        ['Contact ID', 'First name', 'Opt-out reason', 'Opt-in reason'],
        [1, 'Ana', '', 'signed up'],
        [2, 'Bo', 'asked by phone', ''],
      ],
      keap: {
        contacts: [1, 2].map((id) => ({ id, fields: { Email: `p${id}@example.com` } })),
        optStatuses: { 'p1@example.com': 'unsubscribed' },
      },
    });
    await program.sync();
    expect(await program.ask('previewUndo')).toMatchObject({
      value: { kept: [{ contact: '2', reason: expect.stringContaining('An opt-out cannot be undone') }] },
    });
  });
});

describe('fingerprints of the first version', () => {
  const codeUnits = (text: string) => {
    const bytes = Buffer.from(text, 'utf16le');
    return bytes.swap16();
  };
  const first = (value: unknown) =>
    `f1-${createHash('sha256')
      .update(codeUnits(JSON.stringify(value)))
      .digest('hex')
      .slice(0, 32)}`;

  it('R5 R9 rows that still match them cost no request, and their opt-ins count as sent', async () => {
    const program = await connected('xml-rpc', {
      cells: [
        [
          'Contact ID',
          'First name',
          'Opt-in reason',
          'Keap status',
          'Keap synced at',
          'Keap message',
          'Keap fingerprint',
        ],
        [1, 'Ana', 'signed up', 'Synced', '', '', ''],
        [2, 'Bo', '', 'Unchanged', '', '', ''],
      ],
      keap: {
        contacts: [1, 2].map((id) => ({ id, fields: { Email: `p${id}@example.com` } })),
        optStatuses: { 'p1@example.com': 'non-marketable' },
      },
    });
    const { account: host } = JSON.parse(program.google.properties('document').owner ?? '{}');
    setCell(program, 'Keap fingerprint', 1, first([host, 1, [['FirstName', 'Ana']], 'opt-in', 'signed up']));
    setCell(program, 'Keap fingerprint', 2, first([host, 2, [['FirstName', 'Bo']], '', '']));
    await program.sync();
    expect(await program.keapCalls()).toEqual([]);
    expect(program.column('Keap status')).toEqual(['Unchanged', 'Unchanged']);
    for (const one of program.column('Keap fingerprint'))
      expect(one).toMatch(/^f2-[0-9a-f]{32}-([0-9a-f]{16}|0)( @|$)/);
    setCell(program, 'First name', 1, 'Anna');
    await program.sync();
    expect([program.column('Keap status')[0], await optIns(program)]).toEqual(['Synced', 0]);
  });
});
