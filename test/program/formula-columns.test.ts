import { describe, expect, it } from 'vitest';
import type { Cell } from '../../local/appsscript/typed-cell.ts';
import type { DoneView } from '../../src/ui/api.ts';
import { givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

const ids = [1, 2, 3, 4];
const contacts = ids.map((id) => ({
  id,
  fields: { Email: `c${id}@example.com`, Company: `Company ${id}`, FirstName: `First ${id}` },
}));

async function given(cells: readonly (readonly Cell[])[]): Promise<Program> {
  const program = await givenProgram({ keap: { contacts }, cells });
  await program.connect();
  return program;
}

async function fill(program: Program, overwrite = false): Promise<string> {
  const answer = await program.ask('fetchContacts', { scope: 'all', overwrite });
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return (answer.value as DoneView).summary;
}

const sheet = (program: Program) => program.google.sheet(sheetName);
const shown = (program: Program) =>
  sheet(program)
    .display()
    .map((row) => row.slice(0, 5).join(' | '));

const header = ['Contact ID', 'Email', 'Company', 'First name', 'Note'];
const rows = ids.map((id) => [id, '', '', '', '']);
const filledCompany = 'First 1';

describe('a fill-in beside a formula that fills more cells than its own', () => {
  it('R6 writes nothing below an ARRAYFORMULA in the header row, and says why', async () => {
    const program = await given([header, ...rows]);
    const formula = '={"Email"; ARRAYFORMULA(IF(A2:A<3, "own@example.com", ""))}';
    const values = [['Email'], ['own@example.com'], ['own@example.com'], [''], ['']];
    sheet(program).set(0, 1, '');
    sheet(program).setFormula(0, 1, { formula, values });
    for (const overwrite of [false, true]) {
      expect(await fill(program, overwrite)).toMatch(
        / filled in\. Column B "Email" was left as it is, because the formula in B1 fills it\.$/,
      );
    }
    expect(program.column('Email')).toEqual(['own@example.com', 'own@example.com', '', '']);
    expect(program.column('First name')[0]).toBe(filledCompany);
    expect(sheet(program).formulas()).toEqual([formula]);
  });

  it.each([
    ['in row 2', 1, [header, ...rows]],
    ['above the header', 0, [['', '', '', '', ''], header, ...rows]],
  ])('R6 leaves a column alone whose formula stands %s', async (_, anchorRow, cells) => {
    const program = await given(cells);
    const values = [...(anchorRow === 0 ? [['Title'], ['Email']] : []), ['x@example.com'], [''], [''], ['']];
    if (anchorRow === 0) sheet(program).set(1, 1, '');
    sheet(program).setFormula(anchorRow, 1, { formula: '=QUERY(Data!A:A)', values });
    await fill(program);
    expect(sheet(program).cells().flat()).not.toContain('#REF!');
    expect(sheet(program).cells().flat()).not.toContain('c2@example.com');
    expect(program.google.sheet(sheetName).cells().at(-1)?.[3]).toBe('First 4');
  });

  it('R6 takes back what blocks a formula to the left, leaves its columns alone, and fills the others', async () => {
    const program = await given([
      ['Contact ID', '', '', 'First name', 'Note'],
      ...rows.map((row) => ['', ...row.slice(1)]),
    ]);
    const formula = '=IMPORTRANGE("https://docs.google.com/x", "A:C")';
    const values = [
      ['Contact ID', 'Email', 'Company'],
      ...ids.map((id) => [id, '', id < 3 ? `Own ${id}` : '']),
    ];
    sheet(program).set(0, 0, '');
    sheet(program).setFormula(0, 0, { formula, values });
    const summary = await fill(program);
    expect(summary).toBe(
      '4 cells filled in. Column B "Email" was left as it is, because the formula in A1 fills it. Column C "Company" was left as it is, because the formula in A1 fills it.',
    );
    expect(shown(program)).toEqual([
      'Contact ID | Email | Company | First name | Note',
      '1 |  | Own 1 | First 1 | ',
      '2 |  | Own 2 | First 2 | ',
      '3 |  |  | First 3 | ',
      '4 |  |  | First 4 | ',
    ]);
    expect(sheet(program).formulas()).toEqual([formula]);
    const log = program.google.sheet('Keap sync log').display();
    expect(log.filter((line) => line[8] === 'Not written: a formula turned to #REF!').length).toBeGreaterThan(
      0,
    );
    await program.ask('undoRun', {
      run: ((await program.ask('previewUndo')) as { value: { run: string } }).value.run,
    });
    expect(program.column('First name')).toEqual(['', '', '', '']);
    expect(program.column('Company')).toEqual(['Own 1', 'Own 2', '', '']);
  });

  it.each(['Loading...', '#N/A', ''])(
    'R6 leaves everything alone to the right of an import that shows "%s" while nobody has the document open',
    async (whileClosed) => {
      const titles = ['Contact ID', 'First name', 'Email', 'Company'];
      const program = await given([titles, ...ids.map((id) => [id, '', '', ''])]);
      const values = ids.map((id) => [`own${id}@example.com`, '']);
      sheet(program).setFormula(1, 2, { formula: '=IMPORTRANGE("x", "A:B")', values, whileClosed });
      const untilMs = program.google.clock.nowMs() + 30 * 60_000;
      const down = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;
      await program.keap.break({ match: ['xmlrpc ', 'rest '], untilMs, trouble: down });
      expect(await fill(program)).toMatch(/^0 cells filled in\. Keap is not responding/);
      program.google.close();
      await program.google.passTime(2 * hourMs);
      expect((await program.state()).lastRun.sentence).toMatch(
        /: 4 cells filled in\. Column D "Company" was .*the formula in C2 fills it\. Column C "Email" was/,
      );
      await program.google.open();
      expect(program.column('First name')).toEqual(ids.map((id) => `First ${id}`));
      expect(program.column('Email')).toEqual(ids.map((id) => `own${id}@example.com`));
    },
  );
});

describe('a sync of a sheet whose managed columns a formula fills', () => {
  it('R6 ends in one sentence, mends the formula, and sends nothing', async () => {
    const program = await given([['', '', '', '', '', ''], ...ids.map(() => ['', '', '', '', '', ''])]);
    const values = [
      ['Contact ID', 'Email', 'Keap status', 'Keap synced at', 'Keap message', 'Keap fingerprint'],
      ...ids.map((id) => [id, `new${id}@example.com`, '', '', '', '']),
    ];
    sheet(program).setFormula(0, 0, { formula: '=IMPORTRANGE("x", "A:F")', values });
    await program.keap.forgetRequests();
    await program.sync();
    expect(program.lastMessage()).toMatch(/^Nothing was sent because the formula in A1 /);
    expect(program.column('Email')).toEqual(ids.map((id) => `new${id}@example.com`));
    expect((await program.keap.contacts()).map(({ fields }) => fields.Email)).toEqual(
      ids.map((id) => `c${id}@example.com`),
    );
  });

  it('R6 goes on beside a formula that fills the contacts alone', async () => {
    const program = await given([['', ''], ...ids.map(() => ['', ''])]);
    const values = [['Contact ID', 'Email'], ...ids.map((id) => [id, `new${id}@example.com`])];
    sheet(program).setFormula(0, 0, { formula: '=QUERY(Data!A:B)', values });
    await program.sync();
    expect(program.column('Keap status')).toEqual(ids.map(() => 'Synced'));
  });
});
