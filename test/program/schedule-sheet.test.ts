import { describe, expect, it } from 'vitest';
import { givenConnected, hourMs, sheetName } from '../support/program.ts';

const schedule = { isOn: true, hour: 14, mailsOn: false, mailTo: '' };

describe('the sheet of the scheduled sync', () => {
  it('stays the one that was chosen, whichever sheet is open when the schedule is saved', async () => {
    const program = await givenConnected(2);
    await program.ask('saveSchedule', schedule);
    const backup = program.google.copySheet(sheetName);
    program.google.sheet(backup).set(1, 1, 'outdated@example.com');
    await program.ask('saveSchedule', { ...schedule, mailTo: 'me@example.com' });
    expect((await program.state()).schedule).toMatchObject({ sheetName, mailTo: 'me@example.com' });
    await program.google.passTime(48 * hourMs);
    const emails = (await program.keap.contacts()).map(({ fields }) => fields.Email);
    expect(emails).toEqual(['new1@example.com', 'new2@example.com']);
  });

  it('is changed on a wish alone, and for a copy of the synced sheet after a question', async () => {
    const program = await givenConnected(2);
    await program.ask('saveSchedule', schedule);
    program.google.copySheet(sheetName);
    const { id: sheetId, name } = (await program.state()).sheet;
    const answer = await program.ask('saveSchedule', { ...schedule, sheetId });
    expect(answer).toMatchObject({
      kind: 'problem',
      advice: expect.stringContaining('in common with "Contacts" (2)'),
    });
    expect((await program.state()).schedule.sheetName).toBe(sheetName);
    await program.ask('saveSchedule', { ...schedule, sheetId, acceptsOverlap: true });
    expect((await program.state()).schedule.sheetName).toBe(name);
  });

  it('does not keep somebody from syncing a copy of it by hand: of that, only what they have edited is sent', async () => {
    const program = await givenConnected(3);
    await program.ask('saveSchedule', schedule);
    await program.sync();
    await program.keap.editContact(2, { Email: 'in-keap2@example.com' });
    const copy = program.google.copySheet(sheetName);
    program.google.sheet(copy).set(1, 1, 'copied1@example.com');
    const preview = await program.ask('preview', { scope: 'all' });
    expect(preview).toMatchObject({ value: { changes: [{ contact: '1' }] } });
    await program.sync();
    expect((await program.keap.contacts()).map(({ fields }) => fields.Email)).toEqual([
      'copied1@example.com',
      'in-keap2@example.com',
      'new3@example.com',
    ]);
    expect((await program.state()).schedule.sheetName).toBe(sheetName);
  });

  it('is replaced by the open one once it has been deleted', async () => {
    const program = await givenConnected(2);
    await program.ask('saveSchedule', schedule);
    const other = program.google.copySheet(sheetName);
    program.google.deleteSheet(sheetName);
    program.google.activate(other);
    await program.ask('saveSchedule', schedule);
    expect((await program.state()).schedule.sheetName).toBe(other);
  });
});
