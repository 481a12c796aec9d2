/** D1: documents of one person do not touch each other's things, and a copy knows that it is one. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { faultsWhere } from '../../local/appsscript/faults.ts';
import { startSimulatedKeap } from '../../local/keap/simulated-keap.ts';
import { contactsAndCells, givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

const dayMs = 24 * hourMs;

/** Two documents of one person, with the same add-on. */
async function givenTwo(deployment: 'add-on' | 'bound' = 'add-on') {
  const { contacts, cells } = contactsAndCells(4);
  const half = (from: number) => [cells[0] ?? [], ...cells.slice(from, from + 2)];
  const spreadsheet = (from: number) => ({ sheets: [{ name: sheetName, cells: half(from) }] });
  const first = await givenProgram({
    keap: { contacts },
    google: { deployment, spreadsheet: spreadsheet(1) },
  });
  const second = first.inDocument(first.google.addDocument(spreadsheet(3)));
  return { first, second };
}

async function schedule(program: Program): Promise<void> {
  const answer = await program.ask('saveSchedule', { isOn: true, hour: 13, mailsOn: false, mailTo: '' });
  expect(answer).toMatchObject({ kind: 'ok' });
}

const hourlyIn = (program: Program) =>
  program.google.triggers.filter(
    ({ functionName, documentId }) =>
      functionName === 'runHourly' && documentId === program.google.documentId,
  );

const emailsIn = async (program: Program) =>
  (await program.keap.contacts()).map(({ fields }) => fields.Email);

describe('D1 two documents of one person', () => {
  it('D1 each get a trigger, renew their own connection and sync every day', async () => {
    const { first, second } = await givenTwo();
    for (const program of [first, second]) {
      await program.connect();
      await schedule(program);
    }
    expect([hourlyIn(first).length, hourlyIn(second).length]).toEqual([1, 1]);
    await first.google.passTime(3 * dayMs);
    expect(await emailsIn(first)).toEqual([1, 2, 3, 4].map((id) => `new${id}@example.com`));
    for (const program of [first, second]) {
      const { connection, background, schedule: planned } = await program.state();
      expect(connection.kind).toBe('connected');
      expect(background).toMatchObject({
        sentence: expect.stringContaining('Last background run'),
        problem: '',
      });
      expect(planned.nextRun).not.toContain('overdue');
    }
  });

  it.each([
    ['the first', 0],
    ['the second', 1],
  ] as const)('D1 are not stopped by Disconnect in %s', async (_, index) => {
    const { first, second } = await givenTwo();
    for (const program of [first, second]) {
      await program.connect();
      await schedule(program);
    }
    const [gone, kept] = index === 0 ? [first, second] : [second, first];
    await gone.ask('disconnect');
    expect([hourlyIn(gone).length, hourlyIn(kept).length]).toEqual([0, 1]);
    await first.google.passTime(2 * dayMs);
    expect(kept.column('Keap status')).toEqual(
      ['Synced', 'Synced'].map(() => expect.stringMatching(/Synced|Unchanged/)),
    );
    expect((await kept.state()).connection.kind).toBe('connected');
    expect((await gone.state()).connection.kind).toBe('not-connected');
  });

  it('D1 continue their own runs, and delete the triggers for that alone', async () => {
    const { first, second } = await givenTwo('bound');
    for (const program of [first, second]) await program.connect();
    await second.google.passTime(hourMs);
    expect(first.google.triggers.map(({ functionName }) => functionName)).toEqual(['runHourly', 'runHourly']);
  });

  it.each(['add-on', 'bound'] as const)(
    'D1 end with one trigger each where the id of one was not stored (%s)',
    async (deployment) => {
      const { first, second } = await givenTwo(deployment);
      await second.connect();
      // As an execution that is killed between creating the trigger and storing its id leaves it.
      first.google.planFaults(faultsWhere(({ method }) => method === 'create', 'after', ['serverError'], 1));
      await first.connect();
      await first.state();
      await first.google.passTime(3 * hourMs);
      expect([hourlyIn(first).length, hourlyIn(second).length]).toEqual([1, 1]);
      expect((await first.state()).background.problem).toBe('');
      await first.ask('disconnect');
      expect([hourlyIn(first).length, hourlyIn(second).length]).toEqual([0, 1]);
    },
  );
});

