import { describe, expect, it } from 'vitest';
import type { KillPoint } from '../../local/appsscript/execution.ts';
import type { Cell } from '../../local/appsscript/typed-cell.ts';
import type { DoneView, PreviewView, SidebarState } from '../../src/ui/api.ts';
import { apiOptOut } from '../support/opt-outs.ts';
import { givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

const apis = ['xml-rpc', 'rest'] as const;
type Api = (typeof apis)[number];

interface Given {
  readonly api?: Api;
  /** Rows in the sheet. */
  readonly rows?: number;
  /** The reason of each contact to opt out, by id; empty for none. */
  readonly reason?: (id: number) => string;
  readonly company?: (id: number) => string;
}

/** A connected sheet with a new company for each contact, and reasons to opt out for some of them. */
async function given({ api = 'xml-rpc', rows = 80, reason, company }: Given = {}): Promise<Program> {
  const ids = Array.from({ length: rows }, (_, index) => index + 1);
  const cells: Cell[][] = ids.map((id) => [id, company?.(id) ?? `New ${id}`, reason?.(id) ?? '']);
  const program = await givenProgram({
    keap: {
      contacts: ids.map((id) => ({ id, fields: { Email: `c${id}@example.com`, Company: `Old ${id}` } })),
    },
    cells: [['Contact ID', 'Company', 'Opt-out reason'], ...cells],
  });
  await program.connect();
  await value(program, 'saveApi', { choice: api });
  return program;
}

async function value<T>(program: Program, name: string, input?: unknown): Promise<T> {
  const answer = await program.ask(name, input);
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return answer.value as T;
}

async function optedOut({ keap }: Program): Promise<string[]> {
  const entries = Object.entries(await keap.optEntries());
  return entries.filter(([, { status }]) => status === apiOptOut).map(([address]) => address);
}

/** The company that Keap has, by id. */
async function companies({ keap }: Program): Promise<(string | undefined)[]> {
  return (await keap.contacts()).map(({ fields }) => fields.Company);
}

async function answer(program: Program, isYes: boolean, kind = 'optOut'): Promise<DoneView> {
  const { sheetId, asked } = (await program.state()).brake;
  return await value<DoneView>(program, 'answerBrake', { sheetId, asked, kind, isYes });
}

const counts = (texts: readonly string[]) =>
  Object.fromEntries([...new Set(texts)].map((text) => [text, texts.filter((one) => one === text).length]));

const thirty = (id: number) => (id <= 30 ? `asked on day ${id}` : '');

describe.each(apis)('more opt-outs than the limit, over %s', (api) => {
  it('R9 wait in a scheduled sync, which sends everything else and says so by email', async () => {
    const program = await given({ api, reason: thirty });
    await value(program, 'saveSchedule', { isOn: true, hour: 14, mailsOn: true, mailTo: 'me@example.com' });
    await program.google.passTime(4 * hourMs);
    expect(await optedOut(program)).toEqual([]);
    expect(new Set(await companies(program))).toEqual(new Set(program.column('Company')));
    expect(counts(program.column('Keap status'))).toEqual({ Check: 30, Synced: 50 });
    expect(program.column('Keap message')[0]).toContain('Confirm in the sidebar');
    const [email] = program.google.outbox;
    expect(JSON.stringify(email)).toContain('Confirm in the sidebar to opt out 30 contacts.');
    const { questions } = (await program.state()).brake;
    expect(questions).toEqual([
      {
        kind: 'optOut',
        text: "30 contacts would be opted out of marketing email. This can't be undone.",
        yes: 'Opt out 30 contacts',
        no: "Don't opt out",
      },
    ]);
    // The next day asks again, and sends nothing of its own accord.
    await program.google.passTime(24 * hourMs);
    expect(await optedOut(program)).toEqual([]);
  });

  it('R9 are sent once somebody confirms them, except for a row edited since', async () => {
    const program = await given({ api, reason: thirty });
    await program.sync();
    expect(await optedOut(program)).toEqual([]);
    program.google.sheet(sheetName).set(3, 2, 'another reason');
    program.google.sheet(sheetName).sort(0, false);
    const { state } = await answer(program, true);
    expect(state.brake.questions).toEqual([]);
    const expected = Array.from({ length: 30 }, (_, index) => `c${index + 1}@example.com`);
    expect((await optedOut(program)).sort()).toEqual(expected.filter((one) => !one.startsWith('c3@')).sort());
    // A single one is below the limit.
    await program.sync();
    expect(await optedOut(program)).toHaveLength(30);
    expect(counts(program.column('Keap status'))).toEqual({ Synced: 1, Unchanged: 79 });
  });

  it('R10 are sent after the yes from a row with a value that cannot be sent, too, and only once', async () => {
    const bad = 'New \u0001';
    const program = await given({ api, reason: thirty, company: (id) => (id === 3 ? bad : `New ${id}`) });
    await program.sync();
    // Another sync before the yes must not take the opt-out for sent.
    await program.sync();
    expect(await optedOut(program)).toEqual([]);
    await answer(program, true);
    expect(await optedOut(program)).toHaveLength(30);
    expect(program.column('Keap message')[2]).toContain('The address was opted out.');
    await program.keap.forgetRequests();
    await program.sync();
    expect((await program.keap.requests()).filter(({ what }) => /opt|PUT|PATCH/i.test(what))).toEqual([]);
    expect(program.column('Keap status')[2]).toBe('Check');
  });

  it('R9 stay unsent where somebody declines them, until a status is cleared', async () => {
    const program = await given({ api, reason: thirty });
    await program.sync();
    await answer(program, false);
    await program.sync();
    expect(await optedOut(program)).toEqual([]);
    expect((await program.state()).brake.questions).toEqual([]);
    expect(program.column('Keap message')[0]).toContain('Not opted out, as you chose');
    program.google.sheet(sheetName).set(1, 3, '');
    await program.sync();
    expect(await optedOut(program)).toEqual(['c1@example.com']);
  });
});

describe('the brake', () => {
  it('R9 lets as many opt-outs through as the limit says, and the limit can be changed', async () => {
    const program = await given({ reason: thirty });
    expect(await program.ask('saveBrake', { maxAtOnce: -1 })).toMatchObject({ kind: 'problem' });
    expect((await value<SidebarState>(program, 'saveBrake', { maxAtOnce: 30 })).brake.maxAtOnce).toBe(30);
    await program.sync();
    expect(await optedOut(program)).toHaveLength(30);
  });

  it('R9 shows the number in the preview, over all rows, and sends only what is ticked', async () => {
    const program = await given({ rows: 300, reason: (id) => (id > 150 && id <= 290 ? 'moved' : '') });
    const preview = await value<PreviewView>(program, 'preview', { scope: 'all' });
    expect(preview.sentence).toContain("including 140 opt-outs (can't be undone)");
    expect(preview.sentence).toContain('Sent only if you confirm below: 140 opt-outs.');
    expect(preview.optOutWarning).toBe(
      "140 contacts would be opted out of marketing email. This can't be undone.",
    );
    expect(preview.questions.map(({ yes }) => yes)).toEqual(['Opt out 140 contacts']);
    const { plan } = preview;
    await value(program, 'syncPlan', { scope: 'all', plan });
    expect(await optedOut(program)).toEqual([]);
    expect(counts(program.column('Keap status'))).toEqual({ Synced: 160, Check: 140 });
    await value(program, 'syncPlan', { scope: 'all', plan, confirmed: ['optOut'] });
    expect(await optedOut(program)).toHaveLength(140);
    expect((await program.state()).brake.questions).toEqual([]);
  });

  it('R9 opens the question after a sync from the menu, of all rows or of selected ones', async () => {
    const program = await given({ reason: thirty });
    program.google.sheet(sheetName).selectRows(1, 40);
    await program.google.clickMenu('Sync contacts > Sync selected rows');
    expect(await optedOut(program)).toEqual([]);
    expect(program.google.pages.at(-1)?.title).toBe('Preview');
    await program.sync();
    expect(await optedOut(program)).toEqual([]);
    expect(program.google.toasts.at(-1)?.message).toContain('Confirm in the sidebar to opt out 30 contacts');
  });

  it('R9 does not take an answer for other rows than were asked about', async () => {
    const program = await given({ reason: thirty });
    await program.sync();
    const { sheetId, asked } = (await program.state()).brake;
    program.google.sheet(sheetName).set(40, 2, 'one more');
    await program.ask('syncNow');
    const late = await program.ask('answerBrake', { sheetId, asked, kind: 'optOut', isYes: true });
    expect(late).toMatchObject({ kind: 'problem', advice: expect.stringContaining('answer again') });
    expect(await optedOut(program)).toEqual([]);
  });

  it('R9 asks once about a column that would opt out most of the sheet', async () => {
    const program = await given({ rows: 12, reason: (id) => (id <= 10 ? 'Imported in 2024' : '') });
    await program.sync();
    expect(await optedOut(program)).toEqual([]);
    const [question] = (await program.state()).brake.questions;
    expect(question?.text).toBe(
      'Column C "Opt-out reason" would opt out 10 of 12 contacts, most often with the reason "Imported in 2024". This can\'t be undone. Is that what you want?',
    );
    await answer(program, true);
    expect(await optedOut(program)).toHaveLength(10);
    program.google.sheet(sheetName).set(11, 2, 'Imported in 2024');
    await program.sync();
    expect(await optedOut(program)).toHaveLength(11);
    // A new header is a new column.
    program.google.sheet(sheetName).set(0, 2, 'Unsubscribe reason');
    program.google.sheet(sheetName).set(12, 2, 'Imported in 2024');
    await program.sync();
    expect(await optedOut(program)).toHaveLength(11);
  });

  it('R9 no longer sends a doubtful column that is declined', async () => {
    const program = await given({ rows: 12, reason: () => 'Imported in 2024' });
    await program.sync();
    const { summary, state } = await answer(program, false);
    expect(summary).toContain('Column C "Opt-out reason" is no longer sent');
    expect(state.sheet.columns.map(({ kind }) => kind)).toEqual(['id', 'Company', 'none']);
    await program.sync();
    expect(await optedOut(program)).toEqual([]);
    expect(counts(program.column('Keap status'))).toEqual({ Synced: 12 });
    // The check after each test would take what is not sent any more for wishes.
    for (let row = 1; row <= 12; row++) program.google.sheet(sheetName).set(row, 2, '');
  });

  it('R9 holds a new address back with the opt-out of its row', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => index + 1);
    const program = await givenProgram({
      keap: { contacts: ids.map((id) => ({ id, fields: { Email: `c${id}@example.com` } })) },
      cells: [
        ['Contact ID', 'Email', 'Opt-out reason'],
        ...ids.map((id) => [id, `n${id}@example.com`, id <= 26 ? 'asked' : '']),
      ],
    });
    await program.connect();
    await program.sync();
    const emails = (await program.keap.contacts()).map(({ fields }) => fields.Email);
    expect(emails.filter((address) => address?.startsWith('c'))).toHaveLength(26);
    expect(await optedOut(program)).toEqual([]);
  });
});

