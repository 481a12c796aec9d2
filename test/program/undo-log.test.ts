import { describe, expect, it } from 'vitest';
import type { DoneView, UndoView } from '../../src/ui/api.ts';
import {
  contactsAndCells,
  givenConnected,
  givenProgram,
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
const timeColumn = 1;
const contactColumn = 4;

async function value<T>(program: Program, name: string, ...args: unknown[]): Promise<T> {
  const answer = await program.ask(name, ...args);
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return answer.value as T;
}

const emails = async (program: Program) =>
  (await program.keap.contacts()).map(({ fields }) => fields.Email ?? '');
const all = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}@example.com`);
const logLines = (program: Program) => program.google.sheet(logName).cells().slice(1);

async function undo(program: Program): Promise<{ preview: UndoView; summary: string }> {
  const preview = await value<UndoView>(program, 'previewUndo');
  const { summary } = await value<DoneView>(program, 'undoRun', { run: preview.run });
  return { preview, summary };
}

describe('the log of a run that can be undone', () => {
  it('keeps more lines than a full log has, so that undo restores all that it promises', async () => {
    const count = 5_200;
    const program = await givenConnected(count);
    await program.sync();
    await program.google.passTime(3_600_000);
    expect(program.column('Keap status').every((status) => status === 'Synced')).toBe(true);
    const { preview, summary } = await undo(program);
    expect(preview.sentence).toContain('5,200 values of 5,200 contacts would be restored');
    expect(preview.sentence).not.toContain('no longer contains');
    await program.google.passTime(3_600_000);
    expect((await program.state()).lastRun.sentence).toContain('Restored 5,200 values in Keap.');
    expect(summary).toContain('Restored');
    expect(await emails(program)).toEqual(all('old', count));
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Undone']));
    // Once nothing of it can be undone any more, the log is as long as any other.
    program.google.sheet(sheetName).set(1, 1, 'another@example.com');
    await program.sync();
    expect(logLines(program).length).toBe(5_000);
    expect((await undo(program)).summary).toBe('Restored 1 value in Keap.');
  }, 300_000);

  it('lists what it cannot restore where lines of the run are gone', async () => {
    const program = await givenConnected(4);
    await program.sync();
    program.google.sheet(logName).deleteRow(2);
    const { preview, summary } = await undo(program);
    const lost = 'The log no longer contains 1 more value of this run, so it stays as it is.';
    expect(preview.sentence).toContain('3 values of 3 contacts would be restored');
    expect(preview.sentence).toContain(lost);
    expect(summary).toBe(`Restored 3 values in Keap. ${lost}`);
    expect(program.column('Keap status')).toEqual(['Undone', 'Synced', 'Undone', 'Undone']);
    expect(program.column('Keap message')[0]).toContain('The previous values that the log still has');
  });
});

describe.each([
  ['newest first', timeColumn, false],
  ['by contact', contactColumn, true],
  ['by contact, from the last one', contactColumn, false],
] as const)('a log that somebody has sorted %s', (_how, column, isAscending) => {
  it('loses its oldest lines when it is full, and none of the run that can be undone', async () => {
    const { contacts, cells } = contactsAndCells(6);
    const old = Array.from({ length: 5_000 }, (_, index) => {
      const time = new Date(Date.UTC(2026, 9, 1) + index);
      return ['r0', time, 'Scheduled sync', 'XML-RPC', 1 + (index % 9), 'Email', `${index}`, 'x', 'Done'];
    });
    const sheets = [
      { name: sheetName, cells },
      { name: logName, cells: [logHeaders, ...old] },
    ];
    const program = await givenProgram({ keap: { contacts }, google: { spreadsheet: { sheets } } });
    await program.connect();
    await program.sync();
    const log = program.google.sheet(logName);
    log.sort(column, isAscending);
    for (let row = 1; row <= 6; row++)
      program.google.sheet(sheetName).set(row, 1, `newest${row}@example.com`);
    await program.sync();
    const lines = logLines(program);
    expect(lines).toHaveLength(5_000);
    // Two runs of 6 values and a summary each have pushed out the 14 oldest lines.
    const oldest = lines.filter(([run]) => run === 'r0').map(([, , , , , , oldValue]) => Number(oldValue));
    expect(Math.min(...oldest)).toBe(14);
    log.sort(column, isAscending);
    expect((await undo(program)).summary).toBe('Restored 6 values in Keap.');
    expect(await emails(program)).toEqual(all('new', 6));
  });

  it('still tells undo what was there first, after a run of several executions', async () => {
    const program = await givenConnected(3);
    const first = await program.sync();
    const update = first.calls.map(({ method }) => method).lastIndexOf('fetchAll') + 1;
    const fresh = await givenConnected(3);
    // The first execution is killed after Keap has taken the values, and somebody types others before the second one.
    await fresh.sync({ killAt: { call: update, when: 'after' } });
    expect(await emails(fresh)).toEqual(all('new', 3));
    for (let row = 1; row <= 3; row++) fresh.google.sheet(sheetName).set(row, 1, `newest${row}@example.com`);
    fresh.google.sheet(logName).sort(column, isAscending);
    await fresh.google.passTime(3_600_000);
    await fresh.sync();
    expect(await emails(fresh)).toEqual(all('newest', 3));
    expect(logLines(fresh).filter(([, , , , , , , , outcome]) => outcome === 'Done')).toHaveLength(3);
    fresh.google.sheet(logName).sort(column, isAscending);
    await undo(fresh);
    expect(await emails(fresh)).toEqual(all('old', 3));
  });
});
