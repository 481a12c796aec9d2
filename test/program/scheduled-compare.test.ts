/** The comparison that follows the first scheduled sync of a day. */
import { describe, expect, it } from 'vitest';
import {
  changeInKeap,
  compareNoteOf,
  fieldsInKeap,
  givenSynced,
  writesToKeap,
} from '../support/comparing.ts';
import { hourMs, type Program, sheetName } from '../support/program.ts';

const apis = [
  ['XML-RPC', 'xml-rpc'],
  ['REST v2', 'rest'],
] as const;
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const mailTo = 'owner@example.com';
const [companyColumn, cityColumn] = [2, 3];

interface Wish {
  readonly hours?: readonly number[];
  readonly compares?: boolean;
  readonly mailsOn?: boolean;
  readonly isOn?: boolean;
  readonly sheet?: string;
}

async function save(program: Program, wish: Wish = {}): Promise<void> {
  const { hours = [13], compares = true, mailsOn = true, isOn = true, sheet = sheetName } = wish;
  const forSheetId = program.google.spreadsheet.sheets.find(({ name }) => name === sheet)?.id;
  const input = { isOn, hours, weekdays: everyDay, mailsOn, mailTo, compares, forSheetId };
  const answer = await program.ask('saveSchedule', { ...input, acceptsOverlap: true });
  expect(answer).toMatchObject({ kind: 'ok' });
}

/** The summaries of comparisons, as the log has them. */
function logged({ google }: Program, sheet = sheetName): string[] {
  const [headers = [], ...rows] = google.sheet('Keap sync log').display();
  const cell = (row: readonly string[], header: string) => row[headers.indexOf(header)] ?? '';
  return rows
    .filter((row) => cell(row, 'Started by') === 'Scheduled comparison' && cell(row, 'Sheet') === sheet)
    .map((row) => cell(row, 'Outcome'));
}

const nextDay = (program: Program) => program.google.passTime(24 * hourMs);

