/** Undo reaches back: any of the last ten runs, whatever ran after it. */
import { describe, expect, it } from 'vitest';
import type { DoneView, UndoView } from '../../src/ui/api.ts';
import {
  contactsAndCells,
  givenConnected,
  givenProgram,
  hourMs,
  type Program,
  sheetName,
} from '../support/program.ts';

const logName = 'Keap sync log';
const logHeaders = [
  'Run',
  'Time',
  'Started by',
  'API',
  'Contact',
  'Field',
  'Old value',
  'New value',
  'Outcome',
];

async function value<T>(program: Program, name: string, input?: unknown): Promise<T> {
  const answer = await program.ask(name, ...(input === undefined ? [] : [input]));
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return answer.value as T;
}

const emails = async (program: Program) =>
  (await program.keap.contacts()).map(({ fields }) => fields.Email ?? '');

/** A run of its own that changes the address of one contact; gives its name. */
async function syncOne(program: Program, row: number, email: string): Promise<string> {
  await program.google.passTime(60_000);
  program.google.sheet(sheetName).set(row, 1, email);
  await program.sync();
  return (await value<UndoView>(program, 'previewUndo')).run;
}

describe('undo of an older run', () => {
  it('lists the runs with what started them, when, and how much they changed', async () => {
    const program = await givenConnected(3);
    await program.sync();
    await syncOne(program, 2, 'second@example.com');
    const { choices, run } = await value<UndoView>(program, 'previewUndo');
    expect(choices.map(({ title }) => title)).toEqual([
      'Sync now, 23 November 2026, 12:01: 1 value of 1 contact',
      'Sync now, 23 November 2026, 12:00: 3 values of 3 contacts',
    ]);
    expect(run).toBe(choices[0]?.run);
  });

  it('restores it without touching what a newer run has written', async () => {
    const program = await givenConnected(3);
    await program.sync();
    const newer = await syncOne(program, 2, 'second@example.com');
    const [, older] = (await value<UndoView>(program, 'previewUndo')).choices;
    const view = await value<UndoView>(program, 'previewUndo', { run: older?.run });
    expect(view.run).toBe(older?.run);
    expect(view.kept).toEqual([
      { contact: '2', field: 'Email', reason: 'This value has changed since the run, so it stays as it is.' },
    ]);
    const { summary } = await value<DoneView>(program, 'undoRun', { run: older?.run });
    expect(summary).toBe('Restored 2 values in Keap. Left 1 value unchanged.');
    expect(await emails(program)).toEqual(['old1@example.com', 'second@example.com', 'old3@example.com']);
    expect(program.column('Keap status')).toEqual(['Undone', 'Synced', 'Undone']);
    const after = await value<UndoView>(program, 'previewUndo');
    expect(after.choices.map(({ run }) => run)).toEqual([newer]);
    await program.sync();
    expect(await emails(program)).toEqual(['old1@example.com', 'second@example.com', 'old3@example.com']);
  });

  it('restores a value that a newer run had written, once that run is undone', async () => {
    const program = await givenConnected(2);
    await program.sync();
    const newer = await syncOne(program, 1, 'second@example.com');
    await program.ask('undoRun', { run: newer });
    expect(await emails(program)).toEqual(['new1@example.com', 'new2@example.com']);
    const { run } = await value<UndoView>(program, 'previewUndo');
    expect((await value<DoneView>(program, 'undoRun', { run })).summary).toBe('Restored 2 values in Keap.');
    expect(await emails(program)).toEqual(['old1@example.com', 'old2@example.com']);
    expect((await value<UndoView>(program, 'previewUndo')).choices).toEqual([]);
  });

  it('leaves a value that a newer run wrote again after somebody had changed it in Keap', async () => {
    const program = await givenConnected(1);
    await program.sync();
    await program.keap.editContact(1, { Email: 'somebody@else.example' });
    program.google.sheet(sheetName).set(1, 2, '');
    await program.google.passTime(60_000);
    await program.sync();
    const [, older] = (await value<UndoView>(program, 'previewUndo')).choices;
    const view = await value<UndoView>(program, 'previewUndo', { run: older?.run });
    expect([view.changes, view.kept.length]).toEqual([[], 1]);
  });

  it('reaches back ten runs, and says so of the eleventh', async () => {
    const program = await givenConnected(3);
    await program.sync();
    const { run: first } = await value<UndoView>(program, 'previewUndo');
    for (let count = 1; count <= 10; count++) await syncOne(program, 1, `edit${count}@example.com`);
    const { choices } = await value<UndoView>(program, 'previewUndo');
    expect(choices).toHaveLength(10);
    expect(choices.map(({ run }) => run)).not.toContain(first);
    const answer = await program.ask('undoRun', { run: first });
    expect(answer).toMatchObject({
      kind: 'problem',
      advice: expect.stringContaining('This run can no longer be undone'),
    });
  });

  it('says of each run how much of it the log has lost', async () => {
    const program = await givenConnected(3);
    await program.sync();
    await syncOne(program, 2, 'second@example.com');
    const log = program.google.sheet(logName);
    const [, older] = (await value<UndoView>(program, 'previewUndo')).choices;
    const line = log.display().findIndex((row) => row[0] === older?.run && row[4] === '3');
    log.deleteRow(line);
    const view = await value<UndoView>(program, 'previewUndo', { run: older?.run });
    expect(view.sentence).toContain('The log no longer contains 1 more value of this run');
    expect(view.choices[1]?.title).toContain('2 values of 2 contacts');
    expect((await value<UndoView>(program, 'previewUndo')).sentence).not.toContain('no longer contains');
  });

  it('offers the runs that the log still has where newer ones are gone from it', async () => {
    const program = await givenConnected(2);
    await program.sync();
    const newer = await syncOne(program, 2, 'second@example.com');
    const log = program.google.sheet(logName);
    for (let index = log.display().length - 1; index > 0; index--) {
      if (log.display()[index]?.[0] === newer) log.deleteRow(index);
    }
    const { choices, run } = await value<UndoView>(program, 'previewUndo');
    expect(choices).toHaveLength(1);
    expect(run).toBe(choices[0]?.run);
    expect(run).not.toBe(newer);
  });

  it('keeps the lines of all of them in a full log', async () => {
    const { contacts, cells } = contactsAndCells(3);
    const later = Array.from({ length: 5_000 }, (_, index) => {
      const time = new Date(Date.UTC(2026, 10, 23, 13) + index);
      return ['r0', time, 'Scheduled sync', 'XML-RPC', 101 + index, 'Email', 'a', 'b', 'Done'];
    });
    const sheets = [
      { name: sheetName, cells },
      { name: logName, cells: [logHeaders, ...later] },
    ];
    const program = await givenProgram({ keap: { contacts }, google: { spreadsheet: { sheets } } });
    await program.connect();
    await program.sync();
    const { run: first } = await value<UndoView>(program, 'previewUndo');
    await program.google.passTime(3 * hourMs);
    const lines = () => program.google.sheet(logName).display();
    await syncOne(program, 1, 'second@example.com');
    expect(lines().filter(([run, , , , contact]) => run === first && contact !== '')).toHaveLength(3);
    expect(lines().length).toBeLessThan(5_010);
    expect((await value<DoneView>(program, 'undoRun', { run: first })).summary).toBe(
      'Restored 2 values in Keap. Left 1 value unchanged.',
    );
  });

  it('undoes a fill-in after a newer sync, and the sync after that', async () => {
    const program = await givenProgram({
      keap: { contacts: [{ id: 1, fields: { Email: 'old@example.com', City: 'Mesa' } }] },
      cells: [
        ['Contact ID', 'Email', 'City'],
        [1, 'new@example.com', ''],
      ],
    });
    await program.connect();
    await program.ask('fetchContacts', { scope: 'all', overwrite: false });
    await program.google.passTime(60_000);
    await program.sync();
    const { choices } = await value<UndoView>(program, 'previewUndo');
    expect(choices.map(({ title }) => title)).toEqual([
      'Sync now, 23 November 2026, 12:01: 1 value of 1 contact',
      'Fill in from Keap, 23 November 2026, 12:00: 1 cell of 1 contact',
    ]);
    await program.ask('undoRun', { run: choices[1]?.run });
    expect(program.column('City')).toEqual(['']);
    expect(await emails(program)).toEqual(['new@example.com']);
    await program.ask('undoRun', { run: choices[0]?.run });
    expect(await emails(program)).toEqual(['old@example.com']);
  });
});
