import { describe, expect, it } from 'vitest';
import { storedRun, type UnfinishedSync, unfinishedIn } from '../../../src/sync/run/unfinished-run.ts';

describe('what an unfinished run has reached', () => {
  const sync: UnfinishedSync = {
    ...{
      kind: 'sync',
      run: 'a',
      startedBy: 'Sync now',
      sheetId: 5,
      startedMs: 1,
      notBeforeMs: 0,
      isDown: false,
    },
    ...{ rows: 'all', phase: 'sending', isDaily: false },
  };

  it('is read as it was stored, and as nothing where it is damaged', () => {
    const run = { ...sync, reached: { done: 6, synced: 5, failed: 1, calls: 9 } };
    expect(unfinishedIn(storedRun(run))).toEqual(run);
    expect(unfinishedIn({ ...storedRun(run), reached: { done: 'x' } })).toMatchObject({
      reached: { done: 0, synced: 0, failed: 0, calls: 0 },
    });
    expect(unfinishedIn({ ...storedRun(run), reached: 7 })).toEqual(sync);
  });
});