describe.each(apis)('the scheduled comparison, over %s', (_, choice) => {
  it('notes what was changed in Keap in the rows, counts it in the log and the sidebar, and sends one email', async () => {
    const program = await givenSynced(choice, 4);
    await program.sync();
    await save(program);
    await changeInKeap(program, 2, { Email: 'new@keap.example', Company: '' });
    const before = {
      cells: program.google.sheet(sheetName).cells(),
      contacts: await program.keap.contacts(),
    };
    await program.google.passTime(2 * hourMs);
    expect(program.column('Keap message')).toEqual(['', compareNoteOf('Email, Company'), '', '']);
    expect(logged(program)).toEqual(['2 values of 1 contact differ in Keap; 3 contacts match.']);
    expect((await program.state()).lastRun.sentence).toMatch(
      /0 synced, 4 unchanged\. Comparison of "Contacts" with Keap: 2 values of 1 contact differ\. Choose Sync contacts > Compare with Keap… to see them\.$/,
    );
    expect(program.google.outbox.map(({ subject }) => subject)).toEqual([
      'Keap has other values than your sheet',
    ]);
    const [{ body = '' } = {}] = program.google.outbox;
    expect(body).toContain('2 values of 1 contact differ between Keap and the sheet "Contacts"');
    expect(body).toContain('Nothing was sent to Keap, and nothing in the sheet was overwritten.');
    expect(body).toContain('Compare with Keap…');
    expect(await writesToKeap(program)).toEqual([]);
    expect(await program.keap.contacts()).toEqual(before.contacts);
    const message = before.cells[0]?.indexOf('Keap message') ?? -1;
    const without = (cells: readonly (readonly unknown[])[]) =>
      cells.map((row) => row.filter((_cell, column) => column !== message));
    expect(without(program.google.sheet(sheetName).cells())).toEqual(without(before.cells));
  });

  it('says of a day without differences only in the log that there are none', async () => {
    const program = await givenSynced(choice, 3);
    await save(program);
    await nextDay(program);
    expect(logged(program)).toEqual(['No differences: 3 contacts match.']);
    expect((await program.state()).lastRun.sentence).toMatch(/0 synced, 3 unchanged\.$/);
    expect(program.column('Keap message')).toEqual(['', '', '']);
    expect(program.google.outbox).toEqual([]);
    expect(await writesToKeap(program)).toEqual([]);
  });

  it('sends another email only about new differences, and takes back what differs no more', async () => {
    const program = await givenSynced(choice, 3);
    await save(program);
    for (const id of [1, 2]) await changeInKeap(program, id, { Company: `Keap ${id}` });
    await nextDay(program);
    expect(program.google.outbox).toHaveLength(1);
    await nextDay(program);
    await changeInKeap(program, 1, { Company: 'Company 1' });
    await nextDay(program);
    expect(program.column('Keap message')).toEqual(['', compareNoteOf('Company'), '']);
    expect(program.google.outbox).toHaveLength(1);
    expect(logged(program)).toEqual([
      '2 values of 2 contacts differ in Keap; 1 contact matches.',
      '2 values of 2 contacts differ in Keap; 1 contact matches.',
      '1 value of 1 contact differs in Keap; 2 contacts match.',
    ]);
    // Another value of the same contact, the same field once more, and one that was in order meanwhile.
    await changeInKeap(program, 2, { City: 'Keap City' });
    await nextDay(program);
    expect(program.google.outbox).toHaveLength(2);
    expect(program.google.outbox[1]?.body).toContain('2 values of 1 contact differ');
    await changeInKeap(program, 2, { City: 'Moved again' });
    await nextDay(program);
    expect(program.google.outbox).toHaveLength(3);
    await changeInKeap(program, 1, { Company: 'Keap 1' });
    await nextDay(program);
    expect(program.google.outbox).toHaveLength(4);
    await nextDay(program);
    expect(program.google.outbox).toHaveLength(4);
  });

  it('comes once a day, whatever the hours of the sync, and sends nothing of its own', async () => {
    const program = await givenSynced(choice, 2);
    await save(program, { hours: [13, 15, 17, 23] });
    await changeInKeap(program, 1, { Company: 'Keap 1' });
    await program.google.passTime(11.9 * hourMs);
    expect(logged(program)).toHaveLength(1);
    await nextDay(program);
    expect(logged(program)).toHaveLength(2);
    expect((await fieldsInKeap(program, 1)).Company).toBe('Keap 1');
    const { usage } = (await program.state()).schedule;
    expect(usage).toMatch(
      /^The last scheduled sync took \d+ seconds?\. Comparing with Keap took \d+ seconds?, once a day\. At 4 syncs a day, that's about \d+ minutes?\. Google lets/,
    );
  });

  it('R5 costs a few reads of 1,000 contacts, and no more where they differ', async () => {
    const rows = ids(1_000).map((id) => [id, `c${id}@example.com`, '', '', '']);
    const program = await givenSynced(choice, 0, { rows });
    await save(program);
    for (const id of [1, 500]) await changeInKeap(program, id, { Email: `k${id}@keap.example` });
    await program.google.passTime(2 * hourMs);
    expect(logged(program)).toEqual(['2 values of 2 contacts differ in Keap; 998 contacts match.']);
    const requests = (await program.keap.requests()).map(({ what }) => what);
    expect(requests.filter((what) => !what.startsWith('token'))).toEqual(
      choice === 'rest' ? Array(4).fill('rest GET /contacts') : Array(2).fill('xmlrpc DataService.query'),
    );
  });

  it('comes after what the sync sends, and leaves what a row says otherwise', async () => {
    const program = await givenSynced(choice, 3);
    await save(program);
    program.google.sheet(sheetName).set(1, companyColumn, 'Edited');
    program.google.sheet(sheetName).set(2, 1, 'no address');
    await changeInKeap(program, 1, { Company: 'Keap 1' });
    await changeInKeap(program, 3, { City: 'Keap City' });
    await nextDay(program);
    expect(logged(program)).toEqual([
      '1 value of 1 contact differs in Keap; 1 contact matches. Not compared: 1 row needs attention first.',
    ]);
    expect(program.column('Keap status')).toEqual(['Synced', 'Check', 'Unchanged']);
    expect(program.column('Keap message')[2]).toBe(compareNoteOf('City'));
    expect((await fieldsInKeap(program, 1)).Company).toBe('Edited');
  });
});

const down = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;
const spentUntil = (untilMs: number) => ({
  ...({ kind: 'answer', status: 429, body: '{}' } as const),
  headers: {
    'x-keap-product-quota-available': '0',
    'x-keap-product-quota-expiry-time': String(untilMs),
  },
});
const ids = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const subjects = ({ google }: Program) => google.outbox.map(({ subject }) => subject);
const differSubject = 'Keap has other values than your sheet';
const hourly = ({ google }: Program, options: object = {}) =>
  google.run('runHourly', [], { ...options, as: 'trigger' });
const record = ({ google }: Program): Record<string, unknown> => {
  const documents = google.properties('document');
  const key = Object.keys(documents).find((one) => one.startsWith('comparison/')) ?? '';
  return JSON.parse(documents[key] ?? '{}') as Record<string, unknown>;
};

