import { describe, expect, it } from 'vitest';
import { givenConnected, hourMs, type Program } from '../support/program.ts';

const updates = async (program: Program) => (await program.keapCalls()).filter((what) => /update/.test(what));

/** A run over 40 contacts, some of which were sent before the quota of the next hours was used up. */
async function givenWaiting(): Promise<Program> {
  const program = await givenConnected(40);
  const untilMs = program.google.clock.nowMs() + 3 * hourMs;
  await program.keap.break({
    ...{ match: 'ContactService.update', after: 15, untilMs },
    trouble: {
      ...{ kind: 'answer', status: 429, body: '{}' },
      headers: {
        'x-keap-product-quota-available': '0',
        'x-keap-product-quota-expiry-time': String(untilMs),
      },
    },
  });
  await program.sync();
  expect((await program.state()).activity.kind).toBe('waiting');
  return program;
}

describe('"Stop"', () => {
  it('cancels a waiting run, and the next sync sends the rest', async () => {
    const program = await givenWaiting();
    const sent = (await updates(program)).length;
    expect(await program.ask('stopSync')).toMatchObject({
      value: {
        summary: expect.stringContaining('will not continue on its own'),
        activity: { kind: 'idle', lastEndedMs: expect.any(Number) },
      },
    });
    await program.google.passTime(6 * hourMs);
    expect((await updates(program)).length).toBe(sent);
    expect((await program.state()).lastRun.sentence).toContain('Stopped at your request');
    expect(program.column('Keap status')).toContain('Waiting');
    await program.sync();
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
  });

  it('applies to a run that was interrupted before it noticed', async () => {
    let syncCalls = 0;
    const program = await givenConnected(250, {
      schedule(waiting) {
        const stop = waiting.findIndex(({ functionName }) => functionName === 'stopSync');
        const sync = waiting.findIndex(({ functionName }) => functionName === 'syncContacts');
        if (sync >= 0 && (stop < 0 || syncCalls < 30)) {
          syncCalls++;
          return sync;
        }
        return Math.max(0, stop);
      },
    });
    const sync = program.sync({ killAt: { call: 60, when: 'before' } });
    await program.google.clickMenu('Sync contacts > Stop the sync');
    await sync;
    const sent = (await updates(program)).length;
    await program.google.passTime(3 * hourMs);
    expect((await updates(program)).length).toBe(sent);
  });

  for (const calls of [1, 4, 8, 12, 16]) {
    it(`stops a run that has made only ${calls} calls`, async () => {
      let syncCalls = 0;
      const program = await givenConnected(250, {
        schedule(waiting) {
          const stop = waiting.findIndex(({ functionName }) => functionName === 'stopSync');
          const sync = waiting.findIndex(({ functionName }) => functionName === 'syncContacts');
          if (sync >= 0 && (stop < 0 || syncCalls < calls)) {
            syncCalls++;
            return sync;
          }
          return Math.max(0, stop);
        },
      });
      await Promise.all([program.sync(), program.google.clickMenu('Sync contacts > Stop the sync')]);
      expect(program.google.toasts.map(({ message }) => message).join()).toContain('Stopped at your request');
      expect(new Set(program.column('Keap status'))).toEqual(new Set(['Waiting']));
      expect(await updates(program)).toEqual([]);
      await program.sync();
      expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
    });
  }

  it('does not apply to anything that starts later', async () => {
    const program = await givenConnected(3);
    await program.google.clickMenu('Sync contacts > Stop the sync');
    await program.google.passTime(1_000);
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced']);
  });
});
