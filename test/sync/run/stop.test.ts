import { describe, expect, it } from 'vitest';
import { changeRunRecord, loadRunRecord, unfinishedRuns } from '../../../src/sync/run/run-record.ts';
import { askToStop, endIfWaiting, isStopAskedFor, stopRun } from '../../../src/sync/run/stop.ts';
import { storedRun, type UnfinishedSync, unfinishedIn } from '../../../src/sync/run/unfinished-run.ts';
import { fakeLock } from '../../support/fake-lock.ts';
import { fakeProperties } from '../../support/fake-properties.ts';
import { fakeTable } from '../../support/fake-table.ts';
import { fakeWorkbook } from '../../support/fake-workbook.ts';

function given() {
  const properties = fakeProperties();
  const table = fakeTable([['Contact ID']]);
  const syncOf = (run: string, startedMs: number): UnfinishedSync => {
    const state = { rows: 'all', phase: 'sending', isDaily: false } as const;
    return {
      ...{ kind: 'sync', run, startedBy: 'Sync now', sheetId: table.sheetId, startedMs },
      ...{ notBeforeMs: 0, isDown: false, ...state },
    };
  };
  changeRunRecord(properties, { unfinished: syncOf('newer', 2_000), interrupted: [syncOf('older', 1_000)] });
  const document = { properties, lock: fakeLock(), workbook: fakeWorkbook(table) };
  const left = () => unfinishedRuns(loadRunRecord(properties)).map(({ run }) => run);
  return { properties, document, left, syncOf };
}

describe('a request to stop', () => {
  it('ends all runs that wait', () => {
    const { document, left } = given();
    expect(stopRun(document, 3_000)).toMatchObject({
      kind: 'ended',
      runs: [{ run: 'newer' }, { run: 'older' }],
    });
    expect(left()).toEqual([]);
    expect(stopRun(document, 4_000)).toEqual({ kind: 'none' });
  });

  it('is about no run that has begun since', () => {
    const { document, properties, left } = given();
    askToStop(properties, 1_500);
    endIfWaiting(document, 3_000, (run) => isStopAskedFor(properties, run));
    expect(left()).toEqual(['newer']);
    expect(endIfWaiting(document, 3_000, (run) => isStopAskedFor(properties, run))).toEqual({ kind: 'none' });
    expect(left()).toEqual(['newer']);
  });
});

describe('what an unfinished run has reached', () => {
  it('is read as it was stored, and as nothing where it is damaged', () => {
    const { syncOf } = given();
    const reached = { done: 6, synced: 5, failed: 1, calls: 9 };
    const run = { ...syncOf('a', 1), reached };
    expect(unfinishedIn(storedRun(run))).toEqual(run);
    expect(unfinishedIn({ ...storedRun(run), reached: { done: 'x' } })).toMatchObject({
      reached: { done: 0, synced: 0, failed: 0, calls: 0 },
    });
    expect(unfinishedIn({ ...storedRun(run), reached: 7 })).toEqual(syncOf('a', 1));
  });
});
