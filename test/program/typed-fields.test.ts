import { describe, expect, it } from 'vitest';
import type { CustomFieldOption } from '../../local/keap/custom-fields.ts';
import type { DoneView, UndoView } from '../../src/ui/api.ts';
import { givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

const customFields: readonly CustomFieldOption[] = [
  { name: '_Since', type: 'DATE' },
  { name: '_Member', type: 'YES_NO' },
  { name: '_Color', type: 'DROPDOWN', options: ['Red', 'Green'] },
  { name: '_Hobbies', type: 'LIST_BOX', options: ['Chess', 'Rowing'] },
  { name: '_Score', type: 'DECIMAL_NUMBER' },
];

const headers = ['Contact ID', '_Since', '_Member', '_Color', '_Hobbies', '_Score'];
const old = { _Since: '2020-05-31', _Member: '0', _Color: 'Red', _Hobbies: 'Chess', _Score: '1' };
const wanted = {
  _Since: '2026-01-31',
  _Member: '1',
  _Color: 'Green',
  _Hobbies: 'Chess,Rowing',
  _Score: '12.5',
};
/** The same as people write it. */
const cells = [new Date('2026-01-31T00:00:00Z'), true, 'green', 'rowing; Chess', '12.50'];

async function value<T>(program: Program, name: string, ...args: unknown[]): Promise<T> {
  const answer = await program.ask(name, ...args);
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return answer.value as T;
}

describe.each(['xml-rpc', 'rest'])('custom fields by their types, over %s', (api) => {
  const given = async (rows: readonly (readonly (string | number | boolean | Date)[])[], fields = old) => {
    const program = await givenProgram({
      keap: { contacts: [{ id: 1, fields: { Email: 'one@example.com', ...fields } }], customFields },
      cells: [headers, ...rows],
    });
    await program.connect();
    await value(program, 'saveApi', { choice: api });
    return program;
  };
  const fieldsOf = async ({ keap }: Program) => (await keap.contacts())[0]?.fields;

  it('R1 writes what cells of every form mean, and finds it unchanged in whatever form', async () => {
    const program = await given([[1, ...cells]]);
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
    expect(await fieldsOf(program)).toEqual({ Email: 'one@example.com', ...wanted });
    program.google.sheet(sheetName).set(1, 2, 'Yes');
    program.google.sheet(sheetName).set(1, 5, '12.500');
    await program.keap.forgetRequests();
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
    const writes = (await program.keap.requests()).filter(({ what }) => /update|PATCH/.test(what));
    expect(writes).toEqual([]);
  });

  it('R8 a choice that is no option is a Check that names the nearest, until Keap has it', async () => {
    const program = await given([[1, '', '', 'Gren', '', '']]);
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Check']);
    expect(program.column('Keap message')).toEqual([
      '"Gren" in _Color is not one of its options in Keap. Did you mean "Green"? Correct the cell, or add the option in Keap and clear the status.',
    ]);
    expect(await fieldsOf(program)).toEqual({ Email: 'one@example.com', ...old });
    program.google.sheet(sheetName).set(1, 3, 'Green');
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
  });

  it('R6 fills in dates as dates, and other values as a person writes them', async () => {
    const program = await given([[1, '', '', '', '', '']], wanted);
    await value(program, 'fetchContacts', { scope: 'all', overwrite: false });
    const [, row = []] = program.google.sheet(sheetName).display();
    expect(row.slice(1, 6)).toEqual(['2026-01-31', 'Yes', 'Green', 'Chess, Rowing', '12.5']);
  });

  it('undoes without saying that somebody has changed a value', async () => {
    const program = await given([[1, ...cells]]);
    await program.sync();
    const { run, kept } = await value<UndoView>(program, 'previewUndo');
    expect(kept).toEqual([]);
    const { summary } = await value<DoneView>(program, 'undoRun', { run });
    expect(summary).toBe('Restored 5 values in Keap.');
    expect(await fieldsOf(program)).toEqual({ Email: 'one@example.com', ...old });
    expect(program.column('Keap status')).toEqual(['Undone']);
  });

  it('asks Keap for the fields once a day', async () => {
    const program = await given([[1, ...cells]]);
    const asked = async () =>
      (await program.keap.requests()).filter(
        ({ what, body }) => what.endsWith('/contacts/model') || body.includes('DataFormField'),
      ).length;
    await program.sync();
    program.google.sheet(sheetName).set(1, 5, '13');
    await program.sync();
    expect(await asked()).toBe(1);
    await program.google.passTime(25 * hourMs);
    program.google.sheet(sheetName).set(1, 5, '14');
    await program.sync();
    expect(await asked()).toBe(2);
  });
});
