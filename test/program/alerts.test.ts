/** Emails about failures reach somebody: no schedule without an address, a test email, and an email that can be acted on. */
import { describe, expect, it } from 'vitest';
import { givenConnected, hourMs, type Program, sheetName } from '../support/program.ts';

const daily = { isOn: true, hour: 15, mailsOn: true };
const problemIn = (answer: Awaited<ReturnType<Program['ask']>>) =>
  answer.kind === 'problem' ? answer.advice : 'none';

describe('emails about failures', () => {
  it('R11 are asked for: no schedule is saved without an address, unless emails are turned off', async () => {
    const program = await givenConnected(2);
    expect(problemIn(await program.ask('saveSchedule', { ...daily, mailTo: ' ' }))).toContain(
      'Enter an email address for alerts',
    );
    expect((await program.state()).schedule.isOn).toBe(false);
    expect(problemIn(await program.ask('saveSchedule', { ...daily, mailTo: 'nobody' }))).toContain(
      '"nobody"',
    );
    expect(await program.ask('saveSchedule', { ...daily, mailsOn: false, mailTo: '' })).toMatchObject({
      kind: 'ok',
    });
  });

  it('R11 go to the address that is saved alone, without a change of the schedule', async () => {
    const program = await givenConnected(2);
    await program.ask('saveSchedule', { ...daily, mailsOn: false, mailTo: '' });
    const { schedule: before } = await program.state();
    await program.ask('saveAlertAddress', { mailTo: 'ann@example.com; bob@example.com' });
    expect((await program.state()).schedule).toEqual({
      ...before,
      mailsOn: true,
      mailTo: 'ann@example.com, bob@example.com',
    });
    expect(problemIn(await program.ask('saveAlertAddress', { mailTo: '' }))).toContain(
      'Enter an email address',
    );
  });

  it('can be tried with a test email, which says why Google does not send it', async () => {
    const program = await givenConnected(2, { limits: { mailRecipientsPerDay: 2 } });
    const to = 'ann@example.com, bob@example.com';
    expect(await program.ask('sendTestEmail', { mailTo: to })).toMatchObject({
      value: { summary: expect.stringContaining(to) },
    });
    expect(program.google.outbox).toMatchObject([{ to, subject: 'Test email from Keap Contact Sync' }]);
    expect(problemIn(await program.ask('sendTestEmail', { mailTo: to }))).toContain('Google says: "');
    expect(problemIn(await program.ask('sendTestEmail', { mailTo: '' }))).toContain('Enter an email address');
  });

  it('R11 D1 name the spreadsheet and the account, link to the row, and end with one that says all is well', async () => {
    const program = await givenConnected(3);
    await program.ask('saveSchedule', { ...daily, mailTo: 'ann@example.com' });
    program.google.sheet(sheetName).set(2, 0, 777);
    await program.google.passTime(4 * hourMs);
    const [first] = program.google.outbox;
    const row = `${program.google.documentId}/edit#gid=${program.google.spreadsheet.sheets[0]?.id}&range=3:3`;
    expect(first?.body).toContain('1 row needs your attention after the scheduled sync.');
    expect(first?.body).toContain('Row 3, contact 777: ');
    expect(first?.body).toContain(`Open row 3: https://docs.google.com/spreadsheets/d/${row}`);
    expect(first?.body).toMatch(/Spreadsheet: .+\. Keap account: sim123\.infusionsoft\.com/);
    expect(first?.html).toContain(row.replace('&', '&amp;'));
    await program.google.passTime(5 * 24 * hourMs);
    expect(program.google.outbox).toHaveLength(1);
    program.google.sheet(sheetName).set(2, 0, 2);
    await program.google.passTime(2 * 24 * hourMs);
    expect(program.google.outbox.map(({ subject }) => subject)).toEqual([
      'The scheduled sync to Keap needs your attention',
      'The scheduled sync to Keap is working again',
    ]);
  });
});
