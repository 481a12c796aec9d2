/** Schedules other than one hour of every day: every hour, several hours, chosen days of the week. */
import { describe, expect, it } from 'vitest';
import { contactsAndCells, givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const everyHour = Array.from({ length: 24 }, (_, hour) => hour);

/** It is Monday, 13:00 in Berlin. */
async function givenScheduled(hours: readonly number[], weekdays: readonly number[]): Promise<Program> {
  const { contacts, cells } = contactsAndCells(2);
  const program = await givenProgram({
    keap: { contacts },
    google: { spreadsheet: { timeZone: 'Europe/Berlin', sheets: [{ name: sheetName, cells }] } },
  });
  await program.connect();
  await save(program, hours, weekdays);
  return program;
}

function save(program: Program, hours: readonly number[], weekdays: readonly number[]) {
  return program.ask('saveSchedule', { isOn: true, hours, weekdays, mailsOn: false, mailTo: '' });
}

/** Types a new address and gives whether it is in Keap so many hours later. */
async function isSyncedAfter(program: Program, hours: number): Promise<boolean> {
  const typed = `typed${program.google.clock.nowMs()}@example.com`;
  program.google.sheet(sheetName).set(1, 1, typed);
  await program.google.passTime(hours * hourMs);
  return (await program.keap.contacts()).some(({ fields }) => fields.Email === typed);
}

describe('a schedule', () => {
  it('of every hour sends what was changed in the last one, and nothing otherwise', async () => {
    const program = await givenScheduled(everyHour, everyDay);
    expect((await program.state()).schedule.nextRun).toBe('today at 14:00 or up to an hour later');
    expect(await isSyncedAfter(program, 2)).toBe(true);
    await program.keap.forgetRequests();
    expect(await isSyncedAfter(program, 1.1)).toBe(true);
    const calls = (await program.keapCalls()).length;
    await program.google.passTime(5 * hourMs);
    expect(await program.keapCalls()).toHaveLength(calls);
    expect(program.column('Keap status')).toEqual(['Unchanged', 'Unchanged']);
  });

  it('of several hours on some days keeps to them in the time zone of the spreadsheet', async () => {
    const program = await givenScheduled([8, 17], [2, 3]);
    expect((await program.state()).schedule.nextRun).toBe('tomorrow at 08:00 or up to an hour later');
    // Until Tuesday, 08:00.
    expect(await isSyncedAfter(program, 18.9)).toBe(false);
    expect(await isSyncedAfter(program, 1.2)).toBe(true);
    // Until Tuesday, 17:00, and 18:00.
    expect(await isSyncedAfter(program, 7.8)).toBe(false);
    expect(await isSyncedAfter(program, 1.2)).toBe(true);
    await program.google.passTime(24 * hourMs);
    // From Wednesday evening to Tuesday morning.
    expect(await isSyncedAfter(program, 5.5 * 24)).toBe(false);
    expect((await program.state()).schedule.nextRun).toContain('at 08:00 or up to an hour later');
    expect(await isSyncedAfter(program, 8)).toBe(true);
  });

  it('counts a missed hour once, however many were missed', async () => {
    const program = await givenScheduled(everyHour, everyDay);
    const untilMs = program.google.clock.nowMs() + 6 * hourMs;
    const down = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;
    await program.keap.break({ match: ['xmlrpc ', 'rest '], untilMs, trouble: down });
    expect(await isSyncedAfter(program, 5)).toBe(false);
    expect(await isSyncedAfter(program, 2.5)).toBe(true);
    const writes = (await program.keap.counts())['xmlrpc ContactService.update'];
    await program.google.passTime(4 * hourMs);
    expect((await program.keap.counts())['xmlrpc ContactService.update']).toBe(writes);
  });

  it('that was changed starts with its next hour, and one that is saved again keeps what it has done', async () => {
    const program = await givenScheduled([9], everyDay);
    await save(program, [9, 12], everyDay);
    expect((await program.state()).schedule.nextRun).toBe('tomorrow at 09:00 or up to an hour later');
    await save(program, [9, 14], everyDay);
    expect((await program.state()).schedule.nextRun).toBe('today at 14:00 or up to an hour later');
    await program.google.passTime(2 * hourMs);
    const calls = (await program.keapCalls()).length;
    expect(calls).toBeGreaterThan(0);
    await save(program, [14, 9], [7, 6, 5, 4, 3, 2, 1]);
    await program.google.passTime(3 * hourMs);
    expect(await program.keapCalls()).toHaveLength(calls);
  });

  it('says how much of the time that Google allows a day it uses', async () => {
    const program = await givenScheduled(everyHour, everyDay);
    expect((await program.state()).schedule.usage).toBe(
      'Google lets scheduled runs take 90 minutes a day together (6 hours with Google Workspace).',
    );
    await program.google.passTime(2 * hourMs);
    expect((await program.state()).schedule.usage).toMatch(
      /^The last scheduled sync took \d+ seconds?\. At 24 a day, that's about \d+ minutes?\. Google lets/,
    );
    const { run = '' } = program.google.properties('document');
    program.google.setProperty(
      'document',
      'run',
      JSON.stringify({ ...JSON.parse(run), scheduledMs: 250_000 }),
    );
    expect((await program.state()).schedule.usage).toMatch(
      /^The last scheduled sync took 5 minutes\. At 24 a day, that's about 100 minutes\..* would wait for the next one\.$/,
    );
    await save(program, [9], everyDay);
    expect((await program.state()).schedule.usage).toBe('');
  });

  it('of one hour still comes from a sidebar that was open when the add-on was updated', async () => {
    const program = await givenScheduled(everyHour, everyDay);
    await program.ask('saveSchedule', { isOn: true, hour: 15, mailsOn: false, mailTo: '' });
    const { hours, weekdays, nextRun } = (await program.state()).schedule;
    expect([hours, weekdays, nextRun]).toEqual([[15], everyDay, 'today at 15:00 or up to an hour later']);
  });

  it('does not repeat what an earlier version has done that day', async () => {
    const program = await givenScheduled([14], everyDay);
    await program.google.passTime(2 * hourMs);
    const calls = (await program.keapCalls()).length;
    expect(calls).toBeGreaterThan(0);
    const { run, schedule } = program.google.properties('document');
    program.google.setProperty('document', 'run', (run ?? '').replace('"2026-11-23 14"', '"2026-11-23"'));
    const { hours: _hours, weekdays: _weekdays, changed: _changed, ...former } = JSON.parse(schedule ?? '');
    program.google.setProperty('document', 'schedule', JSON.stringify({ ...former, hour: 14 }));
    expect(await isSyncedAfter(program, 20)).toBe(false);
    expect(await program.keapCalls()).toHaveLength(calls);
    await program.google.passTime(3 * hourMs);
    expect((await program.keapCalls()).length).toBeGreaterThan(calls);
  });

  it.each([
    [[], everyDay, 'at least one hour'],
    [[24], everyDay, 'from 0 to 23'],
    [[6.5], everyDay, 'from 0 to 23'],
    [['6'], everyDay, 'from 0 to 23'],
    [[6], [], 'at least one day'],
    [[6], [0], 'at least one day'],
    [[6], 'Monday', 'at least one day'],
  ])('of hours %j on days %j is not saved', async (hours, weekdays, text) => {
    const program = await givenProgram({});
    const input = { isOn: true, hours, weekdays, mailsOn: false, mailTo: '' };
    const answer = await program.ask('saveSchedule', input);
    expect(answer).toMatchObject({ kind: 'problem' });
    expect(JSON.stringify(answer)).toContain(text);
    expect((await program.state()).schedule.isOn).toBe(false);
  });
});
