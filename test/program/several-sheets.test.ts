/** Several sheets of one document, each with its own columns, settings and schedule. */
import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../local/appsscript/clock.ts';
import type { Cell } from '../../local/appsscript/typed-cell.ts';
import type { SheetScheduleView, UndoView } from '../../src/ui/api.ts';
import { killPoints } from '../support/kill-points.ts';
import { type Given, givenProgram, hourMs, type Program } from '../support/program.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const names = ['Contacts', 'Leads', 'Members'] as const;
type Name = (typeof names)[number];
/** The first contact id of each sheet. */
const firstId: Readonly<Record<Name, number>> = { Contacts: 1, Leads: 101, Members: 201 };

function idsOf(name: Name, count: number): number[] {
  return Array.from({ length: count }, (_, index) => firstId[name] + index);
}

/** Each sheet sends something else. It is 12:00. */
async function given(count: number, more: Partial<Given['google']> = {}): Promise<Program> {
  const cells: Readonly<Record<Name, Cell[][]>> = {
    Contacts: [
      ['Contact ID', 'Email'],
      ...idsOf('Contacts', count).map((id) => [id, `new${id}@example.com`]),
    ],
    Leads: [['First Name', 'Id'], ...idsOf('Leads', count).map((id) => [`Lead ${id}`, id])],
    Members: [['Id', 'City'], ...idsOf('Members', count).map((id) => [id, `City ${id}`])],
  };
  const program = await givenProgram({
    keap: {
      contacts: names
        .flatMap((name) => idsOf(name, count))
        .map((id) => {
          return { id, fields: { Email: `old${id}@example.com`, FirstName: 'Old', City: 'Old' } };
        }),
    },
    google: { spreadsheet: { sheets: names.map((name) => ({ name, cells: cells[name] })) }, ...more },
  });
  await program.connect();
  return program;
}

const sheetId = ({ google }: Program, name: string) =>
  google.spreadsheet.sheets.find((sheet) => sheet.name === name)?.id ?? -1;

interface Wish {
  readonly hours?: readonly number[];
  readonly isOn?: boolean;
  readonly mailTo?: string;
  readonly acceptsOverlap?: boolean;
}

async function save(
  program: Program,
  name: string,
  { hours = [13], isOn = true, mailTo = '', ...rest }: Wish = {},
) {
  const input = { isOn, hours, weekdays: everyDay, mailsOn: mailTo !== '', mailTo, ...rest };
  return await program.ask('saveSchedule', { ...input, forSheetId: sheetId(program, name) });
}

function column({ google }: Program, name: string, header: string): string[] {
  const [headers = [], ...rows] = google.sheet(name).display();
  return rows.map((row) => row[headers.indexOf(header)] ?? '');
}

const statuses = (program: Program, name: string) => [...new Set(column(program, name, 'Keap status'))];

async function scheduleOf(program: Program, name: string): Promise<SheetScheduleView | undefined> {
  return (await program.state()).schedule.sheets.find((sheet) => sheet.name === name);
}

async function values(program: Program, name: Name, field: string): Promise<(string | undefined)[]> {
  const count = column(program, name, 'Keap status').length;
  const ids = new Set(idsOf(name, count));
  return (await program.keap.contacts()).filter(({ id }) => ids.has(id)).map(({ fields }) => fields[field]);
}

const down = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;

