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
});
