import { describe, expect, it } from 'vitest';
import type { SidebarState } from '../../src/ui/api.ts';
import { givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

const ids = [1, 2, 3];
const copyName = `Copy of ${sheetName}`;

/** A sheet of which the column "Company" is not sent. */
async function given(companies: readonly string[], isSynced = true): Promise<Program> {
  const program = await givenProgram({
    keap: { contacts: ids.map((id) => ({ id, fields: { Email: `c${id}@example.com`, Company: 'Kept' } })) },
    cells: [
      ['Contact ID', 'Email', 'Company'],
      ...ids.map((id) => [id, `c${id}@example.com`, companies[id - 1] ?? '']),
    ],
  });
  await program.connect();
  await saveColumns(program, (await program.state()).sheet, { Company: 'none' });
  if (isSynced) await program.sync();
  return program;
}

async function saveColumns(
  program: Program,
  { id, columns }: SidebarState['sheet'],
  kinds: Readonly<Record<string, string>> = {},
): Promise<void> {
  const chosen = columns.map(({ letter, header, kind, blankClears }) => ({
    ...{ letter, header, blankClears },
    kind: kinds[header] ?? kind,
  }));
  const answer = await program.ask('saveColumns', { sheetId: id, columns: chosen });
  expect(answer.kind).toBe('ok');
}

const companies = async (program: Program) =>
  (await program.keap.contacts()).map(({ fields }) => fields.Company);
const copyColumn = (program: Program, header: string) => {
  const [headers = [], ...rows] = program.google.sheet(copyName).display();
  return rows.map((row) => row[headers.indexOf(header)] ?? '');
};
const kindOf = ({ columns }: SidebarState['sheet'], header: string) =>
  columns.find((column) => column.header === header)?.kind;

describe('a copied tab', () => {
  it.each([
    ['and its original is there', false],
    ['and its original is deleted', true],
  ])('takes the column choices under which its rows were synced, %s', async (_, isDeleted) => {
    const program = await given(['One', 'Two', 'Three']);
    program.google.copySheet(sheetName);
    if (isDeleted) program.google.deleteSheet(sheetName);
    program.google.activate(copyName);
    const { sheet } = await program.state();
    expect(kindOf(sheet, 'Company')).toBe('none');
    expect(sheet.note).toMatch(/^This sheet is a copy/);
    program.google.sheet(copyName).set(1, 1, 'edited@example.com');
    await program.sync();
    expect(copyColumn(program, 'Keap status')).toEqual(['Synced', 'Unchanged', 'Unchanged']);
    expect(await companies(program)).toEqual(['Kept', 'Kept', 'Kept']);
    const after = (await program.state()).sheet;
    expect(after.note).toMatch(/^This sheet is a copy/);
    await saveColumns(program, after, { Company: 'Company' });
    expect((await program.state()).sheet.note).toBe('');
    await program.sync();
    expect(await companies(program)).toEqual(['One', 'Two', 'Three']);
  });

  it.each([
    ['its rows do not tell', ['', '', ''], true],
    ['nothing was synced', ['One', 'Two', 'Three'], false],
  ])('asks before anything is sent where %s', async (_, values, isSynced) => {
    const program = await given(values, isSynced);
    program.google.copySheet(sheetName);
    expect(await program.ask('preview', { scope: 'all' })).toMatchObject({ kind: 'problem' });
    await program.sync();
    expect(program.lastMessage()).toMatch(/^"Copy of Contacts" seems to be a copy of a sheet/);
    expect(await companies(program)).toEqual(['Kept', 'Kept', 'Kept']);
    const { sheet } = await program.state();
    expect(sheet.problem).toMatch(/seems to be a copy/);
    expect(kindOf(sheet, 'Company')).toBe('none');
    await saveColumns(program, sheet);
    expect((await program.state()).sheet.problem).toBe('');
    program.google.sheet(copyName).set(1, 2, 'Sent by mistake');
    await program.sync();
    expect(copyColumn(program, 'Keap status')).toEqual(
      isSynced ? Array(3).fill('Unchanged') : Array(3).fill('Synced'),
    );
    expect(await companies(program)).toEqual(['Kept', 'Kept', 'Kept']);
  });

  it('empties no field, although empty cells did so in its original', async () => {
    const program = await given(['One', 'Two', 'Three'], false);
    const { id, columns } = (await program.state()).sheet;
    await program.ask('saveColumns', {
      sheetId: id,
      columns: columns.map((one) => ({
        ...one,
        blankClears: one.header === 'Company',
        kind: one.header === 'Company' ? 'Company' : one.kind,
      })),
    });
    await program.sync();
    program.google.copySheet(sheetName);
    program.google.sheet(copyName).set(1, 2, '');
    const { sheet } = await program.state();
    expect(sheet.columns.map(({ blankClears }) => blankClears)).toEqual([false, false, false]);
    await saveColumns(program, sheet);
    await program.sync();
    expect(await companies(program)).toEqual(['One', 'Two', 'Three']);
  });

  it('is not taken for one where its rows were synced by their headers', async () => {
    const program = await givenProgram({
      keap: { contacts: ids.map((id) => ({ id, fields: { Company: 'Kept' } })) },
      cells: [['Contact ID', 'Company'], ...ids.map((id) => [id, `Company ${id}`])],
    });
    await program.connect();
    await program.sync();
    program.google.copySheet(sheetName);
    await program.sync();
    program.google.activate(sheetName);
    await saveColumns(program, (await program.state()).sheet, { Company: 'JobTitle' });
    program.google.activate(copyName);
    program.google.sheet(copyName).set(1, 1, 'Edited');
    await program.sync();
    expect(await companies(program)).toEqual(['Edited', 'Company 2', 'Company 3']);
    await program.google.passTime(hourMs);
  });
});