describe('the schedules of several sheets', () => {
  it('keep to their own times, each with its own columns', async () => {
    const program = await given(2);
    await save(program, 'Contacts', { hours: [14] });
    await save(program, 'Leads', { hours: [13, 16] });
    expect((await scheduleOf(program, 'Contacts'))?.nextRun).toBe('today at 14:00 or up to an hour later');
    expect((await scheduleOf(program, 'Leads'))?.nextRun).toBe('today at 13:00 or up to an hour later');
    await program.google.passTime(1.99 * hourMs);
    expect([statuses(program, 'Contacts'), statuses(program, 'Leads')]).toEqual([[''], ['Synced']]);
    expect(await values(program, 'Leads', 'FirstName')).toEqual(['Lead 101', 'Lead 102']);
    expect(await values(program, 'Leads', 'Email')).toEqual(['old101@example.com', 'old102@example.com']);
    await program.google.passTime(hourMs);
    expect(await values(program, 'Contacts', 'Email')).toEqual(['new1@example.com', 'new2@example.com']);
    expect(statuses(program, 'Members')).toEqual(['']);
    program.google.sheet('Leads').set(1, 0, 'Again');
    await program.google.passTime(2 * hourMs);
    expect(await values(program, 'Leads', 'FirstName')).toEqual(['Again', 'Lead 102']);
    const calls = (await program.keapCalls()).length;
    await program.google.passTime(19 * hourMs);
    expect(await program.keapCalls()).toHaveLength(calls);
  });

  it('that are due in the same hour are done one after the other in one execution, with one request more for each', async () => {
    const program = await given(2);
    for (const name of names) await save(program, name);
    const executions = await program.google.passTime(2 * hourMs);
    expect(executions).toHaveLength(2);
    for (const name of names) expect({ name, is: statuses(program, name) }).toEqual({ name, is: ['Synced'] });
    expect((await program.state()).activity.kind).toBe('idle');
    await program.google.passTime(22 * hourMs);
    expect((await program.keap.counts())['xmlrpc ContactService.update']).toBe(6);
    // R5: nothing has changed.
    await program.keap.forgetRequests();
    await program.google.passTime(24 * hourMs);
    expect(await program.keapCalls()).toEqual([]);
  });

  it('are added beside each other, after a question where they have contact ids in common', async () => {
    const program = await given(2);
    await save(program, 'Contacts');
    program.google.copySheet('Contacts');
    const copy = 'Copy of Contacts';
    expect(await save(program, copy)).toMatchObject({
      kind: 'problem',
      advice: expect.stringContaining('in common with "Contacts" (2), which is synced on a schedule already'),
    });
    expect(await scheduleOf(program, copy)).toBeUndefined();
    expect(await save(program, copy, { acceptsOverlap: true })).toMatchObject({ kind: 'ok' });
    // Only a sheet that is added is asked about.
    expect(await save(program, copy, { hours: [15] })).toMatchObject({ kind: 'ok' });
    expect(await save(program, 'Contacts', { hours: [15] })).toMatchObject({ kind: 'ok' });
    const { sheets } = (await program.state()).schedule;
    expect(sheets.map(({ name, isOn }) => [name, isOn])).toEqual([
      ['Contacts', true],
      [copy, true],
    ]);
  });

  it('are switched off one by one, and keep their times', async () => {
    const program = await given(1);
    await save(program, 'Contacts', { hours: [13] });
    await save(program, 'Leads', { hours: [13, 14] });
    await save(program, 'Contacts', { hours: [13], isOn: false });
    await program.google.passTime(3 * hourMs);
    expect([statuses(program, 'Contacts'), statuses(program, 'Leads')]).toEqual([[''], ['Unchanged']]);
    expect(await scheduleOf(program, 'Contacts')).toMatchObject({ isOn: false, hours: [13] });
    // A third one takes the place that earlier versions know, since it is free.
    await save(program, 'Members', { hours: [18] });
    expect(await scheduleOf(program, 'Contacts')).toMatchObject({ isOn: false, hours: [13] });
    const { schedule = '' } = program.google.properties('document');
    expect(JSON.parse(schedule)).toMatchObject({
      sheetId: sheetId(program, 'Members'),
      hours: [18],
      isOn: true,
    });
    expect((await program.state()).schedule.sheets).toHaveLength(3);
  });

  it('follow a sheet that is renamed, and a copy of it has none', async () => {
    const program = await given(1);
    await save(program, 'Contacts');
    await save(program, 'Leads');
    program.google.sheet('Leads').rename('Prospects');
    program.google.copySheet('Prospects');
    await program.google.passTime(3 * hourMs);
    expect(statuses(program, 'Prospects')).toEqual(['Synced']);
    expect((await scheduleOf(program, 'Prospects'))?.isOn).toBe(true);
    expect(await scheduleOf(program, 'Copy of Prospects')).toBeUndefined();
  });

  it('of a deleted sheet is told once a day by its name, keeps no other one from running, and goes when one is saved', async () => {
    const program = await given(1);
    const mailTo = 'owner@example.com';
    for (const name of ['Contacts', 'Leads', 'Members']) await save(program, name, { mailTo });
    program.google.deleteSheet('Contacts');
    program.google.deleteSheet('Leads');
    await program.google.passTime(5 * hourMs);
    expect(statuses(program, 'Members')).toEqual(['Synced']);
    expect(program.google.outbox.map(({ body }) => body)).toEqual([
      expect.stringContaining('The sheet "Contacts" of the scheduled sync has been deleted.'),
      expect.stringContaining('The sheet "Leads" of the scheduled sync has been deleted.'),
    ]);
    const { sheets } = (await program.state()).schedule;
    expect(sheets.map(({ name, isDeleted }) => [name, isDeleted])).toEqual([
      ['Contacts', true],
      ['Leads', true],
      ['Members', false],
    ]);
    await save(program, 'Members', { mailTo });
    const [left, ...none] = (await program.state()).schedule.sheets;
    expect([left?.name, left?.nextRun, none]).toEqual([
      'Members',
      'tomorrow at 13:00 or up to an hour later',
      [],
    ]);
    await program.google.passTime(48 * hourMs);
    expect(program.google.outbox).toHaveLength(2);
  });

  it('count together against the time that Google allows', async () => {
    const program = await given(1);
    await save(program, 'Contacts', { hours: [13, 14] });
    await save(program, 'Leads', { hours: [13] });
    await program.google.passTime(3 * hourMs);
    expect((await program.state()).schedule.usage).toMatch(
      /^The last scheduled syncs of 2 sheets took \d+ seconds together\. At 3 a day, that's about \d+ minutes?\. Google lets/,
    );
    const { run = '' } = program.google.properties('document');
    const record = JSON.parse(run) as { doneSheets: object[] };
    const long = { scheduledMs: 25 * 60_000 };
    const doneSheets = record.doneSheets.map((one) => ({ ...one, ...long }));
    program.google.setProperty('document', 'run', JSON.stringify({ ...record, doneSheets, ...long }));
    expect((await program.state()).schedule.usage).toMatch(
      /^The last .* took 50 minutes together\. At 3 a day, that's about 75 minutes\./,
    );
  });
});

