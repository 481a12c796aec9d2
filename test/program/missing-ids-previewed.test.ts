/** A sync that was started from a preview and whose look-up of rows without a contact id comes to no end. */
import { describe, expect, it } from 'vitest';
import type { KillPoint } from '../../local/appsscript/execution.ts';
import type { Fault } from '../../local/keap/fault.ts';
import type { PreviewView } from '../../src/ui/api.ts';
import { killPoints } from '../support/kill-points.ts';
import { givenMissingIds } from '../support/missing-ids.ts';
import { hourMs, type Program } from '../support/program.ts';

const headers = ['Contact ID', 'Email', 'First Name'];
const contacts = [
  { id: 4, fields: { Email: 'ana@example.com' } },
  { id: 5, fields: { Email: 'bea@example.com' } },
];
const cells = [
  headers,
  [4, 'ana@example.com', 'Ana'],
  ['', 'bea@example.com', 'Bea'],
  ['', 'new0@example.com', 'Nora'],
  ['', 'new1@example.com', 'Nils'],
];

async function givenPreviewed(): Promise<{ program: Program; plan: string }> {
  const program = await givenMissingIds({ choice: 'create', cells, keap: { contacts } });
  // More than that many are created only where a preview has shown them.
  await program.ask('saveBrake', { maxAtOnce: 1 });
  const preview = (await program.ask('preview', { scope: 'all' })) as { value: PreviewView };
  return { program, plan: preview.value.plan };
}

async function syncPlan(program: Program, plan: string, killAt?: KillPoint) {
  const input = { scope: 'all', plan, confirmed: [] };
  const user = 'owner@example.com';
  const options = { as: 'sidebar', user, ...(killAt === undefined ? {} : { killAt }) } as const;
  return await program.google.run('answerSidebar', ['syncPlan', [input]], options);
}

/** Finished by the resumption, but for contacts of which nobody knows whether Keap has created them: these say so. */
async function expectFinished(program: Program, where: object): Promise<void> {
  const messages = program.column('Keap message');
  const silent = program
    .column('Contact ID')
    .flatMap((id, row) => (id === '' && !messages[row]?.includes("didn't confirm it") ? [row] : []));
  expect({ ...where, silent, messages }).toMatchObject({ ...where, silent: [] });
  await program.ask('saveBrake', { maxAtOnce: 10 });
  await program.sync();
  await expectDone(program, where);
}

async function expectDone(program: Program, where: object): Promise<void> {
  const all = await program.keap.contacts();
  const owners = cells.slice(1).map(([, address]) => {
    return all.filter(({ fields }) => fields.Email === address).map(({ id }) => String(id));
  });
  expect({ ...where, ids: program.column('Contact ID').map((id) => [id]) }).toEqual({
    ...where,
    ids: owners,
  });
  const left = program.column('Keap status').filter((one) => one !== 'Synced' && one !== 'Unchanged');
  expect({ ...where, left, messages: program.column('Keap message') }).toMatchObject({ ...where, left: [] });
}

const down = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;

function quotaSpent(untilMs: number): Fault {
  const headers = {
    'x-keap-product-quota-available': '0',
    'x-keap-product-quota-expiry-time': String(untilMs),
  };
  return { kind: 'answer', status: 429, body: '{}', headers };
}

describe('a sync after a preview, with rows without a contact id', () => {
  it.each([
    ['does not answer', false],
    ['has used up its quota', true],
  ])('R3 says of each that it waits where Keap %s, and goes on', async (_name, isQuota) => {
    for (const after of [0, 1, 2, 3, 4, 5, 6]) {
      const { program, plan } = await givenPreviewed();
      const untilMs = program.google.clock.nowMs() + hourMs / 2;
      const trouble = isQuota ? quotaSpent(untilMs) : down;
      await program.keap.break({ match: ['xmlrpc ', 'rest '], after, untilMs, trouble });
      await syncPlan(program, plan);
      const statuses = program.column('Keap status');
      const silent = statuses.filter((one) => one !== 'Waiting' && one !== 'Synced' && one !== 'Check');
      expect({ after, silent }).toEqual({ after, silent: [] });
      await program.google.passTime(3 * hourMs);
      await expectFinished(program, { after });
    }
  });

  it('R3 leaves none of them behind where it is killed at any call', async () => {
    const { program: undisturbed, plan } = await givenPreviewed();
    const points = killPoints((await syncPlan(undisturbed, plan)).calls);
    await expectDone(undisturbed, {});
    expect(points.length).toBeGreaterThan(15);
    // Each takes a program of its own.
    for (const killAt of points.filter((_, index) => index % 4 === 0)) {
      const { program, plan: again } = await givenPreviewed();
      await syncPlan(program, again, killAt);
      // Until then, the sheet is as it was.
      if (!program.column('Keap status').includes('Waiting')) continue;
      await program.google.passTime(3 * hourMs);
      await expectFinished(program, killAt);
    }
  });

  it('says so where Keap has another contact with the address since, and sends nothing to it', async () => {
    const { program, plan } = await givenPreviewed();
    await program.keap.putContact({ id: 77, fields: { Email: 'new0@example.com' } });
    await syncPlan(program, plan);
    expect(program.column('Contact ID')).toEqual(['4', '5', '', '78']);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Check', 'Synced']);
    expect(program.column('Keap message')[2]).toBe(
      'Keap has another contact for this address than the preview showed. Open another preview, or sync again.',
    );
    await program.sync();
    await expectDone(program, {});
  });

  it('R8 says what Keap did not take of a contact to create', async () => {
    const { program, plan } = await givenPreviewed();
    await program.keap.break({
      ...{ match: 'ContactService.add', times: 1 },
      trouble: { kind: 'fault', code: 10, text: 'Refused' },
    });
    await syncPlan(program, plan);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Check', 'Synced']);
  });
});
