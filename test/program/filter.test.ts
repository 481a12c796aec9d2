import { expect, it } from 'vitest';
import { givenConnected, sheetName } from '../support/program.ts';

it('the sidebar says that a filter leaves out the statuses, and the next sync mends what a sort by it separates', async () => {
  const program = await givenConnected(3);
  await program.sync();
  const sheet = program.google.sheet(sheetName);
  const note = async () => (await program.state()).sheet.note;
  expect(await note()).toBe('');
  sheet.filter('A1:B4');
  expect(await note()).toMatch(
    /^The filter of this sheet covers columns A to B and leaves out columns that begin with/,
  );
  sheet.set(1, 1, 'edited@example.com');
  const fingerprints = program.column('Keap fingerprint');
  sheet.sortByFilter(0, false);
  expect(program.column('Contact ID')).toEqual(['3', '2', '1']);
  expect(program.column('Keap fingerprint')).toEqual(fingerprints);
  await program.sync();
  expect(program.column('Keap fingerprint')).not.toEqual(fingerprints);
  expect((await program.keap.contacts()).map(({ fields }) => fields.Email)).toEqual([
    ...['edited@example.com', 'new2@example.com', 'new3@example.com'],
  ]);
  await program.sync();
  expect(program.column('Keap status')).toEqual(['Unchanged', 'Unchanged', 'Unchanged']);
  sheet.filter('A1:F4');
  expect(await note()).toBe('');
});
