import { describe, expect, it } from 'vitest';
import type { DoneView, PreviewView, SidebarState, UndoView } from '../../src/ui/api.ts';
import { killPoints } from '../support/kill-points.ts';
import { givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

const users = [
  { id: 1, firstName: 'Ada', lastName: 'Berg', email: 'ada@example.com' },
  { id: 3, firstName: 'Omar', lastName: 'Haddad', email: 'omar@example.com' },
];
const headers = ['Contact ID', 'First Name', 'Owner', 'Lead Source'];
const old = { FirstName: 'A', OwnerID: '1', LeadSourceId: '2' };

async function value<T>(program: Program, name: string, ...args: unknown[]): Promise<T> {
  const answer = await program.ask(name, ...args);
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return answer.value as T;
}

type Cells = readonly (readonly (string | number)[])[];

async function given(api: string, rows: Cells, header = headers): Promise<Program> {
  const program = await givenProgram({
    cells: [header, ...rows],
    keap: {
      contacts: [1, 2, 3].map((id) => ({ id, fields: { ...old, Email: `c${id}@example.com` } })),
      ...{ users, leadSources: [2, 4].map((id) => ({ id, name: id === 2 ? 'Trade fair' : 'Website' })) },
    },
  });
  await program.connect();
  await value(program, 'saveApi', { choice: api });
  return program;
}

/** Chooses for the two columns what the sidebar suggests. */
async function choose(program: Program, missingIds = 'leave'): Promise<void> {
  const { sheet } = await program.state();
  const columns = sheet.columns.map(({ letter, header, kind, blankClears, suggestion }) => ({
    ...{ letter, header, blankClears },
    kind: suggestion === '' ? kind : suggestion,
  }));
  await value<SidebarState>(program, 'saveColumns', { sheetId: sheet.id, columns, missingIds });
}

async function owned(program: Program, id: number) {
  const contact = (await program.keap.contacts()).find((one) => one.id === id);
  return [contact?.fields.OwnerID, contact?.fields.LeadSourceId];
}

/** How often Keap was asked for users or lead sources. */
async function lists({ keap }: Program): Promise<number> {
  const asked = (await keap.requests()).filter(
    ({ what, body }) => /\/(users|leadSources)$/.test(what) || />(User|LeadSource)</.test(body),
  );
  return asked.length;
}

describe.each(['xml-rpc', 'rest'])('owners and lead sources, over %s', (api) => {
  it.each(['Owner', 'OwnerID', 'Lead Source', 'Leadsource', 'LeadSourceId'])(
    'R2 a column %s is offered, and sends nothing until somebody has chosen it',
    async (header) => {
      const program = await given(api, [[1, 'Ana', 3]], ['Contact ID', 'First Name', header]);
      await program.sync();
      expect(program.column('Keap status')).toEqual(['Synced']);
      expect(await owned(program, 1)).toEqual(['1', '2']);
      expect(await lists(program)).toBe(0);
      const column = (await program.state()).sheet.columns.find((one) => one.header === header);
      expect(column).toMatchObject({
        kind: 'none',
        suggestion: /owner/i.test(header) ? 'OwnerID' : 'LeadSourceId',
      });
    },
  );

  it('R1 sends names, addresses and ids, and R5 asks nothing for an unchanged sheet', async () => {
    const program = await given(api, [
      [1, 'Ana', 'omar haddad', 'website'],
      [2, 'Bo', 'OMAR@example.com', 4],
      [3, 'Cy', 3, 'Trade Fair'],
    ]);
    await choose(program);
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced']);
    expect(await owned(program, 1)).toEqual(['3', '4']);
    expect(await owned(program, 2)).toEqual(['3', '4']);
    expect(await owned(program, 3)).toEqual(['3', '2']);
    expect(await lists(program)).toBe(2);
    await program.keap.forgetRequests();
    await program.sync();
    expect(await program.keap.requests()).toEqual([]);
    // The same owner in another form is no change.
    program.google.sheet(sheetName).set(1, 2, 'omar@example.com');
    await program.sync();
    const asked = (await program.keap.requests()).map(({ what }) => what);
    expect(asked.filter((what) => /update|PATCH/.test(what))).toEqual([]);
    expect(await lists(program)).toBe(0);
  });

  it('shows names in the preview, the log, and cells that are filled in', async () => {
    const program = await given(api, [
      [1, 'A', 3, ''],
      [2, 'A', '', ''],
    ]);
    await choose(program);
    const { changes } = await value<PreviewView>(program, 'preview', { scope: 'all' });
    expect(changes).toEqual([{ contact: '1', field: 'Owner', from: 'Ada Berg', to: 'Omar Haddad' }]);
    await program.sync();
    const log = program.google
      .sheet('Keap sync log')
      .display()
      .map((line) => line.join('|'));
    expect(log.filter((line) => /Owner\|Ada Berg\|Omar Haddad/.test(line))).toHaveLength(1);
    await value(program, 'fetchContacts', { scope: 'all', overwrite: true });
    const [, first = [], second = []] = program.google.sheet(sheetName).display();
    // An id that means the same owner is left as it was typed.
    expect(first.slice(2, 4)).toEqual(['3', 'Trade fair']);
    expect(second.slice(2, 4)).toEqual(['Ada Berg', 'Trade fair']);
  });

  it('leaves an owner alone whom Keap no longer lists, as it was filled in', async () => {
    const program = await given(api, [[1, 'A', '', '']]);
    await program.keap.editContact(1, { OwnerID: '77' });
    await choose(program);
    await value(program, 'fetchContacts', { scope: 'all', overwrite: false });
    expect(program.column('Owner')).toEqual(['77']);
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
    expect(await owned(program, 1)).toEqual(['77', '2']);
  });

  it('R8 a name that means nobody is a Check with the nearest one, until Keap has it', async () => {
    const program = await given(api, [
      [1, 'Ana', 'Omar Hadad', ''],
      [2, 'Bo', 'Omar Haddad', ''],
    ]);
    await choose(program);
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Check', 'Synced']);
    expect(program.column('Keap message')[0]).toBe(
      '"Omar Hadad" in Owner is not a user in Keap. Did you mean "Omar Haddad"? Correct the cell, or add the user in Keap and clear the status.',
    );
    expect(await owned(program, 1)).toEqual(['1', '2']);
    await program.keap.setUsers([...users, { id: 9, firstName: 'Omar', lastName: 'Hadad', email: '' }]);
    await program.sync();
    expect(program.column('Keap status')[0]).toBe('Synced');
    expect(await owned(program, 1)).toEqual(['9', '2']);
  });

  it('R8 a name that two users have is a Check that tells them apart', async () => {
    const program = await given(api, [[1, 'Ana', 'Ada Berg', '']]);
    await program.keap.setUsers([...users, { id: 9, firstName: 'Ada', lastName: 'Berg', email: '' }]);
    await choose(program);
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Check']);
    expect(program.column('Keap message')[0]).toContain('"ada@example.com" and "Ada Berg (9)"');
    program.google.sheet(sheetName).set(1, 2, 'Ada Berg (9)');
    await program.sync();
    expect(await owned(program, 1)).toEqual(['9', '2']);
  });

  it('are given to contacts that are created, and a name that means nobody creates none', async () => {
    const rows = [
      ['', 'Dee', 'Omar Haddad', 'Website', 'dee@example.com'],
      ['', 'Eve', 'Omar Hadad', '', 'eve@example.com'],
    ];
    const program = await given(api, rows, [...headers, 'Email']);
    await choose(program, 'create');
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Check']);
    expect(program.column('Contact ID')).toEqual(['4', '']);
    expect(await owned(program, 4)).toEqual(['3', '4']);
    expect(await program.keap.contacts()).toHaveLength(4);
  });

  it('asks Keap for the lists once a day', async () => {
    const program = await given(api, [[1, 'Ana', 'Omar Haddad', 'Website']]);
    await choose(program);
    await program.sync();
    program.google.sheet(sheetName).set(1, 2, 'Ada Berg');
    await program.sync();
    expect(await lists(program)).toBe(2);
    await program.google.passTime(25 * hourMs);
    program.google.sheet(sheetName).set(1, 2, 'Omar Haddad');
    await program.sync();
    expect(await lists(program)).toBe(4);
  });

  it('are undone, even to an owner whom Keap no longer lists', async () => {
    const program = await given(api, [
      [1, 'Ana', 'Omar Haddad', 'Website'],
      [2, 'A', 'Omar Haddad', ''],
    ]);
    await program.keap.editContact(2, { OwnerID: '77' });
    await choose(program);
    await program.sync();
    expect(await owned(program, 2)).toEqual(['3', '2']);
    const { run, kept } = await value<UndoView>(program, 'previewUndo');
    expect(kept).toEqual([]);
    await value<DoneView>(program, 'undoRun', { run });
    expect(await owned(program, 1)).toEqual(['1', '2']);
    expect(await owned(program, 2)).toEqual(['77', '2']);
    expect(program.column('Keap status')).toEqual(['Undone', 'Undone']);
  });

  it('R3 a run killed at any call leaves the owners that the rows name', async () => {
    const program = await given(api, [
      [1, 'Ana', 'Omar Haddad', 'Website'],
      [2, 'Bo', 3, 4],
    ]);
    await choose(program);
    const start = async () => {
      for (const id of [1, 2]) await program.keap.editContact(id, { OwnerID: '1', LeadSourceId: '2' });
      program.google.sheet(sheetName).set(1, 1, 'Ana');
      const [first = []] = program.google.sheet(sheetName).display();
      const status = first.indexOf('Keap status');
      if (status >= 0) for (const row of [1, 2]) program.google.sheet(sheetName).set(row, status, '');
    };
    await program.sync();
    await start();
    const points = killPoints((await program.sync()).calls);
    expect(points.length).toBeGreaterThan(5);
    for (const killAt of points) {
      await start();
      await program.sync({ killAt });
      await program.sync();
      const statuses = program.column('Keap status').map((one) => one.replace('Unchanged', 'Synced'));
      expect({ killAt, statuses }).toEqual({ killAt, statuses: ['Synced', 'Synced'] });
      expect(await owned(program, 1)).toEqual(['3', '4']);
      expect(await owned(program, 2)).toEqual(['3', '4']);
    }
  });
});

it('owners are looked up over REST v2 when XML-RPC answers nobody', async () => {
  const program = await given('automatic', [[1, 'Ana', 'Omar Haddad', 'Website']]);
  await choose(program);
  await program.keap.break({ match: 'xmlrpc', trouble: { kind: 'answer', status: 503, body: '' } });
  await program.sync();
  expect(program.column('Keap status')).toEqual(['Synced']);
  expect(await owned(program, 1)).toEqual(['3', '4']);
});
