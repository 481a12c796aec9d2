import { describe, expect, it } from 'vitest';
import type { KillPoint } from '../../local/appsscript/execution.ts';
import type { UndoView } from '../../src/ui/api.ts';
import { killPoints } from '../support/kill-points.ts';
import type { Program } from '../support/program.ts';
import { givenTags, tagEvents, tagsNow, value } from '../support/tags.ts';

const rows = [
  [1, 'new1@example.com', 'VIP', 'Old'],
  [2, '', 'VIP, Newsletter 2027', ''],
  [3, 'new3@example.com', '', ''],
  [4, '', 'VIP', ''],
  [5, '', '', 'VIP'],
];
const before: Readonly<Record<number, string>> = { 1: '14', 3: '15', 4: '11', 5: '11,12' };
const tagsAfter = ['11', '11,12', '15', '11', '12'];
/** Each change once, and no other: contact 4 has its tag already. */
const eventsAfter = ['1+11', '1-14', '2+11', '2+12', '5-11'];
const eventsUndone = ['1+14', '1-11', '2-11', '2-12', '5+11'];
const logName = 'Keap sync log';

/** Resets Keap and the sheet, so that every row is sent again. */
async function makeNew({ keap, google }: Program): Promise<void> {
  for (const id of [1, 2, 3, 4, 5]) {
    await keap.putContact({ id, fields: { Email: `c${id}@example.com`, Groups: before[id] ?? '' } });
  }
  if (google.spreadsheet.sheets.some(({ name }) => name === logName)) google.deleteSheet(logName);
  const sheet = google.sheet('Contacts');
  for (let row = 1; row <= rows.length; row++) sheet.set(row, 4, '');
}

/** R1: Keap has the tags of each row that says Synced. */
async function noFalseReport(program: Program): Promise<void> {
  const now = await tagsNow(program);
  program.column('Keap status').forEach((status, index) => {
    if (status === 'Synced') expect(now[index]).toBe(tagsAfter[index]);
  });
}

describe.each(['xml-rpc', 'rest'])('tags over %s', (api) => {
  it('R3 a run killed at any call applies each tag once and to its contact, and the next one finishes', async () => {
    const program = await givenTags({ api, rows, before });
    await program.sync();
    await makeNew(program);
    const points = killPoints((await program.sync()).calls);
    expect(points.length).toBeGreaterThan(10);
    let killed = 0;
    for (const killAt of points) {
      await makeNew(program);
      const events = (await tagEvents(program)).length;
      killed += Number((await program.sync({ killAt })).kind === 'killed');
      await noFalseReport(program);
      expect((await program.sync()).kind).toBe('completed');
      expect({ ...killAt, tags: await tagsNow(program) }).toEqual({ ...killAt, tags: tagsAfter });
      const since = (await tagEvents(program)).slice(events).sort();
      expect({ ...killAt, since }).toEqual({ ...killAt, since: eventsAfter });
      expect(program.column('Keap status').map((one) => one.replace('Unchanged', 'Synced'))).toEqual(
        Array(rows.length).fill('Synced'),
      );
    }
    expect(killed).toBeGreaterThan(0.9 * points.length);
  });

  it('R3 whatever kills the run, undo takes back what it has changed, and nothing else', async () => {
    const program = await givenTags({ api, rows, before });
    await program.sync();
    await makeNew(program);
    const points = killPoints((await program.sync()).calls);
    for (const killAt of points) {
      await makeNew(program);
      await program.sync({ killAt });
      await program.sync();
      const { run } = await value<UndoView>(program, 'previewUndo');
      await value(program, 'undoRun', { run });
      const wanted = [1, 2, 3, 4, 5].map((id) => before[id] ?? '');
      expect({ ...killAt, tags: await tagsNow(program) }).toEqual({ ...killAt, tags: wanted });
    }
  });

  it('R3 an undo killed at any call is finished by the next one, which takes back nothing else', async () => {
    const program = await givenTags({ api, rows, before });
    await program.sync();
    await makeNew(program);
    await program.sync();
    const undo = async (killAt?: KillPoint) => {
      const { run } = await value<UndoView>(program, 'previewUndo');
      const options = { as: 'sidebar', ...(killAt === undefined ? {} : { killAt }) } as const;
      return program.google.run('answerSidebar', ['undoRun', [{ run }]], options);
    };
    const points = killPoints((await undo()).calls);
    const wanted = [1, 2, 3, 4, 5].map((id) => before[id] ?? '');
    for (const killAt of points) {
      await makeNew(program);
      await program.sync();
      const events = (await tagEvents(program)).length;
      await undo(killAt);
      // An undo that has ended is no longer offered.
      if ((await tagsNow(program)).join() !== wanted.join()) await undo();
      expect({ ...killAt, tags: await tagsNow(program) }).toEqual({ ...killAt, tags: wanted });
      const since = (await tagEvents(program)).slice(events).sort();
      expect({ ...killAt, since }).toEqual({ ...killAt, since: eventsUndone });
    }
  });
});