describe('one sheet of several', () => {
  it('R8 keeps no other one from running by its own settings, and its failure is emailed by itself', async () => {
    const program = await given(2);
    const mailTo = 'owner@example.com';
    await save(program, 'Contacts', { mailTo });
    await save(program, 'Leads', { mailTo });
    program.google.sheet('Contacts').set(0, 0, 'Unknown');
    program.google.sheet('Leads').set(1, 1, 777);
    await program.google.passTime(3 * hourMs);
    expect([...new Set(column(program, 'Leads', 'Keap status'))].sort()).toEqual(['Failed', 'Synced']);
    const bodies = () => program.google.outbox.map(({ body }) => body);
    expect(bodies()).toEqual([
      expect.stringContaining('The scheduled sync of "Contacts" did not run.'),
      expect.stringContaining('The scheduled sync of "Leads": 1 synced, 1 failed'),
    ]);
    // The good end of one says nothing of the other.
    program.google.sheet('Leads').set(1, 1, 101);
    await program.google.passTime(24 * hourMs);
    expect(bodies().slice(2)).toEqual([
      expect.stringContaining('The scheduled sync of "Contacts" did not run.'),
      expect.stringContaining('The scheduled sync of "Leads": 1 synced, 1 unchanged.'),
    ]);
    expect(program.google.outbox[3]?.subject).toBe('The scheduled sync to Keap is working again');
    program.google.sheet('Contacts').set(0, 0, 'Contact ID');
    await program.google.passTime(2 * hourMs);
    expect(bodies().slice(4)).toEqual([
      expect.stringContaining('The scheduled sync of "Contacts": 2 synced'),
    ]);
    expect(program.google.outbox[4]?.subject).toBe('The scheduled sync to Keap is working again');
  });

  it.each([
    ['', [13]],
    ['although its own next slot is the later one', [13, 15]],
  ])('R3 is finished before another one begins, whose slot comes then %s', async (_, hours) => {
    const program = await given(3);
    await save(program, 'Contacts', { hours });
    await save(program, 'Leads', { hours: [14] });
    const untilMs = program.google.clock.nowMs() + 4.5 * hourMs;
    await program.keap.break({ match: ['xmlrpc ', 'rest '], untilMs, trouble: down });
    await program.google.passTime(4 * hourMs);
    // An outage concerns the account.
    expect([statuses(program, 'Contacts'), statuses(program, 'Leads')]).toEqual([['Waiting'], ['']]);
    await program.google.passTime(2 * hourMs);
    expect([statuses(program, 'Contacts'), statuses(program, 'Leads')]).toEqual([['Synced'], ['Synced']]);
    expect((await program.keap.counts())['xmlrpc ContactService.update']).toBe(6);
    // The log says which sheet, in the order in which they were sent.
    const done = column(program, 'Keap sync log', 'Outcome');
    const sent = column(program, 'Keap sync log', 'Sheet').filter((__, index) => done[index] === 'Done');
    expect(sent).toEqual([...Array(3).fill('Contacts'), ...Array(3).fill('Leads')]);
  });

  it('R11 waits for somebody whose trigger no longer runs, of which a colleague is told with the names of the sheets', async () => {
    const program = await given(1);
    await save(program, 'Contacts', { hours: [13], mailTo: 'owner@example.com' });
    await save(program, 'Leads', { hours: [14], mailTo: 'owner@example.com' });
    await save(program, 'Members', { hours: [13], mailTo: 'owner@example.com', isOn: false });
    const [trigger] = program.google.triggers;
    await program.connect('allow', 'ben@example.com');
    await program.askAs('ben@example.com', 'loadState');
    program.google.disableTriggers(trigger?.id ?? '');
    await program.google.passTime(30 * hourMs);
    const told = program.google.outbox.filter(({ body }) => body.includes('has not run for almost a day'));
    expect(told.map(({ body }) => body)).toEqual([
      expect.stringMatching(/Sheets waiting for the scheduled sync: "Contacts"(, "Leads")?\./),
    ]);
  });

  it('is named in the list of runs that can be undone, and an undo is about its contacts alone', async () => {
    const program = await given(2);
    for (const name of ['Contacts', 'Leads']) {
      program.google.activate(name);
      await program.sync();
    }
    const choices = async () => {
      const answer = await program.ask('previewUndo');
      return answer.kind === 'ok' ? (answer.value as UndoView).choices : [];
    };
    const [ofLeads, ofContacts] = await choices();
    expect([ofLeads?.title, ofContacts?.title]).toEqual([
      expect.stringContaining('Sync now in "Leads", '),
      expect.stringContaining('Sync now in "Contacts", '),
    ]);
    // Undone from whichever sheet is open.
    await program.ask('undoRun', { run: ofContacts?.run });
    expect(await values(program, 'Contacts', 'Email')).toEqual(['old1@example.com', 'old2@example.com']);
    expect(await values(program, 'Leads', 'FirstName')).toEqual(['Lead 101', 'Lead 102']);
    expect([statuses(program, 'Contacts'), statuses(program, 'Leads')]).toEqual([['Undone'], ['Synced']]);
    expect((await choices()).map(({ title }) => title)).toEqual([expect.stringMatching(/^Sync now, /)]);
  });

  it('waits with another one that has reached a limit of Keap, and both go on by themselves', async () => {
    const program = await given(8);
    await save(program, 'Contacts');
    await save(program, 'Leads');
    const untilMs = Date.UTC(2026, 10, 24);
    const headers = {
      'x-keap-product-quota-available': '0',
      'x-keap-product-quota-expiry-time': String(untilMs),
    };
    await program.keap.break({
      ...{ match: 'ContactService.update', after: 3, untilMs },
      trouble: { kind: 'answer', status: 429, body: '{}', headers },
    });
    await program.google.passTime(6 * hourMs);
    expect(statuses(program, 'Contacts')).toContain('Waiting');
    expect(statuses(program, 'Leads')).toEqual(['']);
    await program.google.passTime(8 * hourMs);
    expect([statuses(program, 'Contacts'), statuses(program, 'Leads')]).toEqual([['Synced'], ['Synced']]);
  });

  it('for which there was no time comes within minutes where Google allows another trigger, and else in the next hour', async () => {
    for (const deployment of ['bound', 'add-on'] as const) {
      const program = await given(60, { deployment, behavior: { triggersMadeInTriggersFire: true } });
      for (const name of names) await save(program, name);
      const slow = { kind: 'slow', ms: 55_000 } as const;
      await program.keap.break({ match: 'ContactService.update', times: 100, trouble: slow });
      const executions = await program.google.passTime(1.9 * hourMs);
      expect(executions.every(({ durationMs }) => durationMs < 6 * 60_000)).toBe(true);
      const first = names.map((name) => statuses(program, name));
      if (deployment === 'bound') expect(first).toEqual([['Synced'], ['Synced'], ['Synced']]);
      else expect(first).toContainEqual(['']);
      await program.google.passTime(3 * hourMs);
      expect(names.map((name) => statuses(program, name))).toEqual([['Synced'], ['Synced'], ['Synced']]);
      expect((await program.keap.counts())['xmlrpc ContactService.update']).toBe(180);
    }
  });

  it('R7 is synced by hand while the run of another one is unfinished, which continues then', async () => {
    const program = await given(2);
    await save(program, 'Contacts');
    const untilMs = program.google.clock.nowMs() + 9 * hourMs;
    await program.keap.break({ match: ['xmlrpc ', 'rest '], untilMs, trouble: down });
    await program.google.passTime(2 * hourMs);
    expect(statuses(program, 'Contacts')).toEqual(['Waiting']);
    await program.keap.mend();
    program.google.activate('Leads');
    const run = await program.sync();
    expect([run.kind, statuses(program, 'Leads')]).toEqual(['completed', ['Synced']]);
    expect((await program.state()).activity).toMatchObject({ kind: 'waiting', title: 'Syncing "Contacts"' });
    await program.google.passTime(hourMs);
    expect(statuses(program, 'Contacts')).toEqual(['Synced']);
    expect((await program.state()).activity.kind).toBe('idle');
  });
});

