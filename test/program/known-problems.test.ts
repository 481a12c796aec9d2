/** A row that was held back for a moment is as it was before: also one with a value that only Keap may have. */
import { describe, expect, it } from 'vitest';
import { givenProgram, type Program, sheetName } from '../support/program.ts';

/** Keap has an address that nobody could send to it today, and the sheet has it from there. */
async function given(api: string): Promise<Program> {
  const cells = [
    ['Contact ID', 'Email', 'Nickname', 'Opt-out reason'],
    [1, 'ana@localhost', 'Baker', ''],
    [2, 'bob@example.com', 'Bob', ''],
  ];
  const program = await givenProgram({
    cells,
    keap: {
      contacts: [
        { id: 1, fields: { Email: 'ana@localhost', Nickname: 'Baker' } },
        { id: 2, fields: { Email: 'bob@example.com', Nickname: 'Bob' } },
      ],
    },
  });
  await program.connect();
  await program.ask('saveApi', { choice: api });
  await program.sync();
  expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
  return program;
}

describe.each(['xml-rpc', 'rest'])('over %s, a row with a value that came from Keap', (api) => {
  it.each([
    ['a cell that was still loading', 2, 'Loading...', 'Baker'],
    ['an unclear opt-out reason', 3, 'n/a', ''],
    ['a wrong id', 0, '1x', 1],
  ] as const)('leaves Check behind once %s is gone', async (_name, column, passing, before) => {
    const program = await given(api);
    const sheet = program.google.sheet(sheetName);
    sheet.set(1, column, passing);
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Check', 'Unchanged']);
    sheet.set(1, column, before);
    await program.sync();
    expect(['Synced', 'Unchanged']).toContain(program.column('Keap status')[0]);
    expect(program.column('Keap message')[0]).toBe('');
  });

  it('keeps saying what is wrong with a value of its own, without asking Keap again', async () => {
    const program = await given(api);
    program.google.sheet(sheetName).set(1, 1, 'ana@nowhere');
    await program.sync();
    const message = program.column('Keap message')[0];
    expect(message).toContain('"ana@nowhere" in Email is not a valid email address');
    await program.keap.forgetRequests();
    await program.sync();
    expect([program.column('Keap status')[0], program.column('Keap message')[0]]).toEqual(['Check', message]);
    expect(await program.keapCalls()).toEqual([]);
  });

  it.each(['Ana <ana@example.com>', 'mailto:ana@example.com', 'ana@example.com.', 'ana@example.com;'])(
    'leaves the address in Keap as it is where the cell has it from there: %s',
    async (odd) => {
      const cells = [
        ['Contact ID', 'Email', 'Nickname'],
        [1, odd, 'New'],
      ];
      const contacts = [{ id: 1, fields: { Email: odd, Nickname: 'Old' } }];
      const program = await givenProgram({ cells, keap: { contacts } });
      await program.connect();
      await program.ask('saveApi', { choice: api });
      await program.sync();
      expect((await program.keap.contacts())[0]?.fields).toMatchObject({ Email: odd, Nickname: 'New' });
      expect([program.column('Keap status'), program.column('Keap message')]).toEqual([['Synced'], ['']]);
      // Whoever corrects the cell corrects Keap.
      program.google.sheet(sheetName).set(1, 1, 'ana@example.com');
      await program.sync();
      expect((await program.keap.contacts())[0]?.fields.Email).toBe('ana@example.com');
    },
  );

  it.each([1_234_567_890_123_456, 9.876e21])(
    'sends no number of which Sheets has lost the last digits, and the same number as text: %d',
    async (number) => {
      const cells = [
        ['Contact ID', 'Email', 'Nickname'],
        [1, 'ana@example.com', number],
      ];
      const contacts = [{ id: 1, fields: { Email: 'ana@example.com', Nickname: 'Old' } }];
      const program = await givenProgram({ cells, keap: { contacts } });
      await program.connect();
      await program.ask('saveApi', { choice: api });
      await program.sync();
      expect((await program.keap.contacts())[0]?.fields.Nickname).toBe('Old');
      expect(program.column('Keap status')).toEqual(['Check']);
      expect(program.column('Keap message')[0]).toBe(
        'Nickname has more than 15 digits, and Sheets keeps only the first 15 of a number. Format the cell as plain text, and enter the value again.',
      );
      const sheet = program.google.sheet(sheetName);
      sheet.format('C:C', '@');
      sheet.set(1, 2, '1234567890123456789');
      await program.sync();
      expect((await program.keap.contacts())[0]?.fields.Nickname).toBe('1234567890123456789');
      expect([program.column('Keap status'), program.column('Keap message')]).toEqual([['Synced'], ['']]);
    },
  );
});
