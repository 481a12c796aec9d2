import { describe, expect, it } from 'vitest';
import type { UndoView } from '../../src/ui/api.ts';
import { givenConnected, givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

const emails = async ({ keap }: Program) => (await keap.contacts()).map(({ fields }) => fields.Email);

/** Keap is down for twenty minutes. */
async function outage(program: Program): Promise<void> {
  const untilMs = program.google.clock.nowMs() + 20 * 60_000;
  const trouble = { kind: 'answer', status: 503, body: '' } as const;
  await program.keap.break({ match: ['xmlrpc ', 'rest '], untilMs, trouble });
}

describe('an interrupted run', () => {
  it('an undo does not continue once another run has followed the undone one', async () => {
    const program = await givenConnected(3);
    await program.sync();
    const preview = await program.ask('previewUndo');
    if (preview.kind !== 'ok') throw new Error(preview.advice);
    await outage(program);
    await program.ask('undoRun', { run: (preview.value as UndoView).run });
    await program.google.passTime(21 * 60_000);
    for (const row of [1, 2, 3]) program.google.sheet(sheetName).set(row, 1, `newest${row}@example.com`);
    await program.sync();
    await program.google.passTime(3 * hourMs);
    expect(await emails(program)).toEqual([1, 2, 3].map((id) => `newest${id}@example.com`));
    expect(new Set(program.column('Keap status'))).not.toContain('Undone');
  });

  it('a sync of selected rows continues with only those rows', async () => {
    const program = await givenConnected(4);
    await outage(program);
    program.google.sheet(sheetName).selectRows(2, 2);
    await program.google.clickMenu('Sync contacts > Sync selected rows');
    expect(program.column('Keap status')).toEqual(['', 'Waiting', '', '']);
    await program.google.passTime(2 * hourMs);
    expect(program.column('Keap status')).toEqual(['', 'Synced', '', '']);
    expect(await emails(program)).toEqual([
      'old1@example.com',
      'new2@example.com',
      'old3@example.com',
      'old4@example.com',
    ]);
  });
});

describe('nothing unintended', () => {
  it('an unticked box and a "No" opt no one out', async () => {
    const ids = [1, 2, 3];
    const program = await givenProgram({
      keap: { contacts: ids.map((id) => ({ id, fields: { Email: `c${id}@example.com` } })) },
      cells: [
        ['Contact ID', 'Email', 'Unsubscribe'],
        [1, 'c1@example.com', false],
        [2, 'c2@example.com', 'No'],
        [3, 'c3@example.com', true],
      ],
    });
    await program.connect();
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Check', 'Synced']);
    const states = await Promise.all(ids.map((id) => program.keap.optEntry(`c${id}@example.com`)));
    expect(states.map(({ status }) => status.startsWith('opted-out'))).toEqual([false, false, true]);
  });

  it('a Retry-After with a timestamp instead of seconds does not delay the sync for years', async () => {
    const program = await givenConnected(3);
    for (const seconds of ['1795431600', '999999999999999']) {
      const untilMs = program.google.clock.nowMs() + hourMs;
      const headers = { 'Retry-After': seconds };
      const trouble = { kind: 'answer', status: 429, body: '{}', headers } as const;
      await program.keap.break({ match: ['xmlrpc ', 'rest '], untilMs, trouble });
      expect(await program.ask('syncNow')).toMatchObject({ kind: 'ok' });
    }
    await program.google.passTime(4 * hourMs);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced']);
  });

  it('a changed email address does not delay a sync that is due', async () => {
    const program = await givenConnected(2);
    const schedule = { isOn: true, hour: 13, mailTo: 'a@example.com', mailsOn: true };
    await program.ask('saveSchedule', schedule);
    await program.google.passTime(Date.UTC(2026, 10, 23, 13, 0, 1) - program.google.clock.nowMs());
    await program.ask('saveSchedule', { ...schedule, mailTo: 'b@example.com' });
    await program.google.passTime(2 * hourMs);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
  });
});