describe('R3 of several sheets', () => {
  it('R3 an execution killed at any call syncs each sheet that is due once, and skips no row', async () => {
    // Each round takes a day, and XML-RPC ends with the year.
    const program = await given(2, { clock: virtualClock(Date.UTC(2026, 0, 5, 12)) });
    await save(program, 'Contacts');
    await save(program, 'Leads');
    await program.google.passTime(2 * hourMs);
    const renew = async (round: number) => {
      program.google.sheet('Contacts').set(1, 1, `round${round}@example.com`);
      program.google.sheet('Leads').set(2, 0, `Round ${round}`);
      if (round % 10 === 0) program.google.deleteSheet('Keap sync log');
      // The next day, at 13:20, which the hourly trigger has not seen yet.
      const { clock } = program.google;
      const dayMs = 24 * hourMs;
      clock.moveTo(Math.floor(clock.nowMs() / dayMs + 1) * dayMs + 13.3 * hourMs);
    };
    const hourly = (options: object = {}) =>
      program.google.run('runHourly', [], { ...options, as: 'trigger' });
    await renew(1);
    const { calls } = await hourly();
    const points = killPoints(calls);
    expect(points.length).toBeGreaterThan(20);
    let round = 1;
    let killed = 0;
    for (const killAt of points) {
      round++;
      await renew(round);
      await program.keap.forgetRequests();
      killed += Number((await hourly({ killAt })).kind === 'killed');
      for (let hour = 1; hour <= 2; hour++) {
        program.google.clock.moveTo(program.google.clock.nowMs() + hourMs);
        await hourly();
      }
      const [email] = await values(program, 'Contacts', 'Email');
      const [, name] = await values(program, 'Leads', 'FirstName');
      expect({ ...killAt, email, name }).toEqual({
        ...killAt,
        email: `round${round}@example.com`,
        name: `Round ${round}`,
      });
      const all = [...column(program, 'Contacts', 'Keap status'), ...column(program, 'Leads', 'Keap status')];
      expect({ ...killAt, left: all.filter((status) => !/^(Synced|Unchanged)$/.test(status)) }).toEqual({
        ...killAt,
        left: [],
      });
      // Each row is sent once, unless the kill has hidden that Keap took it.
      const updates = (await program.keap.counts())['xmlrpc ContactService.update'];
      expect({ ...killAt, updates }).toEqual({ ...killAt, updates: 2 });
      const before = (await program.keapCalls()).length;
      program.google.clock.moveTo(program.google.clock.nowMs() + hourMs);
      await hourly();
      expect({ ...killAt, calls: (await program.keapCalls()).length }).toEqual({ ...killAt, calls: before });
      expect((await program.state()).activity.kind).toBe('idle');
    }
    expect(killed).toBeGreaterThan(0.9 * points.length);
  });

  it('R3 a run that its settings have stopped is not forgotten when the run of another sheet is killed', async () => {
    const program = await given(2);
    await save(program, 'Contacts');
    const untilMs = program.google.clock.nowMs() + 9 * hourMs;
    await program.keap.break({ match: ['xmlrpc ', 'rest '], untilMs, trouble: down });
    await program.google.passTime(2 * hourMs);
    expect(statuses(program, 'Contacts')).toEqual(['Waiting']);
    await program.keap.mend();
    program.google.activate('Leads');
    const { calls } = await program.sync();
    const points = killPoints(calls);
    for (const killAt of points) {
      program.google.sheet('Leads').set(1, 0, `Killed at ${killAt.call} ${killAt.when}`);
      await program.sync({ killAt });
      const run = program.google.properties('document').run ?? '{}';
      expect({ ...killAt, run }).toEqual({ ...killAt, run: expect.stringContaining('"Scheduled sync"') });
    }
    await program.google.passTime(hourMs);
    expect([statuses(program, 'Contacts'), (await program.state()).activity.kind]).toEqual([
      ['Synced'],
      'idle',
    ]);
  });
});

