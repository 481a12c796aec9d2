import { describe, expect, it } from 'vitest';
import type { OpenDocument } from '../../../src/platform/platform.ts';
import {
  asUnfinished,
  changeRunRecord,
  loadRunRecord,
  unfinishedRuns,
} from '../../../src/sync/run/run-record.ts';
import { endIfWaiting, stopRun } from '../../../src/sync/run/stop.ts';
import type { UnfinishedRun } from '../../../src/sync/run/unfinished-run.ts';
import { fakeLock } from '../../support/fake-lock.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

const runs = ['later', 'earlier'].map((run, index): UnfinishedRun => {
  return {
    ...{ run, kind: 'sync', startedBy: 'Sync now', sheetId: index, startedMs: 1_000 - index },
    ...{ notBeforeMs: 0, isDown: false, rows: 'all', phase: 'sending', isDaily: false },
  };
});

function given(): { document: OpenDocument; left: () => string[] } {
  const properties = fakeProperties();
  changeRunRecord(properties, asUnfinished(runs));
  const workbook = { tableById: () => undefined };
  const document = { properties, lock: fakeLock(), workbook } as unknown as OpenDocument;
  return { document, left: () => unfinishedRuns(loadRunRecord(properties)).map(({ run }) => run) };
}

describe('stopRun()', () => {
  it('ends all runs that wait, and gives them', () => {
    const { document, left } = given();
    expect(stopRun(document, 5_000)).toEqual({ kind: 'ended', ended: runs });
    expect(left()).toEqual([]);
  });

  it('gives those that wait while another one is in progress, which ends them', () => {
    const { document } = given();
    document.lock.run(0, () => {
      expect(stopRun(document, 5_000)).toMatchObject({ kind: 'in-progress', ended: [{ run: 'earlier' }] });
    });
  });
});

describe('endIfWaiting()', () => {
  it('ends the run that is named, and leaves one that began after somebody asked to stop', () => {
    const { document, left } = given();
    expect(endIfWaiting(document, 5_000, 'earlier')).toMatchObject({ ended: [{ run: 'earlier' }] });
    expect(left()).toEqual(['later']);
    expect(endIfWaiting(document, 5_000, 'earlier').kind).toBe('none');
  });
});
