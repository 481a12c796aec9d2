import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TagId } from '../../../src/keap/contacts/contact.ts';
import type { ContactService } from '../../../src/keap/contacts/contact-service.ts';
import { tagsField } from '../../../src/keap/contacts/tags.ts';
import type { Cell } from '../../../src/platform/table.ts';
import { runSync } from '../../../src/sync/push/push.ts';
import { saveChoices } from '../../../src/sync/sheet/column-choices.ts';
import { sheetReader } from '../../../src/sync/sheet/sheet-reader.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { fakeLock } from '../../support/fake-lock.ts';
import { fakeLog } from '../../support/fake-log.ts';
import { fakeProperties } from '../../support/fake-properties.ts';
import { type FakeTable, fakeTable } from '../../support/fake-table.ts';
import { fakeWorkbook } from '../../support/fake-workbook.ts';
import { noApiNotice } from '../../support/no-api-notice.ts';

const headers = ['Contact ID', 'First name', 'Tags', 'Remove tags', 'Opt-out reason'];
const known = ['A', 'B', 'C', 'Two, words'].map((name, index) => ({ id: String(index + 1) as TagId, name }));

const tagText = fc
  .array(fc.constantFrom('a', 'B', '3', '"two, WORDS"', 'A', 'Unknown'), { maxLength: 3 })
  .map((names) => names.join(', '));
const row = fc.tuple(
  fc.integer({ min: 1, max: 8 }),
  fc.constantFrom<Cell>('', 'Ana'),
  tagText,
  fc.oneof({ weight: 2, arbitrary: fc.constant('') }, tagText),
  fc.constantFrom<Cell>('', '', '', 'Asked to leave'),
);
const owned = fc.array(fc.subarray(known.map(({ id }) => id)), { minLength: 8, maxLength: 8 });

/** A Keap that keeps the tags of contacts 1 to 8, and counts what it is asked to change. */
function given(table: FakeTable, before: readonly (readonly TagId[])[]) {
  const tags = new Map(before.map((ids, index) => [index + 1, new Set(ids)]));
  const names = new Map<number, string>();
  const properties = fakeProperties();
  saveChoices(properties, table.sheetId, [
    { header: 'Tags', meaning: 'tags', blankClears: false },
    { header: 'Remove tags', meaning: 'remove-tags', blankClears: false },
  ]);
  const clock = fakeClock();
  let changed = 0;
  const service: ContactService = {
    api: () => 'XML-RPC',
    batchSize: () => 50,
    load: (ids, fields) =>
      ids.map((id) => ({
        kind: 'found',
        fields: new Map(
          fields.map((name) => [
            name,
            name === tagsField ? [...(tags.get(id) ?? [])].join() : (names.get(id) ?? ''),
          ]),
        ),
      })),
    customFields: () => new Map(),
    allCustomFields: () => [],
    tags: () => known,
    createTags: () => [],
    find: () => [],
    create: () => [],
    optStates: () => [],
    apply: (changes) =>
      changes.map((change) => {
        names.set(change.id, change.fields.get('FirstName') ?? '');
        for (const { id } of change.tags?.apply ?? []) {
          if (id === undefined || tags.get(change.id)?.has(id) === true) throw new Error('Applied in vain');
          tags.get(change.id)?.add(id);
          changed++;
        }
        for (const { id } of change.tags?.remove ?? []) {
          if (id === undefined || tags.get(change.id)?.delete(id) !== true)
            throw new Error('Removed in vain');
          changed++;
        }
        return { kind: 'done' };
      }),
  };
  const sync = () => {
    changed = 0;
    clock.advance(1_000);
    runSync(
      {
        ...{ table, service, account: 'app1', clock, log: fakeLog(), startedMs: clock.nowMs() },
        ...{ read: sheetReader(table, properties), chunks: { first: 3, max: 6 } },
        ...{ calls: () => 0, isCurrent: () => true, notify: () => {}, apiNotice: noApiNotice },
        document: {
          workbook: fakeWorkbook(table),
          ...{ properties, lock: fakeLock(), settingsLock: fakeLock() },
        },
      },
      { kind: 'all' },
      { startedBy: 'Sync now' },
    );
    return changed;
  };
  return { tags, sync };
}

const idsIn = (text: string) =>
  text === ''
    ? []
    : text
        .replace('"two, WORDS"', 'two words')
        .split(', ')
        .flatMap((one) => {
          const index = ['a', 'b', 'c', 'two words'].indexOf(one.toLowerCase());
          return index < 0 ? (one === '3' ? ['3'] : []) : [String(index + 1)];
        });

it('a sync changes only the tags that a synced row names, once, and says Synced only of those', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 10 }), owned, (rows, before) => {
      const table = fakeTable([headers, ...rows.map((one): Cell[] => [...one])]);
      const { tags, sync } = given(table, before);
      sync();
      const status = (table.cells[0] ?? []).indexOf('Keap status');
      const synced = table.cells.slice(1).filter((one) => one[status] === 'Synced');
      for (let id = 1; id <= 8; id++) {
        const own = synced.find((one) => one[0] === id);
        const apply = idsIn(String(own?.[2] ?? ''));
        const remove = new Set(idsIn(String(own?.[3] ?? '')));
        const wanted = new Set([...(before[id - 1] ?? []), ...apply].filter((one) => !remove.has(one)));
        expect([...(tags.get(id) ?? [])].sort()).toEqual([...wanted].sort());
      }
      expect(sync()).toBe(0);
    }),
  );
});
