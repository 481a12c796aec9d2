/** Which day's daily sync is done, and for how long one has been overdue. */
import type { OpenDocument } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadRunRecord } from '../run/run-record.ts';
import { dueDay, loadSchedule } from './schedule.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** How late a daily sync has to be before it is called overdue, in hours: the trigger runs once an hour. */
export const overdueAfterHours = 2;

/**
 * The newest day (`2026-01-31`) that the schedule has done, or does not have to do; undefined before the first one. Runs
 * and the schedule each store their own part, for they are guarded by different locks.
 */
export function doneDay(properties: Pick<Properties, 'get'>): string | undefined {
  const { changed } = loadSchedule(properties);
  const done = loadRunRecord(properties);
  return changed === undefined || changed.atMs === done.doneForMs ? done.doneDay : changed.doneDay;
}

/** Since when the daily sync has been due, in hours; 0 where it is off, or done. */
export function hoursOverdue(
  { properties, workbook }: Pick<OpenDocument, 'properties' | 'workbook'>,
  nowMs: number,
): number {
  const { isOn, hour } = loadSchedule(properties);
  if (!isOn) return 0;
  return hoursSinceDue({ hour, timeZone: workbook.timeZone(), done: doneDay(properties), nowMs });
}

/** The same from what is known already; `hour` and `timeZone` are those of the schedule. */
export function hoursSinceDue(options: {
  readonly hour: number;
  readonly timeZone: string;
  readonly done: string | undefined;
  readonly nowMs: number;
}): number {
  const { hour, timeZone, done, nowMs } = options;
  const due = dueDay(hour, timeZone, nowMs);
  if (done === undefined || done >= due) return 0;
  let hours = 0;
  while (hours < 26 && dueDay(hour, timeZone, nowMs - (hours + 1) * hourMs) === due) hours++;
  const missedDays = Math.round((Date.parse(due) - Date.parse(done)) / dayMs) - 1;
  return hours + Math.max(0, Number.isFinite(missedDays) ? missedDays : 0) * 24;
}
