import { describe, expect, it } from 'vitest';
import type { DoneView, PreviewView, UndoView } from '../../src/ui/api.ts';
import { givenMissingIds } from '../support/missing-ids.ts';
import { givenProgram } from '../support/program.ts';
import { accountTags, chooseColumns, givenTags, tagEvents, tagsNow, value } from '../support/tags.ts';

describe('tags that Keap does not tell of', () => {
  it.each([
    ['xml-rpc', 'ContactGroup', { kind: 'fault', code: 7, text: '[NoTableAccess]No access' }],
    ['rest', '', { kind: 'answer', status: 403, body: '{"code":403,"message":"No access"}' }],
  ] as const)(
    'R8 fail their row alone over %s, whose other values are synced',
    async (api, containing, trouble) => {
      const program = await givenTags({
        api,
        rows: [
          [1, 'new1@example.com', 'VIP', ''],
          [2, 'new2@example.com', '', ''],
          [3, '', 'VIP', ''],
        ],
      });
      await program.keap.break({ match: ['DataService.query', 'rest GET /tags'], containing, trouble });
      await program.sync();
      expect(program.column('Keap status')).toEqual(['Failed', 'Synced', 'Failed']);
      const unknown = 'Keap did not give its list of tags, so no tag of this row was changed.';
      const [first = '', , third = ''] = program.column('Keap message');
      expect([first, third].map((text) => text.startsWith(unknown))).toEqual([true, true]);
      expect([first, third].map((text) => text.endsWith('The other values were synced.'))).toEqual([
        true,
        false,
      ]);
      expect((await program.keap.contacts())[0]?.fields.Email).toBe('new1@example.com');
      await program.keap.mend();
      await program.sync();
      expect(program.column('Keap status')).toEqual(['Synced', 'Unchanged', 'Synced']);
      expect((await tagEvents(program)).sort()).toEqual(['1+11', '3+11']);
    },
  );

  it('R8 are not changed where Keap hides the tags of contacts: an undo could not tell what to take back', async () => {
    const program = await givenTags({
      api: 'xml-rpc',
      rows: [
        [1, 'new1@example.com', 'VIP', ''],
        [2, 'new2@example.com', '', ''],
      ],
    });
    const trouble = { kind: 'fault', code: 8, text: '[NoFieldAccess]No access to Contact.Groups' } as const;
    await program.keap.break({ match: 'DataService.query', containing: 'Groups', trouble });
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Failed', 'Synced']);
    expect(program.column('Keap message')[0]).toContain('Keap does not show the tags of contacts');
    expect((await program.keap.contacts())[0]?.fields.Email).toBe('new1@example.com');
    expect(await tagEvents(program)).toEqual([]);
  });
});

describe('tags in an outage of XML-RPC', () => {
  it.each([0, 1, 2, 3, 4, 5, 6])(
    'R1 R3 are finished over REST v2, each once, when it begins at call %i of the run',
    async (after) => {
      const rows = Array.from({ length: 6 }, (_, index) => [index + 1, '', 'VIP', 'Old']);
      const program = await givenTags({ api: 'automatic', rows, before: { 1: '14', 2: '11' } });
      await program.keap.break({
        match: 'xmlrpc ',
        after,
        trouble: { kind: 'answer', status: 503, body: '' },
      });
      await program.sync();
      await program.google.passTime(3 * 3_600_000);
      expect(program.column('Keap status')).toEqual(Array(6).fill('Synced'));
      expect(await tagsNow(program)).toEqual(Array(6).fill('11'));
      expect((await tagEvents(program)).sort()).toEqual(['1+11', '1-14', '3+11', '4+11', '5+11', '6+11']);
    },
  );
});

