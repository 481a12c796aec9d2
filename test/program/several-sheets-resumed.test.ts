/** The scheduled sync of one sheet that is cut off, another sheet's run, and then its rest. */
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../local/appsscript/typed-cell.ts';
import { failedSubject, recoveredSubject } from '../../src/sync/daily/email-messages.ts';
import { givenProgram, hourMs, type Program } from '../support/program.ts';

const mailTo = 'boss@example.com';
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const ids = Array.from({ length: 120 }, (_, index) => index + 1);

/** It is 12:00; the sync of "Contacts" is due at 13:00. */
async function given(extra: readonly Cell[][]): Promise<Program> {
  const sheets = [
    {
      name: 'Contacts',
      cells: [...[['Contact ID', 'Email'], ...extra], ...ids.map((id) => [id, `new${id}@example.com`])],
    },
    { name: 'Leads', cells: [...[['Contact ID', 'First Name']], [101, 'Lea']] },
  ];
  const contacts = [...ids, 101].map((id) => ({ id, fields: { Email: `old${id}@example.com` } }));
  const program = await givenProgram({ keap: { contacts }, google: { spreadsheet: { sheets } } });
  await program.connect();
  const input = { isOn: true, hours: [13], weekdays: everyDay, mailsOn: true, mailTo };
  const forSheetId = program.google.spreadsheet.sheets[0]?.id;
  await program.ask('saveSchedule', { ...input, forSheetId });
  return program;
}

/** Keap's quota is used up in the middle; somebody syncs the other sheet while the rest waits; then the rest is sent. */
async function resumeAfterOther(program: Program): Promise<void> {
  const untilMs = program.google.clock.nowMs() + 4 * hourMs;
  const headers = {
    'x-keap-product-quota-available': '0',
    'x-keap-product-quota-expiry-time': String(untilMs),
  };
  await program.keap.break({
    ...{ match: 'ContactService.update', after: 60, untilMs },
    trouble: { kind: 'answer', status: 429, body: '{}', headers },
  });
  await program.google.passTime(2 * hourMs);
  expect(program.column('Keap status')).toContain('Waiting');
  await program.keap.mend();
  program.google.activate('Leads');
  await program.sync();
  await program.google.passTime(4 * hourMs);
  expect(program.column('Keap status')).not.toContain('Waiting');
}

const summaryOf = ({ google }: Program) =>
  google
    .sheet('Keap sync log')
    .display()
    .filter((line) => line.includes('Summary') && line.includes('Contacts'))
    .flat()
    .filter((text) => text.includes('synced'));
describe('a scheduled sync that is resumed after the run of another sheet', () => {
  it('counts what its earlier executions have done, in the log and in its email', async () => {
    const program = await given([[999, 'gone@example.com']]);
    await resumeAfterOther(program);
    const counts = '120 synced, 1 failed';
    expect(summaryOf(program)).toEqual([expect.stringContaining(counts)]);
    expect(program.google.outbox.map(({ body }) => body)).toEqual([expect.stringContaining(counts)]);
  });

  it('R11 tells nobody that all is well while rows need attention that an earlier execution has found', async () => {
    const program = await given([['12a', 'wrong@example.com']]);
    await program.google.passTime(23.5 * hourMs);
    const subjects = () => program.google.outbox.map(({ subject }) => subject);
    expect(subjects()).toEqual([failedSubject]);
    const sheet = program.google.sheet('Contacts');
    for (const id of ids) sheet.set(id + 1, 1, `newer${id}@example.com`);
    await resumeAfterOther(program);
    expect(program.column('Keap status')[0]).toBe('Check');
    expect(subjects()).not.toContain(recoveredSubject);
    // As soon as it is true, it is told.
    sheet.deleteRow(1);
    await program.google.passTime(24 * hourMs);
    expect(subjects()).toContain(recoveredSubject);
  });
});
