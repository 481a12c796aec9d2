import { describe, expect, it } from 'vitest';
import type { DoneView, PreviewView, UndoView } from '../../src/ui/api.ts';
import { givenProgram, type Program, sheetName } from '../support/program.ts';
import {
  accountTags,
  chooseColumns,
  givenTags,
  tagEvents,
  tagHeaders,
  tagsNow,
  tagWrites,
  value,
} from '../support/tags.ts';

const logLines = ({ google }: Program) => google.sheet('Keap sync log').display().slice(1);

describe('tags that nobody has chosen', () => {
  it('R9 a header alone applies no tag: an export of Keap has it, too', async () => {
    const program = await givenProgram({
      cells: [tagHeaders, [1, 'new@example.com', 'VIP', '']],
      keap: { contacts: [{ id: 1, fields: { Email: 'old@example.com' } }], tags: accountTags },
    });
    await program.connect();
    const { sheet } = await program.state();
    expect(sheet.columns.slice(2).map(({ kind, note }) => [kind, note])).toEqual([
      [
        'none',
        'This column may hold tags. It is not sent, because a tag can start an automation in Keap. To send its tags, choose "Tags to apply" here.',
      ],
      [
        'none',
        'This column may hold tags. It is not sent, because a tag can start an automation in Keap. To send its tags, choose "Tags to remove" here.',
      ],
    ]);
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
    expect(await tagsNow(program)).toEqual(['']);
  });
});