/** One address a row, so that Keap gives many contacts quickly. */
async function givenLong(count: number): Promise<Program> {
  const rows = ids(count).map((id) => [id, `c${id}@example.com`, '', '', '']);
  return await givenSynced('xml-rpc', 0, { rows });
}

describe('the scheduled comparison', () => {
  it('R3 continues a minute after the time limit where it was, counts on, and sends one email', async () => {
    const program = await givenLong(2_200);
    await save(program);
    for (const id of [7, 600, 2_150]) await changeInKeap(program, id, { Email: `k${id}@keap.example` });
    await program.keap.break({ match: 'DataService.query', times: 4, trouble: { kind: 'slow', ms: 55_000 } });
    const executions = await program.google.passTime(1.5 * hourMs);
    expect(Math.max(...executions.map(({ durationMs }) => durationMs))).toBeLessThan(5.5 * 60_000);
    expect([logged(program), subjects(program)]).toEqual([[], []]);
    expect(record(program)).toMatchObject({ day: '2026-11-23', phase: 'comparing' });
    await program.google.passTime(2 * hourMs);
    expect(logged(program)).toEqual(['3 values of 3 contacts differ in Keap; 2,197 contacts match.']);
    // Each piece is read once.
    expect(await program.keapCalls()).toEqual(Array(5).fill('DataService.query'));
    expect(program.column('Keap message').flatMap((text, index) => (text === '' ? [] : [index + 1]))).toEqual(
      [...[7, 600, 2_150]],
    );
    expect(subjects(program)).toEqual([differSubject]);
    expect(program.google.outbox[0]?.body).toContain('3 values of 3 contacts differ');
  }, 60_000);

  it('R8 of two sheets is done one after the other, each with its own email, record and log', async () => {
    const program = await givenSynced('xml-rpc', 2);
    const copy = program.google.copySheet(sheetName);
    await program.sync();
    await save(program, { hours: [13] });
    await save(program, { hours: [13, 14], sheet: copy });
    await changeInKeap(program, 1, { Company: 'Keap 1' });
    await program.google.passTime(3 * hourMs);
    for (const name of [sheetName, copy]) {
      expect(logged(program, name)).toEqual(['1 value of 1 contact differs in Keap; 1 contact matches.']);
      expect(program.google.outbox.filter(({ body }) => body.includes(`"${name}"`))).toHaveLength(1);
    }
    // A header that is gone stops its own sheet alone.
    program.google.sheet(sheetName).set(0, 0, 'Unknown');
    await nextDay(program);
    expect([logged(program), logged(program, copy)].map(({ length }) => length)).toEqual([1, 2]);
    program.google.deleteSheet(sheetName);
    await save(program, { hours: [13, 14], sheet: copy });
    const keys = Object.keys(program.google.properties('document'));
    expect(keys.filter((key) => key.startsWith('comparison/'))).toHaveLength(1);
  });

  it('waits while Keap does not answer, says so in the sidebar, and sends nobody an email about that', async () => {
    const program = await givenSynced('xml-rpc', 2);
    await save(program);
    await changeInKeap(program, 1, { Company: 'Keap 1' });
    const untilMs = program.google.clock.nowMs() + 4.5 * hourMs;
    await program.keap.break({ match: ['xmlrpc ', 'rest '], untilMs, trouble: down });
    await program.google.passTime(4 * hourMs);
    expect(logged(program)).toEqual([]);
    const { sentence } = (await program.state()).lastRun;
    expect(sentence).toMatch(
      /2 unchanged\. Comparison of "Contacts" with Keap: Keap's XML-RPC is not responding/,
    );
    expect(sentence).not.toContain('Waiting');
    await program.google.passTime(2 * hourMs);
    expect(logged(program)).toHaveLength(1);
    expect((await program.state()).lastRun.sentence).toMatch(
      /2 unchanged\. Comparison of "Contacts" with Keap: 1 value of 1 contact differs\./,
    );
    expect(subjects(program)).toEqual([differSubject]);
  });

  it('says nothing of a failure or its end: those emails come and go beside it', async () => {
    const program = await givenSynced('xml-rpc', 3);
    await save(program);
    program.google.sheet(sheetName).set(1, 0, 777);
    await changeInKeap(program, 2, { Company: 'Keap 2' });
    await nextDay(program);
    const failed = 'The scheduled sync to Keap needs your attention';
    expect(subjects(program)).toEqual([failed, differSubject]);
    program.google.sheet(sheetName).set(1, 0, 1);
    await nextDay(program);
    const recovered = 'The scheduled sync to Keap is working again';
    expect(subjects(program)).toEqual([failed, differSubject, recovered]);
    await changeInKeap(program, 3, { Company: 'Keap 3' });
    await nextDay(program);
    await nextDay(program);
    expect(subjects(program)).toEqual([failed, differSubject, recovered, differSubject]);
  });

  it('sends no email while they are off, and tells of what still differs once they are on', async () => {
    const program = await givenSynced('xml-rpc', 2);
    await save(program, { mailsOn: false });
    await changeInKeap(program, 1, { Company: 'Keap 1' });
    await nextDay(program);
    expect(program.column('Keap message')[0]).toBe(compareNoteOf('Company'));
    expect(subjects(program)).toEqual([]);
    await save(program);
    await nextDay(program);
    await nextDay(program);
    expect(subjects(program)).toEqual([differSubject]);
  });

  it('tells again the next day of what Google has refused to send', async () => {
    const program = await givenSynced('xml-rpc', 2, { google: { limits: { mailRecipientsPerDay: 0 } } });
    await save(program);
    await changeInKeap(program, 1, { Company: 'Keap 1' });
    await nextDay(program);
    expect([logged(program).length, record(program).told]).toEqual([1, '']);
  });

  it.each(['while it works', 'while it waits'])(
    'ends with a request to stop %s, and begins anew the next day',
    async (when) => {
      const rows = ids(1_200).map((id) => [id, `c${id}@example.com`, '', '', '']);
      let isStopping = false;
      const program = await givenSynced('xml-rpc', 0, {
        rows,
        google: {
          onlooker: {
            called(_execution, { method }) {
              if (!isStopping || !method.startsWith('fetch')) return;
              isStopping = false;
              program.google.setProperty('document', 'stop', String(program.google.clock.nowMs()));
            },
          },
        },
      });
      await save(program);
      await changeInKeap(program, 7, { Email: 'k7@keap.example' });
      if (when === 'while it works') {
        // The connection is renewed before the comparison.
        isStopping = true;
      } else {
        const untilMs = program.google.clock.nowMs() + 5 * hourMs;
        await program.keap.break({
          match: 'DataService.query',
          after: 1,
          untilMs,
          trouble: spentUntil(untilMs),
        });
      }
      await program.google.passTime(2 * hourMs);
      if (when === 'while it waits') {
        expect((await program.state()).lastRun.sentence).toContain('The run continues automatically');
        await program.ask('stopSync');
      }
      await program.google.passTime(6 * hourMs);
      expect(logged(program)).toEqual(['Stopped at your request, after 500 contacts.']);
      expect(await program.keapCalls()).toEqual(
        Array(when === 'while it works' ? 1 : 2).fill('DataService.query'),
      );
      expect(subjects(program)).toEqual([]);
      await nextDay(program);
      expect(logged(program)[1]).toBe('1 value of 1 contact differs in Keap; 1,199 contacts match.');
      expect(subjects(program)).toEqual([differSubject]);
    },
  );

  it('R4 leaves rows alone that somebody sorts, edits and empties at any moment', async () => {
    let at = Number.POSITIVE_INFINITY;
    let calls = 0;
    const program = await givenSynced('xml-rpc', 4, {
      google: {
        onlooker: {
          called({ functionName }) {
            if (functionName !== 'runHourly' || ++calls !== at) return;
            const sheet = program.google.sheet(sheetName);
            sheet.set(1, cityColumn, 'Edited');
            for (const column of [0, 1, 2, 3]) sheet.set(2, column, '');
            sheet.sort(1, false);
          },
        },
      },
    });
    await save(program);
    const sheet = program.google.sheet(sheetName);
    const start = sheet.cells();
    const restore = async () => {
      start.forEach((row, line) => {
        row.forEach((cell, column) => {
          sheet.set(line, column, cell);
        });
      });
      for (const id of ids(3)) await changeInKeap(program, id, { Company: `Keap ${id}`, City: `City ${id}` });
      program.google.clock.moveTo(program.google.clock.nowMs() + 24 * hourMs);
      calls = 0;
    };
    await restore();
    const whole = await hourly(program);
    expect(program.column('Keap message')).toEqual([...Array(3).fill(compareNoteOf('Company')), '']);
    for (let moment = 1; moment <= whole.calls.length; moment += 3) {
      at = moment;
      await restore();
      await hourly(program);
      const messages = new Map(
        program.column('Contact ID').map((id, index) => [id, program.column('Keap message')[index]]),
      );
      expect({ moment, third: messages.get('3') }).toEqual({ moment, third: compareNoteOf('Company') });
      expect({ moment, fourth: messages.get('4') }).toEqual({ moment, fourth: '' });
    }
  }, 120_000);

  it('is off unless somebody turns it on, and with the schedule', async () => {
    const program = await givenSynced('xml-rpc', 1);
    await changeInKeap(program, 1, { Company: 'Keap 1' });
    await save(program, { compares: false });
    await nextDay(program);
    await save(program, { isOn: false });
    await nextDay(program);
    expect([logged(program), program.column('Keap message')]).toEqual([[], ['']]);
    expect(await program.keapCalls()).toEqual([]);
  });

  it('turned on after the sync of the day comes within the hour', async () => {
    const program = await givenSynced('xml-rpc', 1);
    await save(program, { compares: false });
    await program.google.passTime(3 * hourMs);
    await save(program);
    await program.google.passTime(hourMs);
    expect(logged(program)).toHaveLength(1);
    await program.google.passTime(8 * hourMs);
    expect(logged(program)).toHaveLength(1);
  });

  it('also follows a sync of an earlier version, which has left the day alone', async () => {
    const program = await givenSynced('xml-rpc', 1);
    await save(program, { compares: false });
    await program.google.passTime(3 * hourMs);
    const { run = '' } = program.google.properties('document');
    expect(run).toContain('"doneDay":"2026-11-23 13"');
    program.google.setProperty('document', 'run', run.replace('2026-11-23 13', '2026-11-23'));
    await save(program);
    await program.google.passTime(hourMs);
    expect(logged(program)).toHaveLength(1);
  });

  it('R8 that its own sheet stops keeps no other one from being compared, and comes once that is corrected', async () => {
    const program = await givenSynced('xml-rpc', 1);
    const copy = program.google.copySheet(sheetName);
    await program.sync();
    for (const sheet of [sheetName, copy]) await save(program, { sheet, compares: false });
    await program.google.passTime(3 * hourMs);
    for (const sheet of [sheetName, copy]) await save(program, { sheet });
    program.google.sheet(sheetName).set(0, 0, 'Unknown');
    await program.google.passTime(2 * hourMs);
    expect([logged(program), logged(program, copy)].map(({ length }) => length)).toEqual([0, 1]);
    expect((await program.state()).lastRun.sentence).toContain('contact id');
    program.google.sheet(sheetName).set(0, 0, 'Contact ID');
    await program.google.passTime(2 * hourMs);
    expect([logged(program), logged(program, copy)].map(({ length }) => length)).toEqual([1, 1]);
    expect(subjects(program)).toEqual([]);
  });

  it('follows the sync of a late evening also after midnight, and that of the next evening', async () => {
    const program = await givenSynced('xml-rpc', 1);
    await save(program, { hours: [23] });
    program.google.sheet(sheetName).set(1, companyColumn, 'Edited');
    const untilMs = program.google.clock.nowMs() + 12.5 * hourMs;
    await program.keap.break({ match: ['xmlrpc ', 'rest '], untilMs, trouble: down });
    await program.google.passTime(14 * hourMs);
    expect([program.column('Keap status'), logged(program)]).toEqual([
      ['Synced'],
      ['No differences: 1 contact matches.'],
    ]);
    await program.google.passTime(22 * hourMs);
    expect(logged(program)).toHaveLength(2);
  });

  it('waits until the sync of the day has come to its end', async () => {
    const program = await givenSynced('xml-rpc', 2);
    await save(program);
    await changeInKeap(program, 2, { Company: 'Keap 2' });
    program.google.sheet(sheetName).set(1, companyColumn, 'Edited');
    const untilMs = program.google.clock.nowMs() + 3.5 * hourMs;
    await program.keap.break({ match: ['xmlrpc ', 'rest '], untilMs, trouble: down });
    await program.google.passTime(3.4 * hourMs);
    expect([logged(program), program.column('Keap status')[0]]).toEqual([[], 'Waiting']);
    await program.google.passTime(2 * hourMs);
    expect([logged(program).length, program.column('Keap status')[0]]).toEqual([1, 'Synced']);
  });

  it.each([
    ['damaged', '{'],
    ['of odd values', '{"version":1,"day":7,"phase":"x","counts":[1,"2"],"found":5,"told":"zz00"}'],
  ])('starts anew from a record that is %s', async (_, text) => {
    const program = await givenSynced('xml-rpc', 1);
    await save(program);
    const { id = -1 } = program.google.spreadsheet.sheets.find(({ name }) => name === sheetName) ?? {};
    program.google.setProperty('document', `comparison/${id}`, text);
    await changeInKeap(program, 1, { Company: 'Keap 1' });
    await nextDay(program);
    expect([logged(program).length, subjects(program)]).toEqual([1, [differSubject]]);
  });
});
