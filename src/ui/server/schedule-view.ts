/** The schedule, when a sync is due next, and how much of Google's time it takes, for the sidebar. */
import type { Properties } from '../../platform/properties.ts';
import type { Calendar, Workbook } from '../../platform/table.ts';
import { doneSlot, overdueAfterHours } from '../../sync/daily/done-slot.ts';
import { dueSlot, isSlotDone, loadSchedule, type ScheduleTimes } from '../../sync/daily/schedule.ts';
import { loadRunRecord } from '../../sync/run/run-record.ts';
import { momentText, whenText } from '../../sync/sheet/localized-text.ts';
import type { ScheduleView } from '../api.ts';

const hourMs = 60 * 60 * 1000;

export function scheduleView(
  workbook: Workbook,
  properties: Properties,
  now: { readonly nowMs: number; readonly isPaused: boolean; readonly hoursLate: number },
): ScheduleView {
  const { nowMs, isPaused, hoursLate } = now;
  const { isOn, hours, weekdays, mailsOn, mailTo, sheetId } = loadSchedule(properties);
  const calendar = workbook.calendar();
  const { timeZone } = calendar;
  const sheetName = sheetId === undefined ? '' : (workbook.tableById(sheetId)?.name ?? '');
  const times = { hours, weekdays };
  const done = doneSlot(properties);
  const nextRun = isOn && !isPaused ? nextRunText({ times, calendar, done, nowMs, hoursLate }) : '';
  const usage = isOn ? usageText(hours.length, loadRunRecord(properties).scheduledMs) : '';
  return { isOn, ...times, mailsOn, mailTo, timeZone, sheetName, nextRun, usage };
}

/**
 * The dispatcher runs once an hour, at a minute that Google chooses, so the text names an hour rather than a time. A
 * run that is late is caught up within the hour, unless the hourly runs no longer come.
 */
export function nextRunText(options: {
  readonly times: ScheduleTimes;
  readonly calendar: Calendar;
  readonly done: string | undefined;
  readonly nowMs: number;
  /** For how many hours a scheduled sync has been due. */
  readonly hoursLate?: number;
}): string {
  const { times, calendar, done, nowMs, hoursLate = 0 } = options;
  const { timeZone } = calendar;
  const due = dueSlot(times, timeZone, nowMs);
  if (hoursLate >= overdueAfterHours)
    return `overdue since ${momentText(nowMs - hoursLate * hourMs, calendar)}`;
  if (!isSlotDone(done, due)) return 'within the next hour';
  // The first of the next hours at which another slot is due; a day on which clocks change has 23 or 25.
  const fullHourMs = Math.floor(nowMs / hourMs) * hourMs;
  for (let ahead = 1; ahead <= 7 * 24 + 1; ahead++) {
    const ms = fullHourMs + ahead * hourMs;
    if (dueSlot(times, timeZone, ms) > due) return `${whenText(ms, nowMs, calendar)} or up to an hour later`;
  }
  return '';
}

/** Google's limit for the triggers of one account (Apps Script, "Quotas"). */
const minutesADay = 90;

/**
 * What the syncs of a day take together, by how long the last one took (milliseconds); empty for one a day, which a limit
 * never keeps from running.
 */
function usageText(syncsADay: number, tookMs: number | undefined): string {
  if (syncsADay === 1) return '';
  const limit = `Google lets scheduled runs take ${minutesADay} minutes a day together (6 hours with Google Workspace).`;
  if (tookMs === undefined) return limit;
  const seconds = Math.ceil(tookMs / 1000);
  const minutes = Math.ceil((tookMs * syncsADay) / 60_000);
  const took = seconds < 120 ? unitText(seconds, 'second') : unitText(Math.ceil(seconds / 60), 'minute');
  const warning =
    minutes > minutesADay ? ' Without Workspace, the last syncs of a day would wait for the next one.' : '';
  return `The last scheduled sync took ${took}. At ${syncsADay} a day, that's about ${unitText(minutes, 'minute')}. ${limit}${warning}`;
}

function unitText(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
