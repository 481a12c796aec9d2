/** Writes dates, times and numbers for the locale of the document. */
import type { Calendar } from '../../platform/table.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** For instance `23 November 2026, 14:05`; `ms` since 1970. What is stored may hold a number that is not a time. */
export function momentText(ms: number, calendar: Calendar): string {
  if (!isTime(ms)) return 'an unknown time';
  return `${dateText(ms, calendar, 'numeric')}, ${timeText(ms, calendar)}`;
}

/** A moment as people say it at `nowMs`: `today at 14:05`, `tomorrow at 00:00`, `on 25 November at 06:00`. */
export function whenText(ms: number, nowMs: number, calendar: Calendar): string {
  if (!isTime(ms)) return 'at an unknown time';
  const dayOf = (atMs: number) => dateText(atMs, calendar);
  const time = timeText(ms, calendar);
  if (dayOf(ms) === dayOf(nowMs)) return `today at ${time}`;
  if (dayOf(ms) === dayOf(nowMs + dayMs)) return `tomorrow at ${time}`;
  return `on ${dayOf(ms)} at ${time}`;
}

/** A Date reaches 8.64e15 ms before and after 1970 (ECMAScript, time values). */
function isTime(ms: number): boolean {
  return Math.abs(ms) <= 8.64e15;
}

/** For instance `12,000`. */
export function numberText(number: number, { locale }: Pick<Calendar, 'locale'>): string {
  return new Intl.NumberFormat(known(locale)).format(number);
}

/** For instance `1 contact` and `2,000 contacts`. */
export function countText(count: number, noun: string, calendar: Pick<Calendar, 'locale'>): string {
  return `${numberText(count, calendar)} ${noun}${count === 1 ? '' : 's'}`;
}

function dateText(ms: number, { locale, timeZone }: Calendar, year?: 'numeric'): string {
  const parts = { timeZone, day: 'numeric', month: 'long' } as const;
  const format = new Intl.DateTimeFormat(known(locale), year === undefined ? parts : { ...parts, year });
  return format.format(ms);
}

function timeText(ms: number, { locale, timeZone }: Calendar): string {
  const format = new Intl.DateTimeFormat(known(locale), {
    ...{ timeZone, hour: '2-digit', minute: '2-digit' },
    // Midnight is 00:00 where hours are counted to 24, and 12:00 AM where they are not.
    ...(isCountedTo12(locale) ? {} : { hourCycle: 'h23' as const }),
  });
  return format.format(ms);
}

function isCountedTo12(locale: string): boolean {
  const { hour12 } = new Intl.DateTimeFormat(known(locale), { hour: 'numeric' }).resolvedOptions();
  return hour12 === true;
}

/** Google writes `en_GB` at times; an unknown locale is written as in Britain. */
function known(locale: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale.replace('_', '-'))[0] ?? 'en-GB';
  } catch {
    return 'en-GB';
  }
}
