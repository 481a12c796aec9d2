import { describe, expect, it } from 'vitest';
import type { Behavior } from '../../local/appsscript/apps-script.ts';
import { contactsAndCells, givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

async function givenScheduled(
  count: number,
  hour: number,
  deployment: 'bound' | 'add-on' = 'add-on',
  behavior: Partial<Behavior> = {},
): Promise<Program> {
  const { contacts, cells } = contactsAndCells(count);
  const program = await givenProgram({
    keap: { contacts },
    google: {
      deployment,
      behavior,
      spreadsheet: { timeZone: 'Europe/Berlin', sheets: [{ name: sheetName, cells }] },
    },
  });
  await program.connect();
  await program.ask('saveSchedule', { isOn: true, hour, mailsOn: false, mailTo: '' });
  return program;
}

describe('the scheduled sync', () => {
  it('starts after the chosen hour in the time zone of the sheet, once a day', async () => {
    // It is 13:00 in Berlin, so the next 15:00 is in two hours.
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

  it('is caught up if its hour was missed', async () => {
    const program = await givenScheduled(2, 15);
    const down = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;
    const untilMs = program.google.clock.nowMs() + 6 * hourMs;
    await program.keap.break({ match: ['xmlrpc ', 'rest '], untilMs, trouble: down });
    await program.google.passTime(5 * hourMs);
    expect(program.column('Keap status')).toEqual(['Waiting', 'Waiting']);
    expect((await program.state()).lastRun.sentence).toContain('Keap is not responding');
    await program.google.passTime(3 * hourMs);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
  });

  it('continues in the next hour when its time is up, and uses no user interface', async () => {
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

  it('continues within minutes if a second trigger is allowed, and deletes that trigger afterwards', async () => {
    const program = await givenScheduled(220, 15, 'bound', { triggersMadeInTriggersFire: true });
    const slow = { kind: 'slow', ms: 55_000 } as const;
    await program.keap.break({ match: 'ContactService.update', times: 140, trouble: slow });
    await program.google.passTime(4 * hourMs);
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
    expect((await program.keap.counts())['xmlrpc ContactService.update']).toBe(220);
    expect(program.google.triggers.map(({ functionName }) => functionName)).toEqual(['runHourly']);
    expect((await program.state()).lastRun.sentence).toContain('220 synced');
  });

  it('says when it starts next, and when it catches up', async () => {
    const program = await givenScheduled(2, 15);
    expect((await program.state()).schedule.nextRun).toBe('today at 15:00 or up to an hour later');
    await program.google.passTime(3 * hourMs);
    expect((await program.state()).schedule.nextRun).toBe('tomorrow at 15:00 or up to an hour later');
  });

  it('emails the failed rows, others that fail the next day, and nothing if emails are off', async () => {
    const program = await givenScheduled(3, 15);
    const owner = { isOn: true, hour: 15, mailTo: 'owner@example.com' };
    await program.ask('saveSchedule', { ...owner, mailsOn: true });
    program.google.sheet(sheetName).set(2, 0, 777);
    await program.google.passTime(4 * hourMs);
    expect(program.google.outbox).toHaveLength(1);
    expect(program.google.outbox[0]?.body).toContain('Row 3, contact 777: Keap has no contact with this id');
    expect(program.google.outbox[0]?.body).not.toContain('Row 2');
    await program.google.passTime(24 * hourMs);
    expect(program.google.outbox).toHaveLength(1);
    program.google.sheet(sheetName).set(1, 0, 778);
    await program.google.passTime(24 * hourMs);
    expect(program.google.outbox).toHaveLength(2);
    await program.ask('saveSchedule', { ...owner, mailsOn: false });
    await program.google.passTime(48 * hourMs);
    expect(program.google.outbox).toHaveLength(2);
  });
});

describe('a limit that is reached', () => {
  it('ends the run properly, which says when it continues, and does so: Keap', async () => {
    const program = await givenScheduled(40, 15);
    const untilMs = Date.UTC(2026, 10, 24);
    const headers = {
      'x-keap-product-quota-available': '0',
      'x-keap-product-quota-expiry-time': String(untilMs),
    };
    await program.keap.break({
      ...{ match: 'ContactService.update', after: 15, untilMs },
      trouble: { kind: 'answer', status: 429, body: '{}', headers },
    });
    await program.google.passTime(4 * hourMs);
    const { lastRun, activity } = await program.state();
    expect(lastRun.sentence).toContain('continues automatically tomorrow at 01:00');
    expect(activity).toMatchObject({ kind: 'waiting', title: 'Syncing "Contacts"' });
    const calls = (await program.keapCalls()).length;
    await program.google.passTime(4 * hourMs);
    expect((await program.keapCalls()).length).toBe(calls);
    await program.google.passTime(6 * hourMs);
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
    expect((await program.state()).activity).toMatchObject({ kind: 'idle' });
  });

  it('ends the run properly, which says when it continues, and does so: Google', async () => {
    const { contacts, cells } = contactsAndCells(60);
    const program = await givenProgram({
      keap: { contacts },
      google: {
        limits: { fetchesPerDay: 40 },
        spreadsheet: { timeZone: 'Europe/Berlin', sheets: [{ name: sheetName, cells }] },
      },
    });
    await program.connect();
    await program.sync();
    expect(program.google.toasts.at(-1)?.message).toContain(
      "Google's daily limit of requests has been reached",
    );
    expect(program.column('Keap status').filter((status) => status === 'Waiting').length).toBeGreaterThan(10);
    await program.google.passTime(50 * hourMs);
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
  });
});
