import { describe, expect, it } from 'vitest';
import type { ContactService } from '../../../src/keap/contacts/contact-service.ts';
import type { Cell, Table, Workbook } from '../../../src/platform/table.ts';
import { readLog } from '../../../src/sync/log/log-sheet.ts';
import { runSync } from '../../../src/sync/push/push.ts';
import { loadRunRecord } from '../../../src/sync/run/run-record.ts';
import { sheetReader } from '../../../src/sync/sheet/sheet-reader.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { fakeLock } from '../../support/fake-lock.ts';
import { fakeLog } from '../../support/fake-log.ts';
import { fakeProperties } from '../../support/fake-properties.ts';
import { fakeTable } from '../../support/fake-table.ts';
import { fakeWorkbook } from '../../support/fake-workbook.ts';
import { noApiNotice } from '../../support/no-api-notice.ts';

class Killed extends Error {}

const rowCount = 12;
const ids = Array.from({ length: rowCount }, (_, index) => index + 1);

/** A sheet and a Keap that outlive executions, and executions of 12 rows in 3 chunks that can be killed at a call. */
function given() {
  const keap = new Map(ids.map((id) => [id, `old${id}@example.com`]));
  const writes: number[] = [];
  const table = fakeTable([
    ['Contact ID', 'Email'],
    ...ids.map((id): Cell[] => [id, `new${id}@example.com`]),
  ]);
  const workbook = fakeWorkbook(table);
  const properties = fakeProperties();
  const clock = fakeClock();
  const service: ContactService = {
    api: () => 'XML-RPC',
    batchSize: () => 50,
    load: (asked) =>
      asked.map((id) => ({ kind: 'found', fields: new Map([['Email', keap.get(Number(id)) ?? '']]) })),
    customFields: () => new Map(),
    allCustomFields: () => [],
    tags: () => [],
    createTags: () => [],
    optStates: () => [],
    find: () => [],
    create: () => [],
    apply(changes) {
      for (const { id, fields } of changes) {
        keap.set(Number(id), fields.get('Email') ?? '');
        writes.push(Number(id));
      }
      return changes.map(() => ({ kind: 'done' }));
    },
  };
  const execute = (kind: 'all' | 'waiting', deathAt = Number.POSITIVE_INFINITY, moment = 'before') => {
    let calls = 0;
    const live = <T>(work: () => T): T => {
      calls++;
      if (calls > deathAt || (calls === deathAt && moment === 'before')) throw new Killed();
      const value = work();
      if (calls === deathAt) throw new Killed();
      return value;
    };
    const mortal = (one: Table): Table => ({
      ...one,
      read: () => live(() => one.read()),
      write: (blocks) => live(() => one.write(blocks)),
      deleteRows: (row, count) => live(() => one.deleteRows(row, count)),
      layOut: (columns) => live(() => one.layOut(columns)),
    });
    const book: Workbook = {
      ...workbook,
      addTable: (name) => live(() => mortal(workbook.addTable(name))),
      tableByName(name) {
        const found = workbook.tableByName(name);
        return found === undefined ? undefined : mortal(found);
      },
    };
    const document = {
      workbook: book,
      // The lock of a killed execution is free again.
      lock: fakeLock(),
      settingsLock: fakeLock(),
      properties: {
        get: (key: string) => live(() => properties.get(key)),
        keys: () => live(() => properties.keys()),
        fresh: (key: string) => live(() => properties.fresh(key)),
        set: (key: string, value: string) => live(() => properties.set(key, value)),
        remove: (key: string) => live(() => properties.remove(key)),
      },
    };
    const mortalService: ContactService = {
      ...service,
      load: (asked, fields) => live(() => service.load(asked, fields)),
      apply: (changes) => live(() => service.apply(changes)),
    };
    clock.advance(1_000);
    const context = {
      ...{ table: mortal(table), service: mortalService, account: 'app1', clock, log: fakeLog(), document },
      ...{ startedMs: clock.nowMs(), chunks: { first: 4, max: 4 }, calls: () => 0, isCurrent: () => true },
      ...{ read: sheetReader(mortal(table), fakeProperties()), notify: () => {}, apiNotice: noApiNotice },
    };
    try {
      runSync(context, { kind }, { startedBy: 'Sync now' });
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
    return calls;
  };
  const statuses = () => table.cells.slice(1).map((row) => String(row[2]));
  const lines = () => readLog(workbook)?.lines ?? [];
  return { keap, writes, properties, table, execute, statuses, lines };
}

const undisturbedCalls = given().execute('all');

describe('a sync of 12 rows in 3 chunks', () => {
  it.each(['before', 'after'])(
    'R3 ends as an undisturbed one does when it is killed %s any call and resumed',
    (moment) => {
      expect(undisturbedCalls).toBeGreaterThan(35);
      for (let call = 1; call <= undisturbedCalls; call++) {
        const world = given();
        world.execute('all', call, moment);
        // Nothing says Synced that Keap does not have.
        world.statuses().forEach((status, index) => {
          const has = world.keap.get(index + 1);
          if (status === 'Synced')
            expect({ call, has }).toEqual({ call, has: `new${index + 1}@example.com` });
        });
        const { unfinished } = loadRunRecord(world.properties);
        if (unfinished !== undefined) {
          if (unfinished.kind !== 'sync') return expect.unreachable();
          expect(unfinished.rows).toBe('all');
          world.execute(unfinished.phase === 'marking' ? 'all' : 'waiting');
        } else if (world.statuses().some((status) => status !== 'Synced')) {
          world.execute('all');
        }
        expect({ call, statuses: world.statuses() }).toEqual({ call, statuses: ids.map(() => 'Synced') });
        expect([...world.keap.values()]).toEqual(ids.map((id) => `new${id}@example.com`));
        expect(loadRunRecord(world.properties).unfinished).toBeUndefined();
        // What Keap has taken is read afterwards, not written again; and the log knows each old value.
        expect({ call, writes: world.writes.length }).toEqual({ call, writes: rowCount });
        const old = new Map(world.lines().map(({ contact, oldValue }) => [Number(contact), oldValue]));
        expect(ids.map((id) => old.get(id))).toEqual(ids.map((id) => `old${id}@example.com`));
      }
    },
  );

  it('R3 is the same run to the log and to an undo, however many executions it took', () => {
    const world = given();
    world.execute('all', 43, 'after');
    world.execute('waiting');
    const runs = new Set(world.lines().map(({ run }) => run));
    expect(runs.size).toBe(1);
    expect([...runs]).toEqual(loadRunRecord(world.properties).undoable?.map(({ run }) => run));
    expect(world.lines().at(-1)).toMatchObject({ field: 'Summary', outcome: '12 synced, 0 unchanged.' });
  });
});
