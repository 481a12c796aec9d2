/** Which scheduled sync was done last, and for how long one has been overdue. */
import type { OpenDocument } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import { type DoneSlot, loadRunRecord, type RunRecord } from '../run/run-record.ts';
import { dueSlot, isSlotDone, type ScheduleTimes, type SheetSchedule } from './schedule.ts';
import { activeSchedules, type ScheduledSheet } from './sheet-schedules.ts';

const hourMs = 60 * 60 * 1000;

/** How late a scheduled sync has to be before it is called overdue, in hours: the trigger runs once an hour. */
export const overdueAfterHours = 2;

/** A schedule, and whether it is stored as the first one. */
export type StoredSchedule = SheetSchedule & Pick<ScheduledSheet, 'isFirst'>;

/** What the record of runs says of a schedule. */
export function doneOf(record: RunRecord, { isFirst, sheetId }: StoredSchedule): DoneSlot {
  if (isFirst) return record;
  return record.doneSheets?.find((one) => one.sheetId === sheetId) ?? {};
}

/**
 * The newest slot (`2026-01-31 06`) that a schedule has done, or does not have to do; the day alone as an earlier
 * version left it, and undefined before the first one. Runs and the schedule each store their own part, for they are
 * guarded by different locks.
 */
export function doneSlot(properties: Pick<Properties, 'get'>, schedule: StoredSchedule): string | undefined {
  return syncedSlot(properties, schedule) ?? schedule.changed?.doneSlot;
}

/** The newest slot that a sync of this schedule has done since it has these times; undefined for none. */
export function syncedSlot(
  properties: Pick<Properties, 'get'>,
  schedule: StoredSchedule,
): string | undefined {
  const { changed } = schedule;
  const done = doneOf(loadRunRecord(properties), schedule);
  return changed === undefined || changed.atMs === done.doneForMs ? done.doneSlot : undefined;
}

/** Since when the scheduled sync that is the latest has been due, in hours; 0 where none is, or all are off. */
export function hoursOverdue(document: Pick<OpenDocument, 'properties' | 'workbook'>, nowMs: number): number {
  return Math.max(0, ...overdueSheets(document, nowMs).map(({ hours }) => hours));
}

/** The same for each schedule that is on and has a sync that is due. */
export function overdueSheets(
  { properties, workbook }: Pick<OpenDocument, 'properties' | 'workbook'>,
  nowMs: number,
): { readonly schedule: StoredSchedule; readonly hours: number }[] {
  return activeSchedules(properties).flatMap((schedule) => {
    const done = doneSlot(properties, schedule);
    const hours = hoursSinceDue({ times: schedule, timeZone: workbook.timeZone(), done, nowMs });
    return hours === 0 ? [] : [{ schedule, hours }];
  });
}

/** The same from what is known already; `times` and `timeZone` are those of the schedule. */
export function hoursSinceDue(options: {
  readonly times: ScheduleTimes;
  readonly timeZone: string;
  readonly done: string | undefined;
  readonly nowMs: number;
}): number {
  const { times, timeZone, done, nowMs } = options;
  const isDue = (ms: number) => done !== undefined && !isSlotDone(done, dueSlot(times, timeZone, ms));
  if (!isDue(nowMs)) return 0;
  let hours = 0;
  while (hours < maxHours && isDue(nowMs - (hours + 1) * hourMs)) hours++;
  return hours;
}

/** Nobody has to know more exactly how long ago that was. */
const maxHours = 14 * 24;