describe('D1 a copy of a document', () => {
  async function givenCopy() {
    const { contacts, cells } = contactsAndCells(2);
    const original = await givenProgram({ cells, keap: { contacts, appName: 'first' } });
    await original.connect();
    await original.sync();
    const copy = original.inDocument(original.google.copyDocument());
    await copy.google.open();
    copy.google.sheet(sheetName).set(1, 1, 'copied1@example.com');
    return { original, copy, contacts };
  }

  it('D1 sends nothing to another Keap account until somebody has decided, in words that name both', async () => {
    const { copy, contacts } = await givenCopy();
    const second = await startSimulatedKeap({ contacts, appName: 'second' });
    onTestFinished(() => second.stop());
    Object.assign(copy.keap.hosts, second.hosts);
    await copy.connect();
    await schedule(copy);
    const emails = async () => (await second.contacts()).map(({ fields }) => fields.Email);
    const untouched = ['old1@example.com', 'old2@example.com'];

    const { connection } = await copy.state();
    expect(connection.kind).toBe('foreign-account');
    expect(connection.sentence).toContain('second.infusionsoft.com');
    expect(connection.sentence).toContain('first.infusionsoft.com');
    for (const [name, input] of [
      ['syncNow', undefined],
      ['preview', { scope: 'all' }],
      ['fetchContacts', { scope: 'all', overwrite: true }],
    ] as const) {
      const answer = await copy.ask(name, input);
      expect(answer).toMatchObject({
        kind: 'problem',
        advice: expect.stringContaining('first.infusionsoft.com'),
      });
      expect(answer).toMatchObject({ advice: expect.stringContaining('second.infusionsoft.com') });
    }
    await copy.sync();
    await copy.google.passTime(2 * dayMs);
    expect(await emails()).toEqual(untouched);
    expect(copy.google.sheet(sheetName).display()[1]?.[1]).toBe('copied1@example.com');

    expect(await copy.ask('acceptAccount')).toMatchObject({ kind: 'ok' });
    expect((await copy.state()).connection.kind).toBe('connected');
    await copy.sync();
    expect(await emails()).toEqual(['copied1@example.com', 'new2@example.com']);
  });

  it('D1 says that it is one before it is synced to the same account, too', async () => {
    const { copy } = await givenCopy();
    await copy.connect();
    expect((await copy.state()).connection).toMatchObject({
      kind: 'copied-rows',
      sentence: expect.stringContaining('is a copy'),
    });
    await copy.sync();
    expect(copy.lastMessage()).toContain('Nothing was sent');
    expect(await emailsIn(copy)).toEqual(['new1@example.com', 'new2@example.com']);
    await copy.ask('acceptAccount');
    await copy.sync();
    expect(await emailsIn(copy)).toEqual(['copied1@example.com', 'new2@example.com']);
  });

  it('D1 does not disturb its original, whose rows stay as they are', async () => {
    const { original } = await givenCopy();
    const before = (await original.keapCalls()).length;
    await original.sync();
    expect(original.column('Keap status')).toEqual(['Unchanged', 'Unchanged']);
    expect((await original.keapCalls()).length).toBe(before);
  });

  it('D1 asks about rows of another account wherever they were pasted', async () => {
    const { original, contacts } = await givenCopy();
    const second = await startSimulatedKeap({ contacts, appName: 'second' });
    onTestFinished(() => second.stop());
    const rows = original.google.sheet(sheetName).cells();
    const other = original.inDocument(
      original.google.addDocument({ sheets: [{ name: sheetName, cells: rows }] }),
    );
    await other.google.open();
    Object.assign(other.keap.hosts, second.hosts);
    await other.connect();
    await other.sync();
    expect(other.lastMessage()).toContain('first.infusionsoft.com');
    expect((await second.contacts()).map(({ fields }) => fields.Email)).toEqual([
      'old1@example.com',
      'old2@example.com',
    ]);
  });
});
