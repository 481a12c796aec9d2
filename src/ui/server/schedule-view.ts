/** The schedule of the daily sync, and when it runs next, for the sidebar. */
import type { Properties } from '../../platform/properties.ts';
import type { Calendar, Workbook } from '../../platform/table.ts';
import { doneDay, overdueAfterHours } from '../../sync/daily/done-day.ts';
import { dueDay, loadSchedule } from '../../sync/daily/schedule.ts';
import { momentText, whenText } from '../../sync/sheet/localized-text.ts';
import type { ScheduleView } from '../api.ts';

const hourMs = 60 * 60 * 1000;

export function scheduleView(
  workbook: Workbook,
  properties: Properties,
  now: { readonly nowMs: number; readonly isPaused: boolean; readonly hoursLate: number },
): ScheduleView {
  const { nowMs, isPaused, hoursLate } = now;
  const { isOn, hour, mailsOn, mailTo, sheetId } = loadSchedule(properties);
  const calendar = workbook.calendar();
  const { timeZone } = calendar;
  const sheetName = sheetId === undefined ? '' : (workbook.tableById(sheetId)?.name ?? '');
  const done = doneDay(properties);
  const nextRun = isOn && !isPaused ? nextRunText({ hour, calendar, doneDay: done, nowMs, hoursLate }) : '';
  return { isOn, hour, mailsOn, mailTo, timeZone, sheetName, nextRun };
}

/**
 * The dispatcher runs once an hour, at a minute that Google chooses, so the text names an hour rather than a time. A
 * run that is late is caught up within the hour, unless the hourly runs no longer come.
 */
export function nextRunText(options: {
  readonly hour: number;
  readonly calendar: Calendar;
  readonly doneDay: string | undefined;
  readonly nowMs: number;
  /** For how many hours the daily sync has been due. */
  readonly hoursLate?: number;
}): string {
  const { hour, calendar, doneDay, nowMs, hoursLate = 0 } = options;
  const { timeZone } = calendar;
  const today = dueDay(hour, timeZone, nowMs);
  if (hoursLate >= overdueAfterHours)
    return `overdue since ${momentText(nowMs - hoursLate * hourMs, calendar)}`;
  if (doneDay === undefined || doneDay < today) return 'within the next hour';
  // The first of the next hours at which another day is due; a day on which clocks change has 23 or 25.
  const fullHourMs = Math.floor(nowMs / hourMs) * hourMs;
  for (let ahead = 1; ahead <= 26; ahead++) {
    const ms = fullHourMs + ahead * hourMs;
    if (dueDay(hour, timeZone, ms) > today) return `${whenText(ms, nowMs, calendar)} or up to an hour later`;
  }
  return '';
}
