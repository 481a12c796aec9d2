import type { Properties } from '../../platform/properties.ts';
import type { Calendar, Workbook } from '../../platform/table.ts';
import { dueDay, loadSchedule } from '../../sync/daily/schedule.ts';
import { loadRunRecord } from '../../sync/run/run-record.ts';
import { whenText } from '../../sync/sheet/localized-text.ts';
import type { ScheduleView } from '../api.ts';

const hourMs = 60 * 60 * 1000;

export function scheduleView(workbook: Workbook, properties: Properties, nowMs: number): ScheduleView {
  const { isOn, hour, mailsOn, mailTo, sheetId } = loadSchedule(properties);
  const calendar = workbook.calendar();
  const { timeZone } = calendar;
  const sheetName = sheetId === undefined ? '' : (workbook.tableById(sheetId)?.name ?? '');
  const { doneDay } = loadRunRecord(properties);
  const nextRun = isOn ? nextRunText({ hour, calendar, doneDay, nowMs }) : '';
  return { isOn, hour, mailsOn, mailTo, timeZone, sheetName, nextRun };
}

/**
 * The dispatcher comes once an hour, at a minute that Google chooses, so the words name the hour and what follows.
 * A run that is due and not done is made up for within the hour.
 */
export function nextRunText(parts: {
  readonly hour: number;
  readonly calendar: Calendar;
  readonly doneDay: string | undefined;
  readonly nowMs: number;
}): string {
  const { hour, calendar, doneDay, nowMs } = parts;
  const { timeZone } = calendar;
  const today = dueDay(hour, timeZone, nowMs);
  if (doneDay === undefined || doneDay < today) return 'within the next hour';
  // The first of the coming hours at which another day is due; days on which clocks change have 23 or 25.
  const fullHourMs = Math.floor(nowMs / hourMs) * hourMs;
  for (let ahead = 1; ahead <= 26; ahead++) {
    const ms = fullHourMs + ahead * hourMs;
    if (dueDay(hour, timeZone, ms) > today)
      return `${whenText(ms, nowMs, calendar)} or within the hour after`;
  }
  return '';
}