describe.each(['xml-rpc', 'rest'])('tags over %s', (api) => {
  it('R1 applies and removes by name, whatever the case, and by id, and only what differs', async () => {
    const program = await givenTags({
      api,
      rows: [
        [1, 'new1@example.com', 'vip, "Buyer, 2027"', 'OLD'],
        [2, '', '12\n VIP', 14],
        [3, '', 'VIP', 'Old'],
        [4, '', '', ''],
      ],
      before: { 1: '14', 2: '11', 3: '11', 4: '14' },
    });
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced', 'Unchanged']);
    expect(await tagsNow(program)).toEqual(['11,13', '11,12', '11', '14']);
    expect((await tagEvents(program)).sort()).toEqual(['1+11', '1+13', '1-14', '2+12']);
    expect((await program.keap.contacts())[0]?.fields.Email).toBe('new1@example.com');
  });

  it('R5 an unchanged sheet with tags costs no call, even after a tag was removed in Keap', async () => {
    const program = await givenTags({ api, rows: [[1, '', 'VIP', '']] });
    await program.sync();
    await program.keap.changeTag({ contact: 1, tag: 11, kind: 'removed', by: 'staff' });
    await program.keap.forgetRequests();
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Unchanged']);
    expect((await program.keap.requests()).filter(({ what }) => /xmlrpc|rest /.test(what))).toEqual([]);
    program.google.sheet(sheetName).set(1, 2, 'VIP, Newsletter 2027');
    await program.sync();
    expect(await tagsNow(program)).toEqual(['11,12']);
  });

  it('R8 names that mean no tag, or several, are a Check, and change nothing of their row', async () => {
    const program = await givenTags({
      api,
      rows: [
        [1, 'new1@example.com', 'VIP, Newsleter 2027', ''],
        [2, '', 'Customer', ''],
        [3, '', '16', ''],
        [4, '', 'vip', 'VIP'],
        [5, '', 'vip', '11'],
        [6, '', '#N/A', ''],
      ],
    });
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Check', 'Check', 'Synced', 'Check', 'Check', 'Check']);
    expect(program.column('Keap message')).toEqual([
      'Keap has no tag "Newsleter 2027". Did you mean "Newsletter 2027"? Correct the cell, or create the tag in Keap.',
      '"Customer" means several tags in Keap, with the ids 15, 16. Enter the id of the tag that you mean.',
      '',
      'This row both applies and removes the tag "vip". Delete the tag from one of the two cells.',
      'This row both applies and removes the tag "VIP". Delete the tag from one of the two cells.',
      'Tags shows #N/A: the formula in this cell failed. Fix the formula.',
    ]);
    expect(await tagEvents(program)).toEqual(['3+16']);
    expect((await program.keap.contacts())[0]?.fields.Email).toBe('c1@example.com');
    await program.keap.addTag({ id: 17, name: 'Newsleter 2027' });
    await program.sync();
    expect(program.column('Keap status')[0]).toBe('Synced');
    expect((await tagsNow(program))[0]).toBe('11,17');
  });

  it('two rows of one contact with different tags disagree', async () => {
    const program = await givenTags({
      api,
      rows: [
        [1, '', 'VIP', ''],
        [1, '', 'Old', ''],
      ],
    });
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Check', 'Check']);
    expect(await tagEvents(program)).toEqual([]);
  });

  it('the preview shows the tags, counts them and warns, and sends nothing; the sync does just that', async () => {
    const program = await givenTags({
      api,
      rows: [
        [1, '', 'VIP', 'Old'],
        [2, '', 'VIP', ''],
        [3, '', 'Vipp', ''],
      ],
      before: { 1: '14', 2: '11' },
    });
    const preview = await value<PreviewView>(program, 'preview', { scope: 'all' });
    expect(preview.changes).toEqual([
      { contact: '1', field: 'Tag', from: '', to: 'Apply: VIP (11)' },
      { contact: '1', field: 'Tag', from: 'Old (14)', to: 'Remove' },
    ]);
    expect(preview.sentence).toContain('including 1 contact to get tags and 1 contact to lose tags');
    expect(preview.sentence).toContain('can start an automation in Keap');
    expect(preview.problemRows.map(({ line }) => line)).toEqual([4]);
    expect(await tagWrites(program)).toEqual([]);
    await value(program, 'syncPlan', { scope: 'all', plan: preview.plan, confirmed: [] });
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Check']);
    expect((await tagEvents(program)).sort()).toEqual(['1+11', '1-14']);
  });

  it('the log names each tag, and undo takes back what the run changed and no other tag', async () => {
    const program = await givenTags({
      api,
      rows: [
        [1, '', 'VIP, Newsletter 2027', 'Old'],
        [2, 'new2@example.com', 'VIP', ''],
        [3, '', 'VIP', ''],
      ],
      before: { 1: '12,14', 3: '15' },
    });
    await program.sync();
    expect(logLines(program).map((line) => line.slice(4, 9))).toEqual(
      expect.arrayContaining([
        ['1', 'Tag 11', '', 'VIP', 'Done'],
        ['1', 'Tag 14', 'Old', '', 'Done'],
        ['2', 'Tag 11', '', 'VIP', 'Done'],
        ['3', 'Tag 11', '', 'VIP', 'Done'],
      ]),
    );
    await program.keap.changeTag({ contact: 3, tag: 11, kind: 'removed', by: 'staff' });
    const undo = await value<UndoView>(program, 'previewUndo');
    expect(undo.sentence).toContain(
      'Tags would be applied or removed, which can start an automation in Keap',
    );
    expect(undo.changes).toEqual(
      expect.arrayContaining([
        { contact: '1', field: 'Tag 11', from: 'VIP', to: '' },
        { contact: '1', field: 'Tag 14', from: '', to: 'Old' },
        { contact: '2', field: 'Tag 11', from: 'VIP', to: '' },
      ]),
    );
    const { summary } = await value<DoneView>(program, 'undoRun', { run: undo.run });
    expect(summary).toContain('Restored 4 values in Keap.');
    expect(await tagsNow(program)).toEqual(['12,14', '', '15']);
    expect(program.column('Keap status')).toEqual(['Undone', 'Undone', 'Undone']);
    expect((await program.keap.contacts())[1]?.fields.Email).toBe('c2@example.com');
  });

  it('a tag that was deleted meanwhile fails its row alone, and the row says so', async () => {
    const program = await givenTags({
      api,
      rows: [
        [1, 'new1@example.com', 'VIP', ''],
        [2, '', 'Newsletter 2027', ''],
      ],
    });
    await program.keap.break({
      match: ['addToGroup', 'applyTags'],
      times: 1,
      trouble: { kind: 'meanwhile', deletedTag: 11 },
    });
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Failed', 'Synced']);
    expect(program.column('Keap message')[0]).toContain('Keap refused to apply the tag VIP (11)');
    expect(program.column('Keap message')[0]).toContain('The other values were synced.');
    expect((await program.keap.contacts())[0]?.fields.Email).toBe('new1@example.com');
    await program.sync();
    expect(program.column('Keap status')[0]).toBe('Check');
  });

  it('R10 tags wait for the rest of their row: where that fails, no automation starts', async () => {
    const program = await givenTags({ api, rows: [[1, 'new1@example.com', 'VIP', '']] });
    await program.keap.break({
      match: ['ContactService.update', 'rest PATCH /contacts'],
      trouble:
        api === 'rest'
          ? { kind: 'answer', status: 400, body: '{"code":400,"message":"No.","status":"X","details":[]}' }
          : { kind: 'fault', code: 12, text: '[InvalidParameter]No.' },
    });
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Failed']);
    expect(program.column('Keap message')[0]).toContain('Its tags were not changed');
    expect(await tagEvents(program)).toEqual([]);
    await program.keap.mend();
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
    expect(await tagEvents(program)).toEqual(['1+11']);
  });

  it('the tags of 1,000 contacts take no more calls than contacts change, and far fewer over REST v2', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => [index + 1, '', 'VIP', '']);
    const half = Object.fromEntries(rows.slice(0, 500).map(([id]) => [id, '11']));
    const program = await givenTags({ api, rows, before: half });
    await program.keap.forgetRequests();
    await program.sync();
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
    const writes = await tagWrites(program);
    expect(writes.length).toBe(api === 'rest' ? 5 : 500);
    const all = (await program.keap.requests()).filter(({ what }) => /xmlrpc|rest /.test(what));
    // Over XML-RPC two readings and the list of tags; over REST v2 a reading for some 200 contacts.
    expect(all.length - writes.length).toBeLessThan(api === 'rest' ? 12 : 5);
    expect((await tagEvents(program)).length).toBe(500);
  });

  it('an answer that does not tell what became of a tag is settled by reading', async () => {
    const program = await givenTags({
      api,
      rows: [
        [1, '', 'VIP', 'Old'],
        [2, '', 'VIP', ''],
      ],
      before: { 1: '14' },
      keap: { behavior: { tagAnswers: 'untold' } },
    });
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
    expect(await tagsNow(program)).toEqual(['11', '11']);
    expect((await tagEvents(program)).sort()).toEqual(['1+11', '1-14', '2+11']);
  });
});

it('columns of tags alone are enough to sync', async () => {
  const program = await givenProgram({
    cells: [
      ['Contact ID', 'Tags'],
      [1, 'VIP'],
    ],
    keap: { contacts: [{ id: 1, fields: {} }], tags: accountTags },
  });
  await program.connect();
  await chooseColumns(program, { Tags: 'tags' });
  await program.sync();
  expect(program.column('Keap status')).toEqual(['Synced']);
  expect(await tagsNow(program)).toEqual(['11']);
});
