import { describe, expect, it } from 'vitest';
import { contactsAndCells, givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

async function givenScheduled(count: number, hour: number): Promise<Program> {
  const { contacts, cells } = contactsAndCells(count);
  const program = await givenProgram({
    keap: { contacts },
    google: { spreadsheet: { timeZone: 'Europe/Berlin', sheets: [{ name: sheetName, cells }] } },
  });
  await program.connect();
  await program.ask('saveSchedule', { isOn: true, hour, mailsOn: true, mailTo: '' });
  return program;
}

describe('the daily run', () => {
  it('comes after the chosen hour in the time zone of the sheet, once a day', async () => {
    // It is 13:00 in Berlin; the next 15:00 is two hours away.
    const program = await givenScheduled(2, 15);
    await program.google.passTime(1.5 * hourMs);
    expect(await program.keapCalls()).toEqual([]);
    await program.google.passTime(2 * hourMs);
    expect(await program.keapCalls()).toHaveLength(3);
    program.google.sheet(sheetName).set(1, 1, 'later@example.com');
    await program.google.passTime(20 * hourMs);
    expect(await program.keapCalls()).toHaveLength(3);
    await program.google.passTime(4 * hourMs);
    expect(await program.keapCalls()).toHaveLength(5);
    expect((await program.state()).lastRun.sentence).toContain('1 synced');
  });

  it('is made up for when its hour was missed', async () => {
    const program = await givenScheduled(2, 15);
    const down = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;
    const untilMs = program.google.clock.nowMs() + 6 * hourMs;
    await program.keap.break({ match: 'xmlrpc', untilMs, trouble: down });
    await program.google.passTime(5 * hourMs);
    expect(program.column('Keap status')).toEqual(['Waiting', 'Waiting']);
    expect((await program.state()).lastRun.sentence).toContain('Keap does not answer');
    await program.google.passTime(3 * hourMs);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
  });

  it('goes on in the next hour where its time was over, and touches no user interface', async () => {
    const program = await givenScheduled(220, 15);
    await program.keap.break({
      match: 'ContactService.update',
      times: 140,
      trouble: { kind: 'slow', ms: 55_000 },
    });
    const executions = await program.google.passTime(3 * hourMs);
    expect(executions.every(({ kind }) => kind === 'completed')).toBe(true);
    expect(executions.every(({ durationMs }) => durationMs < 6 * 60_000)).toBe(true);
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Waiting', 'Synced']));
    await program.google.passTime(5 * hourMs);
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
    expect((await program.keap.counts())['xmlrpc ContactService.update']).toBe(220);
    expect(program.google.toasts).toEqual([]);
  });
});
