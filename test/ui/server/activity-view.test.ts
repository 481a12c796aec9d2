/** What the sidebar learns about the run in progress and the next one. */
import { describe, expect, it } from 'vitest';
import { allWeekdays } from '../../../src/sync/daily/schedule.ts';
import { noProgress, saveProgress } from '../../../src/sync/run/progress.ts';
import { changeRunRecord } from '../../../src/sync/run/run-record.ts';
import { askToStop } from '../../../src/sync/run/stop.ts';
import type { UnfinishedFill, UnfinishedRun, UnfinishedSync } from '../../../src/sync/run/unfinished-run.ts';
import { activityView } from '../../../src/ui/server/activity-view.ts';
import { nextRunText } from '../../../src/ui/server/schedule-view.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

const nowMs = Date.UTC(2026, 10, 23, 12);

const sync: UnfinishedSync = {
  ...{ run: 'r1', kind: 'sync', startedBy: 'Sync now', sheetId: 7, phase: 'sending', rows: 'all' },
  ...{ isDaily: false, notBeforeMs: 0, isDown: false },
};
const fill: UnfinishedFill = {
  ...{ run: 'r1', kind: 'fill', startedBy: 'Fill in from Keap', sheetId: 7, rows: 'all' },
  ...{ overwrite: false, afterId: 0, notBeforeMs: nowMs + 12 * 3_600_000, isDown: false },
};

function given(unfinished: UnfinishedRun = sync, aliveUntilMs = nowMs + 60_000) {
  const properties = fakeProperties();
  changeRunRecord(properties, { unfinished });
  saveProgress(properties, {
    ...{ ...noProgress, run: 'r1', done: 40, total: 100, failed: 2, calls: 42 },
    ...{ msPerContact: 2_000, aliveUntilMs },
  });
  return properties;
}

const calendar = { timeZone: 'Etc/UTC', locale: 'en-GB' };
const view = (properties: ReturnType<typeof fakeProperties>) =>
  activityView(properties, () => 'Contacts', nowMs, calendar);

describe('activityView()', () => {
  it('is idle if nothing is unfinished', () => {
    expect(view(fakeProperties())).toEqual({ kind: 'idle', lastEndedMs: 0 });
  });

  it('says when the last run ended, so that a sidebar notices one that it did not see running', () => {
    const properties = fakeProperties();
    changeRunRecord(properties, { last: { sentence: '3 synced.', endedMs: nowMs - 5_000 } });
    expect(view(properties)).toEqual({ kind: 'idle', lastEndedMs: nowMs - 5_000 });
  });

  it('reports the progress of a run, the time left, and that it is stopping', () => {
    const properties = given();
    const running = {
      kind: 'running',
      title: 'Syncing "Contacts"',
      done: 40,
      total: 100,
      failed: 2,
      calls: 42,
    };
    expect(view(properties)).toEqual({ ...running, minutesLeft: 2, isStopping: false });
    askToStop(properties, nowMs);
    expect(view(properties)).toMatchObject({ isStopping: true });
  });

  it('treats a run that cannot be alive any more as one that continues automatically', () => {
    expect(view(given(sync, nowMs - 1))).toEqual({
      ...{ kind: 'waiting', title: 'Syncing "Contacts"', left: 60 },
      sentence: 'It continues automatically within the hour, or right away if you start it again.',
    });
  });

  it('says when the limit that it waits for ends', () => {
    expect(view(given(fill, 0))).toMatchObject({
      title: 'Filling in "Contacts"',
      sentence: 'It continues automatically, but not before tomorrow at 00:00.',
    });
  });

  it('ignores the progress of another run', () => {
    expect(view(given({ ...sync, run: 'r2' }))).toMatchObject({ kind: 'waiting', left: 0 });
  });
});

const everyHour = Array.from({ length: 24 }, (_, hour) => hour);

describe('nextRunText()', () => {
  it.each([
    ['later today', 15, '2026-11-22', 'today at 15:00 or up to an hour later'],
    ['tomorrow', 6, '2026-11-23', 'tomorrow at 06:00 or up to an hour later'],
    ['a missed hour', 6, '2026-11-22', 'within the next hour'],
    ['never done', 6, undefined, 'within the next hour'],
    ['done by an earlier version', 6, '2026-11-23', 'tomorrow at 06:00 or up to an hour later'],
  ])('%s', (_name, hour, done, text) => {
    const times = { hours: [hour], weekdays: allWeekdays };
    expect(nextRunText({ times, calendar, done, nowMs })).toBe(text);
  });

  it.each([
    ['every hour', everyHour, allWeekdays, '2026-11-23 12', 'today at 13:00 or up to an hour later'],
    ['a missed hour of many', everyHour, allWeekdays, '2026-11-23 11', 'within the next hour'],
    ['the next of several', [8, 17], allWeekdays, '2026-11-23 08', 'today at 17:00 or up to an hour later'],
    [
      'the first of tomorrow',
      [8, 12],
      allWeekdays,
      '2026-11-23 12',
      'tomorrow at 08:00 or up to an hour later',
    ],
    ['a day of the next week', [8], [1], '2026-11-23 08', 'on 30 November at 08:00 or up to an hour later'],
  ])('%s', (_name, hours, weekdays, done, text) => {
    expect(nextRunText({ times: { hours, weekdays }, calendar, done, nowMs })).toBe(text);
  });
});
