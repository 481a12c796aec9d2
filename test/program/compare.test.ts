import { describe, expect, it } from 'vitest';
import {
  applyChoices,
  changeInKeap,
  compare,
  comparedHeaders,
  compareNoteOf,
  expectInOrder,
  fieldsInKeap,
  givenSynced,
  keysOf,
  undoNewest,
  writesToKeap,
} from '../support/comparing.ts';
import { givenProgram, sheetName } from '../support/program.ts';

const apis = [
  ['XML-RPC', 'xml-rpc'],
  ['REST v2', 'rest'],
] as const;

const [emailColumn, companyColumn, cityColumn] = ['Email', 'Company', 'City'].map((header) =>
  comparedHeaders.indexOf(header),
) as [number, number, number];

describe.each(apis)('compare with Keap, over %s', (_, choice) => {
  it('shows what was changed in Keap since, notes it in the row, and sends and writes nothing else', async () => {
    const program = await givenSynced(choice, 4);
    await changeInKeap(program, 2, { Email: 'new@keap.example', Company: '' });
    const sheet = program.google.sheet(sheetName);
    sheet.set(4, companyColumn, 'Edited since');
    const before = { cells: sheet.cells(), contacts: await program.keap.contacts() };
    const { differences, sentence, unread } = await compare(program);
    expect(differences).toMatchObject([
      {
        ...{ lines: [3], contact: '2', field: 'Email', canTake: true },
        ...{ inSheet: 'c2@example.com', inKeap: 'new@keap.example' },
      },
      { lines: [3], contact: '2', field: 'Company', inSheet: 'Company 2', inKeap: '', canTake: true },
    ]);
    expect(unread).toEqual([]);
    expect(sentence).toBe(
      "2 values of 1 contact differ in Keap; 2 contacts match. Not compared: 1 row has changes that haven't been sent yet.",
    );
    expect(await writesToKeap(program)).toEqual([]);
    expect(await program.keap.contacts()).toEqual(before.contacts);
    expect(program.column('Keap message')).toEqual(['', compareNoteOf('Email, Company'), '', '']);
    const message = sheet.cells()[0]?.indexOf('Keap message') ?? -1;
    const without = (cells: readonly (readonly unknown[])[]) =>
      cells.map((row) => row.filter((_cell, column) => column !== message));
    expect(without(sheet.cells())).toEqual(without(before.cells));
    // It costs nothing to go on, and the note stays until somebody looks again.
    sheet.set(4, companyColumn, 'Company 4');
    await expectInOrder(program);
    expect(program.column('Keap message')).toEqual(['', compareNoteOf('Email, Company'), '', '']);
    await changeInKeap(program, 2, { Email: 'c2@example.com', Company: 'Company 2' });
    expect((await compare(program)).sentence).toBe('No differences: 4 contacts match.');
    expect(program.column('Keap message')).toEqual(['', '', '', '']);
  });

  it('sends the chosen fields of the sheet alone, and undoes that', async () => {
    const program = await givenSynced(choice, 4);
    const changed = { Email: 'new@keap.example', Company: 'Keap 2', City: 'Keap City' };
    await changeInKeap(program, 2, changed);
    await changeInKeap(program, 3, { Company: 'Keap 3' });
    const { differences } = await compare(program);
    const send = differences.filter(({ field }) => field === 'Email');
    expect(await applyChoices(program, { send })).toBe('1 synced, 0 unchanged.');
    expect(await fieldsInKeap(program, 2)).toMatchObject({ ...changed, Email: 'c2@example.com' });
    expect(await fieldsInKeap(program, 3)).toMatchObject({ Company: 'Keap 3' });
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced', 'Synced']);
    expect(program.column('Keap message')[1]).toContain(compareNoteOf('Company, City'));
    await expectInOrder(program);
    expect(await undoNewest(program)).toContain('Restored 1 value');
    expect(await fieldsInKeap(program, 2)).toMatchObject(changed);
    await program.sync();
    expect(await fieldsInKeap(program, 2)).toMatchObject(changed);
    expect(program.column('Keap status')[1]).toBe('Undone');
  });

  it('R6 takes the chosen values of Keap as text, and undoes that without sending anything', async () => {
    const program = await givenSynced(choice, 4);
    const changed = { Email: 'new@keap.example', Company: '=1+1', City: '' };
    await changeInKeap(program, 2, changed);
    const { differences } = await compare(program);
    const take = differences.filter(({ field }) => field !== 'Email');
    expect(await applyChoices(program, { take })).toBe('2 cells taken from Keap.');
    const row = () => ['Email', 'Company', 'City'].map((header) => program.column(header)[1]);
    expect(row()).toEqual(['c2@example.com', '=1+1', '']);
    expect(program.google.sheet(sheetName).formulas()).toEqual([]);
    expect(await writesToKeap(program)).toEqual([]);
    expect(program.column('Keap message')).toEqual(['', compareNoteOf('Email'), '', '']);
    await expectInOrder(program);
    expect((await compare(program)).differences.map(({ field }) => field)).toEqual(['Email']);
    expect(await undoNewest(program)).toBe('Restored 2 cells.');
    expect(row()).toEqual(['c2@example.com', 'Company 2', 'City 2']);
    await expectInOrder(program);
    expect(await fieldsInKeap(program, 2)).toMatchObject({ Email: 'new@keap.example', Company: '=1+1' });
    expect(program.column('Keap message')).toEqual(['', compareNoteOf('Email, Company, City'), '', '']);
  });

  it('does with each field what was chosen for it, also where a row has some of all', async () => {
    const program = await givenSynced(choice, 4);
    for (const id of [1, 3]) {
      await changeInKeap(program, id, { Email: `k${id}@keap.example`, Company: `K ${id}`, City: `KC ${id}` });
    }
    const { differences } = await compare(program);
    const of = (field: string) => differences.filter((one) => one.field === field);
    expect(await applyChoices(program, { send: of('Email'), take: of('Company') })).toBe(
      '2 cells taken from Keap. 2 synced, 0 unchanged.',
    );
    for (const id of [1, 3]) {
      expect(await fieldsInKeap(program, id)).toMatchObject({
        ...{ Email: `c${id}@example.com`, Company: `K ${id}`, City: `KC ${id}`, LastName: 'Kept' },
      });
      expect(program.column('Company')[id - 1]).toBe(`K ${id}`);
      expect(program.column('City')[id - 1]).toBe(`City ${id}`);
    }
    await expectInOrder(program);
  });

  it('leaves what has changed since it was shown, in the row or in Keap, and says so', async () => {
    const program = await givenSynced(choice, 6);
    for (const id of [1, 2, 3, 4, 5, 6]) await changeInKeap(program, id, { Company: `Keap ${id}` });
    const { differences } = await compare(program);
    const of = (...ids: number[]) => differences.filter(({ contact }) => ids.includes(Number(contact)));
    const sheet = program.google.sheet(sheetName);
    sheet.set(1, cityColumn, 'Edited');
    sheet.set(2, companyColumn, 'Edited, too');
    await changeInKeap(program, 3, { Company: 'Changed again' });
    sheet.set(4, cityColumn, 'Edited as well');
    sheet.sort(0, false);
    const summary = await applyChoices(program, { take: of(1, 2, 3, 6), send: of(4, 5) });
    expect(summary).toBe(
      [
        '1 cell taken from Keap.',
        '3 values left as they were, because the row or Keap has changed since the comparison. Compare again.',
        '1 synced, 0 unchanged.',
        '1 value was not sent, because the row has changed since the comparison. Compare again.',
      ].join(' '),
    );
    expect(program.column('Company')).toEqual([
      ...['Keap 6', 'Company 5', 'Company 4', 'Company 3', 'Edited, too', 'Company 1'],
    ]);
    const companies = (await program.keap.contacts()).map(({ fields }) => fields.Company);
    expect(companies).toEqual(['Keap 1', 'Keap 2', 'Changed again', 'Keap 4', 'Company 5', 'Keap 6']);
    expect(program.column('City')).toContain('Edited as well');
  });

  it('R4 leaves a row that has taken another value since, as a choice of an older dialog does not know it', async () => {
    const program = await givenSynced(choice, 2);
    await changeInKeap(program, 1, { Company: 'Keap 1', City: 'Keap City' });
    const { differences } = await compare(program);
    const of = (field: string) => differences.filter((one) => one.field === field);
    await applyChoices(program, { take: of('City') });
    expect(await applyChoices(program, { take: of('Company') })).toContain('1 value left as it was');
    expect(await applyChoices(program, { send: of('Company') })).toContain('1 value was not sent');
    expect(program.column('Company')).toEqual(['Company 1', 'Company 2']);
    expect(await fieldsInKeap(program, 1)).toMatchObject({ Company: 'Keap 1' });
    await expectInOrder(program);
  });

  it('R9 sends no opt-out again with a chosen value', async () => {
    const rows = [
      [1, 'c1@example.com', 'One', 'Here', 'Asked'],
      [2, 'c2@example.com', 'Two', 'Here', ''],
    ];
    const program = await givenSynced(choice, 2, { rows });
    await changeInKeap(program, 1, { Company: 'Keap 1' });
    await program.keap.forgetRequests();
    const { differences } = await compare(program);
    expect(differences.map(({ field }) => field)).toEqual(['Company']);
    await applyChoices(program, { send: differences });
    expect((await writesToKeap(program)).filter((what) => /opt|emailAddresses/i.test(what))).toEqual([]);
    expect(await fieldsInKeap(program, 1)).toMatchObject({ Company: 'One' });
    await expectInOrder(program);
  });

  it('R3 sends again only what was chosen, if Keap did not take it at first', async () => {
    const program = await givenSynced(choice, 3);
    await changeInKeap(program, 2, { Company: 'Keap 2', City: 'Keap City' });
    const { differences } = await compare(program);
    await program.keap.break({
      match: choice === 'rest' ? 'PATCH' : 'update',
      trouble: { kind: 'answer', status: 503, body: '<html>' },
    });
    await applyChoices(program, { send: differences.filter(({ field }) => field === 'Company') });
    expect(program.column('Keap status')[1]).not.toBe('Synced');
    await program.keap.mend();
    await program.sync();
    expect(await fieldsInKeap(program, 2)).toMatchObject({ Company: 'Company 2', City: 'Keap City' });
    expect(program.column('Keap status')[1]).toBe('Synced');
    expect(program.column('Keap message')[1]).toBe(compareNoteOf('City'));
    await expectInOrder(program);
  });

  it('sends the whole row once somebody has edited it or cleared its status', async () => {
    const program = await givenSynced(choice, 3);
    for (const id of [2, 3]) await changeInKeap(program, id, { Company: `Keap ${id}`, City: 'Keap City' });
    const { differences } = await compare(program);
    await program.keap.break({
      match: choice === 'rest' ? 'PATCH' : 'update',
      trouble: { kind: 'answer', status: 503, body: '<html>' },
    });
    await applyChoices(program, { send: differences.filter(({ field }) => field === 'Company') });
    await program.keap.mend();
    const sheet = program.google.sheet(sheetName);
    sheet.set(2, cityColumn, 'New City');
    sheet.set(3, sheet.cells()[0]?.indexOf('Keap status') ?? 0, '');
    await program.sync();
    expect(await fieldsInKeap(program, 2)).toMatchObject({ Company: 'Company 2', City: 'New City' });
    expect(await fieldsInKeap(program, 3)).toMatchObject({ Company: 'Company 3', City: 'City 3' });
  });

  it('compares blank cells that clear a field, and asks before it clears many', async () => {
    const rows = [1, 2, 3].map((id) => [id, `c${id}@example.com`, '', `City ${id}`, '']);
    const program = await givenSynced(choice, 3, { rows });
    const state = await program.state();
    const columns = state.sheet.columns.map(({ letter, header, kind }) => {
      return { letter, header, kind, blankClears: header === 'Company' };
    });
    await program.ask('saveColumns', { sheetId: state.sheet.id, columns });
    await program.sync();
    for (const id of [1, 2, 3]) await changeInKeap(program, id, { Company: `Keap ${id}`, City: 'Other' });
    await program.ask('saveBrake', { maxAtOnce: 1 });
    const { differences } = await compare(program);
    expect(differences).toHaveLength(6);
    const send = differences.filter(({ field }) => field === 'Company');
    expect(send.map(({ inSheet, inKeap }) => [inSheet, inKeap])).toEqual([
      ...[1, 2, 3].map((id) => ['', `Keap ${id}`]),
    ]);
    expect(await applyChoices(program, { send })).toContain(
      'Confirm in the sidebar to clear fields of 3 contacts.',
    );
    expect((await fieldsInKeap(program, 1)).Company).toBe('Keap 1');
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Check']));
    const { sheetId, asked } = (await program.state()).brake;
    expect(await program.ask('answerBrake', { sheetId, asked, kind: 'emptied', isYes: true })).toMatchObject({
      kind: 'ok',
    });
    for (const id of [1, 2, 3]) {
      const { Company = '', City } = await fieldsInKeap(program, id);
      expect([Company, City]).toEqual(['', 'Other']);
    }
    await expectInOrder(program);
  });

  it('R6 never overwrites a formula or a part of its result, and says so', async () => {
    const program = await givenSynced(choice, 3);
    const sheet = program.google.sheet(sheetName);
    for (const row of [1, 2, 3]) sheet.set(row, companyColumn, '');
    const companies = [['Company 1'], ['Company 2'], ['Company 3']];
    sheet.setFormula(1, companyColumn, { formula: '=ARRAYFORMULA("Company "&A2:A4)', values: companies });
    sheet.setFormula(2, cityColumn, { formula: '="City "&A3', values: [['City 2']] });
    for (const id of [1, 2]) await changeInKeap(program, id, { Company: `Keap ${id}`, City: 'Keap City' });
    const { differences } = await compare(program);
    expect(differences.map(({ field, canTake }) => [field, canTake])).toEqual([
      ...[
        ['Company', false],
        ['City', true],
        ['Company', false],
        ['City', false],
      ],
    ]);
    expect(await applyChoices(program, { take: differences })).toBe(
      '1 cell taken from Keap. 3 values left as they were, because a formula fills the cell.',
    );
    expect(sheet.formulas()).toHaveLength(2);
    expect(program.column('Company')).toEqual(companies.flat());
    expect(program.column('City')).toEqual(['Keap City', 'City 2', 'City 3']);
    await expectInOrder(program);
    const { differences: left } = await compare(program);
    await applyChoices(program, { send: left });
    expect(await fieldsInKeap(program, 1)).toMatchObject({ Company: 'Company 1', City: 'Keap City' });
  });

  it('R9 takes nothing into a row that could not say that it is in order, where Sheets refuses its fingerprint', async () => {
    const program = await givenSynced(choice, 2);
    await changeInKeap(program, 1, { Company: 'Keap 1' });
    const sheet = program.google.sheet(sheetName);
    const column = String.fromCharCode(65 + (sheet.display()[0] ?? []).indexOf('Keap fingerprint'));
    sheet.setRule(`${column}2:${column}40`, { accepts: ['no fingerprint'], rejects: true });
    const { differences } = await compare(program);
    const summary = await applyChoices(program, { take: differences });
    expect(summary).toContain('Sheets did not accept');
    expect(program.column('Company')).toEqual(['Company 1', 'Company 2']);
  });

  it('R9 restores nothing into such a row either, as the next sync would send it to Keap', async () => {
    const program = await givenSynced(choice, 2);
    await changeInKeap(program, 1, { Company: 'Keap 1' });
    await applyChoices(program, { take: (await compare(program)).differences });
    const sheet = program.google.sheet(sheetName);
    const column = String.fromCharCode(65 + (sheet.display()[0] ?? []).indexOf('Keap fingerprint'));
    sheet.setRule(`${column}2:${column}40`, { accepts: ['no fingerprint'], rejects: true });
    expect(await undoNewest(program)).toContain('Sheets did not accept');
    expect(program.column('Company')).toEqual(['Keap 1', 'Company 2']);
    await program.sync();
    expect(await fieldsInKeap(program, 1)).toMatchObject({ Company: 'Keap 1' });
  });

  it('shows a contact of several rows once, and takes a value into each of them', async () => {
    const rows = [1, 2, 1].map((id) => [id, `c${id}@example.com`, `Company ${id}`, `City ${id}`, '']);
    const program = await givenSynced(choice, 2, { rows });
    await changeInKeap(program, 1, { Company: 'Keap 1', City: 'Keap City' });
    const { differences } = await compare(program);
    expect(differences.map(({ lines, field }) => [lines, field])).toEqual([
      [[2, 4], 'Company'],
      [[2, 4], 'City'],
    ]);
    expect(program.column('Keap message')).toEqual([
      ...[compareNoteOf('Company, City'), '', compareNoteOf('Company, City')],
    ]);
    await applyChoices(program, { take: differences });
    expect(program.column('Company')).toEqual(['Keap 1', 'Company 2', 'Keap 1']);
    await expectInOrder(program);
    expect((await compare(program)).sentence).toBe('No differences: 2 contacts match.');
  });

  it('lists contacts that cannot be read, in the words of Keap', async () => {
    const program = await givenSynced(choice, 3);
    await program.keap.deleteContact(2);
    const { unread, sentence } = await compare(program);
    expect(unread).toMatchObject([
      { line: 3, contact: '2', reason: expect.stringContaining('Keap has no contact with this id') },
    ]);
    expect(sentence).toBe(
      'No differences: 2 contacts match. Keap returned no values for 1 contact; see below.',
    );
  });

  it('compares a row whose sync was undone, and leaves what it says', async () => {
    const program = await givenSynced(choice, 2);
    program.google.sheet(sheetName).set(1, companyColumn, 'Newer');
    await program.sync();
    await undoNewest(program);
    const [undone] = program.column('Keap message');
    const { differences } = await compare(program);
    expect(differences).toMatchObject([{ inSheet: 'Newer', inKeap: 'Company 1' }]);
    expect(program.column('Keap message')[0]).toBe(undone);
    await applyChoices(program, { take: differences });
    expect(program.column('Company')[0]).toBe('Company 1');
    await expectInOrder(program);
  });
});

