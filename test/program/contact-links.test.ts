/** The column "Keap link": only where somebody has chosen it, and always of the id in its row. */
import { describe, expect, it } from 'vitest';
import type { SimulatedKeapOptions } from '../../local/keap/keap.ts';
import type { SidebarState } from '../../src/ui/api.ts';
import { killPoints } from '../support/kill-points.ts';
import { contactsAndCells, givenProgram, type Program, sheetName } from '../support/program.ts';

const header = 'Keap link';
const linkOf = (id: number | string, account = 'sim123') =>
  `https://${account}.infusionsoft.com/Contact/manageContact.jsp?view=edit&ID=${id}`;
const links = (program: Program) => program.column(header);
const headers = (program: Program, name = sheetName) => program.google.sheet(name).display()[0] ?? [];
const writesIn = ({ calls }: Awaited<ReturnType<Program['sync']>>) =>
  calls.filter(({ service, method }) => service === 'Range' && /^set/.test(method)).length;

async function choose(program: Program, hasLinks: unknown): Promise<SidebarState> {
  const { sheet } = await program.state();
  const columns = sheet.columns.map(({ letter, header: text, kind, blankClears }) => {
    return { letter, header: text, kind, blankClears };
  });
  const input = { sheetId: sheet.id, columns, ...(hasLinks === undefined ? {} : { hasLinks }) };
  const answer = await program.ask('saveColumns', input);
  if (answer.kind !== 'ok') throw new Error(answer.advice);
  return answer.value as SidebarState;
}

async function given(count: number, isOn: boolean, keap: SimulatedKeapOptions = {}): Promise<Program> {
  const { contacts, cells } = contactsAndCells(count);
  const program = await givenProgram({ cells, keap: { contacts, ...keap } });
  await program.connect();
  if (isOn) await choose(program, true);
  return program;
}

describe('the choice of links', () => {
  it('is off until somebody makes it, and stays when a sidebar does not name it', async () => {
    const program = await given(1, false);
    expect((await program.state()).sheet.hasLinks).toBe(false);
    expect((await choose(program, true)).sheet.hasLinks).toBe(true);
    expect((await choose(program, undefined)).sheet.hasLinks).toBe(true);
    expect((await choose(program, false)).sheet.hasLinks).toBe(false);
    await expect(choose(program, 'yes')).rejects.toThrow();
  });

  it('is not made for a copied tab, whose links stay as they were copied and are never sent', async () => {
    const program = await given(2, true);
    await program.sync();
    const copy = `Copy of ${sheetName}`;
    program.google.copySheet(sheetName);
    program.google.activate(copy);
    const { sheet } = await program.state();
    expect([sheet.hasLinks, sheet.columns.map((column) => column.header)]).toEqual([
      false,
      ['Contact ID', 'Email'],
    ]);
    program.google.sheet(copy).set(1, 0, 2);
    program.google.sheet(copy).set(2, 0, 1);
    await program.sync();
    const column = headers(program, copy).indexOf(header);
    const [, ...rows] = program.google.sheet(copy).display();
    expect(rows.map((row) => row[column])).toEqual([linkOf(1), linkOf(2)]);
  });
});