describe.each([
  ['xml-rpc', 'ContactService.addToGroup'],
  ['rest', 'applyTags'],
])('an undo of tags over %s', (api, apply) => {
  it('says Undone in a row that was sent and never got its outcome', async () => {
    const program = await givenTags({ api, rows: [[1, '', 'vip, 12', 'Old']], before: { 1: '14' } });
    const calls = (await program.sync()).calls.length;
    await program.keap.putContact({ id: 1, fields: { Email: 'c1@example.com', Groups: '14' } });
    program.google.sheet('Contacts').set(1, 4, '');
    // The last kill at which Keap has the tags and the row still says Waiting.
    let killed = 0;
    for (let call = calls; call > 0 && killed === 0; call--) {
      await program.sync({ killAt: { call, when: 'before' } });
      const isSent = (await program.keap.requests()).some(({ what }) => what.includes(apply));
      if (program.column('Keap status')[0] === 'Waiting' && isSent) killed = call;
      else {
        await program.keap.putContact({ id: 1, fields: { Email: 'c1@example.com', Groups: '14' } });
        program.google.sheet('Contacts').set(1, 4, '');
        await program.keap.forgetRequests();
      }
    }
    expect(killed).toBeGreaterThan(0);
    expect(await tagsNow(program)).toEqual(['11,12']);
    const { run } = await value<UndoView>(program, 'previewUndo');
    const { summary } = await value<DoneView>(program, 'undoRun', { run });
    expect(summary).toContain('Restored 3 values in Keap.');
    expect(await tagsNow(program)).toEqual(['14']);
    expect(program.column('Keap status')).toEqual(['Undone']);
    await program.sync();
    expect(await tagsNow(program)).toEqual(['14']);
  });
});

it('R9 tags wait with an opt-out that waits for a yes: an automation must not email its contact before', async () => {
  const ids = Array.from({ length: 30 }, (_, index) => index + 1);
  const program = await givenProgram({
    keap: {
      contacts: ids.map((id) => ({ id, fields: { Email: `c${id}@example.com` } })),
      tags: accountTags,
    },
    cells: [
      ['Contact ID', 'Company', 'Tags', 'Opt-out reason'],
      ...ids.map((id) => [id, 'New', 'VIP', id === 1 ? '' : 'Asked to leave']),
      ...Array.from({ length: 40 }, (_, index) => [100 + index, '', '', '']),
    ],
  });
  await program.connect();
  await chooseColumns(program, { Tags: 'tags' });
  await program.sync();
  expect(await tagEvents(program)).toEqual(['1+11']);
  expect((await program.keap.contacts()).every(({ fields }) => fields.Company === 'New')).toBe(true);
  const { sheetId, asked } = (await program.state()).brake;
  await value(program, 'answerBrake', { sheetId, asked, kind: 'optOut', isYes: true });
  expect(await tagsNow(program)).toEqual(Array(30).fill('11'));
  expect(program.column('Keap status').slice(0, 30)).toEqual(Array(30).fill('Synced'));
});

describe.each(['xml-rpc', 'rest'])('tags of rows without a contact id, over %s', (api) => {
  const cells = [
    ['Contact ID', 'Email', 'Tags'],
    ['', 'ana@example.com', 'VIP'],
    ['', 'new@example.com', 'VIP, Newsletter 2027'],
    ['', 'wrong@example.com', 'No such tag'],
  ];
  const given = async () => {
    const contacts = [{ id: 4, fields: { Email: 'ana@example.com' } }];
    const program = await givenMissingIds({ choice: 'create', cells, keap: { contacts, tags: accountTags } });
    await value(program, 'saveApi', { choice: api });
    await chooseColumns(program, { Tags: 'tags' });
    return program;
  };

  it('are previewed, and applied once their contacts are found or created', async () => {
    const program = await given();
    const preview = await value<PreviewView>(program, 'preview', { scope: 'all' });
    expect(
      preview.changes.filter(({ field }) => field === 'Tag').map(({ contact, to }) => [contact, to]),
    ).toEqual([
      ['4', 'Apply: VIP (11)'],
      ['New', 'Apply: VIP (11)'],
      ['New', 'Apply: Newsletter 2027 (12)'],
    ]);
    expect(preview.sentence).toContain('2 contacts to get tags');
    expect(preview.problemRows.map(({ line }) => line)).toEqual([4]);
    await value(program, 'syncPlan', { scope: 'all', plan: preview.plan, confirmed: [] });
    expect(program.column('Keap status').slice(0, 2)).toEqual(['Synced', 'Synced']);
    await program.sync();
    expect(program.column('Keap status')[2]).toBe('Check');
    expect(program.column('Keap message')[2]).toContain('Keap has no tag "No such tag".');
    const now = (await program.keap.contacts()).map(({ fields }) => [fields.Email, fields.Groups]);
    expect(now).toEqual([
      ['ana@example.com', '11'],
      ['new@example.com', '11,12'],
    ]);
  });
});
