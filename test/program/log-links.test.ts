/** The log's column "Keap link": where the account names its host, each line leads to its contact. */
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../local/appsscript/typed-cell.ts';
import type { SimulatedKeapOptions } from '../../local/keap/keap.ts';
import type { DoneView, UndoView } from '../../src/ui/api.ts';
import { killPoints } from '../support/kill-points.ts';
import { contactsAndCells, givenProgram, type Program, sheetName } from '../support/program.ts';

const logName = 'Keap sync log';
const header = 'Keap link';
const linkOf = (id: string) => `https://sim123.infusionsoft.com/Contact/manageContact.jsp?view=edit&ID=${id}`;
const log = (program: Program) => program.google.sheet(logName);
const headers = (program: Program) => log(program).display()[0] ?? [];

/** The lines of the log by its headers. */
function lines(program: Program): Record<string, string>[] {
  const [names = [], ...rows] = log(program).display();
  return rows.map((row) => Object.fromEntries(names.map((name, column) => [name, row[column] ?? ''])));
}

/** Contact and link of each line. */
const links = (program: Program) => lines(program).map((line) => [line.Contact, line[header]]);

async function given(count: number, keap: SimulatedKeapOptions = {}): Promise<Program> {
  const { contacts, cells } = contactsAndCells(count);
  const program = await givenProgram({ cells, keap: { contacts, ...keap } });
  await program.connect();
  return program;
}

/** What an earlier version has left behind: a log without the columns from the one given on, and perhaps a person's own. */
async function givenOlder(first: 'Sheet' | 'Keap link', own?: string): Promise<Program> {
  const program = await given(2);
  await program.sync();
  const sheet = log(program);
  while (headers(program).includes(first)) sheet.deleteColumn(headers(program).length - 1);
  const notes = headers(program).length;
  if (own !== undefined) {
    sheet.set(0, notes, own);
    sheet.set(1, notes, 'my note');
  }
  program.google.sheet(sheetName).set(1, 1, 'later@example.com');
  return program;
}

async function undo(program: Program): Promise<void> {
  const preview = await program.ask('previewUndo');
  if (preview.kind !== 'ok') throw new Error(preview.advice);
  const { run } = preview.value as UndoView;
  const answer = await program.ask('undoRun', { run });
  expect((answer as { value: DoneView }).value.summary).toContain('Restored');
}

describe('the links of the log', () => {
  it('lead from each line of a contact to the contact, whether or not the sheet has links', async () => {
    const program = await given(2);
    await program.sync();
    expect(headers(program).slice(-2)).toEqual(['Sheet', header]);
    expect(links(program)).toEqual([
      ['1', linkOf('1')],
      ['2', linkOf('2')],
      ['', ''],
    ]);
    await undo(program);
    expect(links(program).slice(3, 5)).toEqual([
      ['1', linkOf('1')],
      ['2', linkOf('2')],
    ]);
  });

  it('lead to contacts that a sync has created', async () => {
    const cells: Cell[][] = [
      ['Contact ID', 'Email'],
      ['', 'new@example.com'],
    ];
    const program = await givenProgram({ cells, keap: { contacts: [{ id: 4, fields: {} }] } });
    await program.connect();
    const { sheet } = await program.state();
    const columns = sheet.columns.map(({ letter, header: text, kind, blankClears }) => {
      return { letter, header: text, kind, blankClears };
    });
    await program.ask('saveColumns', { sheetId: sheet.id, columns, missingIds: 'create' });
    await program.sync();
    expect(lines(program)[0]).toMatchObject({ Field: 'New contact', Contact: '5', [header]: linkOf('5') });
  });

  it('R6 are not written for an account whose host is not known, and their column is not added', async () => {
    const program = await given(1, { appName: 'sim.example' });
    await program.sync();
    expect(headers(program)).not.toContain(header);
    log(program).set(0, headers(program).length, header);
    program.google.sheet(sheetName).set(1, 1, 'later@example.com');
    await program.sync();
    expect(links(program).map(([, link]) => link)).toEqual(['', '', '', '']);
  });

  it('R5 cost no call', async () => {
    const [without, withThem] = [await given(3, { appName: 'sim.example' }), await given(3)];
    const calls: number[][] = [];
    for (const program of [without, withThem]) {
      const first = (await program.sync()).calls.length;
      const unchanged = (await program.sync()).calls.length;
      program.google.sheet(sheetName).set(1, 1, 'later@example.com');
      calls.push([first, unchanged, (await program.sync()).calls.length]);
    }
    expect(calls[1]).toEqual(calls[0]);
  });
});

