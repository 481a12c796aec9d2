import { expect, it } from 'vitest';
import { changeRunRecord, loadRunRecord, maxUndoable } from '../../../src/sync/run/run-record.ts';
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
  expect(loadRunRecord(properties).doneSheets).toHaveLength(20);
  // Room for the unfinished runs of six sheets.
  expect(properties.get('run')?.length).toBeLessThan(7_500);
});
