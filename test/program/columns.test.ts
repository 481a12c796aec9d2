import { describe, expect, it } from 'vitest';
import type { SidebarState } from '../../src/ui/api.ts';
import { givenProgram, sheetName } from '../support/program.ts';

describe('columns', () => {
  it("keep the user's choices when they are moved, and clear a field only if that was chosen", async () => {
    const fields = { Email: 'ana@old.example', Company: 'Old Ltd', JobTitle: 'Boss' };
    const program = await givenProgram({
      keap: { contacts: [{ id: 7, fields }] },
      cells: [
        ['Our list', '', '', ''],
        ['Number', 'New address', 'Firm', 'Job title'],
        [7, 'ana@new.example', '', ''],
      ],
    });
    await program.connect();
    const before = (await program.state()).sheet;
    expect(before.problem).toContain('no column of contact ids');
    expect(before.columns.map(({ header }) => header)).toEqual(['Our list']);
    const column = (letter: string, header: string, kind: string, blankClears = false) => {
      return { letter, header, kind, blankClears };
    };
    const answer = await program.ask('saveColumns', {
      sheetId: (await program.state()).sheet.id,
      columns: [
        column('A', 'Number', 'id'),
        column('B', 'New address', 'Email'),
        column('C', 'Firm', 'Company', true),
        column('D', 'Job title', 'JobTitle'),
      ],
    });
    if (answer.kind === 'problem') throw new Error(answer.advice);
    const { sheet } = answer.value as SidebarState;
    expect(sheet).toMatchObject({ problem: '', headerLine: 2 });
    expect(sheet.columns.map(({ kind, isChosen }) => [kind, isChosen])).toEqual([
      ['id', true],
      ['Email', true],
      ['Company', true],
      ['JobTitle', false],
    ]);
    program.google.sheet(sheetName).insertColumn(1);
    await program.sync();
    expect(await program.keap.contacts()).toEqual([
      { id: 7, fields: { Email: 'ana@new.example', JobTitle: 'Boss' } },
    ]);
    expect(program.google.sheet(sheetName).display()[2]).toEqual(
      expect.arrayContaining(['ana@new.example', 'Synced']),
    );
  });

  it('keep 110 choices whose headers are questions, and one of 300 letters', async () => {
    const questions = Array.from({ length: 110 }, (_, index) =>
      `${index} How often do you communicate to your list by email or social media? `.padEnd(
        index === 7 ? 300 : 0,
        'Größe ',
      ),
    ).map((text) => text.trim());
    const customFields = questions.map((_, index) => `_Question${index}`);
    const program = await givenProgram({
      keap: { contacts: [{ id: 7, fields: { Email: 'ana@example.com' } }], customFields },
      cells: [
        ['Id', 'Email', ...questions],
        [7, 'ana@example.com', ...questions.map((_, index) => `answer ${index}`)],
      ],
    });
    await program.connect();
    const { sheet } = await program.state();
    const columns = sheet.columns.map(({ letter, header, kind }, index) => {
      return { letter, header, kind: customFields[index - 2] ?? kind, blankClears: false };
    });
    const answer = await program.ask('saveColumns', { sheetId: sheet.id, columns });
    if (answer.kind === 'problem') throw new Error(answer.advice);
    await program.sync();
    const [contact] = await program.keap.contacts();
    expect(contact?.fields).toEqual({
      Email: 'ana@example.com',
      ...Object.fromEntries(customFields.map((name, index) => [name, `answer ${index}`])),
    });
  });
});
