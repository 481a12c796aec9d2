import { describe, expect, it } from 'vitest';
import type { CustomFieldOption } from '../../local/keap/custom-fields.ts';
import type { ColumnView, SidebarState } from '../../src/ui/api.ts';
import { givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

const customFields: readonly CustomFieldOption[] = [
  { name: '_FavouriteColour', type: 'DROPDOWN', label: 'Favourite colour', options: ['Red', 'Green'] },
  { name: '_Plan', type: 'TEXT', label: 'Plan' },
  { name: '_Plan2', type: 'TEXT', label: 'plan' },
  { name: '_Email2', type: 'EMAIL', label: 'Email' },
];
const headers = ['Contact ID', 'Email', 'Favourite Colour', 'Plan'];
const contacts = [{ id: 1, fields: { Email: 'one@example.com' } }];
const cells = [headers, [1, 'one@example.com', 'red', 'Gold']];

async function value<T>(program: Program, name: string, ...args: unknown[]): Promise<T> {
  const answer = await program.ask(name, ...args);
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return answer.value as T;
}

async function given(api: string, more: Partial<Parameters<typeof givenProgram>[0]> = {}): Promise<Program> {
  const program = await givenProgram({ keap: { contacts, customFields }, cells, ...more });
  await program.connect();
  await value(program, 'saveApi', { choice: api });
  return program;
}

const listed = (program: Program, isAgain = false) =>
  value<SidebarState>(program, 'loadCustomFields', { isAgain });

function columnOf({ sheet }: SidebarState, header: string): ColumnView {
  const column = sheet.columns.find((one) => one.header === header);
  if (column === undefined) throw new Error(`The sheet has no column "${header}".`);
  return column;
}

/** Saves the columns as they are, apart from this one. */
function choose(
  program: Program,
  { sheet }: SidebarState,
  header: string,
  kind: string,
): Promise<SidebarState> {
  const columns = sheet.columns.map((one) => ({
    ...{ letter: one.letter, header: one.header, blankClears: one.blankClears },
    kind: one.header === header ? kind : one.kind,
  }));
  return value<SidebarState>(program, 'saveColumns', { sheetId: sheet.id, columns });
}

const fieldsOf = async ({ keap }: Program) => (await keap.contacts())[0]?.fields;

describe.each(['xml-rpc', 'rest'])('custom fields by their labels, over %s', (api) => {
  it('lists the fields with their labels, types and options', async () => {
    const { sheet } = await listed(await given(api));
    const custom = sheet.kinds.filter(({ group }) => group === 'Custom fields');
    expect(custom.map(({ value, label, note }) => [value, label, note])).toEqual([
      ['_Email2', 'Email', '_Email2, email'],
      ['_FavouriteColour', 'Favourite colour', '_FavouriteColour, dropdown: Red, Green'],
      ['_Plan', 'Plan (_Plan)', '_Plan, text'],
      ['_Plan2', 'plan (_Plan2)', '_Plan2, text'],
    ]);
  });

  it('R2 a header that is a label is offered, and sent only once somebody has chosen the field', async () => {
    const program = await given(api);
    const state = await listed(program);
    expect(columnOf(state, 'Favourite Colour')).toMatchObject({
      kind: 'none',
      suggestion: '_FavouriteColour',
    });
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
    expect(await fieldsOf(program)).toEqual({ Email: 'one@example.com' });
    const saved = await choose(program, state, 'Favourite Colour', '_FavouriteColour');
    expect(columnOf(saved, 'Favourite Colour')).toMatchObject({ kind: '_FavouriteColour', suggestion: '' });
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
    expect(await fieldsOf(program)).toEqual({ Email: 'one@example.com', _FavouriteColour: 'Red' });
  });

  it('guesses neither between equal labels nor against a field of Keap’s own', async () => {
    const state = await listed(await given(api));
    expect(columnOf(state, 'Email')).toMatchObject({ kind: 'Email', suggestion: '' });
    expect(columnOf(state, 'Plan')).toMatchObject({ kind: 'none', suggestion: '' });
    expect(columnOf(state, 'Plan').note).toContain('"_Plan" and "_Plan2"');
  });

  it('R5 asks Keap once a day or when told to, and never for an unchanged sheet', async () => {
    const program = await given(api);
    await choose(program, await listed(program), 'Favourite Colour', '_FavouriteColour');
    await program.sync();
    await program.keap.forgetRequests();
    await listed(program);
    await program.state();
    await program.sync();
    expect(await program.keap.requests()).toEqual([]);
    await listed(program, true);
    expect(await program.keap.requests()).toHaveLength(1);
    program.google.clock.moveTo(program.google.clock.nowMs() + 21 * hourMs);
    await program.keap.forgetRequests();
    await listed(program);
    const asked = (await program.keap.requests()).map(({ what }) => what);
    expect(asked.filter((what) => /DataService.query|model/.test(what))).toHaveLength(1);
  });

  it('says why there is no list while Keap does not answer, and everything else still works', async () => {
    const program = await given(api);
    const state = await listed(program);
    await choose(program, state, 'Favourite Colour', '_FavouriteColour');
    program.google.clock.moveTo(program.google.clock.nowMs() + 21 * hourMs);
    await program.keap.break({ match: '', trouble: { kind: 'answer', status: 503, body: '' } });
    const answer = await program.ask('loadCustomFields', { isAgain: false });
    expect(answer).toMatchObject({ kind: 'problem' });
    const later = await program.state();
    expect(columnOf(later, 'Favourite Colour').kind).toBe('_FavouriteColour');
    expect(later.sheet.kinds.map(({ value }) => value)).toContain('_Plan2');
  });

  it('a field that was chosen stays chosen when its header is no longer its label', async () => {
    const program = await given(api);
    await choose(program, await listed(program), 'Plan', '_Plan2');
    await program.keap.relabelField('_Plan2', 'Tariff');
    const state = await listed(program, true);
    expect(columnOf(state, 'Plan')).toMatchObject({ kind: '_Plan2', suggestion: '' });
    await program.sync();
    expect(await fieldsOf(program)).toEqual({ Email: 'one@example.com', _Plan2: 'Gold' });
  });

  it('lists hundreds of fields with long labels and options', async () => {
    const many = Array.from({ length: 300 }, (_, index): CustomFieldOption => {
      const options = Array.from({ length: 20 }, (_one, option) => `Option ${option} “${'ä'.repeat(40)}”`);
      return {
        name: `_F${index}`,
        type: 'DROPDOWN',
        label: `Question ${index}: ${'é'.repeat(80)}?`,
        options,
      };
    });
    const program = await given(api, { keap: { contacts, customFields: many } });
    await listed(program);
    const { sheet } = await program.state();
    const custom = sheet.kinds.filter(({ group }) => group === 'Custom fields');
    expect(custom).toHaveLength(300);
    expect(custom[0]?.note).toContain('20 options');
  });

  it('says of a column whose field was deleted in Keap that it is gone', async () => {
    const program = await given(api);
    await choose(program, await listed(program), 'Plan', '_Plan2');
    await program.keap.deleteField('_Plan2');
    const state = await listed(program, true);
    expect(columnOf(state, 'Plan').note).toContain('Keap has no custom field _Plan2');
    program.google.sheet(sheetName).set(1, 3, 'Silver');
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Failed']);
  });
});
