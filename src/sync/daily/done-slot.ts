/** Which scheduled sync was done last, and for how long one has been overdue. */
import type { OpenDocument } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadRunRecord } from '../run/run-record.ts';
import { dueSlot, isSlotDone, loadSchedule, type ScheduleTimes } from './schedule.ts';

const hourMs = 60 * 60 * 1000;

/** How late a scheduled sync has to be before it is called overdue, in hours: the trigger runs once an hour. */
export const overdueAfterHours = 2;

/**
 * The newest slot (`2026-01-31 06`) that the schedule has done, or does not have to do; the day alone as an earlier
 * version left it, and undefined before the first one. Runs and the schedule each store their own part, for they are
 * guarded by different locks.
 */
export function doneSlot(properties: Pick<Properties, 'get'>): string | undefined {
  const { changed } = loadSchedule(properties);
  const done = loadRunRecord(properties);
  return changed === undefined || changed.atMs === done.doneForMs ? done.doneSlot : changed.doneSlot;
}

/** Since when a scheduled sync has been due, in hours; 0 where none is, or the schedule is off. */
export function hoursOverdue(
  { properties, workbook }: Pick<OpenDocument, 'properties' | 'workbook'>,
  nowMs: number,
): number {
  const { isOn, ...times } = loadSchedule(properties);
  if (!isOn) return 0;
  return hoursSinceDue({ times, timeZone: workbook.timeZone(), done: doneSlot(properties), nowMs });
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
