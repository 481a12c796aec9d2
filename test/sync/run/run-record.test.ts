import { expect, it } from 'vitest';
import {
  asUnfinished,
  changeRunRecord,
  loadRunRecord,
  maxUndoable,
} from '../../../src/sync/run/run-record.ts';
import type { UnfinishedRun } from '../../../src/sync/run/unfinished-run.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

it('changeRunRecord() fits into one property of 9 KB with the schedules of 20 sheets and all runs that it keeps', () => {
  const properties = fakeProperties();
  const startedMs = 1_795_435_204_428;
  const named = { run: '2026-11-23 12:00:04 +00:00', startedBy: 'Sync after a preview', startedMs };
  const ids = (count: number) => Array.from({ length: count }, (_, index) => 2_000_000_000 + index);
  const account = 'a-long-application-name.infusionsoft.com';
  for (const sheetId of ids(20)) {
    const took = { scheduledMs: 5_400_000, comparedMs: 5_400_000 };
    changeRunRecord(properties, {
      doneSheet: { sheetId, doneSlot: '2026-11-23 13', doneForMs: startedMs, ...took },
    });
  }
  changeRunRecord(properties, {
    last: { sentence: 'x'.repeat(1_000), endedMs: startedMs, failed: 1_000 },
    undoable: ids(maxUndoable).map((sheetId) => ({ ...named, kind: 'sync', sheetId, account })),
  });
  const state = {
    notBeforeMs: startedMs,
    isDown: false,
    rows: 'all',
    phase: 'sending',
    isDaily: true,
  } as const;
  const reached = { done: 10_000, synced: 10_000, failed: 1_000, calls: 10_000 };
  const runs = ids(20).map((sheetId): UnfinishedRun => {
    return { ...named, ...state, kind: 'sync', sheetId, mayCreate: 10_000, mayCreateTags: 1_000, reached };
  });
  changeRunRecord(properties, asUnfinished(runs));
  const { doneSheets, interrupted } = loadRunRecord(properties);
  expect([doneSheets?.length, interrupted?.length]).toEqual([20, 8]);
  expect(properties.get('run')?.length).toBeLessThan(9_000);
});
