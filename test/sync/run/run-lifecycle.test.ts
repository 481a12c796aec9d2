import { describe, expect, it } from 'vitest';
import { QuotaSpent, ServiceDown } from '../../../src/errors.ts';
import type { ContactService } from '../../../src/keap/contacts/contact-service.ts';
import { runInChunks } from '../../../src/sync/run/in-chunks.ts';
import type { RunContext } from '../../../src/sync/run/run-context.ts';
import { type OpenRun, RunIsOver, type RunStart, runUnderLock } from '../../../src/sync/run/run-lifecycle.ts';
import { changeRunRecord, loadRunRecord } from '../../../src/sync/run/run-record.ts';
import type { UnfinishedSync } from '../../../src/sync/run/unfinished-run.ts';
import { sheetReader } from '../../../src/sync/sheet/sheet-reader.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { fakeLock } from '../../support/fake-lock.ts';
import { fakeLog } from '../../support/fake-log.ts';
import { fakeProperties } from '../../support/fake-properties.ts';
import { fakeTable } from '../../support/fake-table.ts';
import { fakeWorkbook } from '../../support/fake-workbook.ts';
import { noApiNotice } from '../../support/no-api-notice.ts';

const service: ContactService = {
  api: () => 'XML-RPC',
  batchSize: () => 50,
  load: () => [],
  customFields: () => new Map(),
  allCustomFields: () => [],
  tags: () => [],
  createTags: () => [],
  optStates: () => [],
  find: () => [],
  create: () => [],
  apply: () => [],
};

function given(stored?: string) {
  const properties = fakeProperties(stored === undefined ? {} : { run: stored });
  const table = fakeTable([['Contact ID', 'Email']]);
  const clock = fakeClock();
  const log = fakeLog();
  const context: RunContext = {
    ...{
      table,
      read: sheetReader(table, properties),
      service,
      account: 'app1',
      calls: () => 0,
      isCurrent: () => true,
    },
    ...{ clock, log, startedMs: clock.nowMs(), chunks: { first: 2, max: 4 } },
    document: { workbook: fakeWorkbook(table), properties, lock: fakeLock(), settingsLock: fakeLock() },
    ...{ apiNotice: noApiNotice, notify: () => {} },
  };
  const unfinished = () => loadRunRecord(properties).unfinished;
  return { properties, context, clock, log, unfinished };
}

/** A sync of all rows, that covers any unfinished sync. */
const whole: RunStart<UnfinishedSync> = {
  startedBy: 'Sync now',
  begin: (run) => ({ ...run, kind: 'sync', rows: 'all', phase: 'marking', isDaily: false }),
  takeUp: (unfinished) => (unfinished.kind === 'sync' ? { ...unfinished, rows: 'all' } : undefined),
};
const over = () => ({ sentence: 'Over.', isOver: true, failed: 0 });

