import { describe, expect, it } from 'vitest';
import type { Cell } from '../../local/appsscript/typed-cell.ts';
import { givenProgram, hourMs } from '../support/program.ts';

describe('bad input', () => {
  it.each<[string, Cell[][], string]>([
    ['an empty sheet', [[]], 'The sheet "Contacts" is empty.'],
    ['a sheet without ids', [['Email'], ['a@b.example']], 'Name the column that holds them "Contact ID"'],
    [
      'two columns of one name',
      [
        ['Id', 'Email', 'E-mail'],
        [1, 'a@b.example', ''],
      ],
      'have the same meaning. Rename or delete',
    ],
    [
      'nothing to send',
      [
        ['Contact ID', 'Notes'],
        [1, 'hello'],
      ],
      'has contact ids but nothing to send',
    ],
  ])('is explained in a sentence: %s', async (_name, cells, words) => {
    const program = await givenProgram({ cells });
    await program.connect();
    const before = program.google.sheet('Contacts').cells();
    expect((await program.sync()).kind).toBe('completed');
    expect(program.lastMessage()).toContain(words);
    expect(program.google.sheet('Contacts').cells()).toEqual(before);
    expect(await program.keapCalls()).toEqual([]);
    expect((await program.state()).sheet.problem).toContain(words);
  });

  it('is explained in a sentence: no connection yet', async () => {
    const program = await givenProgram({
      cells: [
        ['Id', 'Email'],
        [1, 'a@b.example'],
      ],
    });
    await program.sync();
    expect(program.lastMessage()).toContain('not connected to Keap yet. Choose Sync contacts');
    expect(await program.ask('beginConsent')).toMatchObject({
      kind: 'problem',
      advice: expect.stringContaining('client id'),
    });
  });

  it('is explained in a sentence: the sheet of the scheduled sync was deleted', async () => {
    const program = await givenProgram({
      cells: [
        ['Id', 'Email'],
        [1, 'a@b.example'],
      ],
      google: {
        spreadsheet: {
          sheets: [
            { name: 'Contacts', cells: [['Id', 'Email']] },
            { name: 'Other', cells: [['x']] },
          ],
        },
      },
    });
    await program.connect();
    await program.ask('saveSchedule', { isOn: true, hour: 13, mailsOn: false, mailTo: '' });
    program.google.deleteSheet('Contacts');
    const executions = await program.google.passTime(2 * hourMs);
    expect(executions.map(({ kind }) => kind)).toEqual(['completed', 'completed']);
    expect((await program.state()).lastRun.sentence).toContain(
      'The sheet "Contacts" of the scheduled sync has been deleted',
    );
  });

  it.each<[string, unknown[], string]>([
    ['saveClient', [{ clientId: ' ', clientSecret: 'x' }], 'client id is missing'],
    ['saveClient', [{ clientId: 'x', clientSecret: '' }], 'client secret is missing'],
    ['saveClient', [{ clientId: 'x'.repeat(501), clientSecret: 'x' }], 'longer than 500 characters'],
    ['saveClient', [{ clientId: 7 }], 'sent an invalid request'],
    ['saveClient', [], 'sent an invalid request'],
    ['saveSchedule', [{ isOn: true, hour: 24, mailsOn: false, mailTo: '' }], 'from 0 to 23'],
    [
      'saveSchedule',
      [{ isOn: true, hour: 6, mailsOn: true, mailTo: 'me' }],
      '"me" is not a valid email address',
    ],
    ['constructor', [], 'The add-on has been updated'],
    ['__proto__', [], 'The add-on has been updated'],
  ])('from a browser is explained in a sentence: %s %j', async (name, args, words) => {
    const program = await givenProgram({});
    expect(await program.ask(name, ...args)).toMatchObject({
      kind: 'problem',
      advice: expect.stringContaining(words),
    });
  });
});