const blankClears = (program: Program, sheetId: number) =>
  value(program, 'saveColumns', {
    sheetId,
    columns: [
      { letter: 'A', header: 'Contact ID', kind: 'id', blankClears: false },
      { letter: 'B', header: 'Company', kind: 'Company', blankClears: true },
      { letter: 'C', header: 'Opt-out reason', kind: 'opt-out', blankClears: false },
    ],
  });

describe.each(apis)('empty cells that empty fields, over %s', (api) => {
  it('R9 wait where they are more than the limit', async () => {
    const program = await given({ api, company: (id) => (id <= 30 ? '' : `New ${id}`) });
    await blankClears(program, (await program.state()).sheet.id);
    await program.sync();
    expect((await companies(program)).slice(0, 32)).toEqual([
      ...Array.from({ length: 30 }, (_, index) => `Old ${index + 1}`),
      'New 31',
      'New 32',
    ]);
    const [question] = (await program.state()).brake.questions;
    expect(question).toMatchObject({ kind: 'emptied', yes: 'Clear fields of 30 contacts' });
    await answer(program, true, 'emptied');
    expect((await companies(program)).filter((one) => one === undefined || one === '')).toHaveLength(30);
  });

  it('R9 wait where the column had values and is blank as a whole now', async () => {
    const program = await given({ api, rows: 4 });
    await blankClears(program, (await program.state()).sheet.id);
    await program.sync();
    const sheet = program.google.sheet(sheetName);
    for (let row = 1; row <= 4; row++) sheet.set(row, 1, '');
    await program.sync();
    expect(await companies(program)).toEqual(['New 1', 'New 2', 'New 3', 'New 4']);
    const [question] = (await program.state()).brake.questions;
    expect(question?.text).toContain('These columns had values and are blank now: "Company".');
    await answer(program, true, 'emptied');
    expect((await companies(program)).filter((one) => one !== undefined && one !== '')).toEqual([]);
    await program.sync();
    expect((await program.state()).brake.questions).toEqual([]);
  });
});

