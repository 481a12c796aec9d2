import { describe, expect, it } from 'vitest';
import type { DoneView, PreviewView, UndoView } from '../../src/ui/api.ts';
import { killPoints } from '../support/kill-points.ts';
import { givenMissingIds } from '../support/missing-ids.ts';
import { hourMs, type Program } from '../support/program.ts';
import {
  accountTags,
  chooseColumns,
  chooseNewTags,
  givenTags,
  newTags,
  tagEvents,
  tagsNow,
  value,
} from '../support/tags.ts';

const many = Array.from({ length: 6 }, (_, index) => [index + 1, '', `Guest list ${index + 1}`, '']);

async function scheduledSync(program: Program): Promise<void> {
  await value(program, 'saveSchedule', { isOn: true, hour: 6, mailsOn: false, mailTo: '' });
  await program.google.passTime(25 * hourMs);
}

async function logged(program: Program, field: string): Promise<string[][]> {
  const [headers = [], ...lines] = program.google.sheet('Keap sync log').display();
  const at = (header: string) => headers.indexOf(header);
  return lines
    .filter((line) => line[at('Field')] === field)
    .map((line) => [line[at('New value')] ?? '', line[at('Outcome')] ?? '']);
}

describe.each(['xml-rpc', 'rest'])('new tags over %s', (api) => {
  it('R9 are created only where the owner has chosen so, each once whatever its case, and never to be removed', async () => {
    const rows = [
      [1, '', ' Guest  list, VIP', ''],
      [2, '', 'GUEST LIST', ''],
      [3, '', '', 'Nobody has it'],
      [4, '', '99', ''],
      [5, '', 'customer, Other list', ''],
      [6, 'no address', 'Third list', ''],
      [7, '', 'Fourth list', 'Nobody has it'],
      [99, '', 'Fifth list', ''],
    ];
    const program = await givenTags({ api, rows });
    await program.keap.deleteContact(99);
    await program.sync();
    expect(await newTags(program)).toEqual([]);
    expect(program.column('Keap status')[0]).toBe('Check');

    await chooseNewTags(program);
    await program.sync();
    expect(await newTags(program)).toEqual(['Guest  list']);
    const checks = ['Check', 'Check', 'Check', 'Check', 'Check', 'Failed'];
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', ...checks]);
    expect((await tagEvents(program)).sort()).toEqual(['1+11', '1+17', '2+17']);
    expect(program.column('Keap message')[3]).toContain('Keap has no tag "99".');
    expect(await logged(program, 'New tag')).toEqual([['Guest  list', 'Done']]);

    await program.sync();
    expect(await newTags(program)).toHaveLength(1);
  });

  it('are previewed with the existing tag that may be meant, and stay in Keap after an undo', async () => {
    const program = await givenTags({
      api,
      rows: [
        [1, '', 'Newsletter 2026, Gala', ''],
        [2, '', 'gala', ''],
      ],
    });
    await chooseNewTags(program);
    const preview = await value<PreviewView>(program, 'preview', { scope: 'all' });
    expect(preview.sentence).toContain(
      '2 tags would be created: "Newsletter 2026" (Keap has "Newsletter 2027"), "Gala". Undo removes what was applied, but the tags themselves stay in Keap.',
    );
    expect(preview.changes.map(({ to }) => to)).toContain('Apply: Gala (new)');
    expect(await newTags(program)).toEqual([]);
    const { summary } = await value<DoneView>(program, 'syncPlan', {
      scope: 'all',
      plan: preview.plan,
      confirmed: [],
    });
    expect(summary).toContain('Created 2 tags.');
    expect(await tagsNow(program)).toEqual(['17,18', '18']);
    const { run } = await value<UndoView>(program, 'previewUndo');
    await value(program, 'undoRun', { run });
    expect(await tagsNow(program)).toEqual(['', '']);
    expect(await newTags(program)).toEqual(['Newsletter 2026', 'Gala']);
  });

  it('R9 are at most five at once, unless a preview has shown more', async () => {
    const program = await givenTags({ api, rows: many });
    await chooseNewTags(program);
    await scheduledSync(program);
    expect(await newTags(program)).toEqual([]);
    expect(program.column('Keap status')).toEqual(Array(6).fill('Check'));
    expect(program.column('Keap message')[0]).toBe(
      'The tag "Guest list 1" was not created, because the sync would create 6 tags, and the limit is 5. To create them, press "Preview…" in the sidebar, and sync from there.',
    );
    await program.sync();
    expect(await newTags(program)).toEqual([]);
    const { plan } = await value<PreviewView>(program, 'preview', { scope: 'all' });
    await value(program, 'syncPlan', { scope: 'all', plan, confirmed: [] });
    expect(await newTags(program)).toHaveLength(6);
    expect(program.column('Keap status')).toEqual(Array(6).fill('Synced'));
  });

  it('are not created with a name that Keap would cut', async () => {
    const program = await givenTags({ api, rows: [[1, '', 'x'.repeat(256), '']] });
    await chooseNewTags(program);
    await scheduledSync(program);
    expect(program.column('Keap message')[0]).toContain(
      'its name is longer than 255 characters. Shorten it.',
    );
    expect(await newTags(program)).toEqual([]);
  });

  it('R8 that Keap refuses keep their rows alone, with its words', async () => {
    const program = await givenTags({
      api,
      rows: [
        [1, '', 'Gala', ''],
        [2, '', 'VIP', ''],
      ],
    });
    await chooseNewTags(program);
    await program.keap.break({
      match: ['DataService.add', 'rest POST /tags'],
      containing: 'Gala',
      trouble:
        api === 'rest'
          ? { kind: 'answer', status: 403, body: '{"code":403,"message":"No access to tags"}' }
          : { kind: 'fault', code: 7, text: '[NoTableAccess]No access to tags' },
    });
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Check', 'Synced']);
    const [message = ''] = program.column('Keap message');
    expect(message).toContain('Keap did not create the tag "Gala", so this row was not sent.');
    expect(message).toContain('No access to tags');
    await program.keap.mend();
    await program.sync();
    expect(await newTags(program)).toEqual(['Gala']);
    expect(program.column('Keap status')[0]).toBe('Synced');
  });

  it('are created once where the answer is lost', async () => {
    const program = await givenTags({ api, rows: [[1, '', 'Gala', '']] });
    await chooseNewTags(program);
    await program.keap.break({
      match: ['DataService.add', 'rest POST /tags'],
      containing: 'Gala',
      trouble: { kind: 'cut', when: 'after' },
    });
    await program.sync();
    expect(await newTags(program)).toEqual(['Gala']);
    expect(program.column('Keap status')).toEqual(['Synced']);
  });

  it('R3 are only looked for within the hour after they were sent without an answer', async () => {
    const program = await givenTags({ api, rows: [[1, '', 'Gala', '']] });
    await chooseNewTags(program);
    await program.keap.break({
      match: ['DataService.add', 'rest POST /tags'],
      containing: 'Gala',
      trouble: { kind: 'cut', when: 'before' },
    });
    await program.sync();
    await program.keap.mend();
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Check']);
    expect(program.column('Keap message')[0]).toContain('to create the tag "Gala" and didn\'t confirm it.');
    expect(await newTags(program)).toEqual([]);
    await program.google.passTime(2 * hourMs);
    await program.sync();
    expect(await newTags(program)).toEqual(['Gala']);
    expect(program.column('Keap status')).toEqual(['Synced']);
  });

  it('are those that somebody has made in Keap a moment ago', async () => {
    const program = await givenTags({ api, rows: [[1, '', 'Gala', '']] });
    await chooseNewTags(program);
    await program.sync();
    await program.keap.deleteTag(17);
    program.google.sheet('Contacts').set(1, 4, '');
    await program.keap.addTag({ id: 40, name: 'gala' });
    await program.sync();
    expect((await program.keap.allTags()).filter(({ id }) => id > 16)).toEqual([{ id: 40, name: 'gala' }]);
    expect(await tagsNow(program)).toEqual(['40']);
  });

  it('are created for contacts that are created', async () => {
    const cells = [
      ['Contact ID', 'Email', 'Tags'],
      ['', 'ana@example.com', 'Gala'],
      ['', 'new@example.com', 'gala, Ball'],
    ];
    const contacts = [{ id: 4, fields: { Email: 'ana@example.com' } }];
    const program = await givenMissingIds({ choice: 'create', cells, keap: { contacts, tags: accountTags } });
    await value(program, 'saveApi', { choice: api });
    await chooseColumns(program, { Tags: 'tags' });
    await chooseNewTags(program);
    const preview = await value<PreviewView>(program, 'preview', { scope: 'all' });
    expect(preview.sentence).toContain('2 tags would be created: "Gala", "Ball".');
    await value(program, 'syncPlan', { scope: 'all', plan: preview.plan, confirmed: [] });
    expect(await newTags(program)).toEqual(['Gala', 'Ball']);
    expect(await tagsNow(program)).toEqual(['17', '17,18']);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
  });

  it('R3 a run killed at any call creates no tag twice, and the next ones finish', async () => {
    const program = await givenTags({
      api,
      rows: [
        [1, '', '', ''],
        [2, '', '', ''],
      ],
    });
    await chooseNewTags(program);
    let round = 0;
    const makeNew = async () => {
      round++;
      const sheet = program.google.sheet('Contacts');
      for (const id of [1, 2]) await program.keap.putContact({ id, fields: { Email: `c${id}@example.com` } });
      sheet.set(1, 2, `Gala ${round}, VIP`);
      sheet.set(2, 2, `gala ${round}, Ball ${round}`);
      return [`Gala ${round}`, `Ball ${round}`];
    };
    await makeNew();
    await program.sync();
    await makeNew();
    const points = killPoints((await program.sync()).calls);
    expect(points.length).toBeGreaterThan(10);
    let killed = 0;
    for (const killAt of points) {
      const names = await makeNew();
      const before = (await program.keap.allTags()).length;
      killed += Number((await program.sync({ killAt })).kind === 'killed');
      // Until then, a tag that was sent and not confirmed is only looked for.
      await program.google.passTime(2 * hourMs);
      await program.sync();
      const made = (await program.keap.allTags()).slice(before);
      const [gala, ball] = made.map(({ id }) => id);
      expect({ ...killAt, names: made.map(({ name }) => name) }).toEqual({ ...killAt, names });
      expect({ ...killAt, now: await tagsNow(program) }).toEqual({
        ...killAt,
        now: [`11,${gala}`, `${gala},${ball}`],
      });
    }
    expect(killed).toBeGreaterThan(0.9 * points.length);
  });
});

describe('new tags in an outage of XML-RPC', () => {
  it.each([0, 1, 2, 3, 4, 5, 6])(
    'R1 R3 are created once when it begins at call %i of the run',
    async (after) => {
      const rows = [
        [1, '', 'Gala', ''],
        [2, '', 'gala, VIP', ''],
      ];
      const program = await givenTags({ api: 'automatic', rows });
      await chooseNewTags(program);
      await program.keap.break({
        match: 'xmlrpc ',
        after,
        trouble: { kind: 'answer', status: 503, body: '' },
      });
      await program.sync();
      await program.google.passTime(3 * hourMs);
      await program.sync();
      expect(await newTags(program)).toEqual(['Gala']);
      expect(await tagsNow(program)).toEqual(['17', '11,17']);
    },
  );
});
