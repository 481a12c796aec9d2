import { describe, expect, it } from 'vitest';
import { dueDay, loadSchedule, saveSchedule } from '../../../src/sync/daily/schedule.ts';
import { changeRunRecord, loadRunRecord } from '../../../src/sync/run/run-record.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

describe('dueDay()', () => {
  it.each([
    ['before the hour it is yesterday', 6, 'Europe/Berlin', '2026-11-23T04:59:00Z', '2026-11-22'],
    ['at the hour it is today', 6, 'Europe/Berlin', '2026-11-23T05:00:00Z', '2026-11-23'],
    ['at midnight', 0, 'Europe/Berlin', '2026-11-22T23:00:00Z', '2026-11-23'],
    ['late in the day', 23, 'America/Los_Angeles', '2026-11-24T06:59:00Z', '2026-11-22'],
    ['across a new year', 23, 'Pacific/Auckland', '2026-12-31T11:30:00Z', '2026-12-31'],
    ['on the day the clocks change', 2, 'Europe/Berlin', '2026-03-29T01:30:00Z', '2026-03-29'],
  ])('%s', (_name, hour, timeZone, now, day) => {
    expect(dueDay(hour, timeZone, Date.parse(now))).toBe(day);
  });
});

describe('loadSchedule()', () => {
  it('reads what was saved', () => {
    const properties = fakeProperties();
    const schedule = { isOn: true, hour: 23, mailsOn: true, mailTo: 'a@b.example', sheetId: 4 };
    saveSchedule(properties, schedule);
    expect(loadSchedule(properties)).toEqual(schedule);
  });

  it.each(['', 'null', '[]', '{"hour":24,"isOn":"yes","mailTo":7,"sheetId":"4"}', '{"hour":6.5}', 'damaged'])(
    'takes %j for nothing chosen',
    (stored) => {
      expect(loadSchedule(fakeProperties({ schedule: stored }))).toEqual({
        isOn: false,
        mailsOn: true,
        hour: 6,
        mailTo: '',
        sheetId: undefined,
      });
    },
  );
});

describe('changeRunRecord()', () => {
  it('changes what is named and keeps the rest', () => {
    const properties = fakeProperties();
    changeRunRecord(properties, { doneDay: '2026-11-23' });
    changeRunRecord(properties, {
      unfinished: {
        ...{ run: 'r', kind: 'sync', startedBy: 'Sync now', sheetId: 1, phase: 'sending' },
        ...{ rows: 'all', isDaily: false, notBeforeMs: 0, isDown: false },
      },
    });
    changeRunRecord(properties, { unfinished: undefined, last: { sentence: 'Done.', endedMs: 5 } });
    expect(loadRunRecord(properties)).toEqual({
      unfinished: undefined,
      last: { sentence: 'Done.', endedMs: 5 },
      doneDay: '2026-11-23',
      undoable: [],
    });
  });

  it.each(['null', '{"unfinished":{"sheetId":"1"},"last":7,"doneDay":3}', '{'])(
    'survives %j in the store',
    (stored) => {
      const properties = fakeProperties({ run: stored });
      changeRunRecord(properties, { doneDay: '2026-11-23' });
      expect(loadRunRecord(properties)).toMatchObject({ doneDay: '2026-11-23', unfinished: undefined });
    },
  );
});
