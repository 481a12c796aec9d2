/** When scheduled syncs run, in words: pure, without the page. */
import type { ScheduleView } from '../api.ts';

/** The times of a schedule. */
export type Times = Pick<ScheduleView, 'hours' | 'weekdays'>;

/** Monday first. */
export const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** An hour of the day, for instance `06:00`. */
export function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** For a badge, for instance `Daily, 06:00`, `Hourly`, or `5 days a week, 3 times`. */
export function timesBadge({ hours, weekdays }: Times): string {
  const isHourly = hours.length === 24;
  if (weekdays.length === 7 && isHourly) return 'Hourly';
  const days =
    weekdays.length === 7 ? 'Daily' : `${weekdays.length === 1 ? '1 day' : `${weekdays.length} days`} a week`;
  return `${days}, ${hours.length === 1 ? hourText(hours[0] ?? 0) : isHourly ? 'hourly' : `${hours.length} times`}`;
}

/** The end of a sentence, for instance `every day between 06:00 and 07:00`. */
export function timesText({ hours, weekdays }: Times): string {
  const days =
    weekdays.length === 7
      ? 'every day'
      : `every ${listText(weekdays.map((weekday) => weekdayNames[weekday - 1] ?? ''))}`;
  if (hours.length === 24) return weekdays.length === 7 ? 'every hour' : `${days}, every hour`;
  const [first = 0] = hours;
  if (hours.length === 1) return `${days} between ${hourText(first)} and ${hourText((first + 1) % 24)}`;
  return `${days} within an hour of ${listText(hours.map(hourText))}`;
}

function listText(texts: readonly string[]): string {
  const last = texts[texts.length - 1] ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}
