/** Disconnect means stop: for the scheduled sync, and for a run that is in progress. */
import { describe, expect, it } from 'vitest';
import type { AppsScriptOptions } from '../../local/appsscript/apps-script.ts';
import { contactsAndCells, givenProgram, hourMs, type Program } from '../support/program.ts';

const ben = 'ben@example.com';
const dayMs = 24 * hourMs;

const apiKey = 'simulated-api-key-0123456789';

function givenContacts(count: number, google: Partial<AppsScriptOptions> = {}): Promise<Program> {
  const { contacts, cells } = contactsAndCells(count);
  return givenProgram({ cells, keap: { contacts, apiKeys: [apiKey] }, google });
}

async function schedule(program: Program): Promise<void> {
  await program.ask('saveSchedule', { isOn: true, hour: 14, mailsOn: true, mailTo: 'team@example.com' });
}

const updates = async (program: Program) =>
  (await program.keapCalls()).filter((call) => call === 'ContactService.update').length;

describe('Disconnect', () => {
  it('pauses the scheduled sync until somebody takes it over, however many colleagues are connected', async () => {
    const program = await givenContacts(2);
    await program.connect();
    await program.connect('allow', ben);
    await schedule(program);
    expect(await program.ask('disconnect')).toMatchObject({
      value: { summary: expect.stringContaining('paused until someone presses') },
    });
    await program.google.passTime(3 * dayMs);
    await program.askAs(ben, 'loadState');
    await program.google.passTime(dayMs);
    expect(await updates(program)).toBe(0);
    expect(await program.askAs(ben, 'loadState')).toMatchObject({
      value: {
        owner: { kind: 'paused', sentence: expect.stringContaining('is paused') },
        schedule: { nextRun: '' },
      },
    });
    // A pause is what somebody wanted: nobody is told that a sync is missing.
    expect(program.google.outbox).toEqual([]);

    await program.askAs(ben, 'takeOver');
    await program.google.passTime(dayMs);
    expect(await updates(program)).toBe(2);
  });

  it('stays in force when the same person connects again, until they say that it is to go on', async () => {
    const program = await givenContacts(2);
    await program.connect();
    await schedule(program);
    await program.ask('disconnect');
    await program.connect();
    await program.google.passTime(2 * dayMs);
    expect([(await program.state()).owner.kind, await updates(program)]).toEqual(['paused', 0]);
    await program.ask('saveSchedule', { isOn: false, hour: 14, mailsOn: false, mailTo: '' });
    await schedule(program);
    await program.google.passTime(dayMs);
    expect([(await program.state()).owner.kind, await updates(program)]).toEqual(['me', 2]);
  });

  it.each(['consent', 'key'] as const)(
    'during a run ends it after the window in flight, and its summary counts what was sent (%s)',
    async (way) => {
      let syncCalls = 0;
      const program = await givenContacts(300, {
        schedule(waiting) {
          const sync = waiting.findIndex(({ functionName }) => functionName === 'syncContacts');
          const other = waiting.findIndex(({ functionName }) => functionName === 'answerSidebar');
          if (sync >= 0 && (other < 0 || syncCalls++ < 140)) return sync;
          return Math.max(0, other);
        },
      });
      if (way === 'consent') await program.connect();
      else await program.ask('connectKey', { key: apiKey });
      const sync = program.sync();
      await program.ask('disconnect');
      await sync;
      const count = await updates(program);
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(150);
      const synced = program.column('Keap status').filter((status) => status === 'Synced').length;
      expect(synced).toBe(count);
      expect(program.google.toasts.at(-1)?.message).toContain(`${count} synced`);
      await program.google.passTime(dayMs);
      expect([await updates(program), (await program.state()).activity.kind]).toEqual([count, 'idle']);
    },
  );
});
