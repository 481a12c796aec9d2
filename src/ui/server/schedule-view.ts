/** The schedules, when a sync of each sheet is due next, and how much of Google's time it takes, for the sidebar. */
import type { Properties } from '../../platform/properties.ts';
import type { Calendar, Workbook } from '../../platform/table.ts';
import {
  doneOf,
  doneSlot,
  hoursSinceDue,
  overdueAfterHours,
  type StoredSchedule,
} from '../../sync/daily/done-slot.ts';
import { loadFillRecord } from '../../sync/daily/fill-record.ts';
import { dueSlot, isSlotDone, loadSchedule, type ScheduleTimes } from '../../sync/daily/schedule.ts';
import { activeSchedules, loadSheetSchedules, nameOfScheduled } from '../../sync/daily/sheet-schedules.ts';
import { loadRunRecord, type RunRecord } from '../../sync/run/run-record.ts';
import { momentText, whenText } from '../../sync/sheet/localized-text.ts';
import type { ScheduleView } from '../api.ts';

const hourMs = 60 * 60 * 1000;

export function scheduleView(
  workbook: Workbook,
  properties: Properties,
  now: { readonly nowMs: number; readonly isPaused: boolean },
): ScheduleView {
  const { isOn, hours, weekdays, mailsOn, mailTo, sheetId } = loadSchedule(properties);
  const sheets = sheetViews(workbook, properties, now);
  const first = sheets.find(({ id }) => id === sheetId);
  return {
    ...{ isOn, hours, weekdays, mailsOn, mailTo },
    timeZone: workbook.timeZone(),
    sheetName: first === undefined || first.isDeleted ? '' : first.name,
    nextRun: first?.nextRun ?? '',
    usage: usageText(activeSchedules(properties), loadRunRecord(properties), (sheetId) =>
      sheetId === undefined ? 0 : loadFillRecord(properties, sheetId).tookMs,
    ),
    sheets,
  };
}

function sheetViews(
  workbook: Workbook,
  properties: Properties,
  { nowMs, isPaused }: { readonly nowMs: number; readonly isPaused: boolean },
): ScheduleView['sheets'] {
  const calendar = workbook.calendar();
  const { timeZone } = calendar;
  return loadSheetSchedules(properties).map((schedule) => {
    const { sheetId, isOn, hours, weekdays, fill, compares = false } = schedule;
    const times = { hours, weekdays };
    const done = doneSlot(properties, schedule);
    const hoursLate = hoursSinceDue({ times, timeZone, done, nowMs });
    return {
      id: sheetId,
      name: nameOfScheduled(workbook, schedule),
      isDeleted: workbook.tableById(sheetId) === undefined,
      ...{ isOn, ...times },
      nextRun: isOn && !isPaused ? nextRunText({ times, calendar, done, nowMs, hoursLate }) : '',
      ...{ fill, compares },
    };
  });
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
 * What the syncs and comparisons of all sheets take in a day, by how long the last one of each took; empty for one sync a day,
 * which a limit never keeps from running.
 */
function usageText(
  schedules: readonly StoredSchedule[],
  record: RunRecord,
  fillMs: (sheetId: number | undefined) => number,
): string {
  const syncsADay = schedules.reduce((sum, { hours }) => sum + hours.length, 0);
  if (syncsADay <= 1) return '';
  const limit = `Google lets scheduled runs take ${minutesADay} minutes a day together (6 hours with Google Workspace).`;
  const known = schedules.flatMap((schedule) => {
    const { scheduledMs, comparedMs } = doneOf(record, schedule);
    if (scheduledMs === undefined) return [];
    const tookMs = scheduledMs + (schedule.fill === undefined ? 0 : fillMs(schedule.sheetId));
    const perDayMs = schedule.compares === true ? (comparedMs ?? 0) : 0;
    return [{ tookMs, perDayMs, aDayMs: tookMs * schedule.hours.length + perDayMs }];
  });
  if (known.length === 0) return limit;
  const minutes = Math.ceil(known.reduce((sum, { aDayMs }) => sum + aDayMs, 0) / 60_000);
  const took = durationText(known.reduce((sum, { tookMs }) => sum + tookMs, 0));
  const last =
    known.length === 1
      ? `The last scheduled sync took ${took}.`
      : `The last scheduled syncs of ${known.length} sheets took ${took} together.`;
  const comparedMs = known.reduce((sum, { perDayMs }) => sum + perDayMs, 0);
  const compared =
    comparedMs === 0 ? '' : ` Comparing with Keap took ${durationText(comparedMs)}, once a day.`;
  const warning =
    minutes > minutesADay ? ' Without Workspace, the last syncs of a day would wait for the next one.' : '';
  return `${last}${compared} At ${syncsADay}${compared === '' ? '' : ' syncs'} a day, that's about ${unitText(minutes, 'minute')}. ${limit}${warning}`;
}

function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 120 ? unitText(seconds, 'second') : unitText(Math.ceil(seconds / 60), 'minute');
}

function unitText(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
