import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../local/appsscript/clock.ts';
import { brownout } from '../../local/keap/brownout.ts';
import { contactsAndCells, givenConnected, givenProgram, hourMs } from '../support/program.ts';

describe('the choice of the API', () => {
  it('is not shown before anybody is connected', async () => {
    const { cells } = contactsAndCells(1);
    const program = await givenProgram({ cells });
    expect((await program.state()).api).toEqual({ choice: 'automatic', sentence: '', banner: '' });
  });

  it('stands at automatic, and says in the sidebar, the log and the last run when it has switched', async () => {
    const program = await givenConnected(3);
    expect((await program.state()).api).toEqual({
      choice: 'automatic',
      sentence: 'Using XML-RPC, and REST v2 as soon as XML-RPC does not answer.',
      banner: '',
    });
    await program.keap.break(brownout('forbidden'));
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced']);
    const { api } = await program.state();
    expect(api.sentence).toMatch(/^XML-RPC did not answer \(23 November 2026, \d\d:\d\d\); using REST v2\.$/);
    const lines = program.google.sheet('Keap sync log').display().slice(1);
    expect(lines.map(([, , , api, , field, , , outcome]) => [api, field, outcome])).toEqual([
      ...[1, 2, 3].map(() => ['REST v2', 'Email', 'Done']),
      ['REST v2', 'API', api.sentence],
      ['REST v2', 'Summary', '3 synced, 0 unchanged.'],
    ]);
    // Told once.
    program.google.sheet('Contacts').set(1, 1, 'again@example.com');
    await program.sync();
    expect(
      program.google
        .sheet('Keap sync log')
        .display()
        .filter((line) => line[5] === 'API'),
    ).toHaveLength(1);
  });

  it('warns whoever has chosen XML-RPC alone, and switches at one click', async () => {
    const program = await givenConnected(2);
    await program.ask('saveApi', { choice: 'xml-rpc' });
    const { banner } = (await program.state()).api;
    expect(banner).toContain('Keap ends XML-RPC on 31 December 2026');
    await program.keap.break(brownout('gone'));
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Waiting', 'Waiting']);
    expect((await program.state()).lastRun.sentence).toContain('Choose "Automatic" in the sidebar');
    await program.ask('saveApi', { choice: 'automatic' });
    expect((await program.state()).api.banner).toBe('');
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
  });

  it('goes over to REST v2 in the new year although XML-RPC was never seen to fail', async () => {
    const { contacts, cells } = contactsAndCells(2);
    const program = await givenProgram({
      cells,
      keap: { contacts },
      google: { clock: virtualClock(Date.UTC(2026, 11, 31, 22)) },
    });
    await program.connect();
    await program.google.passTime(3 * hourMs);
    expect((await program.state()).api.sentence).toBe('XML-RPC ended on 31 December 2026; using REST v2.');
    await program.sync();
    expect(await program.keapCalls()).toEqual([]);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
    await program.ask('saveApi', { choice: 'xml-rpc' });
    expect((await program.state()).api.banner).toContain('nothing is synced any more');
  });

  it('has a legacy key stay with XML-RPC, and says what to do', async () => {
    const { contacts, cells } = contactsAndCells(2);
    const legacyKey = 'simulated-legacy-key-0123456789';
    const program = await givenProgram({ cells, keap: { contacts, legacyKeys: [legacyKey] } });
    await program.ask('connectLegacyKey', { application: 'sim123', key: legacyKey });
    const { api, connection } = await program.state();
    expect([api.choice, api.sentence]).toEqual(['xml-rpc', 'A legacy key works with XML-RPC alone.']);
    expect(connection.warning).toContain('Before that day connect with client id and secret');
    expect(await program.ask('saveApi', { choice: 'rest' })).toEqual({
      kind: 'problem',
      advice: expect.stringContaining('REST v2 takes no legacy keys.'),
    });
    await program.keap.break(brownout('gone'));
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Waiting', 'Waiting']);
    expect((await program.state()).lastRun.sentence).toContain('a legacy key works with nothing else');
  });

  it('refuses a choice that there is not', async () => {
    const program = await givenConnected(1);
    expect(await program.ask('saveApi', { choice: 'soap' })).toMatchObject({ kind: 'problem' });
    expect((await program.state()).api.choice).toBe('automatic');
  });

  it('says of a column that only XML-RPC knows that it ends with it', async () => {
    const program = await givenProgram({ cells: [['Contact ID', 'Email', 'Contact notes']] });
    const notes = (await program.state()).sheet.columns.map(({ note }) => note);
    expect(notes).toEqual(['', '', expect.stringContaining('Only XML-RPC knows this field')]);
  });

  it('shows before anything is sent whom Keap does not opt in', async () => {
    const program = await givenProgram({
      keap: { contacts: [{ id: 1, fields: { Email: 'ana@example.com' } }] },
      cells: [
        ['Contact ID', 'Opt-in reason'],
        [1, 'please'],
      ],
    });
    await program.connect();
    await program.ask('saveApi', { choice: 'rest' });
    await program.keap.setOpt('ana@example.com', 'unsubscribed');
    const answer = await program.ask('preview', { scope: 'all' });
    expect(answer).toMatchObject({
      value: {
        problemRows: [{ line: 2, reason: expect.stringContaining('Only the contact can opt in again') }],
      },
    });
  });

  it('does everything over REST v2 alone: preview, sync, undo, fill in', async () => {
    const program = await givenConnected(3);
    await program.ask('saveApi', { choice: 'rest' });
    const before = await program.keap.contacts();
    const preview = await program.ask('preview', { scope: 'all' });
    if (preview.kind !== 'ok') return expect.unreachable();
    const { plan, contacts } = preview.value as { plan: string; contacts: number };
    expect(contacts).toBe(3);
    await program.ask('syncPlan', { scope: 'all', plan });
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced']);
    const undo = await program.ask('previewUndo');
    if (undo.kind !== 'ok') return expect.unreachable();
    await program.ask('undoRun', { run: (undo.value as { run: string }).run });
    expect(await program.keap.contacts()).toEqual(before);
    expect(program.column('Keap status')).toEqual(['Undone', 'Undone', 'Undone']);
    program.google.sheet('Contacts').set(1, 1, '');
    await program.ask('fetchContacts', { scope: 'all', overwrite: false });
    expect(program.column('Email')[0]).toBe('old1@example.com');
    expect(await program.keapCalls()).toEqual([]);
  });
});
