import { describe, expect, it } from 'vitest';
import type { KillPoint } from '../../local/appsscript/execution.ts';
import type { DoneView, UndoView } from '../../src/ui/api.ts';
import { killPoints } from '../support/kill-points.ts';
import { givenConnected, hourMs, type Program, sheetName } from '../support/program.ts';

const apis = [
  ['XML-RPC', 'xml-rpc', 'ContactService.update'],
  ['REST v2', 'rest', 'rest PATCH'],
] as const;

const logName = 'Keap sync log';

async function value<T>(program: Program, name: string, ...args: unknown[]): Promise<T> {
  const answer = await program.ask(name, ...args);
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return answer.value as T;
}

const emails = async (program: Program) =>
  (await program.keap.contacts()).map(({ fields }) => fields.Email ?? '');
const all = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}@example.com`);

async function writes(program: Program, what: string): Promise<number> {
  const requests = await program.keap.requests();
  return requests.filter((one) => one.what.includes(what)).length;
}

/** A row says Undone only where Keap has the old value, and in the end wherever it has. */
async function expectTrue(program: Program): Promise<void> {
  const now = await emails(program);
  program.column('Keap status').forEach((status, index) => {
    if (status === 'Undone') expect(now[index]).toBe(`old${index + 1}@example.com`);
  });
}

async function expectUndone(program: Program, count: number, update: string): Promise<void> {
  expect(await emails(program)).toEqual(all('old', count));
  expect(program.column('Keap status')).toEqual(Array(count).fill('Undone'));
  const before = await writes(program, update);
  await program.sync();
  expect(await writes(program, update)).toBe(before);
  expect(await emails(program)).toEqual(all('old', count));
  expect(program.column('Keap status')).toEqual(Array(count).fill('Undone'));
}

describe.each(apis)('an undo that is interrupted, over %s', (_name, choice, update) => {
  it('R3 says Undone in each row that it restored before an outage, and finishes after it', async () => {
    const count = 60;
    const program = await givenConnected(count);
    await program.ask('saveApi', { choice });
    await program.sync();
    const { run } = await value<UndoView>(program, 'previewUndo');
    const untilMs = program.google.clock.nowMs() + 40 * 60_000;
    const down = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;
    // Of every call: where only some are refused, Keap is not down, and each answer is about its contact.
    await program.keap.break({ match: '', after: 36, untilMs, trouble: down });
    const { summary } = await value<DoneView>(program, 'undoRun', { run });
    expect(summary).toMatch(
      /^Restored \d+ values in Keap\. Keap.* is not responding.* The undo continues automatically with the remaining \d+ contacts; their rows keep their status until then\.$/,
    );
    expect(summary).not.toContain('Waiting');
    await expectTrue(program);
    const undone = program.column('Keap status').filter((status) => status === 'Undone').length;
    expect(undone).toBeGreaterThan(0);
    expect(undone).toBeLessThan(count);
    await program.google.passTime(2 * hourMs);
    expect((await program.state()).lastRun.sentence).toContain('Restored 60 values in Keap.');
    await expectUndone(program, count, update);
  });

  it('R3 restores by a second undo what Keap refused although it answered everything else', async () => {
    const count = 60;
    const program = await givenConnected(count);
    await program.ask('saveApi', { choice });
    await program.sync();
    const { run } = await value<UndoView>(program, 'previewUndo');
    const untilMs = program.google.clock.nowMs() + 40 * 60_000;
    const down = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;
    await program.keap.break({ match: update, after: 33, untilMs, trouble: down });
    await program.ask('undoRun', { run });
    await expectTrue(program);
    const undone = program.column('Keap status').filter((status) => status === 'Undone').length;
    expect(undone).toBeGreaterThan(0);
    expect(undone).toBeLessThan(count);
    await program.google.passTime(2 * hourMs);
    const again = await value<UndoView>(program, 'previewUndo');
    expect(again.run).toBe(run);
    await program.ask('undoRun', { run });
    await expectUndone(program, count, update);
  });

  it('R3 says Undone in every row, at whatever call it was killed', async () => {
    const count = 6;
    const program = await givenConnected(count);
    await program.ask('saveApi', { choice });
    const undo = async (killAt?: KillPoint) => {
      const { run } = await value<UndoView>(program, 'previewUndo');
      const options = { as: 'sidebar', user: 'owner@example.com', ...(killAt && { killAt }) } as const;
      return program.google.run('answerSidebar', ['undoRun', [{ run }]], options);
    };
    const makeNew = async () => {
      if (program.google.spreadsheet.sheets.some(({ name }) => name === logName))
        program.google.deleteSheet(logName);
      for (let row = 1; row <= count; row++) program.google.sheet(sheetName).set(row, 2, '');
      await program.sync();
      expect(await emails(program)).toEqual(all('new', count));
    };
    await makeNew();
    const undisturbed = await undo();
    expect(undisturbed.calls.length).toBeGreaterThan(20);
    const points = killPoints(undisturbed.calls);
    let killed = 0;
    for (const killAt of points) {
      await makeNew();
      killed += Number((await undo(killAt)).kind === 'killed');
      await expectTrue(program);
      await program.google.passTime(hourMs + 60_000);
      if ((await program.state()).lastRun.undo !== '') await undo();
      await expectTrue(program);
      const seen = { ...killAt, emails: await emails(program), statuses: program.column('Keap status') };
      expect(seen).toEqual({
        ...killAt,
        emails: all('old', count),
        statuses: Array(count).fill('Undone'),
      });
    }
    expect(killed).toBeGreaterThan(0.9 * points.length);
    await expectUndone(program, count, update);
  }, 600_000);
});

describe('an undo', () => {
  it('goes on before the scheduled sync, which leaves its rows alone', async () => {
    const program = await givenConnected(8);
    await value(program, 'saveSchedule', { isOn: true, hour: 13, mailTo: '', mailsOn: false });
    await program.sync();
    const { run } = await value<UndoView>(program, 'previewUndo');
    const untilMs = program.google.clock.nowMs() + 40 * 60_000;
    const down = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;
    await program.keap.break({ match: ['xmlrpc ', 'rest '], after: 6, untilMs, trouble: down });
    await value<DoneView>(program, 'undoRun', { run });
    program.google.sheet(sheetName).set(8, 1, 'newest8@example.com');
    await program.google.passTime(26 * hourMs);
    expect(await emails(program)).toEqual([...all('old', 7), 'newest8@example.com']);
    expect(program.column('Keap status')).toEqual([...Array(7).fill('Undone'), 'Unchanged']);
  });

  it('leaves what a newer run has written again', async () => {
    const program = await givenConnected(3);
    await program.sync();
    const { run } = await value<UndoView>(program, 'previewUndo');
    const untilMs = program.google.clock.nowMs() + 20 * 60_000;
    const down = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;
    await program.keap.break({ match: 'ContactService.update', untilMs, trouble: down });
    await value<DoneView>(program, 'undoRun', { run });
    await program.google.passTime(21 * 60_000);
    await program.keap.editContact(2, { Email: 'somebody@else.example' });
    program.google.sheet(sheetName).set(2, 2, '');
    await program.sync();
    expect((await emails(program))[1]).toBe('new2@example.com');
    await program.google.passTime(2 * hourMs);
    expect(await emails(program)).toEqual(['old1@example.com', 'new2@example.com', 'old3@example.com']);
    expect(program.column('Keap status')).toEqual(['Undone', 'Synced', 'Undone']);
  });

  it('ends the run that it undoes, where that run is not finished', async () => {
    const program = await givenConnected(3);
    await program.sync();
    const makeNew = async () => {
      for (const row of [1, 2, 3]) {
        await program.keap.editContact(row, { Email: `old${row}@example.com` });
        program.google.sheet(sheetName).set(row, 2, '');
      }
    };
    await makeNew();
    const undisturbed = await program.sync();
    await makeNew();
    const update = undisturbed.calls.map(({ method }) => method).lastIndexOf('fetchAll') + 1;
    await program.sync({ killAt: { call: update, when: 'after' } });
    expect(program.column('Keap status')).toEqual(['Waiting', 'Waiting', 'Waiting']);
    expect(await emails(program)).toEqual(all('new', 3));
    const { run } = await value<UndoView>(program, 'previewUndo');
    await value<DoneView>(program, 'undoRun', { run });
    await program.google.passTime(3 * hourMs);
    await expectUndone(program, 3, 'ContactService.update');
  });
});
