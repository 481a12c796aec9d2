import { describe, expect, it } from 'vitest';
import type { PreviewView } from '../../src/ui/api.ts';
import { chooseMissingIds, givenMissingIds } from '../support/missing-ids.ts';
import { givenProgram, hourMs, type Program } from '../support/program.ts';

const headers = ['Contact ID', 'Email', 'First Name'];
const contacts = [
  { id: 4, fields: { Email: 'Ana@Example.com' } },
  { id: 5, fields: { Email: 'x@example.com', EmailAddress2: 'bea@example.com' } },
  { id: 6, fields: { Email: 'twin@example.com' } },
  { id: 9, fields: { Email: 'other@example.com', EmailAddress3: 'TWIN@example.com' } },
];

const ids = (program: Program) => program.column('Contact ID');
const statuses = (program: Program) => program.column('Keap status');
const messages = (program: Program) => program.column('Keap message');
const addresses = async ({ keap }: Program) => (await keap.contacts()).map(({ fields }) => fields.Email);
const creating = /ContactService\.add|POST \/contacts/;
const creations = async ({ keap }: Program) =>
  (await keap.requests()).filter(({ what }) => creating.test(what)).length;

describe('rows without a contact id', () => {
  it('are left alone until somebody has chosen otherwise, and cost no call', async () => {
    const program = await givenProgram({
      cells: [headers, ['', 'ana@example.com', 'Ana']],
      keap: { contacts },
    });
    await program.connect();
    const before = (await program.keap.requests()).length;
    await program.sync();
    expect([ids(program), statuses(program)]).toEqual([[''], ['Check']]);
    expect(messages(program)).toEqual(['This row has no contact id. Fill it in.']);
    expect((await program.keap.requests()).length).toBe(before);
  });

  it.each(['xml-rpc', 'rest'] as const)('are found by any address of a contact over %s', async (api) => {
    const cells = [
      headers,
      ['', 'ana@example.com', 'Ana'],
      [5, 'x@example.com', 'Xenia'],
      ['', ' \u200bBEA@example.com ', 'Bea'],
      ['', 'twin@example.com', 'Twin'],
      ['', 'nobody@example.com', 'No'],
      ['', 'not an address', 'No'],
      ['', '', ''],
      ['', 'Ana <ana@example.com>', 'Ana'],
    ];
    const program = await givenMissingIds({ choice: 'find', cells, keap: { contacts } });
    await program.ask('saveApi', { choice: api });
    await program.sync();
    expect(ids(program)).toEqual(['4', '5', '5', '', '', '', '', '4']);
    expect(statuses(program).slice(3, 7)).toEqual(['Check', 'Check', 'Check', '']);
    expect(messages(program).slice(3, 6)).toEqual([
      'Keap has 2 contacts with the address twin@example.com: 6, 9. Enter the id of the right one.',
      'Keap has no contact with the address nobody@example.com. Enter a contact id, or add the contact in Keap.',
      'This row has no contact id. Fill it in.',
    ]);
    // The usual rule for two rows of one contact.
    expect(messages(program)[1]).toMatch(/^Contact 5 is also in row 4, with different values/);
    expect(await creations(program)).toBe(0);
  });

  it('go on as any other row once they have their id', async () => {
    const cells = [headers, ['', 'ana@example.com', 'Ana']];
    const program = await givenMissingIds({ choice: 'find', cells, keap: { contacts } });
    await program.sync();
    expect([ids(program), statuses(program)]).toEqual([['4'], ['Synced']]);
    expect((await program.keap.contacts())[0]).toEqual({
      id: 4,
      fields: { Email: 'ana@example.com', FirstName: 'Ana' },
    });
    const before = (await program.keap.requests()).length;
    await program.sync();
    // R5: an unchanged sheet costs no call.
    expect((await program.keap.requests()).length).toBe(before);
    expect(statuses(program)).toEqual(['Unchanged']);
  });

  it('get a new contact where that was chosen, one for each address, and nobody is opted in', async () => {
    const cells = [
      [...headers, 'Opt-in reason'],
      ['', 'new@example.com', 'Nora', ''],
      ['', 'new@example.com ', 'Nora', ''],
      ['', 'asked@example.com', 'Ada', 'Asked for it'],
      ['', 'ana@example.com', 'Ana', ''],
      ['', 'bad@example', 'Bad', ''],
    ];
    const program = await givenMissingIds({ choice: 'create', cells, keap: { contacts } });
    await program.sync();
    expect(ids(program)).toEqual(['10', '10', '11', '4', '']);
    expect(statuses(program)).toEqual(['Synced', 'Synced', 'Synced', 'Synced', 'Check']);
    expect(messages(program)[2]).toBe('');
    const made = (await program.keap.contacts()).slice(4);
    expect(made).toEqual([
      { id: 10, fields: { Email: 'new@example.com', FirstName: 'Nora' } },
      { id: 11, fields: { Email: 'asked@example.com', FirstName: 'Ada' } },
    ]);
    const optIns = (await program.keap.optHistory()).filter(({ wish }) => wish === 'in');
    expect(optIns.map(({ address, reason }) => [address, reason])).toEqual([
      ['asked@example.com', 'Asked for it'],
    ]);
    const state = await program.state();
    expect(state.lastRun.sentence).toContain('Created 2 contacts.');
  });

  it('get no new contact where a row opts its address out, whichever row of the address that is', async () => {
    const cells = [
      [...headers, 'Opt-out reason'],
      ['', 'one@example.com', 'One', 'Asked for it'],
      ['', 'two@example.com', 'Two', ''],
      ['', 'Two@example.com', 'Two', 'Asked for it'],
      ['', 'three@example.com', 'Three', ''],
    ];
    const program = await givenMissingIds({ choice: 'create', cells, keap: { contacts } });
    await program.sync();
    expect(ids(program)).toEqual(['', '', '', '10']);
    expect(statuses(program)).toEqual(['Check', 'Check', 'Check', 'Synced']);
    expect(new Set(messages(program).slice(0, 3))).toEqual(
      new Set([
        'This contact was not created, because a row with its address opts it out. Delete the opt-out reason, or add the contact in Keap.',
      ]),
    );
    expect((await program.keap.contacts()).slice(4).map(({ id }) => id)).toEqual([10]);
  });

  it('get no new contact where two of them disagree about it, in a preview as in a sync', async () => {
    const cells = [
      [...headers, 'Opt-in reason'],
      ['', 'one@example.com', 'Nora', ''],
      ['', 'One@example.com', 'Nora', ''],
      ['', 'two@example.com', 'Ada', 'Asked for it'],
      ['', 'two@example.com', 'Ada', ''],
      ['', 'three@example.com', '', ''],
      ['', 'three@example.com', '#N/A', ''],
    ];
    const program = await givenMissingIds({ choice: 'create', cells, keap: { contacts } });
    const preview = (await program.ask('preview', { scope: 'all' })) as { value: PreviewView };
    expect(preview.value.problemRows.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7]);
    await program.ask('syncPlan', { scope: 'all', plan: preview.value.plan, confirmed: [] });
    await program.sync();
    expect(await creations(program)).toBe(0);
    expect(statuses(program)).toEqual(Array(6).fill('Check'));
    expect(messages(program)[0]).toBe(
      'Rows 2 and 3 have the same address with different values, so no contact was created. Make the rows agree, or delete all but one.',
    );
    program.google.sheet('Contacts').set(2, 1, 'one@example.com');
    await program.sync();
    expect(ids(program).slice(0, 3)).toEqual(['10', '10', '']);
    expect(await creations(program)).toBe(1);
  });

  it('get no new contact for an address that the row of another contact has as its second or third', async () => {
    const cells = [
      ['Contact ID', 'Email', 'Email 2'],
      [4, 'ana@example.com', 'NEW@example.com'],
      ['', 'new@example.com', ''],
    ];
    const program = await givenMissingIds({ choice: 'create', cells, keap: { contacts } });
    await program.sync();
    expect(await creations(program)).toBe(0);
    expect(messages(program)[1]).toContain('Row 2 has the same address and the contact id 4.');
  });

  it('show in a preview the opt-ins of contacts that would be created', async () => {
    const cells = [
      [...headers, 'Opt-in reason'],
      ['', 'new@example.com', 'Nora', 'Asked for it'],
    ];
    const program = await givenMissingIds({ choice: 'create', cells, keap: { contacts } });
    const preview = (await program.ask('preview', { scope: 'all' })) as { value: PreviewView };
    expect(preview.value.changes).toContainEqual(
      expect.objectContaining({ field: 'Opt status', to: 'Opt in: Asked for it' }),
    );
    expect(preview.value.counted.optIns).toBe(1);
  });

  it('get no new contact for a value that has to be corrected first, or for an address of another row', async () => {
    const cells = [
      [...headers, 'Birthday', 'Opt-out reason', 'Opt-in reason'],
      ['', 'one@example.com', '', 'someday', '', ''],
      ['', 'two@example.com', '', '', 'Left', 'Came'],
      [4, 'three@example.com', '', '', '', ''],
      ['', 'three@example.com', '', '', '', ''],
    ];
    const program = await givenMissingIds({ choice: 'create', cells, keap: { contacts } });
    await program.sync();
    expect(await creations(program)).toBe(0);
    expect(messages(program)[0]).toContain('is not a valid date');
    expect(messages(program)[1]).toContain('both an opt-out reason and an opt-in reason');
    expect(messages(program)[3]).toBe(
      'Row 4 has the same address and the contact id 4. Enter that id, or delete this row.',
    );
  });

  it('are created above the limit only from a preview', async () => {
    const cells = [headers, ...Array.from({ length: 5 }, (_, index) => ['', `new${index}@example.com`, ''])];
    const program = await givenMissingIds({ choice: 'create', cells });
    await program.ask('saveBrake', { maxAtOnce: 3 });
    await program.sync();
    expect(await creations(program)).toBe(0);
    expect(new Set(messages(program))).toEqual(
      new Set([
        'This contact was not created, because the sync would create 5 contacts, and your limit is 3. To create them, press "Preview…" in the sidebar, and sync from there.',
      ]),
    );
    const preview = await program.ask('preview', { scope: 'all' });
    const { plan, sentence, contacts: count } = (preview as { value: PreviewView }).value;
    expect(sentence).toContain("5 contacts would be created (can't be undone)");
    expect(count).toBe(5);
    await program.ask('syncPlan', { scope: 'all', plan, confirmed: [] });
    expect(new Set(messages(program))).toEqual(
      new Set(["Keap won't send marketing email to this new address until it is opted in."]),
    );
    expect(ids(program)).toEqual(['1', '2', '3', '4', '5']);
    expect(statuses(program)).toEqual(Array(5).fill('Synced'));
  });

  it('are counted and shown in a preview, which sends and writes nothing', async () => {
    const cells = [
      headers,
      ['', 'ana@example.com', 'Ana'],
      ['', 'new@example.com', 'Nora'],
      ['', 'twin@example.com', 'Twin'],
      ['', 'wrong', 'Wrong'],
    ];
    const program = await givenMissingIds({ choice: 'create', cells, keap: { contacts } });
    const before = program.google.sheet('Contacts').cells();
    const preview = await program.ask('preview', { scope: 'all' });
    const view = (preview as { value: PreviewView }).value;
    expect(view.sentence).toContain(
      "1 row was found by its address; 1 contact would be created (can't be undone); 1 address belongs to several contacts.",
    );
    expect(view.changes).toEqual([
      { contact: '4', field: 'Email', from: 'Ana@Example.com', to: 'ana@example.com' },
      { contact: '4', field: 'First name', from: '', to: 'Ana' },
      { contact: 'New', field: 'Email', from: '', to: 'new@example.com' },
      { contact: 'New', field: 'First name', from: '', to: 'Nora' },
    ]);
    expect(view.problemRows.map(({ line }) => line)).toEqual([4, 5]);
    expect(program.google.sheet('Contacts').cells()).toEqual(before);
    expect(await creations(program)).toBe(0);
    // What has changed since is not sent, and nobody is created whom the preview did not show.
    program.google.sheet('Contacts').set(4, 1, 'late@example.com');
    await program.ask('syncPlan', { scope: 'all', plan: view.plan, confirmed: [] });
    expect(ids(program)).toEqual(['4', '10', '', '']);
    expect(statuses(program).slice(0, 3)).toEqual(['Synced', 'Synced', 'Check']);
    expect(await addresses(program)).not.toContain('late@example.com');
  });

  it('are looked up in the selected rows alone', async () => {
    const cells = [headers, ['', 'ana@example.com', 'Ana'], ['', 'bea@example.com', 'Bea']];
    const program = await givenMissingIds({ choice: 'find', cells, keap: { contacts } });
    program.google.sheet('Contacts').selectRows(2, 2);
    await program.google.clickMenu('Sync contacts > Sync selected rows');
    expect(ids(program)).toEqual(['', '5']);
  });

  it('keep a formula in their id cell', async () => {
    const cells = [headers, ['', 'ana@example.com', 'Ana'], ['', 'bea@example.com', 'Bea']];
    const program = await givenMissingIds({ choice: 'find', cells, keap: { contacts } });
    program.google.sheet('Contacts').setFormula(1, 0, { formula: '=IF(FALSE, 1, "")', values: [['']] });
    await program.sync();
    expect(ids(program)).toEqual(['', '5']);
    expect(messages(program)[0]).toContain('because a formula fills the id cell');
    program.google.sheet('Contacts').set(1, 1, 'new@example.com');
    await chooseMissingIds(program, 'create');
    await program.sync();
    expect(messages(program)[0]).toBe(
      'This contact was not created, because a formula fills the id cell. Delete the formula, or enter the id.',
    );
    expect(await creations(program)).toBe(0);
  });

  it('get no new contact where their id cell is protected, and say which contact was found', async () => {
    const colleague = 'colleague@example.com';
    const cells = [
      headers,
      ['', 'ana@example.com', 'Ana'],
      ['', 'new@example.com', 'Nora'],
      ['', 'free@example.com', 'Finn'],
    ];
    const program = await givenMissingIds({ choice: 'create', cells, keap: { contacts } });
    program.google.share(colleague, 'editor');
    await program.connect('allow', colleague);
    program.google.sheet('Contacts').protect({ range: 'A2:A3' });
    await program.sync({ user: colleague });
    expect(ids(program)).toEqual(['', '', '10']);
    expect(messages(program)[0]).toContain(
      'Keap has this contact with the id 4, but Sheets did not accept it',
    );
    expect(messages(program)[1]).toContain('because the id cell is protected');
    expect(statuses(program)).toEqual(['Check', 'Check', 'Synced']);
    expect(await creations(program)).toBe(1);
  });

  it('are not created twice while the search of Keap lags behind, or an answer is lost', async () => {
    const cells = [headers, ['', 'new@example.com', 'Nora']];
    const behavior = { newContactsFoundAfterMs: 10 * 60_000 };
    const program = await givenMissingIds({ choice: 'create', cells, keap: { behavior } });
    await program.keap.break({
      match: 'ContactService.add',
      times: 1,
      trouble: { kind: 'cut', when: 'after' },
    });
    await program.sync();
    expect([ids(program), statuses(program)]).toEqual([[''], ['Check']]);
    expect(messages(program)[0]).toContain("didn't confirm it");
    await program.sync();
    expect(await creations(program)).toBe(1);
    await program.google.passTime(20 * 60_000);
    await program.sync();
    expect([ids(program), statuses(program)]).toEqual([['1'], ['Synced']]);
    expect(await creations(program)).toBe(1);
  });

  it('are created later where the request never arrived', async () => {
    const cells = [headers, ['', 'new@example.com', 'Nora']];
    const program = await givenMissingIds({ choice: 'create', cells });
    await program.keap.break({
      match: 'ContactService.add',
      times: 1,
      trouble: { kind: 'cut', when: 'before' },
    });
    await program.sync();
    expect(statuses(program)).toEqual(['Check']);
    await program.google.passTime(2 * hourMs);
    await program.sync();
    expect([ids(program), statuses(program)]).toEqual([['1'], ['Synced']]);
    expect(await addresses(program)).toEqual(['new@example.com']);
  });

  it('leave a line for each new contact in the log, and an undo keeps the contact and its id', async () => {
    const cells = [headers, ['', 'new@example.com', 'Nora'], ['', 'Ana@Example.com', 'Ana']];
    const program = await givenMissingIds({ choice: 'create', cells, keap: { contacts } });
    await program.sync();
    const lines = program.google.sheet('Keap sync log').display().slice(1);
    expect(lines.map((line) => line.slice(4, 9))).toEqual([
      ['10', 'New contact', '', 'new@example.com', 'Done'],
      ['4', 'First name', '', 'Ana', 'Done'],
      ['', 'Summary', '', expect.stringContaining('Version'), expect.stringContaining('Created 1 contact.')],
    ]);
    const undo = (await program.ask('previewUndo')) as { value: { kept: unknown; run: string } };
    expect(undo.value.kept).toEqual([
      { contact: '10', field: 'New contact', reason: expect.stringContaining('stays in Keap') },
    ]);
    await program.ask('undoRun', { run: undo.value.run });
    expect(ids(program)).toEqual(['10', '4']);
    expect((await program.keap.contacts()).map(({ id, fields }) => [id, fields.FirstName ?? ''])).toEqual([
      ...[
        [4, ''],
        [5, ''],
        [6, ''],
        [9, ''],
      ],
      [10, 'Nora'],
    ]);
  });
});
