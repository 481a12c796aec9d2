import { describe, expect, it } from 'vitest';
import type { PreviewView } from '../../src/ui/api.ts';
import { chooseMissingIds, givenMissingIds } from '../support/missing-ids.ts';
import { hourMs, type Program, sheetName } from '../support/program.ts';

const headers = ['Contact ID', 'Email', 'First Name'];
const address = (row: number) => `new${row}@example.com`;

/** Each row has the id of the only contact with its address, and says so. */
async function expectEachOnce(program: Program, count: number): Promise<void> {
  const contacts = await program.keap.contacts();
  const owners = Array.from({ length: count }, (_, row) =>
    contacts.filter(({ fields }) => fields.Email === address(row)).map(({ id }) => String(id)),
  );
  expect(program.column('Contact ID').map((id) => [id])).toEqual(owners);
  expect(program.column('Keap status').filter((one) => one !== 'Synced' && one !== 'Unchanged')).toEqual([]);
}

async function givenNew(count: number, api: 'xml-rpc' | 'rest'): Promise<Program> {
  const rows = Array.from({ length: count }, (_, row) => ['', address(row), `Name ${row}`]);
  const program = await givenMissingIds({ choice: 'create', cells: [headers, ...rows] });
  await program.ask('saveApi', { choice: api });
  await program.ask('saveBrake', { maxAtOnce: 1_000 });
  return program;
}

describe.each([
  ['XML-RPC', 'xml-rpc', 'ContactService.add'],
  ['REST v2', 'rest', 'POST /contacts'],
] as const)('creating contacts over %s', (_name, api, create) => {
  it('R3 goes on in the next execution where the time of one is over', async () => {
    const count = 150;
    const program = await givenNew(count, api);
    await program.keap.break({ match: create, trouble: { kind: 'slow', ms: 50_000 } });
    await program.sync();
    const done = program.column('Contact ID').filter((id) => id !== '').length;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(count);
    expect((await program.state()).lastRun.sentence).toContain("Google's time limit was reached.");
    await program.google.passTime(hourMs);
    await expectEachOnce(program, count);
  });

  it('R3 goes on with all that a preview has shown, however many contacts are created', async () => {
    const count = 120;
    const program = await givenNew(count, api);
    await program.ask('saveBrake', { maxAtOnce: 3 });
    const preview = await program.ask('preview', { scope: 'all' });
    const { plan } = (preview as { value: PreviewView }).value;
    await program.keap.break({ match: create, trouble: { kind: 'slow', ms: 50_000 } });
    await program.ask('syncPlan', { scope: 'all', plan, confirmed: [] });
    expect(program.column('Contact ID')).toContain('');
    // What was not shown is asked about as ever.
    const sheet = program.google.sheet(sheetName);
    for (let row = 0; row < 5; row++) sheet.set(count + 1 + row, 1, `late${row}@example.com`);
    await program.google.passTime(hourMs);
    expect(program.column('Contact ID').slice(count)).toEqual(Array(5).fill(''));
    for (let row = 0; row < 5; row++) sheet.deleteRow(count + 1);
    await expectEachOnce(program, count);
  });

  it('creates no more than a preview has shown, whatever waits besides when it is resumed', async () => {
    const count = 120;
    const program = await givenNew(count, api);
    await program.ask('saveBrake', { maxAtOnce: 3 });
    const preview = await program.ask('preview', { scope: 'all' });
    const { plan } = (preview as { value: PreviewView }).value;
    await program.keap.break({ match: create, trouble: { kind: 'slow', ms: 50_000 } });
    await program.ask('syncPlan', { scope: 'all', plan, confirmed: [] });
    const made = (await program.keap.contacts()).length;
    expect([made > 10, made < count]).toEqual([true, true]);
    // Rows of another run may say so, too: nobody has agreed to these.
    const sheet = program.google.sheet(sheetName);
    const status = (sheet.display()[0] ?? []).indexOf('Keap status');
    for (let row = 0; row < 5; row++) {
      sheet.set(count + 1 + row, 1, `late${row}@example.com`);
      sheet.set(count + 1 + row, status, 'Waiting');
    }
    await program.google.passTime(hourMs);
    expect((await program.keap.contacts()).length).toBe(made);
    expect(program.column('Keap message').slice(count)).toEqual(
      Array(5).fill(
        expect.stringContaining(`would create ${count - made + 5} contacts, and your limit is 3`),
      ),
    );
  });

  it('R3 waits while Keap answers nobody, whenever that begins', async () => {
    for (const after of [0, 1, 3, 20, 45]) {
      const count = 60;
      const program = await givenNew(count, api);
      const untilMs = program.google.clock.nowMs() + 30 * 60_000;
      const trouble = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;
      await program.keap.break({ match: '', after, untilMs, trouble });
      await program.sync();
      const statuses = new Set(program.column('Keap status'));
      expect({ after, isWell: statuses.has('Synced') && statuses.size === 1 }).toEqual({
        after,
        isWell: false,
      });
      await program.google.passTime(3 * hourMs);
      await program.sync();
      await expectEachOnce(program, count);
    }
  });

  it('R3 creates nobody twice while good calls meet faults that pass', async () => {
    const count = 40;
    const program = await givenNew(count, api);
    for (const when of ['before', 'after'] as const) {
      await program.keap.break({
        ...{ match: ['xmlrpc ', 'rest '], share: 0.1, seed: 7, heals: true },
        trouble: { kind: 'passing', fault: 'fault-500', when },
      });
    }
    await program.sync();
    await program.google.passTime(2 * hourMs);
    await program.sync();
    await program.sync();
    await expectEachOnce(program, count);
  });

  it('ends where somebody chooses otherwise', async () => {
    const program = await givenNew(1, api);
    await chooseMissingIds(program, 'find');
    await program.sync();
    expect(program.column('Keap message')).toEqual([
      'Keap has no contact with the address new0@example.com. Enter a contact id, or add the contact in Keap.',
    ]);
    expect(await program.keap.contacts()).toEqual([]);
  });
});
