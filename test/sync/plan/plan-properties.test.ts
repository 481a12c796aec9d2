import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContactService } from '../../../src/keap/contacts/contact-service.ts';
import type { Cell } from '../../../src/platform/table.ts';
import { planSync } from '../../../src/sync/plan/plan.ts';
import { planToken, planTokenFrom } from '../../../src/sync/plan/plan-token.ts';
import { runSync } from '../../../src/sync/push/push.ts';
import { findColumns } from '../../../src/sync/sheet/columns.ts';
import { sheetReader } from '../../../src/sync/sheet/sheet-reader.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { fakeLock } from '../../support/fake-lock.ts';
import { fakeLog } from '../../support/fake-log.ts';
import { fakeProperties } from '../../support/fake-properties.ts';
import { type FakeTable, fakeTable } from '../../support/fake-table.ts';
import { fakeWorkbook } from '../../support/fake-workbook.ts';
import { noApiNotice } from '../../support/no-api-notice.ts';

const headers = ['Contact ID', 'Email', 'First name', 'Birthday', 'Opt-out reason', 'Opt-in reason', 'Mood'];

const cell: fc.Arbitrary<Cell> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Cell>('') },
  fc.string({ maxLength: 12 }),
  fc.constantFrom<Cell>('a@example.com', ' b@example.com ', '=1+1', '#REF!', '007', true, false),
  fc.integer({ min: -5, max: 9 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2099-12-31') }),
);

const id: fc.Arbitrary<Cell> = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 9 }) },
  fc.constantFrom<Cell>('', 'x', '3', 0, 1.5),
);

/** A sheet with these columns in any order, and rows of any mix of values; some ids occur more than once. */
const sheet = fc
  .tuple(
    fc.shuffledSubarray(headers, { minLength: headers.length }),
    fc.array(fc.tuple(id, fc.array(cell, { minLength: 6, maxLength: 6 })), { maxLength: 12 }),
  )
  .map(([order, rows]): Cell[][] => {
    const arrange = (ordered: readonly Cell[]) => order.map((name) => ordered[headers.indexOf(name)] ?? '');
    return [[...order], ...rows.map(([own, others]) => arrange([own, ...others]))];
  });

/** A Keap that keeps what it is given, so that a later reading finds it. */
function given(table: FakeTable) {
  const keap = new Map<number, Map<string, string>>();
  const properties = fakeProperties();
  const clock = fakeClock();
  let applied = 0;
  const service: ContactService = {
    api: () => 'XML-RPC',
    batchSize: () => 50,
    load: (ids, fields) =>
      ids.map((one) => ({
        kind: 'found',
        fields: new Map(fields.map((name) => [name, keap.get(one)?.get(name) ?? ''])),
      })),
    customFields: () => new Map(),
    allCustomFields: () => [],
    tags: () => [],
    createTags: () => [],
    optStates: () => [],
    find: () => [],
    create: () => [],
    apply(changes) {
      applied += changes.length;
      for (const change of changes) {
        const own = keap.get(change.id) ?? new Map<string, string>();
        keap.set(change.id, new Map([...own, ...change.fields]));
      }
      return changes.map(() => ({ kind: 'done' }));
    },
  };
  const sync = () => {
    applied = 0;
    clock.advance(1_000);
    const document = {
      workbook: fakeWorkbook(table),
      properties,
      lock: fakeLock(),
      settingsLock: fakeLock(),
    };
    runSync(
      {
        ...{ table, service, account: 'app1', clock, log: fakeLog(), document, startedMs: clock.nowMs() },
        ...{ read: sheetReader(table, properties), chunks: { first: 3, max: 6 } },
        ...{ calls: () => 0, isCurrent: () => true, notify: () => {}, apiNotice: noApiNotice },
      },
      { kind: 'all' },
      { startedBy: 'Sync now' },
    );
    return applied;
  };
  return { keap, sync };
}

describe('a sync of any sheet', () => {
  it('sends nothing a second time, and leaves no row Waiting', () => {
    fc.assert(
      fc.property(sheet, (cells) => {
        const table = fakeTable(cells);
        const { sync } = given(table);
        sync();
        const status = (table.cells[0] ?? []).indexOf('Keap status');
        expect(table.cells.slice(1).map((row) => row[status])).not.toContain('Waiting');
        const before = table.cells.map((row) => row.slice(0, headers.length));
        expect(sync()).toBe(0);
        expect(table.cells.map((row) => row.slice(0, headers.length))).toEqual(before);
      }),
    );
  });

  it('sends only what the row names after any edit, and nothing for other contacts', () => {
    fc.assert(
      fc.property(sheet, fc.nat(), fc.nat({ max: 6 }), cell, (cells, at, column, value) => {
        const table = fakeTable(cells);
        const { keap, sync } = given(table);
        sync();
        const before = new Map(keap);
        const row = table.cells[1 + (at % Math.max(1, cells.length - 1))];
        const idIndex = (table.cells[0] ?? []).indexOf('Contact ID');
        const touched = new Set([String(row?.[idIndex]).trim()]);
        row?.splice(column, 1, value);
        touched.add(String(row?.[idIndex]).trim());
        sync();
        for (const [contact, fields] of keap) {
          if (!touched.has(String(contact))) expect(fields).toBe(before.get(contact));
        }
      }),
    );
  });
});

describe('planToken()', () => {
  it('names the rows of its plan and no edited one', () => {
    fc.assert(
      fc.property(sheet, (cells) => {
        const grid = { cells, timeZone: 'Etc/UTC' };
        const plan = planSync({ grid, columns: findColumns(grid, 'Contacts') }, 'app1', { kind: 'all' });
        const known = planTokenFrom(
          planToken(
            plan.changes.map(({ fingerprint }) => fingerprint),
            [],
          ),
        );
        const other = planSync({ grid, columns: findColumns(grid, 'Contacts') }, 'app2', { kind: 'all' });
        expect(plan.changes.every(({ fingerprint }) => known?.has(fingerprint) === true)).toBe(true);
        expect(other.changes.some(({ fingerprint }) => known?.has(fingerprint) === true)).toBe(false);
      }),
    );
  });
});