describe('runUnderLock()', () => {
  it('leaves nothing of an unfinished run that it covers, not even of one that the first version stored', () => {
    for (const run of ['', '"run":"r0","kind":"sync","isWhole":false,']) {
      const { context, unfinished } = given(
        `{"version":1,"unfinished":{${run}"sheetId":7,"phase":"sending"}}`,
      );
      expect(unfinished()).toBeDefined();
      runUnderLock(context, whole, over);
      expect(unfinished()).toBeUndefined();
    }
  });

  it('takes a run of some rows up as one of all rows, under its name', () => {
    const { context, unfinished } = given(
      '{"version":2,"unfinished":{"run":"r0","kind":"sync","sheetId":7,"phase":"sending","isWhole":false}}',
    );
    runUnderLock(context, whole, (run) => {
      expect(run.state()).toMatchObject({ run: 'r0', rows: 'all' });
      return { ...over(), isOver: false };
    });
    expect(unfinished()).toMatchObject({ run: 'r0', rows: 'all' });
  });

  it('does nothing where the run to resume was ended while it waited for the lock', () => {
    const { context, unfinished } = given();
    const resuming = () => runUnderLock({ ...context, resumes: 'r0' }, whole, over);
    expect(resuming).toThrow(RunIsOver);
    expect(unfinished()).toBeUndefined();
  });

  it.each([
    ['of another kind', '"run":"r0","kind":"fill-in","sheetId":7,"phase":"sending","afterId":3'],
    ['of another sheet', '"run":"r0","kind":"sync","sheetId":8,"phase":"sending"'],
  ])('leaves an unfinished run %s as it was', (_name, text) => {
    const { context, unfinished } = given(`{"version":2,"unfinished":{${text}}}`);
    const before = unfinished();
    runUnderLock(context, whole, over);
    expect(unfinished()).toEqual(before);
    expect(unfinished()).toMatchObject({ run: 'r0' });
  });

  it('waits for a limit until it ends, and after silence for the next hour', () => {
    const { context, unfinished } = given();
    const endedBy = new QuotaSpent('spent', 'The quota is used up.', 9_000);
    runUnderLock(context, whole, () => ({ ...over(), isOver: false, endedBy }));
    expect(unfinished()).toMatchObject({ notBeforeMs: 9_000, isDown: false });
    const down = new ServiceDown('down', 'Keap is down.');
    runUnderLock(context, whole, () => ({ ...over(), isOver: false, endedBy: down }));
    expect(unfinished()).toMatchObject({ notBeforeMs: 0, isDown: true });
  });

  it('saves what changes with what else the record is to say', () => {
    const { context, properties, unfinished } = given();
    changeRunRecord(properties, { doneSlot: '2026-11-22' });
    runUnderLock(context, whole, (run) => {
      run.update({ phase: 'sending' }, { doneSlot: '2026-11-23' });
      expect(unfinished()).toMatchObject({ phase: 'sending' });
      return over();
    });
    expect(loadRunRecord(properties)).toMatchObject({ doneSlot: '2026-11-23', last: { sentence: 'Over.' } });
  });
});

describe('runInChunks()', () => {
  const items = [1, 2, 3, 4, 5, 6, 7];
  const run: Pick<OpenRun, 'isStopAsked' | 'endedEarly'> = {
    isStopAsked: () => false,
    endedEarly: () => undefined,
  };

  it('does all items in order, in growing chunks, with what a chunk did not reach first', () => {
    const chunks: number[][] = [];
    const reached: number[] = [];
    const end = runInChunks(given().context, run, {
      items,
      work(chunk) {
        chunks.push([...chunk]);
        return chunks.length === 1 ? chunk.slice(1) : [];
      },
      reached: (done) => reached.push(done),
    });
    expect(chunks).toEqual([
      [1, 2],
      [2, 3, 4, 5],
      [6, 7],
    ]);
    expect(reached).toEqual([1, 5, 7]);
    expect(end).toEqual({ left: [], isStopped: false, endedBy: undefined });
  });

  it('keeps what is left of a stop, of the time budget, and of a fault, which it logs', () => {
    const stopped = given();
    let chunks = 0;
    const work = () => {
      chunks++;
      return [];
    };
    const asked = { isStopAsked: () => chunks === 1, endedEarly: () => undefined };
    expect(runInChunks(stopped.context, asked, { items, work, reached: () => {} })).toMatchObject({
      left: [3, 4, 5, 6, 7],
      isStopped: true,
    });
    const slow = given();
    const late = () => {
      slow.clock.advance(5 * 60_000);
      return [];
    };
    expect(runInChunks(slow.context, run, { items, work: late, reached: () => {} }).left).toHaveLength(5);
    const faulty = given();
    const fail = () => {
      throw new ServiceDown('silence', 'Keap is down.');
    };
    const end = runInChunks(faulty.context, run, { items, work: fail, reached: () => {} });
    expect([end.left.length, end.endedBy?.message]).toEqual([7, 'silence']);
    expect(faulty.log.lines.join()).toContain('The run ended early: ServiceDown: silence');
  });
});
