import { describe, expect, it } from 'vitest';
import type { DoneView, UndoView } from '../../src/ui/api.ts';
import { apiOptOut } from '../support/opt-outs.ts';
import { givenConnected, givenProgram, type Program, sheetName } from '../support/program.ts';

const logName = 'Keap sync log';

async function value<T>(program: Program, name: string, input?: unknown): Promise<T> {
  const answer = await program.ask(name, ...(input === undefined ? [] : [input]));
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return answer.value as T;
}

const emails = async (program: Program) =>
  (await program.keap.contacts()).map(({ fields }) => fields.Email ?? '');

describe('undo', () => {
  it('shows what it would restore, restores it, and leaves what someone has changed since', async () => {
    const program = await givenConnected(4);
    await program.sync();
    await program.keap.editContact(2, { Email: 'somebody@else.example' });
    const before = await value<UndoView>(program, 'previewUndo');
    expect(before.sentence).toBe(
      '3 values of 3 contacts would be restored to what they were before the sync of 23 November 2026, 12:00. 1 value will not be restored; the reasons are listed below.',
    );
    expect(before.changes[0]).toEqual({
      contact: '1',
      field: 'Email',
      from: 'new1@example.com',
      to: 'old1@example.com',
    });
    expect(before.kept).toEqual([
      { contact: '2', field: 'Email', reason: 'This value has changed since the run, so it stays as it is.' },
    ]);
    expect(await emails(program)).toContain('new1@example.com');

    const { summary, state } = await value<DoneView>(program, 'undoRun', { run: before.run });
    expect(summary).toBe('Restored 3 values in Keap. Left 1 value unchanged.');
    expect(await emails(program)).toEqual([
      'old1@example.com',
      'somebody@else.example',
      'old3@example.com',
      'old4@example.com',
    ]);
    expect(program.column('Keap status')).toEqual(['Undone', 'Synced', 'Undone', 'Undone']);
    expect(state.lastRun.undo).toBe('');
    const log = program.google.sheet(logName).display();
    expect(log.at(-2)).toEqual(
      expect.arrayContaining([`Undo of ${before.run}`, 'new4@example.com', 'old4@example.com', 'Done']),
    );
  });

  it('is not reversed by the next sync, but by clearing the status', async () => {
    const program = await givenConnected(2);
    await program.sync();
    const { run } = await value<UndoView>(program, 'previewUndo');
    await program.ask('undoRun', { run });
    await program.sync();
    expect(await emails(program)).toEqual(['old1@example.com', 'old2@example.com']);
    expect(program.column('Keap status')).toEqual(['Undone', 'Undone']);
    program.google.sheet(sheetName).set(1, 2, '');
    await program.sync();
    expect(await emails(program)).toEqual(['new1@example.com', 'old2@example.com']);
  });

  it('knows the old values of a run that was killed while Keap answered', async () => {
    const program = await givenConnected(3);
    await program.sync();
    const makeNew = async () => {
      for (let id = 1; id <= 3; id++) await program.keap.editContact(id, { Email: `old${id}@example.com` });
      for (let row = 1; row <= 3; row++) program.google.sheet(sheetName).set(row, 2, '');
    };
    await makeNew();
    const undisturbed = await program.sync();
    const update = undisturbed.calls.map(({ method }) => method).lastIndexOf('fetchAll') + 1;
    await makeNew();
    const again = await program.sync({ killAt: { call: update, when: 'after' } });
    expect(again.kind).toBe('killed');
    expect(await emails(program)).toEqual(['new1@example.com', 'new2@example.com', 'new3@example.com']);
    const lastRun = program.google.sheet(logName).display().at(-1)?.[0];
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced']);
    const undoing = await value<UndoView>(program, 'previewUndo');
    expect(undoing.run).toBe(lastRun);
    await program.ask('undoRun', { run: undoing.run });
    expect(await emails(program)).toEqual(['old1@example.com', 'old2@example.com', 'old3@example.com']);
  });

  it('says clearly that an opt-out stays', async () => {
    const program = await givenProgram({
      keap: { contacts: [{ id: 1, fields: { Email: 'ana@old.example' } }] },
      cells: [
        ['Contact ID', 'Email', 'Opt-out reason'],
        [1, 'ana@new.example', 'asked by phone'],
      ],
    });
    await program.connect();
    await program.sync();
    const { run, kept } = await value<UndoView>(program, 'previewUndo');
    expect(kept).toEqual([
      {
        contact: '1',
        field: 'Opt status',
        reason: expect.stringContaining('An opt-out cannot be undone here'),
      },
    ]);
    await program.ask('undoRun', { run });
    expect(await emails(program)).toEqual(['ana@old.example']);
    expect((await program.keap.optEntry('ana@new.example')).status).toBe(apiOptOut);
  });

  it('rejects a run that is not one of those that can be undone, and says if there is none', async () => {
    const program = await givenConnected(1);
    expect((await value<UndoView>(program, 'previewUndo')).run).toBe('');
    await program.sync();
    const answer = await program.ask('undoRun', { run: 'another' });
    expect(answer).toMatchObject({
      kind: 'problem',
      advice: expect.stringContaining('This run can no longer be undone'),
    });
  });
});
