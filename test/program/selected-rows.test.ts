/** What is said where nothing can be done: nothing selected, nothing to stop. */
import { describe, expect, it } from 'vitest';
import { givenConnected, sheetName } from '../support/program.ts';

describe('the selected rows', () => {
  it.each([
    ['the header', [0, 0], 'Only the header is selected.'],
    ['empty rows below the contacts', [5, 7], 'The selected rows are empty.'],
  ] as const)('are none where somebody has selected %s', async (_, [first, last], sentence) => {
    const program = await givenConnected(3);
    program.google.sheet(sheetName).set(8, 3, 'a note');
    program.google.sheet(sheetName).selectRows(first, last);
    await program.google.clickMenu('Sync contacts > Sync selected rows');
    expect(program.lastMessage()).toContain(sentence);
    for (const [name, input] of [
      ['preview', { scope: 'selected' }],
      ['fetchContacts', { scope: 'selected', overwrite: false }],
    ] as const) {
      expect(await program.ask(name, input)).toMatchObject({
        kind: 'problem',
        advice: expect.stringContaining(sentence),
      });
    }
    expect(await program.keapCalls()).toEqual([]);
  });

  it('are synced where one of them has a contact, the header along with them', async () => {
    const program = await givenConnected(3);
    program.google.sheet(sheetName).selectRows(0, 1);
    await program.google.clickMenu('Sync contacts > Sync selected rows');
    expect(program.column('Keap status')).toEqual(['Synced', '', '']);
  });
});

it('Stop says that there is nothing to stop', async () => {
  const program = await givenConnected(1);
  await program.google.clickMenu('Sync contacts > Stop the sync');
  expect(JSON.stringify(program.google.toasts)).toContain('there is nothing to stop');
});