describe('links', () => {
  it('are neither added nor written where nobody has chosen them', async () => {
    const program = await given(2, false);
    await program.sync();
    expect(headers(program)).not.toContain(header);
  });

  it.each(['xml-rpc', 'rest'] as const)('are written beside the results over %s', async (api) => {
    const program = await given(3, true);
    await program.ask('saveApi', { choice: api });
    await program.sync();
    expect(links(program)).toEqual([linkOf(1), linkOf(2), linkOf(3)]);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced']);
    expect(headers(program).slice(2)).toEqual([
      ...['Keap status', 'Keap synced at', 'Keap message', 'Keap fingerprint', header],
    ]);
  });

  it('come to a sheet that is synced already, without a request', async () => {
    const program = await given(2, false);
    await program.sync();
    await program.sync();
    await choose(program, true);
    const before = (await program.keapCalls()).length;
    await program.sync();
    expect(links(program)).toEqual([linkOf(1), linkOf(2)]);
    expect(program.column('Keap status')).toEqual(['Unchanged', 'Unchanged']);
    expect((await program.keapCalls()).length).toBe(before);
  });

  it('R6 get a wide column once, and leave what people have made of the others', async () => {
    const program = await given(1, false);
    await program.sync();
    const sheet = program.google.sheet(sheetName);
    sheet.setColumnWidth(headers(program).indexOf('Keap message'), 50);
    await choose(program, true);
    await program.sync();
    const widthOf = (text: string) => sheet.columnWidth(headers(program).indexOf(text));
    expect([widthOf('Keap message'), widthOf(header), sheet.hiddenColumns()]).toEqual([50, 380, [5]]);
    sheet.setColumnWidth(headers(program).indexOf(header), 90);
    await program.sync();
    expect(widthOf(header)).toBe(90);
  });

  it('R5 cost an unchanged sheet no write and no call more than without them', async () => {
    const [off, on] = [await given(3, false), await given(3, true)];
    for (const program of [off, on]) {
      await program.sync();
      await program.sync();
    }
    const [without, withThem] = [await off.sync(), await on.sync()];
    // The log says of either that it has run.
    expect(writesIn(withThem)).toBe(writesIn(without));
    expect(withThem.calls.length).toBe(without.calls.length);
  });

  it('add no call to a sync that sends changes', async () => {
    const [off, on] = [await given(3, false), await given(3, true)];
    const calls: number[] = [];
    for (const program of [off, on]) {
      await program.sync();
      program.google.sheet(sheetName).set(2, 1, 'edited@example.com');
      calls.push((await program.sync()).calls.length);
    }
    expect(calls[1]).toBe(calls[0]);
  });

  it('follow ids that people sort, edit, insert and remove', async () => {
    const program = await given(4, true);
    await program.sync();
    const sheet = program.google.sheet(sheetName);
    sheet.sort(0, false);
    expect(links(program)).toEqual([4, 3, 2, 1].map((id) => linkOf(id)));
    sheet.set(1, 0, '');
    sheet.set(2, 0, 'no id');
    sheet.set(3, 0, 4);
    sheet.insertRow(1);
    sheet.set(1, 0, '3');
    sheet.set(1, 1, 'three@example.com');
    await program.sync();
    expect(links(program)).toEqual([linkOf(3), '', '', linkOf(4), linkOf(1)]);
  });

  it('R4 are right after a sync in which people sort and insert rows at any moment', async () => {
    const count = await (async () => {
      const program = await given(3, true);
      return (await program.sync()).calls.filter(({ service }) => service === 'Range').length;
    })();
    for (let moment = 1; moment <= count; moment += 3) {
      const program = await given(3, true);
      let calls = 0;
      const end = program.google.interrupt(({ service }) => {
        if (service !== 'Range' || ++calls !== moment) return;
        const sheet = program.google.sheet(sheetName);
        sheet.sort(0, false);
        sheet.insertRow(2);
      });
      await program.sync();
      end();
      const rows = program.column('Contact ID').map((id, index) => [id, links(program)[index] ?? '']);
      for (const [id, link] of rows) expect(['', linkOf(id ?? '')]).toContain(link);
      await program.sync();
      expect(links(program)).toEqual(program.column('Contact ID').map((id) => (id === '' ? '' : linkOf(id))));
    }
  });

  it('R3 are complete after the sync that follows one killed at any write', async () => {
    const { calls } = await (await given(2, true)).sync();
    const kills = killPoints(calls).filter(({ call }) =>
      /^(set|flush|hide)/.test(calls[call - 1]?.method ?? ''),
    );
    expect(kills.length).toBeGreaterThan(5);
    for (const killAt of kills) {
      const program = await given(2, true);
      await program.sync({ killAt });
      await program.sync();
      expect({ killAt, links: links(program) }).toEqual({ killAt, links: [linkOf(1), linkOf(2)] });
      expect(headers(program).filter((text) => text === header)).toHaveLength(1);
    }
  });

  it('stop when they are turned off, are never sent, and leave what people write there alone', async () => {
    const program = await given(2, true);
    await program.sync();
    await choose(program, false);
    const sheet = program.google.sheet(sheetName);
    const column = headers(program).indexOf(header);
    sheet.set(1, column, 'my own text');
    sheet.set(2, 0, '');
    sheet.set(2, 1, '');
    await program.sync();
    expect(links(program)).toEqual(['my own text', linkOf(2)]);
    expect((await program.state()).sheet.columns.map((one) => one.header)).toEqual(['Contact ID', 'Email']);
    sheet.deleteColumn(column);
    await program.sync();
    expect(headers(program)).not.toContain(header);
  });

  it('come back where somebody deletes their column, and are found where somebody moves it', async () => {
    const program = await given(2, true);
    await program.sync();
    const sheet = program.google.sheet(sheetName);
    sheet.deleteColumn(headers(program).indexOf(header));
    await program.sync();
    expect(links(program)).toEqual([linkOf(1), linkOf(2)]);
    sheet.moveColumn(headers(program).indexOf(header), 1);
    sheet.set(1, 0, 2);
    sheet.set(2, 0, 1);
    await program.sync();
    expect(headers(program).filter((text) => text === header)).toHaveLength(1);
    expect(headers(program)[1]).toBe(header);
    expect(links(program)).toEqual([linkOf(2), linkOf(1)]);
  });

  it('R8 are left out where their column is protected, and hold no row back', async () => {
    const colleague = 'colleague@example.com';
    const program = await given(2, true);
    program.google.share(colleague, 'editor');
    await program.connect('allow', colleague);
    await program.sync();
    const sheet = program.google.sheet(sheetName);
    sheet.protect({ range: 'G:G' });
    expect(headers(program)[6]).toBe(header);
    sheet.set(1, 0, 2);
    sheet.set(2, 0, 1);
    await program.sync({ user: colleague });
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
    expect(links(program)).toEqual([linkOf(1), linkOf(2)]);
  });

  it('R6 are not written for an account whose host is not known', async () => {
    const program = await given(2, true, { appName: 'sim.example' });
    await program.sync();
    expect(headers(program)).not.toContain(header);
    program.google.sheet(sheetName).set(0, 6, header);
    program.google.sheet(sheetName).set(1, 6, linkOf(1));
    await program.sync();
    expect(links(program)).toEqual(['', '']);
  });
});
