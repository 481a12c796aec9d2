import { describe, expect, it } from 'vitest';
import { ServiceDown } from '../../../src/errors.ts';
import type { ContactId, Tag, TagId } from '../../../src/keap/contacts/contact.ts';
import type { ContactService } from '../../../src/keap/contacts/contact-service.ts';
import type { CreatedTag } from '../../../src/keap/contacts/outcome.ts';
import { type KnownTag, tagsField } from '../../../src/keap/contacts/tags.ts';
import { newTagRule } from '../../../src/sync/plan/new-tags.ts';
import type { PlannedChange } from '../../../src/sync/plan/plan.ts';
import { sendChunk } from '../../../src/sync/push/chunk.ts';
import { tagCreator } from '../../../src/sync/push/create-tags.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { fakeLock } from '../../support/fake-lock.ts';
import { fakeProperties } from '../../support/fake-properties.ts';
import { fakeTable } from '../../support/fake-table.ts';
import { fakeWorkbook } from '../../support/fake-workbook.ts';

/** A Keap whose answers to new tags `answer` gives; each call of them takes so long. */
function given({
  tookMs = 0,
  answer = (_name: string, id: TagId): CreatedTag => ({ kind: 'created', id }),
} = {}) {
  const clock = fakeClock();
  const tags: KnownTag[] = [];
  const lines: string[] = [];
  let known: readonly KnownTag[] = [];
  const service: ContactService = {
    api: () => 'XML-RPC',
    batchSize: () => 2,
    load: (ids) => ids.map(() => ({ kind: 'found', fields: new Map([[tagsField, '']]) })),
    customFields: () => new Map(),
    allCustomFields: () => [],
    tags(isAgain = false) {
      if (isAgain) known = [...tags];
      return known;
    },
    createTags(names) {
      clock.sleep(tookMs);
      return names.map((name) => {
        const id = String(tags.length + 1) as TagId;
        const one = answer(name, id);
        if (one.kind !== 'failed') tags.push({ id, name });
        return one;
      });
    },
    optStates: () => [],
    find: () => [],
    create: () => [],
    apply: (changes) => changes.map(() => ({ kind: 'done' })),
  };
  const document = {
    workbook: fakeWorkbook(fakeTable([['Contact ID']])),
    properties: fakeProperties(),
    ...{ lock: fakeLock(), settingsLock: fakeLock() },
  };
  const context = { service, clock, startedMs: clock.nowMs(), document, account: 'app1' };
  const journal = {
    requireWritable() {},
    begin() {},
    settle() {},
    beginCreations: (names: readonly string[]) => void lines.push(...names.map((name) => `Sent ${name}`)),
    settleCreations: (outcomes: readonly { readonly outcome: string }[]) =>
      void lines.push(...outcomes.map(({ outcome }) => outcome)),
    close: () => '',
    count: () => 0,
  };
  const run = { journal, isStopAsked: () => false, endEarly() {}, endedEarly: () => undefined };
  const creator = tagCreator({ context, run, rule: newTagRule('create') });
  return { context, run, creator, tags, lines };
}

function rowOf(id: number, ...apply: Tag[]): PlannedChange {
  return {
    change: { id: id as ContactId, fields: new Map(), tags: { apply, remove: [] } },
    fingerprint: `f${id}` as PlannedChange['fingerprint'],
    rowIndexes: [id],
    forms: { numbers: new Set(), typed: new Map() },
    problems: new Map(),
  };
}

describe('sendChunk() with new tags', () => {
  it('leaves rows to the next execution whose tags there is no time to create', () => {
    const { context, run, creator, tags } = given({ tookMs: 200_000 });
    const chunk = ['A', 'B', 'C', 'a'].map((name, index) => rowOf(index + 1, { name }));
    const settled = sendChunk(context, run, chunk, new Map(), () => {}, creator);
    expect(tags.map(({ name }) => name)).toEqual(['A', 'B']);
    expect(settled.map(({ planned, outcome }) => [Number(planned.change.id), outcome.kind])).toEqual([
      [1, 'done'],
      [2, 'done'],
      [4, 'done'],
    ]);
    expect(creator.count()).toBe(2);
  });

  it('writes a line of each tag before it is sent, and what became of it', () => {
    const answer = (name: string, id: TagId): CreatedTag =>
      name === 'B' ? { kind: 'failed', reason: 'No.' } : { kind: 'created', id };
    const { context, run, creator, lines } = given({ answer });
    const chunk = [rowOf(1, { name: 'A' }), rowOf(2, { name: 'B' })];
    const settled = sendChunk(context, run, chunk, new Map(), () => {}, creator);
    expect(lines).toEqual(['Sent A', 'Sent B', 'Done', 'Failed: No.']);
    expect(settled.map(({ outcome }) => outcome.kind)).toEqual(['done', 'refused']);
  });

  it('throws what ends the run, sends nothing of the chunk, and creates nothing again', () => {
    let isDown = true;
    const answer = (_name: string, id: TagId): CreatedTag => {
      if (isDown) throw new ServiceDown('Silence', 'Later.');
      return { kind: 'created', id };
    };
    const { context, run, creator, tags, lines } = given({ answer });
    const send = () => sendChunk(context, run, [rowOf(1, { name: 'A' })], new Map(), () => {}, creator);
    expect(send).toThrow(ServiceDown);
    expect(lines).toEqual(['Sent A', 'Not known']);
    isDown = false;
    expect(send().map(({ outcome }) => outcome.kind)).toEqual(['refused']);
    expect(tags).toEqual([]);
  });
});
