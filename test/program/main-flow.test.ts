import { describe, expect, it } from 'vitest';
import { apiOptOut } from '../support/opt-outs.ts';
import { givenProgram } from '../support/program.ts';

const contacts = [
  { id: 1, fields: { Email: 'ana@old.example', Phone1: '555' } },
  { id: 2, fields: { Email: 'bo@old.example', FirstName: 'Bo' } },
  { id: 3, fields: { Email: 'chi@old.example' } },
  { id: 4, fields: { Email: 'dee@old.example' } },
  { id: 5, fields: {} },
];

describe('the main flow', () => {
  it('sends fields, opt-outs and opt-ins to Keap, and shows the result of every row', async () => {
    const program = await givenProgram({
      keap: { contacts, customFields: ['_Colour'] },
      cells: [
        ['Contact ID', 'Email', 'First name', '_Colour', 'Opt-out reason', 'Opt-in reason'],
        [1, 'ana@new.example', 'Zoë 😀', 'blue', '', ''],
        [2, '', '', '', 'asked by phone', ''],
        ['3', 'chi@new.example', '', '', 'moved', ''],
        [4, '', '', '', '', 'signed up'],
        [5, '', '', '', 'has no address', ''],
        [6, 'nobody@new.example', '', '', '', ''],
      ],
    });
    expect((await program.connect()).html).toContain('Connected');
    await program.sync();
    expect(program.column('Keap status')).toEqual([
      'Synced',
      'Synced',
      'Synced',
      'Synced',
      'Failed',
      'Failed',
    ]);
    const [, , , , noAddress, unknown] = program.column('Keap message');
    expect(noAddress).toContain('no email address to opt out');
    expect(unknown).toContain('Keap has no contact with this id');
    expect(await program.keap.contacts()).toEqual([
      { id: 1, fields: { Email: 'ana@new.example', Phone1: '555', FirstName: 'Zoë 😀', _Colour: 'blue' } },
      contacts[1],
      { id: 3, fields: { Email: 'chi@new.example' } },
      contacts[3],
      contacts[4],
    ]);
    const opted = await program.keap.optEntries();
    expect(Object.entries(opted).map(([address, { status, reason }]) => [address, status, reason])).toEqual([
      ['bo@old.example', apiOptOut, 'asked by phone'],
      ['chi@old.example', apiOptOut, 'moved'],
      ['chi@new.example', apiOptOut, 'moved'],
      ['dee@old.example', 'single-opt-in', 'signed up'],
    ]);
    expect(program.google.toasts.at(-1)?.message).toBe('4 synced, 2 failed, 0 unchanged.');
  });

  it('tells "already done" from "refused" by the opt status', async () => {
    const program = await givenProgram({
      keap: { contacts },
      cells: [
        ['Id', 'Opt-out reason', 'Opt-in reason'],
        [1, 'again', ''],
        [2, '', 'please'],
        [3, '', 'again'],
      ],
    });
    await program.keap.setOpt('ana@old.example', 'opted-out');
    await program.keap.setOpt('bo@old.example', 'opted-out');
    await program.keap.setOpt('chi@old.example', 'double-opt-in');
    await program.connect();
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Check', 'Synced']);
    const [already, refused, alreadyIn] = program.column('Keap message');
    expect(already).toBe('Already opted out.');
    expect(refused).toContain('Only the contact can opt in again');
    expect(alreadyIn).toBe('Already opted in.');
  });

  it('syncs only the selected rows, and stops when asked', async () => {
    const { givenConnected } = await import('../support/program.ts');
    let syncCalls = 0;
    const program = await givenConnected(250, {
      // Someone presses Stop while the first contacts are being sent.
      schedule(waiting) {
        const stop = waiting.findIndex(({ functionName }) => functionName === 'stopSync');
        const sync = waiting.findIndex(({ functionName }) => functionName === 'syncContacts');
        if (sync >= 0 && (stop < 0 || syncCalls < 40)) {
          syncCalls++;
          return sync;
        }
        return Math.max(0, stop);
      },
    });
    program.google.sheet('Contacts').selectRows(2, 3);
    await program.google.clickMenu('Sync contacts > Sync selected rows');
    expect(program.column('Keap status').slice(0, 4)).toEqual(['', 'Synced', 'Synced', '']);
    const [running] = await Promise.all([
      program.sync(),
      program.google.clickMenu('Sync contacts > Stop the sync'),
    ]);
    expect(running.kind).toBe('completed');
    expect(program.google.toasts.at(-1)?.message).toMatch(/waiting.*Stopped at your request/);
    expect(new Set(program.column('Keap status'))).toContain('Waiting');
    await program.sync();
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced', 'Unchanged']));
  });
});
