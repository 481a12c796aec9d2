import { describe, expect, it } from 'vitest';
import { refusalShapes } from '../../local/keap/rest/refusal-shapes.ts';
import type { ContactChange, ContactId, TagId } from '../../src/keap/contacts/contact.ts';
import type { ContactService } from '../../src/keap/contacts/contact-service.ts';
import { tagsField } from '../../src/keap/contacts/tags.ts';
import { givenService, ids } from './given-service.ts';

const tags = [
  { id: 11, name: 'VIP' },
  { id: 12, name: 'Newsletter, 2027', category: 1 },
  { id: 14, name: 'Old' },
];

const tag = (id: number) => ({
  id: String(id) as TagId,
  name: tags.find((one) => one.id === id)?.name ?? 'Gone',
});

function tagging(
  id: number,
  apply: readonly number[],
  remove: readonly number[] = [],
  fields: Readonly<Record<string, string>> = {},
): ContactChange {
  const change = { apply: apply.map(tag), remove: remove.map(tag) };
  return { id: id as ContactId, fields: new Map(Object.entries(fields)), tags: change };
}

const worlds = [
  ['XML-RPC', 'turns', 'told'],
  ['XML-RPC', 'turns', 'untold'],
  ...([...refusalShapes, 'turns'] as const).map((shape) => ['REST v2', shape, 'told'] as const),
  ['REST v2', 'turns', 'untold'],
] as const;

