import { describe, expect, it } from 'vitest';
import { loadSchedule, saveSchedule } from '../../../src/sync/daily/schedule.ts';
import { scheduledFillIn } from '../../../src/sync/daily/scheduled-fill.ts';
import { loadRunRecord } from '../../../src/sync/run/run-record.ts';
import { storedRun, type UnfinishedFill, unfinishedIn } from '../../../src/sync/run/unfinished-run.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

describe('what a schedule fills in', () => {
  const fill = { when: 'after', columns: ['City', 'Opt status'], overwrite: true } as const;

  it.each([
    [undefined],
    [null],
    ['after'],
    [{}],
    [{ ...fill, when: 'during' }],
    [{ ...fill, columns: [] }],
    [{ ...fill, columns: 'City' }],
    [{ ...fill, columns: [1, ''] }],
    [{ ...fill, columns: Array.from({ length: 101 }, (_, index) => `F${index}`) }],
  ])('is nothing where this is stored: %j', (stored) => {
    expect(scheduledFillIn(stored)).toBeUndefined();
  });

  it('names each column once, and overwrites only where that is said', () => {
    const { overwrite: _overwrite, ...blankOnly } = { ...fill, columns: ['City', 'City'] };
    expect(scheduledFillIn(blankOnly)).toEqual({ when: 'after', columns: ['City'], overwrite: false });
  });

  it('is read as it was saved, and as nothing from an earlier version', () => {
    const properties = fakeProperties();
    const schedule = {
      ...loadSchedule(properties),
      isOn: true,
      fill,
      fillSince: '2026-11-23 06',
      compares: true,
    };
    saveSchedule(properties, schedule);
    expect(loadSchedule(properties)).toEqual(schedule);
    properties.set('schedule', JSON.stringify({ version: 1, isOn: true, hour: 6 }));
    expect(loadSchedule(properties).fill).toBeUndefined();
  });
});

describe('an unfinished scheduled fill-in', () => {
  const base = { run: 'a', startedBy: 'Scheduled fill', sheetId: 5, notBeforeMs: 0, isDown: false };
  const unfinished: UnfinishedFill = { ...base, kind: 'fill', rows: 'all', overwrite: true, afterId: 7 };

  it('is read as it was stored', () => {
    const scheduled = { ...unfinished, isScheduled: true } as const;
    expect(unfinishedIn(storedRun(scheduled))).toEqual(scheduled);
    expect(unfinishedIn(storedRun(unfinished))).toEqual(unfinished);
  });

  it('has a kind that an earlier version does not take for a fill-in of all columns', () => {
    const stored = storedRun({ ...unfinished, isScheduled: true });
    expect(stored).not.toMatchObject({ kind: expect.stringMatching(/^fill/) });
    const properties = fakeProperties();
    properties.set('run', JSON.stringify({ version: 2, unfinished: { ...stored, kind: 'a later kind' } }));
    expect(loadRunRecord(properties).unfinished).toMatchObject({ kind: 'sync', rows: 'all' });
  });
});
