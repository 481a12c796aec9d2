import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../local/appsscript/clock.ts';
import { brownout } from '../../local/keap/brownout.ts';
import { contactsAndCells, givenConnected, givenProgram, hourMs } from '../support/program.ts';

describe('the API setting', () => {
  it('is hidden until someone has connected', async () => {
    const { cells } = contactsAndCells(1);
    const program = await givenProgram({ cells });
    expect((await program.state()).api).toEqual({ choice: 'automatic', sentence: '', banner: '' });
  });

  it('is automatic by default, and the sidebar, the log and the last run say when it has switched', async () => {
    const program = await givenConnected(3);
    expect((await program.state()).api).toEqual({
      choice: 'automatic',
      sentence: 'Using XML-RPC. Switches to REST v2 if XML-RPC stops answering.',
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
    // Announced only once.
    program.google.sheet('Contacts').set(1, 1, 'again@example.com');
    await program.sync();
    expect(
      program.google
        .sheet('Keap sync log')
        .display()
        .filter((line) => line[5] === 'API'),
    ).toHaveLength(1);
  });

  it('warns users who have chosen XML-RPC only, and switches with one click', async () => {
    const program = await givenConnected(2);
    await program.ask('saveApi', { choice: 'xml-rpc' });
    const { banner } = (await program.state()).api;
    expect(banner).toContain('Keap ends XML-RPC on 31 December 2026');
    await program.keap.break(brownout('gone'));
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Waiting', 'Waiting']);
    expect((await program.state()).lastRun.sentence).toContain('and select "Automatic"');
    await program.ask('saveApi', { choice: 'automatic' });
    expect((await program.state()).api.banner).toBe('');
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
  });

  it('uses REST v2 in the new year even if XML-RPC has never failed', async () => {
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
    expect((await program.state()).api.banner).toContain('so nothing is synced');
  });

  it('keeps using XML-RPC with a legacy key that REST v2 refuses, and says what to do', async () => {
    const { contacts, cells } = contactsAndCells(2);
    const legacyKey = 'simulated-legacy-key-0123456789';
    const behavior = { legacyKeysAsBearer: false, appHost: 'served' } as const;
    const program = await givenProgram({ cells, keap: { contacts, legacyKeys: [legacyKey], behavior } });
    await program.ask('connectLegacyKey', { application: 'sim123', key: legacyKey });
    const { api, connection } = await program.state();
    expect([api.choice, api.sentence]).toEqual(['xml-rpc', 'This legacy key works with XML-RPC only.']);
    expect(connection.warning).toContain('Before then, connect with a client id and secret');
    expect(await program.ask('saveApi', { choice: 'rest' })).toEqual({
      kind: 'problem',
      advice: expect.stringContaining('REST v2 does not accept this legacy key.'),
    });
    await program.keap.break(brownout('gone'));
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Waiting', 'Waiting']);
    expect((await program.state()).lastRun.sentence).toContain('a legacy key works with nothing else');
  });

  it('rejects an unknown API', async () => {
    const program = await givenConnected(1);
    expect(await program.ask('saveApi', { choice: 'soap' })).toMatchObject({ kind: 'problem' });
    expect((await program.state()).api.choice).toBe('automatic');
  });

  it('warns about a column that only XML-RPC supports', async () => {
    const program = await givenProgram({ cells: [['Contact ID', 'Email', 'Address 1 type']] });
    const notes = (await program.state()).sheet.columns.map(({ note }) => note);
    expect(notes).toEqual(['', '', expect.stringContaining('This field is available only over XML-RPC')]);
  });

  it("shows in the preview which contacts Keap won't opt in", async () => {
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

  it('supports preview, sync, undo and fill-in over REST v2 only', async () => {
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