describe.each(worlds)('tags over %s, refusals: %s, answers: %s', (name, restRefusals, tagAnswers) => {
  const given = async (groups: readonly string[] = [], more: Parameters<typeof givenService>[0] = {}) => {
    const world = await givenService({
      tags,
      contacts: groups.map((Groups, index) => ({ id: index + 1, fields: Groups === '' ? {} : { Groups } })),
      ...more,
      behavior: { restRefusals, tagAnswers },
    });
    const service: ContactService = name === 'XML-RPC' ? world.xmlRpc : world.rest;
    const now = async () => (await world.keap.contacts()).map(({ fields }) => fields.Groups ?? '');
    const events = async () =>
      (await world.keap.tagHistory()).map(({ contact, kind, tag: id }) => `${contact} ${kind} ${id}`).sort();
    return { ...world, service, now, events };
  };

  it('lists the tags of the account, page by page, and asks once', async () => {
    const many = Array.from({ length: 2_100 }, (_, index) => ({ id: index + 1, name: `Tag ${index + 1}` }));
    const { service, keap } = await given([], { tags: many });
    expect(service.tags()).toEqual(many.map(({ id, name: text }) => ({ id: String(id), name: text })));
    expect(service.tags()).toHaveLength(2_100);
    expect(await keap.requests()).toHaveLength(3);
  });

  it('creates a tag of each name, and lists it when it is asked again', async () => {
    const { service } = await given();
    expect(service.tags()).toHaveLength(3);
    const made = [
      { kind: 'created', id: '15' },
      { kind: 'created', id: '16' },
    ];
    expect(service.createTags(['Gala & <Ball>', 'Éclair'])).toEqual(made);
    expect(service.tags()).toHaveLength(3);
    expect(service.tags(true)).toEqual(
      expect.arrayContaining([
        { id: '15', name: 'Gala & <Ball>' },
        { id: '16', name: 'Éclair' },
      ]),
    );
  });

  it('says of a tag without an answer that nothing is known, and does not send it again', async () => {
    const { service, keap } = await given();
    const match = ['DataService.add', 'rest POST /tags'];
    await keap.break({ match, trouble: { kind: 'cut', when: 'after' } });
    expect(service.createTags(['Gala'])).toEqual([{ kind: 'unknown' }]);
    expect((await keap.allTags()).filter(({ name: text }) => text === 'Gala')).toHaveLength(1);
  });

  it('says why Keap did not create a tag', async () => {
    const { service } = await given();
    // An error of the server may come after its effect.
    const kind = restRefusals === 'server-error' ? 'unknown' : 'failed';
    expect(service.createTags([''])).toMatchObject([{ kind }]);
  });

  it('reads the tags of contacts beside their fields', async () => {
    const { service } = await given(['11,14', '']);
    const read = service.load(ids(1, 2), [tagsField, 'Email']);
    expect(read.map((one) => one.kind === 'found' && [...one.fields].sort())).toEqual([
      [
        ['Email', ''],
        [tagsField, '11,14'],
      ],
      [
        ['Email', ''],
        [tagsField, ''],
      ],
    ]);
  });

  it('applies and removes tags beside fields, and applies none twice', async () => {
    const { service, now, events, keap } = await given(['14', '11', '']);
    const changes = [
      tagging(1, [11, 12], [14], { FirstName: 'Ana' }),
      tagging(2, [11], [14]),
      tagging(3, [11]),
    ];
    expect(service.apply(changes).map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    expect(service.apply(changes).map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    expect(await now()).toEqual(['11,12', '11', '11']);
    expect(await events()).toEqual(['1 applied 11', '1 applied 12', '1 removed 14', '3 applied 11']);
    expect((await keap.contacts())[0]?.fields.FirstName).toBe('Ana');
  });

  it('says which tag failed, where Keap has the fields and the other tags', async () => {
    const { service, now } = await given(['', '']);
    const [failed, done] = service.apply([tagging(1, [11, 99], [], { FirstName: 'Ana' }), tagging(2, [11])]);
    expect(failed).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('Keap refused to apply the tag Gone (99)'),
      parts: { fields: { kind: 'done' }, tags: { kind: 'failed', tags: new Set(['99']) } },
    });
    expect(done).toEqual({ kind: 'done' });
    expect(await now()).toEqual(['11', '11']);
  });

  it('fails the tags of a contact that is gone, and of no other', async () => {
    const { service, now } = await given(['', '']);
    const outcomes = service.apply([tagging(1, [11]), tagging(77, [11]), tagging(2, [11])]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'failed', 'done']);
    expect(await now()).toEqual(['11', '11']);
  });

  it('does not believe an answer of which nothing has come', async () => {
    const { service, keap } = await given(['', '14']);
    const no =
      '<methodResponse><params><param><value><boolean>0</boolean></value></param></params></methodResponse>';
    await keap.break({
      match: ['addToGroup', 'removeFromGroup', 'applyTags', 'removeTags'],
      trouble: { kind: 'answer', status: 200, body: name === 'XML-RPC' ? no : '{}' },
    });
    expect(service.apply([tagging(1, [11]), tagging(2, [], [14])])).toEqual([
      {
        kind: 'failed',
        reason:
          'Keap was asked to apply the tag VIP (11), but the contact does not have the tag. Check the tag and the contact in Keap.',
      },
      {
        kind: 'failed',
        reason:
          'Keap was asked to remove the tag Old (14), but the contact still has the tag. Check the tag and the contact in Keap.',
      },
    ]);
  });

  it('does not take a tag without an id for done', async () => {
    const { service } = await given(['']);
    const change: ContactChange = { ...tagging(1, []), tags: { apply: [{ name: 'VIP' }], remove: [] } };
    expect(service.apply([change])).toMatchObject([{ kind: 'failed' }]);
  });

  it.each([
    ['a cut before it was served', { kind: 'cut', when: 'before' }],
    ['a cut after it was served', { kind: 'cut', when: 'after' }],
    ['an answer that is garbled', { kind: 'garbled', body: '<html>' }],
    ['a 503 in HTML', { kind: 'answer', status: 503, body: '<html>' }],
  ] as const)('survives %s that happens once', async (_what, trouble) => {
    const { service, keap, now, events } = await given(['', '14']);
    await keap.break({ match: ['addToGroup', 'removeFromGroup', 'applyTags'], times: 1, trouble });
    const outcomes = service.apply([tagging(1, [11]), tagging(2, [11], [14])]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done']);
    expect(await now()).toEqual(['11', '11']);
    expect(await events()).toEqual(['1 applied 11', '2 applied 11', '2 removed 14']);
  });
});
