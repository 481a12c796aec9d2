/** "Stop" in a document with unfinished runs of several sheets. */
import { describe, expect, it } from 'vitest';
import type { AppsScriptOptions } from '../../local/appsscript/apps-script.ts';
import { givenProgram, hourMs, type Program } from '../support/program.ts';

const count = 40;
const idsOf = (first: number) => Array.from({ length: count }, (_, index) => first + index);
const sheets = [
  { name: 'Contacts', first: 1 },
  { name: 'Leads', first: 101 },
].map(({ name, first }) => ({
  name,
  cells: [['Contact ID', 'Email'], ...idsOf(first).map((id) => [id, `new${id}@example.com`])],
}));

async function given(more: Partial<AppsScriptOptions> = {}): Promise<Program> {
  const contacts = [...idsOf(1), ...idsOf(101)].map((id) => ({
    ...{ id, fields: { Email: `old${id}@example.com` } },
  }));
  const program = await givenProgram({
    ...{ keap: { contacts }, google: { spreadsheet: { sheets }, ...more } },
  });
  await program.connect();
  return program;
}

/** Keap's quota is used up for hours once so many contacts are updated. */
async function useUpQuota({ keap, google }: Program, after: number): Promise<void> {
  const untilMs = google.clock.nowMs() + 3 * hourMs;
  const headers = {
    'x-keap-product-quota-available': '0',
    'x-keap-product-quota-expiry-time': String(untilMs),
  };
  await keap.break({
    ...{ match: 'ContactService.update', after, untilMs },
    trouble: { kind: 'answer', status: 429, body: '{}', headers },
  });
}

async function syncSheet(program: Program, name: string): Promise<void> {
  program.google.activate(name);
  await program.sync();
}

/** What the rows say that are still waiting. */
function waitingIn({ google }: Program, name: string): Set<string> {
  const [headers = [], ...rows] = google.sheet(name).display();
  const [status, message] = [headers.indexOf('Keap status'), headers.indexOf('Keap message')];
  const waiting = rows.filter((row) => row[status] === 'Waiting').map((row) => row[message] ?? '');
  return new Set(waiting);
}

const updates = async (program: Program) =>
  (await program.keapCalls()).filter((what) => /update/.test(what)).length;
const note = new Set(['The run was stopped before it reached this row. The next sync sends it.']);

describe('"Stop" with unfinished runs of several sheets', () => {
  it('ends all of them, and names them, and their rows say so', async () => {
    const program = await given();
    await useUpQuota(program, 15);
    await syncSheet(program, 'Contacts');
    await syncSheet(program, 'Leads');
    const sent = await updates(program);
    expect(await program.ask('stopSync')).toMatchObject({
      value: {
        summary:
          'The unfinished runs of "Leads" and "Contacts" were stopped and will not continue on their own. The next sync of each sheet sends the rows that are still waiting.',
      },
    });
    expect([waitingIn(program, 'Contacts'), waitingIn(program, 'Leads')]).toEqual([note, note]);
    await program.google.passTime(6 * hourMs);
    expect(await updates(program)).toBe(sent);
    await syncSheet(program, 'Contacts');
    await syncSheet(program, 'Leads');
    expect([waitingIn(program, 'Contacts'), waitingIn(program, 'Leads')]).toEqual([new Set(), new Set()]);
  });

  it('names the sheet where the only one is not in front', async () => {
    const program = await given();
    await useUpQuota(program, 15);
    await syncSheet(program, 'Contacts');
    program.google.activate('Leads');
    expect(await program.ask('stopSync')).toMatchObject({
      value: {
        summary:
          'The unfinished run of "Contacts" was stopped and will not continue on its own. The next sync of that sheet sends the rows that are still waiting.',
      },
    });
  });

  it('ends those that wait with the one that is in progress, and names them', async () => {
    let [syncCalls, isArmed] = [0, false];
    const program = await given({
      schedule(waiting) {
        const stop = waiting.findIndex(({ functionName }) => functionName === 'stopSync');
        const sync = waiting.findIndex(({ functionName }) => functionName === 'syncContacts');
        if (!isArmed || sync < 0 || stop < 0 || syncCalls++ < 30) return sync >= 0 && isArmed ? sync : 0;
        return stop;
      },
    });
    await useUpQuota(program, 15);
    await syncSheet(program, 'Contacts');
    await program.keap.mend();
    program.google.activate('Leads');
    isArmed = true;
    await Promise.all([program.sync(), program.google.clickMenu('Sync contacts > Stop the sync')]);
    expect(program.google.toasts.map(({ message }) => message)).toContain(
      'A sync that is running stops after the contacts that it is sending now. The unfinished run of "Contacts" will not continue on its own.',
    );
    expect(waitingIn(program, 'Contacts')).toEqual(note);
    const sent = await updates(program);
    await program.google.passTime(6 * hourMs);
    expect(await updates(program)).toBe(sent);
    expect((await program.state()).activity.kind).toBe('idle');
  });
});
