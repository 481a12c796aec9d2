import { describe, expect, it } from 'vitest';
import type { DoneView, UndoView } from '../../src/ui/api.ts';
import { givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

const contacts = [
  { id: 1, fields: { Email: 'ana@example.com', FirstName: 'Ana', Birthday: '20000131T00:00:00' } },
  { id: 2, fields: { Email: 'bo@example.com', FirstName: '=1+1' } },
  { id: 3, fields: { FirstName: 'Chi' } },
];

const cells = [
  ['Contact ID', 'Email', 'My notes', 'First name', 'Birthday', 'Opt status'],
  [3, '', 'note 3', '', '', ''],
  [1, '', 'note 1', 'Anna', '', ''],
  [9, '', 'note 9', '', '', ''],
  [2, 'own@example.com', 'note 2', '', '', ''],
];

async function given(): Promise<Program> {
  const optStatuses = { 'ana@example.com': 'single-opt-in', 'bo@example.com': 'single-opt-in' } as const;
  const program = await givenProgram({ keap: { contacts, optStatuses }, cells });
  await program.connect();
  return program;
}

async function fill(program: Program, scope: string, overwrite: boolean): Promise<string> {
  const answer = await program.ask('fetchContacts', { scope, overwrite });
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return (answer.value as DoneView).summary;
}

const shown = (program: Program) =>
  program.google
    .sheet(sheetName)
    .display()
    .slice(1)
    .map((row) => row.slice(0, 6).join(' | '));

describe('fill in from Keap', () => {
  it('R6 fills only blank cells, never with a formula, and lists ids that Keap does not know', async () => {
    const program = await given();
    expect(await fill(program, 'all', false)).toBe(
      '6 cells filled in. Keap returned no data for these contacts: 9. Check their ids.',
    );
    expect(shown(program)).toEqual([
      '3 |  | note 3 | Chi |  | ',
      '1 | ana@example.com | note 1 | Anna | 2000-01-31 | Single opt-in',
      '9 |  | note 9 |  |  | ',
      '2 | own@example.com | note 2 | =1+1 |  | Single opt-in',
    ]);
    expect(program.google.sheet(sheetName).formulas()).toEqual([]);
    expect(await program.keap.contacts()).toEqual(contacts);
  });

  it('R6 overwrites cells only if the user chooses it, and never a formula', async () => {
    const program = await given();
    program.google.sheet(sheetName).set(4, 1, '="a"&"b"');
    await fill(program, 'all', true);
    expect(shown(program)[1]).toBe('1 | ana@example.com | note 1 | Ana | 2000-01-31 | Single opt-in');
    expect(program.google.sheet(sheetName).formulas()).toHaveLength(1);
  });

  it('fills only the selected rows', async () => {
    const program = await given();
    program.google.sheet(sheetName).selectRows(2, 2);
    await fill(program, 'selected', false);
    expect(shown(program)).toEqual([
      '3 |  | note 3 |  |  | ',
      '1 | ana@example.com | note 1 | Anna | 2000-01-31 | Single opt-in',
      '9 |  | note 9 |  |  | ',
      '2 | own@example.com | note 2 |  |  | ',
    ]);
  });

  it('can be undone: cells that still have the filled-in value are blank again', async () => {
    const program = await given();
    await fill(program, 'all', false);
    program.google.sheet(sheetName).set(2, 1, 'typed@example.com');
    program.google.sheet(sheetName).sort(0);
    const { value } = (await program.ask('previewUndo')) as { value: UndoView };
    expect(value.sentence).toContain('5 values of 3 contacts would be restored');
    expect(value.kept).toMatchObject([{ contact: '1' }]);
    await program.ask('undoRun', { run: value.run });
    expect(shown(program)).toEqual([
      '1 | typed@example.com | note 1 | Anna |  | ',
      '2 | own@example.com | note 2 |  |  | ',
      '3 |  | note 3 |  |  | ',
      '9 |  | note 9 |  |  | ',
    ]);
  });

  it('continues by itself after an interruption, and reads no contact twice', async () => {
    const many = Array.from({ length: 2_400 }, (_, index) => index + 1);
    const program = await givenProgram({
      keap: { contacts: many.map((id) => ({ id, fields: { Email: `c${id}@example.com` } })) },
      cells: [['Contact ID', 'Email'], ...many.map((id) => [id, ''])],
    });
    await program.connect();
    const slow = { kind: 'slow', ms: 50_000 } as const;
    await program.keap.break({ match: 'DataService.query', times: 3, trouble: slow });
    const untilMs = program.google.clock.nowMs() + 20 * 60_000;
    const down = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;
    await program.keap.break({
      match: ['xmlrpc ', 'rest '],
      fromMs: program.google.clock.nowMs() + 60_000,
      untilMs,
      trouble: down,
    });
    expect(await fill(program, 'all', false)).toContain('Keap is not responding');
    const filled = program.column('Email').filter((text) => text !== '').length;
    expect(filled).toBeGreaterThan(0);
    expect(filled).toBeLessThan(2_400);
    await program.google.passTime(2 * hourMs);
    expect(program.column('Email')).toEqual(many.map((id) => `c${id}@example.com`));
    expect((await program.state()).lastRun.sentence).toContain('2,400 cells filled in.');
  });
});

/** Texts that Sheets would read as something else, or that a cell shows otherwise than Keap has them. */
const hostile = [
  ' led',
  'trailing ',
  'true ',
  'TRUE',
  'Wahr',
  'faux',
  'May',
  'May 2026',
  '1/2/2026',
  '007',
  '12345678901234567890',
  '1e5',
  '50%',
  '€5',
  '-5',
  '+49 30 123',
  '=1+1',
  '@x',
  "'quoted",
  'two\r\nlines',
  'two\nlines',
  ' both ',
];

/** What is not known of cells that are formatted as plain text, either way. */
const plainTexts = [true, false].flatMap((plainTextKeepsApostrophe) =>
  [true, false].map((plainTextTakesFormulas) => ({ plainTextKeepsApostrophe, plainTextTakesFormulas })),
);

describe.each([
  ['XML-RPC', 'xml-rpc'],
  ['REST v2', 'rest'],
])('a fill-in, over %s', (_name, choice) => {
  it.each(plainTexts)('R2 R6 is not a change in cells of plain text, with %o', async (behavior) => {
    const texts = hostile.filter((text) => text.trim() === text && !text.includes('\r'));
    const known = [...texts, '01234'].map((text, index) => ({ id: index + 1, fields: { Company: text } }));
    const program = await givenProgram({
      keap: { contacts: known },
      cells: [['Contact ID', 'Company'], ...known.map(({ id }) => [id, ''])],
      google: { behavior },
    });
    program.google.sheet(sheetName).format('A:Z', '@');
    await program.connect();
    await program.ask('saveApi', { choice });
    await fill(program, 'all', false);
    expect(program.google.sheet(sheetName).formulas()).toEqual([]);
    expect(program.column('Company')).toEqual(known.map(({ fields }) => fields.Company));
    await program.keap.forgetRequests();
    await program.sync();
    const requests = await program.keap.requests();
    expect(requests.filter(({ what }) => /update|PATCH/.test(what))).toEqual([]);
    expect(program.column('Keap status')).toEqual(known.map(() => 'Synced'));
    expect(program.google.sheet(sheetName).formulas()).toEqual([]);
    await program.sync();
    expect(program.column('Keap status')).toEqual(known.map(() => 'Unchanged'));
  });

  it('R2 is not a change: the sync that follows sends nothing', async () => {
    const known = hostile.map((text, index) => ({
      id: index + 1,
      fields: { Company: text, Email: `c${index + 1}@example.com`, Birthday: '20000131T00:00:00' },
    }));
    const program = await givenProgram({
      keap: { contacts: known },
      cells: [['Contact ID', 'Company', 'Email', 'Birthday'], ...known.map(({ id }) => [id, '', '', ''])],
    });
    await program.connect();
    await program.ask('saveApi', { choice });
    await fill(program, 'all', false);
    expect(program.google.sheet(sheetName).formulas()).toEqual([]);
    const asRead = (texts: readonly string[]) => texts.map((text) => text.replace(/\r\n/g, '\n').trim());
    expect(asRead(program.column('Company'))).toEqual(asRead(hostile));
    expect(await fill(program, 'all', true)).toBe('0 cells filled in.');
    await program.keap.forgetRequests();
    await program.sync();
    const requests = await program.keap.requests();
    expect(requests.filter(({ what }) => /update|PATCH/.test(what))).toEqual([]);
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
    expect(await program.keap.contacts()).toEqual(known);
  });
});