describe('compare with Keap', () => {
  it('compares long lists in pieces', async () => {
    const ids = Array.from({ length: 1_150 }, (_, index) => index + 1);
    const rows = ids.map((id) => [id, `c${id}@example.com`, '', '', '']);
    const program = await givenSynced('xml-rpc', 0, { rows });
    for (const id of [7, 600, 1_150]) await changeInKeap(program, id, { Email: `k${id}@keap.example` });
    const { pieces, differences, sentence } = await compare(program);
    expect(pieces.map(({ moreContacts }) => moreContacts)).toEqual([650, 150, 0]);
    expect(differences.map(({ contact }) => contact)).toEqual(['7', '600', '1150']);
    expect(sentence).toBe('3 values of 3 contacts differ in Keap; 1,147 contacts match.');
    // One reading a piece.
    expect(await program.keapCalls()).toEqual(Array(3).fill('DataService.query'));
    await applyChoices(program, { take: differences.slice(0, 2), send: differences.slice(2) });
    expect(program.column('Email')[599]).toBe('k600@keap.example');
    expect(await fieldsInKeap(program, 1_150)).toMatchObject({ Email: 'c1150@example.com' });
    await expectInOrder(program);
  });

  it('has nothing to compare before the first sync', async () => {
    const program = await givenProgram({
      keap: { contacts: [{ id: 1, fields: { Email: 'old@example.com' } }] },
      cells: [comparedHeaders, [1, 'new@example.com', '', '', '']],
    });
    await program.connect();
    expect((await compare(program)).sentence).toBe(
      "No row of this sheet is in sync yet, so there is nothing to compare. Not compared: 1 row has changes that haven't been sent yet.",
    );
    expect(program.google.sheet(sheetName).cells()[0]).toEqual(comparedHeaders);
  });

  it.each([
    {},
    { send: [], take: [] },
    { send: ['nonsense'], take: [] },
    { send: [7], take: [] },
    { send: [], take: ['1 000000000 000000000 Em ail'] },
    { send: 'all', take: [] },
  ])('does nothing for the choices %j', async (input) => {
    const program = await givenSynced('xml-rpc', 1);
    await changeInKeap(program, 1, { Email: 'new@keap.example' });
    const before = program.google.sheet(sheetName).cells();
    expect((await program.ask('applyChoices', input)).kind).toBe('problem');
    expect(program.google.sheet(sheetName).cells()).toEqual(before);
    expect(await writesToKeap(program)).toEqual([]);
    expect((await program.ask('compare', { counted: { lastId: -1 } })).kind).toBe('problem');
  });

  it('R7 applies nothing while another run works, and says so', async () => {
    const program = await givenSynced('xml-rpc', 2);
    await changeInKeap(program, 1, { Company: 'Keap 1' });
    const { differences } = await compare(program);
    const [run, answer] = await Promise.all([
      program.sync(),
      program.google.run('answerSidebar', ['applyChoices', [keysOf({ send: differences })]], {
        as: 'sidebar',
        user: 'owner@example.com',
      }),
    ]);
    expect([run.kind, answer.kind]).toEqual(['completed', 'completed']);
    expect(['Company 1', 'Keap 1']).toContain((await fieldsInKeap(program, 1)).Company);
  });

  it('opens from the menu, with what it needs', async () => {
    const program = await givenSynced('xml-rpc', 1);
    await program.google.clickMenu('Compare with Keap…');
    expect(program.google.pages.at(-1)?.title).toBe('Compare with Keap');
  });

  it('R4 takes nothing into a row whose address somebody has corrected, wherever it is now', async () => {
    const program = await givenSynced('rest', 3);
    await changeInKeap(program, 2, { Company: 'Keap 2' });
    const { differences } = await compare(program);
    const sheet = program.google.sheet(sheetName);
    sheet.set(2, emailColumn, 'corrected@example.com');
    sheet.sort(0, false);
    await applyChoices(program, { take: differences });
    expect(program.column('Company')).toEqual(['Company 3', 'Company 2', 'Company 1']);
  });
});
