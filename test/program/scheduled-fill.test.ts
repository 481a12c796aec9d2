/** What a schedule fills in from Keap before or after its syncs. */
import { describe, expect, it } from 'vitest';
import type { AppsScriptOptions } from '../../local/appsscript/apps-script.ts';
import { isRemote } from '../../local/appsscript/google-limits.ts';
import type { ScheduledFill } from '../../src/sync/daily/scheduled-fill.ts';
import {
  changeInKeap,
  compareNoteOf,
  expectInOrder,
  fieldsInKeap,
  undoNewest,
  writesToKeap,
} from '../support/comparing.ts';
import { killPoints } from '../support/kill-points.ts';
import { givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

const isSheetService = (service: string) => ['SpreadsheetApp', 'Sheet', 'Range'].includes(service);
const owner = 'owner@example.com';
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const dayMs = 24 * hourMs;

const contacts = [
  {
    id: 1,
    fields: { Email: 'ana@example.com', FirstName: 'Ana', City: 'Rome', Birthday: '20000131T00:00:00' },
  },
  {
    id: 2,
    fields: {
      Email: 'bo@example.com',
      FirstName: 'Bo',
      City: 'Oslo',
      PostalCode: '0150',
      Phone1: '+4721000000',
    },
  },
  { id: 3, fields: { Email: 'chi@example.com', FirstName: 'Chi' } },
];

const headers = [
  'Contact ID',
  'Email',
  'First name',
  'City',
  'Postal code',
  'Birthday',
  'Phone 1',
  'Opt status',
];

const all = ['Email', 'FirstName', 'City', 'PostalCode', 'Birthday', 'Phone1', 'Opt status'];

/** It is 12:00. */
async function given(api = 'automatic', { user = owner, ...google }: Partial<AppsScriptOptions> = {}) {
  const program = await givenProgram({
    keap: { contacts, optStatuses: { 'ana@example.com': 'single-opt-in' } },
    cells: [
      headers,
      [1, 'ana@example.com', 'Ana', 'Rome', '', '', '', ''],
      [2, 'bo@example.com', 'Bo', 'Oslo', '', '', '', ''],
      [3, '', '', '', '', '', '', ''],
    ],
    google,
  });
  if (user !== owner) program.google.share(user, 'editor');
  await program.connect('allow', user);
  await program.ask('saveApi', { choice: api });
  return program;
}

interface SaveOptions {
  readonly hours?: readonly number[];
  readonly user?: string;
  readonly compares?: boolean;
}

async function save(
  program: Program,
  fill: Partial<ScheduledFill> | null,
  { hours = [13], user = owner, compares = false }: SaveOptions = {},
) {
  const input = { isOn: true, hours, weekdays: everyDay, mailsOn: true, mailTo: 'ann@example.com' };
  const whole = fill === null ? null : { when: 'before', columns: all, overwrite: true, ...fill };
  const answer = await program.askAs(user, 'saveSchedule', { ...input, fill: whole, compares });
  if (answer.kind === 'problem') throw new Error(answer.advice);
}

const shown = (program: Program) =>
  program.google
    .sheet(sheetName)
    .display()
    .slice(1)
    .map((row) => row.slice(0, headers.length).join(' | '));

const logOf = (program: Program) => program.google.sheet('Keap sync log').display();

describe.each([
  ['before', 'xml-rpc'],
  ['before', 'rest'],
  ['after', 'xml-rpc'],
  ['after', 'rest'],
] as const)('a fill-in %s each scheduled sync, over %s', (when, api) => {
  it('R6 keeps rows as Keap has them, sends nothing back, and has nothing to do the next day', async () => {
    const program = await given(api);
    await save(program, { when });
    await program.google.passTime(dayMs);
    await program.google.passTime(dayMs);
    await changeInKeap(program, 1, { FirstName: 'Anna', City: 'Milan' });
    await program.keap.forgetRequests();
    await program.google.passTime(dayMs);
    const expected = [
      '1 | ana@example.com | Anna | Milan |  | 2000-01-31 |  | Single opt-in',
      '2 | bo@example.com | Bo | Oslo | 0150 |  | +4721000000 | Unengaged, marketable',
      '3 | chi@example.com | Chi |  |  |  |  | Unengaged, marketable',
    ];
    expect(shown(program)).toEqual(expected);
    expect(await writesToKeap(program)).toEqual([]);
    expect(program.column('Keap status')).toEqual(['Unchanged', 'Unchanged', 'Unchanged']);
    const lines = logOf(program).length;
    await program.google.passTime(dayMs);
    expect(shown(program)).toEqual(expected);
    expect(await writesToKeap(program)).toEqual([]);
    // Each day one line for each of the two runs.
    expect(logOf(program).length - lines).toBe(2);
  });

  it('sends what a person has changed since, and does not take that back', async () => {
    const program = await given(api);
    await save(program, { when });
    await program.google.passTime(2 * dayMs);
    await changeInKeap(program, 1, { City: 'Turin' });
    await changeInKeap(program, 2, { City: 'Bergen' });
    program.google.sheet(sheetName).set(1, 3, 'Milan');
    await program.google.passTime(dayMs);
    expect(program.column('City')).toEqual(['Milan', 'Bergen', '']);
    expect((await fieldsInKeap(program, 1)).City).toBe('Milan');
    expect((await fieldsInKeap(program, 2)).City).toBe('Bergen');
    await expectInOrder(program);
  });

  it('R6 never empties a cell because a field is blank in Keap, and fills only the columns that are chosen', async () => {
    const program = await given(api);
    await save(program, { when, columns: ['City', 'Opt status'] });
    await program.google.passTime(2 * dayMs);
    await changeInKeap(program, 1, { City: '', FirstName: 'Anna' });
    await program.google.passTime(dayMs);
    expect(shown(program).slice(0, 2)).toEqual([
      '1 | ana@example.com | Ana | Rome |  |  |  | Single opt-in',
      '2 | bo@example.com | Bo | Oslo |  |  |  | Unengaged, marketable',
    ]);
  });

  it('leaves filled cells alone unless they may be overwritten', async () => {
    const program = await given(api);
    await save(program, { when, overwrite: false });
    await program.google.passTime(2 * dayMs);
    await changeInKeap(program, 2, { City: 'Bergen', PostalCode: '5003', Birthday: '20010203T00:00:00' });
    await program.google.passTime(dayMs);
    expect(shown(program)[1]).toBe(
      '2 | bo@example.com | Bo | Oslo | 0150 | 2001-02-03 | +4721000000 | Unengaged, marketable',
    );
    await expectInOrder(program);
  });

  it('can be undone, and the next sync sends nothing because of that', async () => {
    const program = await given(api);
    await save(program, { when });
    await program.google.passTime(2 * dayMs);
    await changeInKeap(program, 1, { City: 'Milan' });
    await program.google.passTime(dayMs);
    expect(program.column('City')[0]).toBe('Milan');
    await save(program, null);
    await undoNewest(program);
    expect(program.column('City')[0]).toBe('Rome');
    await expectInOrder(program);
    expect((await fieldsInKeap(program, 1)).City).toBe('Milan');
  });
});

describe.each([
  ['before', 'xml-rpc'],
  ['after', 'rest'],
] as const)('a fill-in %s each scheduled sync, over %s', (when, api) => {
  it('R3 a kill at any call leaves no value behind and sends none back', async () => {
    const program = await given(api);
    await save(program, { when });
    await program.google.passTime(2 * dayMs);
    const hourly = (options: object = {}) =>
      program.google.run('runHourly', [], { ...options, as: 'trigger' });
    let round = 0;
    /** Keap has another city for two contacts, somebody has typed one for the third, and the sync is due. */
    const renew = async () => {
      round++;
      for (const id of [1, 2])
        await changeInKeap(program, id, { City: `Keap ${round}`, FirstName: `N${round}` });
      program.google.sheet(sheetName).set(3, 3, `Typed ${round}`);
      if (round % 10 === 0) program.google.deleteSheet('Keap sync log');
      const { clock } = program.google;
      clock.moveTo(Math.floor(clock.nowMs() / dayMs + 1) * dayMs + 13.3 * hourMs);
    };
    await renew();
    const points = killPoints((await hourly()).calls);
    expect(points.length).toBeGreaterThan(30);
    let killed = 0;
    for (const killAt of points) {
      await renew();
      killed += Number((await hourly({ killAt })).kind === 'killed');
      for (let hour = 1; hour <= 3; hour++) {
        program.google.clock.moveTo(program.google.clock.nowMs() + hourMs);
        await hourly();
      }
      const cities = [`Keap ${round}`, `Keap ${round}`, `Typed ${round}`];
      expect({ ...killAt, cities: program.column('City') }).toEqual({ ...killAt, cities });
      const inKeap = await Promise.all([1, 2, 3].map(async (id) => (await fieldsInKeap(program, id)).City));
      expect({ ...killAt, inKeap }).toEqual({ ...killAt, inKeap: cities });
      const left = program.column('Keap status').filter((status) => !/^(Synced|Unchanged)$/.test(status));
      expect({ ...killAt, left }).toEqual({ ...killAt, left: [] });
      expect((await program.state()).activity.kind).toBe('idle');
    }
    expect(killed).toBeGreaterThan(0.9 * points.length);
  }, 300_000);
});

describe('a scheduled fill-in', () => {
  it('of many contacts goes on where it was, and the sync comes once it is over', async () => {
    const many = Array.from({ length: 2_400 }, (_, index) => index + 1);
    const program = await givenProgram({
      keap: { contacts: many.map((id) => ({ id, fields: { Email: `c${id}@example.com`, City: 'Rome' } })) },
      cells: [['Contact ID', 'Email', 'City'], ...many.map((id) => [id, '', ''])],
    });
    await program.connect();
    await save(program, { columns: ['Email', 'City'] });
    const slow = { kind: 'slow', ms: 150_000 } as const;
    await program.keap.break({ match: 'DataService.query', times: 3, trouble: slow });
    await program.google.passTime(1.2 * hourMs);
    const filled = program.column('Email').filter((text) => text !== '').length;
    expect(filled).toBeGreaterThan(0);
    await program.google.passTime(2 * hourMs);
    expect(program.column('Email')).toEqual(many.map((id) => `c${id}@example.com`));
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
    const { lastRun, activity } = await program.state();
    expect(activity.kind).toBe('idle');
    expect(lastRun.sentence).toContain('2,400 synced');
    expect(await writesToKeap(program)).toEqual([]);
  });

  it('that is chosen now comes with the next sync that is due, not with the last one', async () => {
    const program = await given();
    await save(program, null);
    await program.google.passTime(2 * hourMs);
    await save(program, { when: 'after', columns: ['Birthday'] });
    await program.google.passTime(10 * hourMs);
    expect(program.column('Birthday')).toEqual(['', '', '']);
    await program.google.passTime(dayMs);
    expect(program.column('Birthday')).toEqual(['2000-01-31', '', '']);
  });

  it('after several syncs a day comes after each of them, once', async () => {
    const program = await given();
    await save(program, { when: 'after' }, { hours: [13, 15, 17] });
    await program.google.passTime(6 * hourMs);
    const starts = logOf(program)
      .map((row) => row.join(' '))
      .filter((row) => row.includes('Summary'));
    expect(starts.map((row) => /Scheduled (sync|fill)/.exec(row)?.[1])).toEqual([
      ...['sync', 'fill', 'sync', 'fill', 'sync', 'fill'],
    ]);
  });

  it('leaves the result of the sync in the sidebar, and adds its own', async () => {
    const program = await given();
    await save(program, { when: 'after', columns: ['Birthday'] });
    await program.google.passTime(2 * hourMs);
    expect((await program.state()).lastRun.sentence).toMatch(
      /: 2 synced, 0 unchanged\. Scheduled fill: 1 cell filled in\.$/,
    );
  });

  it('R11 tells about cells that it cannot fill once a week, and that all is well once it can', async () => {
    const user = 'colleague@example.com';
    const program = await given('automatic', { user });
    program.google.sheet(sheetName).protect({ range: 'F:F' });
    await save(program, { columns: ['Birthday'] }, { user });
    await program.google.passTime(6 * dayMs);
    const { outbox } = program.google;
    expect(outbox.map(({ body }) => body)).toEqual([
      expect.stringMatching(
        /could not fill in every cell from Keap\. Sheets did not accept cell F2, because .* what is filled in, choose/,
      ),
    ]);
    await program.google.passTime(3 * dayMs);
    expect(outbox).toHaveLength(2);
    program.google.sheet(sheetName).unprotect();
    await program.google.passTime(2 * dayMs);
    expect(program.column('Birthday')[0]).toBe('2000-01-31');
    expect(outbox.slice(2).map(({ body }) => body)).toEqual([
      expect.stringContaining('Everything is working again'),
    ]);
  });

  it('R11 tells about a column that is gone, once a week, and fills in the others', async () => {
    const program = await given();
    await save(program, { when: 'after', columns: ['Birthday', 'City'] });
    program.google.sheet(sheetName).set(0, 5, 'Something else');
    await program.google.passTime(2 * dayMs);
    await changeInKeap(program, 1, { City: 'Milan' });
    await program.google.passTime(3 * dayMs);
    expect(program.column('City')[0]).toBe('Milan');
    const told = program.google.outbox.map(({ body }) => body).filter((body) => body.includes('no column'));
    expect(told).toEqual([expect.stringContaining('This sheet has no column for "Birthday" any more.')]);
  });

  it('asks Keap nothing where none of its columns is left', async () => {
    const program = await given();
    await save(program, { columns: ['Birthday'] });
    program.google.sheet(sheetName).set(0, 5, 'Something else');
    await program.google.passTime(2 * dayMs);
    await program.keap.forgetRequests();
    await program.google.passTime(dayMs);
    const requests = (await program.keap.requests()).map(({ what }) => what);
    expect(requests.filter((what) => !what.startsWith('token'))).toEqual([]);
  });

  it('leaves a column alone that a formula fills, and says so', async () => {
    const program = await given();
    const formula = { formula: '=IMPORTRANGE("x", "A:A")', values: [['Rome']] };
    program.google.sheet(sheetName).setFormula(1, 3, formula);
    await save(program, {});
    await program.google.passTime(2 * dayMs);
    await changeInKeap(program, 1, { City: 'Milan', FirstName: 'Anna' });
    await program.google.passTime(dayMs);
    expect(shown(program)[0]).toBe('1 | ana@example.com | Anna | Rome |  | 2000-01-31 |  | Single opt-in');
    expect((await fieldsInKeap(program, 1)).City).toBe('Milan');
    expect(program.google.sheet(sheetName).formulas()).toHaveLength(1);
  });

  it('fills rows of one contact together, or none of them', async () => {
    const program = await given();
    const sheet = program.google.sheet(sheetName);
    sheet.set(3, 0, 1);
    sheet.set(3, 1, 'ana@example.com');
    sheet.set(3, 2, 'Ana');
    sheet.set(3, 3, 'Rome');
    await save(program, { when: 'after' });
    await program.google.passTime(2 * dayMs);
    await changeInKeap(program, 1, { City: 'Milan' });
    await program.google.passTime(dayMs);
    expect(program.column('City')).toEqual(['Milan', 'Oslo', 'Milan']);
    // A formula in one of them.
    sheet.setFormula(3, 3, { formula: '=IMPORTRANGE("x", "A:A")', values: [['Milan']] });
    await changeInKeap(program, 1, { City: 'Turin' });
    await program.google.passTime(dayMs);
    expect(program.column('City')).toEqual(['Milan', 'Oslo', 'Milan']);
    await expectInOrder(program);
  });

  it('comes before the daily comparison, which finds only what it was not to overwrite', async () => {
    const program = await given();
    await save(program, { when: 'after', columns: ['City'] }, { compares: true });
    await program.google.passTime(2 * dayMs);
    await changeInKeap(program, 1, { City: 'Milan', FirstName: 'Anna' });
    await program.google.passTime(dayMs);
    expect(program.column('City')[0]).toBe('Milan');
    expect(program.column('Keap message')[0]).toBe(compareNoteOf('First name'));
    expect((await program.state()).lastRun.sentence).toMatch(
      /unchanged\. Scheduled fill: 1 cell filled in\. .*1 value of 1 contact differs/,
    );
  });

  it.each(['xml-rpc', 'rest'])(
    'R9 leaves the address of a row that opts it out, so that no other one is opted out later, over %s',
    async (api) => {
      const program = await given(api);
      const sheet = program.google.sheet(sheetName);
      sheet.set(0, headers.length, 'Opt-out reason');
      sheet.set(1, headers.length, 'Asked by phone');
      await save(program, { columns: ['Email', 'City', 'Opt status'] });
      await program.google.passTime(2 * dayMs);
      await changeInKeap(program, 1, { Email: 'new@example.com', City: 'Milan' });
      await changeInKeap(program, 2, { Email: 'bob@example.com' });
      await program.google.passTime(dayMs);
      expect(program.column('Email').slice(0, 2)).toEqual(['ana@example.com', 'bob@example.com']);
      expect(program.column('City')[0]).toBe('Milan');
      await expectInOrder(program);
    },
  );

  it('leaves rows alone that were undone', async () => {
    const program = await given();
    const sheet = program.google.sheet(sheetName);
    sheet.set(1, 3, 'Milan');
    await program.sync();
    await undoNewest(program);
    expect(program.column('Keap status')[0]).toBe('Undone');
    await save(program, {});
    await program.google.passTime(dayMs);
    expect(program.column('City')[0]).toBe('Milan');
    expect((await fieldsInKeap(program, 1)).City).toBe('Rome');
  });

  it('that somebody stops takes the sync with it, and both come again at the next hour that is chosen', async () => {
    let calls = 0;
    const program = await given('automatic', {
      schedule(waiting) {
        const stop = waiting.findIndex(({ functionName }) => functionName === 'stopSync');
        const hourly = waiting.findIndex(({ functionName }) => functionName === 'runHourly');
        if (hourly < 0) return Math.max(0, stop);
        if (stop >= 0 && calls >= 40) return stop;
        calls++;
        return hourly;
      },
    });
    await save(program, {});
    const { clock } = program.google;
    clock.moveTo(clock.nowMs() + 1.3 * hourMs);
    const hourly = program.google.run('runHourly', [], { as: 'trigger' });
    await Promise.all([hourly, program.google.clickMenu('Sync contacts > Stop the sync')]);
    await program.google.passTime(5 * hourMs);
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['']));
    await program.google.passTime(dayMs);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced']);
  });

  it('R4 loses nothing that somebody types meanwhile, but in the moment in which Sheets is writing', async () => {
    let call = 0;
    let typeAt = Number.POSITIVE_INFINITY;
    const program: Program = await given('xml-rpc', {
      schedule() {
        if (++call === typeAt) program.google.sheet(sheetName).set(1, 3, `Typed ${typeAt}`);
        return 0;
      },
    });
    await save(program, { columns: ['City'] });
    await program.google.passTime(2 * dayMs);
    const hourly = async () => {
      const { clock } = program.google;
      clock.moveTo(Math.floor(clock.nowMs() / dayMs + 1) * dayMs + 13.3 * hourMs);
      await changeInKeap(program, 1, { City: `Keap ${clock.nowMs()}` });
      call = 0;
      return await program.google.run('runHourly', [], { as: 'trigger' });
    };
    const moments = (await hourly()).calls.flatMap(({ service, method }, index) =>
      isSheetService(service) && isRemote(service, method) ? [index + 1] : [],
    );
    expect(moments.length).toBeGreaterThan(20);
    const lost: number[] = [];
    for (typeAt of moments) {
      const typed = `Typed ${typeAt}`;
      await hourly();
      await program.sync();
      const now = [program.column('City')[0], (await fieldsInKeap(program, 1)).City];
      if (now[0] !== typed) lost.push(typeAt);
      else expect({ typeAt, now }).toEqual({ typeAt, now: [typed, typed] });
    }
    expect(lost.length).toBeLessThanOrEqual(2);
  });

  it('is off unless somebody chooses it, and needs at least one column', async () => {
    const program = await given();
    await expect(save(program, { columns: [] })).rejects.toThrow(
      /^Choose at least one column to fill in from Keap/,
    );
    await save(program, null);
    await program.google.passTime(2 * dayMs);
    expect(program.column('Birthday')).toEqual(['', '', '']);
    // A sidebar of an earlier version leaves it as it is.
    await save(program, { columns: ['Birthday'] });
    await program.ask('saveSchedule', { isOn: true, hour: 13, mailsOn: false, mailTo: '' });
    const [schedule] = (await program.state()).schedule.sheets;
    expect(schedule).toMatchObject({ hours: [13], fill: { when: 'before', columns: ['Birthday'] } });
  });
});
