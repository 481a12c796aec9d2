import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allWeekdays,
  dueSlot,
  isSlotDone,
  loadSchedule,
  saveSchedule,
} from '../../../src/sync/daily/schedule.ts';
import { changeRunRecord, loadRunRecord } from '../../../src/sync/run/run-record.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

const everyHour = Array.from({ length: 24 }, (_, hour) => hour);

describe('dueSlot()', () => {
  it.each([
    ['before the hour it is yesterday', 6, 'Europe/Berlin', '2026-11-23T04:59:00Z', '2026-11-22 06'],
    ['at the hour it is today', 6, 'Europe/Berlin', '2026-11-23T05:00:00Z', '2026-11-23 06'],
    ['at midnight', 0, 'Europe/Berlin', '2026-11-22T23:00:00Z', '2026-11-23 00'],
    ['late in the day', 23, 'America/Los_Angeles', '2026-11-24T06:59:00Z', '2026-11-22 23'],
    ['across a new year', 23, 'Pacific/Auckland', '2026-12-31T11:30:00Z', '2026-12-31 23'],
    ['on the day the clocks change', 2, 'Europe/Berlin', '2026-03-29T01:30:00Z', '2026-03-29 02'],
  ])('%s', (_name, hour, timeZone, now, slot) => {
    expect(dueSlot({ hours: [hour], weekdays: allWeekdays }, timeZone, Date.parse(now))).toBe(slot);
  });

  // 23 November 2026 is a Monday.
  it.each([
    ['the newest of several hours', [8, 12, 17], allWeekdays, '2026-11-23T16:59:00Z', '2026-11-23 12'],
    ['the last hour of the day before', [8, 12, 17], allWeekdays, '2026-11-23T07:59:00Z', '2026-11-22 17'],
    ['every hour', everyHour, allWeekdays, '2026-11-23T16:59:00Z', '2026-11-23 16'],
    ['Friday on a Sunday', [9], [1, 2, 3, 4, 5], '2026-11-22T12:00:00Z', '2026-11-20 09'],
    ['the week before, early on the only day', [9], [1], '2026-11-23T08:59:00Z', '2026-11-16 09'],
    ['the only day, once its hour has come', [9], [1], '2026-11-23T09:00:00Z', '2026-11-23 09'],
    ['Sunday', [9], [7], '2026-11-23T09:00:00Z', '2026-11-22 09'],
  ])('%s', (_name, hours, weekdays, now, slot) => {
    expect(dueSlot({ hours, weekdays }, 'UTC', Date.parse(now))).toBe(slot);
  });

  it('never goes back as time passes, in any zone and across changes of its clocks', () => {
    const times = fc.record({
      hours: fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1 }),
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    });
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia');
    const start = fc.constantFrom('2026-03-28T00:30:00Z', '2026-10-24T00:30:00Z', '2026-11-01T00:30:00Z');
    fc.assert(
      fc.property(times, zone, start, (chosen, timeZone, from) => {
        const repeatedHour = 1;
        const slots = Array.from({ length: 9 * 24 }, (_, hour) =>
          dueSlot(chosen, timeZone, Date.parse(from) + hour * 3_600_000),
        );
        const back = slots.filter((slot, index) => slot < (slots[index - 1] ?? ''));
        expect(back.length).toBeLessThanOrEqual(repeatedHour);
      }),
      { numRuns: 40 },
    );
  });
});

describe('isSlotDone()', () => {
  it.each([
    [undefined, false],
    ['2026-11-23 06', false],
    ['2026-11-23 12', true],
    ['2026-11-23 17', true],
    ['2026-11-22', false],
    ['2026-11-23', true],
    ['', false],
    ['soon', false],
  ])('%j', (done, isDone) => {
    expect(isSlotDone(done, '2026-11-23 12')).toBe(isDone);
  });
});

describe('loadSchedule()', () => {
  it('reads what was saved', () => {
    const properties = fakeProperties();
    const times = { hours: [8, 23], weekdays: [1, 5] };
    const changed = { atMs: 9, doneSlot: '2026-11-23 08' };
    const schedule = { isOn: true, ...times, mailsOn: true, mailTo: 'a@b.example', sheetId: 4, changed };
    saveSchedule(properties, schedule);
    expect(loadSchedule(properties)).toEqual(schedule);
  });

  it.each([
    '',
    'null',
    '[]',
    '{"hour":24,"isOn":"yes","mailTo":7,"sheetId":"4"}',
    '{"hour":6.5}',
    'damaged',
    '{"hours":[],"weekdays":[8]}',
    '{"hours":[24]}',
  ])('takes %j for nothing chosen', (stored) => {
    expect(loadSchedule(fakeProperties({ schedule: stored }))).toEqual({
      isOn: false,
      mailsOn: true,
      hours: [6],
      weekdays: allWeekdays,
      mailTo: '',
      sheetId: undefined,
    });
  });
});

describe('changeRunRecord()', () => {
  it('changes what is named and keeps the rest', () => {
    const properties = fakeProperties();
    changeRunRecord(properties, { doneSlot: '2026-11-23' });
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
      doneSlot: '2026-11-23',
      undoable: [],
    });
  });

  it.each(['null', '{"unfinished":{"sheetId":"1"},"last":7,"doneDay":3}', '{'])(
    'survives %j in the store',
    (stored) => {
      const properties = fakeProperties({ run: stored });
      changeRunRecord(properties, { doneSlot: '2026-11-23' });
      expect(loadRunRecord(properties)).toMatchObject({ doneSlot: '2026-11-23', unfinished: undefined });
    },
  );
});