describe('an earlier version', () => {
  it('has left a schedule that goes on as it was, and reads the first one of this version', async () => {
    const program = await given(1);
    const first = { version: 1, isOn: true, hour: 13, mailsOn: true, mailTo: 'a@example.com' };
    program.google.setProperty(
      'document',
      'schedule',
      JSON.stringify({ ...first, sheetId: sheetId(program, 'Contacts') }),
    );
    await program.google.passTime(2 * hourMs);
    expect(statuses(program, 'Contacts')).toEqual(['Synced']);
    await save(program, 'Leads', { hours: [15], mailTo: 'a@example.com' });
    const { schedule = '' } = program.google.properties('document');
    expect(JSON.parse(schedule)).toMatchObject({ ...first, sheetId: sheetId(program, 'Contacts') });
    const { run = '' } = program.google.properties('document');
    expect(JSON.parse(run)).toMatchObject({ version: 2, doneDay: '2026-11-23 13' });
    await program.google.passTime(2 * hourMs);
    expect(statuses(program, 'Leads')).toEqual(['Synced']);
  });

  it('has left a sidebar open, which saves the first schedule whichever sheet is open', async () => {
    const program = await given(1);
    await save(program, 'Contacts', { hours: [13] });
    await save(program, 'Leads', { hours: [15] });
    program.google.activate('Members');
    await program.ask('saveSchedule', {
      isOn: true,
      hours: [18],
      weekdays: everyDay,
      mailsOn: false,
      mailTo: '',
    });
    expect((await scheduleOf(program, 'Contacts'))?.hours).toEqual([18]);
    expect((await scheduleOf(program, 'Leads'))?.hours).toEqual([15]);
    expect(await scheduleOf(program, 'Members')).toBeUndefined();
  });
});