describe('a run with held opt-outs that is killed', () => {
  it('R9 opts nobody out when it is resumed, whichever call it was killed at', async () => {
    for (let call = 1; call <= 46; call += 5) {
      const program = await given({ rows: 60, reason: thirty });
      const killAt: KillPoint = { call, when: 'after' };
      await value(program, 'saveSchedule', { isOn: true, hour: 6, mailsOn: false, mailTo: '' });
      await program.sync({ killAt });
      await program.google.passTime(26 * hourMs);
      expect({ call, out: await optedOut(program) }).toEqual({ call, out: [] });
      expect({ call, ...counts(program.column('Keap status')) }).toMatchObject({ call, Check: 30 });
    }
  });

  it('R9 opts out exactly what was confirmed when the confirmed run is killed and resumed', async () => {
    for (let call = 4; call <= 46; call += 9) {
      const program = await given({ rows: 60, reason: thirty });
      await program.sync();
      const { sheetId, asked } = (await program.state()).brake;
      const input = { sheetId, asked, kind: 'optOut', isYes: true };
      await program.google.run('answerSidebar', ['answerBrake', [input]], {
        as: 'sidebar',
        user: 'owner@example.com',
        killAt: { call, when: 'before' },
      });
      // New reasons in a sheet whose rest was confirmed are not covered.
      for (let row = 31; row <= 60; row++) program.google.sheet(sheetName).set(row, 2, 'pasted');
      await program.google.passTime(3 * hourMs);
      const out = await optedOut(program);
      expect({ call, isSome: [0, 30].includes(out.length) }).toEqual({ call, isSome: true });
      expect(out.filter((address) => Number(/\d+/.exec(address)?.[0]) > 30)).toEqual([]);
      // No sync has seen these since, so their rows still say Synced; the check after each test would take them for wishes.
      for (let row = 31; row <= 60; row++) program.google.sheet(sheetName).set(row, 2, '');
    }
  });
});