describe('a log of an earlier version', () => {
  it.each([
    ['Sheet', undefined, ['Outcome', 'Sheet', header]],
    ['Keap link', undefined, ['Outcome', 'Sheet', header]],
    ['Sheet', 'My notes', ['Outcome', 'My notes', 'Sheet', header]],
  ] as const)(
    'without "%s" gets what it lacks once, on the right, and can be undone (own column: %s)',
    async (first, own, after) => {
      const program = await givenOlder(first, own);
      await program.sync();
      await program.sync();
      expect(headers(program).slice(8)).toEqual(after);
      expect(lines(program)[0]).toMatchObject({ Contact: '1', [header]: '' });
      if (own !== undefined) expect(lines(program).map((line) => line[own] ?? '')[0]).toBe('my note');
      const last = lines(program).find((line) => line['New value'] === 'later@example.com');
      expect(last).toMatchObject({ Contact: '1', Sheet: sheetName, [header]: linkOf('1') });
      await undo(program);
      expect((await program.keap.contacts())[0]?.fields.Email).toBe('new1@example.com');
    },
  );

  it('R6 that has columns of people on the right gets none, so that their formulas stay, until somebody adds it', async () => {
    const program = await givenOlder('Keap link', 'My notes');
    const [time = 0, notes = 0] = ['Time', 'My notes'].map((name) => headers(program).indexOf(name));
    for (const row of [1, 2, 3])
      log(program).setFormula(row, notes, { formula: `=LEN(H${row + 1})`, values: [['17']] });
    expect(log(program).formulas()).toHaveLength(3);
    let isSorted = false;
    const end = program.google.interrupt(() => {
      if (isSorted || lines(program).every(({ Outcome }) => Outcome !== 'Sent')) return;
      isSorted = true;
      log(program).sort(time, false);
    });
    await program.sync();
    end();
    expect(isSorted).toBe(true);
    expect(lines(program)[0]).toMatchObject({ Contact: '1', Outcome: 'Done' });
    expect(headers(program)).not.toContain(header);
    expect(log(program).formulas()).toHaveLength(3);
    log(program).insertColumn(notes);
    log(program).set(0, notes, header);
    program.google.sheet(sheetName).set(1, 1, 'last@example.com');
    await program.sync();
    const last = lines(program).find((line) => line['New value'] === 'last@example.com');
    expect(last?.[header]).toBe(linkOf('1'));
  });

  it('R3 has each column once, and no wrong link, after a run killed at any call that writes into a sheet', async () => {
    const { calls } = await (await givenOlder('Sheet')).sync();
    const kills = killPoints(calls).filter(({ call }) => calls[call - 1]?.method === 'setValues');
    expect(kills.length).toBeGreaterThan(5);
    for (const killAt of kills) {
      const program = await givenOlder('Sheet');
      await program.sync({ killAt });
      program.google.sheet(sheetName).set(2, 1, 'last@example.com');
      await program.sync();
      const added = headers(program).filter((name) => name === 'Sheet' || name === header);
      expect({ killAt, added }).toEqual({ killAt, added: ['Sheet', header] });
      for (const [contact = '', link] of links(program)) expect(['', linkOf(contact)]).toContain(link);
      const last = lines(program).find((line) => line['New value'] === 'last@example.com');
      expect(last?.[header]).toBe(linkOf('2'));
    }
  });
});

describe('the column of the links', () => {
  it('comes back where somebody deletes it, and is found where somebody moves it', async () => {
    const program = await given(1);
    await program.sync();
    log(program).deleteColumn(headers(program).indexOf(header));
    program.google.sheet(sheetName).set(1, 1, 'second@example.com');
    await program.sync();
    log(program).moveColumn(headers(program).indexOf(header), 0);
    program.google.sheet(sheetName).set(1, 1, 'third@example.com');
    await program.sync();
    expect(headers(program).filter((name) => name === header)).toHaveLength(1);
    const ofContact = links(program).filter(([contact]) => contact === '1');
    expect(ofContact.map(([, link]) => link)).toEqual(['', linkOf('1'), linkOf('1')]);
    await undo(program);
    expect((await program.keap.contacts())[0]?.fields.Email).toBe('second@example.com');
  });

  it.each(['beside the others', 'apart from them'])(
    'R8 holds nothing back where it is protected, %s',
    async (where) => {
      const colleague = 'colleague@example.com';
      const program = await given(1);
      program.google.share(colleague, 'editor');
      await program.connect('allow', colleague);
      await program.sync();
      if (where !== 'beside the others') log(program).insertColumn(headers(program).indexOf(header));
      const letter = where === 'beside the others' ? 'K' : 'L';
      expect(headers(program)[letter.charCodeAt(0) - 65]).toBe(header);
      log(program).protect({ range: `${letter}:${letter}` });
      program.google.sheet(sheetName).set(1, 1, 'later@example.com');
      await program.sync({ user: colleague });
      expect(program.column('Keap status')).toEqual(['Synced']);
      expect(lines(program).map((line) => line.Outcome)).toEqual([
        ...['Done', expect.stringContaining('1 synced'), 'Done', expect.stringContaining('1 synced')],
      ]);
      expect((await program.state()).lastRun.sentence).not.toContain('did not accept');
    },
  );
});
