import { describe, expect, it } from 'vitest';
import { Busy, QuotaSpent, SettingsWrong } from '../../../src/errors.ts';
import type { ContactService } from '../../../src/keap/contacts/contact-service.ts';
import type { Outcome } from '../../../src/keap/contacts/outcome.ts';
import type { Cell } from '../../../src/platform/table.ts';
import { runSync } from '../../../src/sync/push/push.ts';
import { reportSentence } from '../../../src/sync/run/report.ts';
import { loadRunRecord } from '../../../src/sync/run/run-record.ts';
import { askToStop } from '../../../src/sync/run/stop.ts';
import { sheetReader } from '../../../src/sync/sheet/sheet-reader.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { fakeLock } from '../../support/fake-lock.ts';
import { fakeLog } from '../../support/fake-log.ts';
import { fakeProperties } from '../../support/fake-properties.ts';
import { fakeTable } from '../../support/fake-table.ts';
import { fakeWorkbook } from '../../support/fake-workbook.ts';
import { noApiNotice } from '../../support/no-api-notice.ts';

const rows = (count: number): Cell[][] => [
  ['Contact ID', 'Email'],
  ...Array.from({ length: count }, (_, index) => [index + 1, `c${index + 1}@example.com`]),
];

/** A sheet of `count` contacts before a Keap that `apply` plays. */
function given(count: number, apply: (ids: number[], chunk: number) => Outcome = () => ({ kind: 'done' })) {
  const clock = fakeClock();
  const properties = fakeProperties();
  const table = fakeTable(rows(count));
  const lock = fakeLock();
  const chunks: number[][] = [];
  const service: ContactService = {
    api: () => 'XML-RPC',
    batchSize: () => 50,
    load: (ids, fields) =>
      ids.map(() => ({ kind: 'found', fields: new Map(fields.map((name) => [name, 'old'])) })),
    customFields: () => new Map(),
    allCustomFields: () => [],
    tags: () => [],
    createTags: () => [],
    optStates: () => [],
    find: () => [],
    create: () => [],
    apply(changes) {
      const ids = changes.map(({ id }) => Number(id));
      chunks.push(ids);
      return changes.map(() => apply(ids, chunks.length));
    },
  };
  const workbook = fakeWorkbook(table);
  const run = (kind: 'all' | 'waiting' = 'all', doneSlot?: string) =>
    runSync(
      {
        ...{ table, service, account: 'app1', clock, log: fakeLog(), startedMs: clock.nowMs() },
        ...{
          document: { workbook, properties, lock, settingsLock: fakeLock() },
          chunks: { first: 25, max: 50 },
        },
        ...{
          read: sheetReader(table, properties),
          calls: () => 0,
          isCurrent: () => true,
          notify: () => {},
          apiNotice: noApiNotice,
        },
      },
      { kind },
      { startedBy: 'Sync now', ...(doneSlot === undefined ? {} : { daily: { doneSlot } }) },
    ).report;
  const statuses = () => table.cells.slice(1).map((row) => row[2]);
  return { clock, properties, table, workbook, lock, chunks, run, statuses };
}

describe('runSync()', () => {
  it('sends chunk by chunk and writes each before the next', () => {
    const { run, chunks, table, statuses } = given(250, ([firstId = 0]) => {
      expect(
        statuses()
          .slice(0, firstId - 1)
          .every((status) => status === 'Synced'),
      ).toBe(true);
      expect(statuses()[firstId - 1]).toBe('Waiting');
      return { kind: 'done' };
    });
    expect(run()).toMatchObject({ synced: 250, waiting: 0 });
    expect(chunks.map(({ length }) => length)).toEqual([25, 50, 50, 50, 50, 25]);
    expect(new Set(statuses())).toEqual(new Set(['Synced']));
    expect(table.calls.length).toBeLessThan(26);
  });

  it('costs as many service calls for 2,000 rows as for 200, but for a few per chunk', () => {
    const callsOf = (count: number) => {
      const world = given(count);
      world.run();
      return world.table.calls.length;
    };
    const perChunk = (callsOf(2_000) - callsOf(200)) / 36;
    expect(perChunk).toBeLessThanOrEqual(4);
  });

  it('stops at the time budget, leaves the rest waiting, and later sends only the rest', () => {
    const world = given(250, () => {
      world.clock.advance(4_000);
      return { kind: 'failed', reason: 'no' };
    });
    const startedMs = world.clock.nowMs();
    const report = world.run();
    expect(report.failed + report.waiting).toBe(250);
    expect(report.failed).toBeGreaterThan(50);
    expect(world.clock.nowMs() - startedMs).toBeLessThan(6 * 60_000);
    expect(reportSentence(report, world.clock.nowMs(), world.workbook.calendar())).toContain(
      'The next run continues with the remaining rows.',
    );
    expect(loadRunRecord(world.properties).unfinished).toMatchObject({ sheetId: 7, phase: 'sending' });
    while (loadRunRecord(world.properties).unfinished !== undefined) world.run('waiting');
    expect(world.chunks.flat()).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
    expect(loadRunRecord(world.properties).unfinished).toBeUndefined();
  });

  it('ends properly when the account has a fault, and says so', () => {
    const world = given(250, (_ids, chunk) => {
      if (chunk === 2) throw new QuotaSpent('spent', 'The quota is used up.', 1);
      return { kind: 'done' };
    });
    const report = world.run();
    expect(report).toMatchObject({ synced: 25, waiting: 225 });
    expect(reportSentence(report, 0, world.workbook.calendar())).toBe(
      '25 synced, 225 waiting, 0 unchanged. The quota is used up. The run continues automatically today at 00:00 or shortly after.',
    );
    expect(new Set(world.statuses().slice(25))).toEqual(new Set(['Waiting']));
    expect(loadRunRecord(world.properties).unfinished).toBeDefined();
  });

  it('stops after the chunk in flight when asked, and is not resumed', () => {
    const world = given(250, () => {
      askToStop(world.properties, world.clock.nowMs());
      return { kind: 'done' };
    });
    expect(world.run()).toMatchObject({ synced: 25, waiting: 225, isStopped: true });
    expect(loadRunRecord(world.properties).unfinished).toBeUndefined();
    world.clock.advance(1);
    expect(world.run()).toMatchObject({ synced: 25, unchanged: 25 });
  });

  it('says that another sync is running, and touches nothing', () => {
    const world = given(3);
    world.lock.run(0, () => {
      expect(() => world.run()).toThrow(Busy);
    });
    expect(world.table.calls).toEqual([]);
  });

  it('releases the lock and clears its record when the sheet cannot be read', () => {
    const world = given(0);
    world.table.cells.splice(0, 1, ['Email']);
    expect(() => world.run()).toThrow(SettingsWrong);
    expect(world.lock.isHeld()).toBe(false);
    expect(loadRunRecord(world.properties).unfinished).toBeUndefined();
    expect(loadRunRecord(world.properties).last?.sentence).toContain('no column of contact ids');
  });

  it('notes the day as done only once every row says what is left', () => {
    const world = given(3, () => {
      expect(loadRunRecord(world.properties).doneSlot).toBe('2026-11-23');
      throw new Error('killed');
    });
    expect(() => world.run('all', '2026-11-23')).toThrow('killed');
    expect(loadRunRecord(world.properties).unfinished).toMatchObject({ sheetId: 7, phase: 'sending' });
  });
});
