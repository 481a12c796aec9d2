/** The schedule of the syncs that nobody starts: what is stored, and which of them is due. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { localMoment } from '../sheet/cell-text.ts';
import { type ScheduledFill, scheduledFillIn } from './scheduled-fill.ts';

/** When a sync is due, in the document's time zone: at each of these hours on each of these days. */
export interface ScheduleTimes {
  /** 0 to 23, ascending, at least one. */
  readonly hours: readonly number[];
  /** 1 for Monday to 7 for Sunday (ISO 8601), ascending, at least one. */
  readonly weekdays: readonly number[];
}

/** All of a week. */
export const allWeekdays: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

/** What the users of a document have chosen for one sheet; everyone who may open the document may see it. */
export interface SheetSchedule extends ScheduleTimes {
  readonly isOn: boolean;
  /** The sheet that is synced. */
  readonly sheetId: number | undefined;
  /** Its name when the schedule was saved, by which people know it after it was deleted; undefined in an earlier version's. */
  readonly sheetName?: string | undefined;
  /** Since when it has had these times and this sheet; undefined as an earlier version left it. */
  readonly changed?: ScheduleChange | undefined;
  /** What is filled in from Keap around each sync; undefined for nothing. */
  readonly fill?: ScheduledFill | undefined;
  /** The newest slot (see `dueSlot`) after whose sync nothing is filled in any more: that of the moment of the choice. */
  readonly fillSince?: string | undefined;
  /** Whether the sheet is also compared with Keap, once a day. */
  readonly compares?: boolean | undefined;
}

/** The first sheet's schedule, which earlier versions know as the only one, and the emails about all sheets. */
export interface Schedule extends SheetSchedule {
  /** Whether failures are emailed. */
  readonly mailsOn: boolean;
  /** The address for emails about failures; empty for none. */
  readonly mailTo: string;
}

/** A change of the times or of the sheet, which counts from the next chosen hour. */
export interface ScheduleChange {
  /** In milliseconds since 1970. */
  readonly atMs: number;
  /** The newest slot (see `dueSlot`) that this schedule does not have to do any more. */
  readonly doneSlot: string;
}

const key = 'schedule';

const defaultHour = 6;

/** What is missing or damaged in the store is as if it had never been chosen. */
export function loadSchedule(properties: Pick<Properties, 'get'>): Schedule {
  const stored = loadRecord(properties, key);
  const { mailsOn, mailTo } = stored;
  return {
    ...sheetScheduleIn(stored),
    mailsOn: mailsOn !== false,
    mailTo: typeof mailTo === 'string' ? mailTo : '',
  };
}

export function saveSchedule(properties: Properties, { mailsOn, mailTo, ...ofSheet }: Schedule): void {
  saveRecord(properties, key, 1, { ...storedSheetSchedule(ofSheet), mailsOn, mailTo });
}

/** Reads what `storedSheetSchedule` made, or an earlier version. */
export function sheetScheduleIn(stored: Readonly<Record<string, unknown>>): SheetSchedule {
  const { isOn, hour, hours, weekdays, sheetId, sheetName, changed, fill, fillSince, compares } = stored;
  const scheduledFill = scheduledFillIn(fill);
  return {
    isOn: isOn === true,
    // Earlier versions know one hour of every day.
    hours: hoursIn(hours) ?? hoursIn([hour]) ?? [defaultHour],
    weekdays: weekdaysIn(weekdays) ?? allWeekdays,
    sheetId: typeof sheetId === 'number' ? sheetId : undefined,
    ...(typeof sheetName === 'string' ? { sheetName } : {}),
    ...changeIn(changed),
    ...(scheduledFill === undefined ? {} : { fill: scheduledFill }),
    ...(typeof fillSince === 'string' ? { fillSince } : {}),
    ...(compares === true ? { compares } : {}),
  };
}

function changeIn(value: unknown): Pick<SheetSchedule, 'changed'> {
  if (typeof value !== 'object' || value === null) return {};
  const { atMs, doneDay } = value as Record<string, unknown>;
  if (typeof atMs !== 'number' || typeof doneDay !== 'string') return {};
  return { changed: { atMs, doneSlot: doneDay } };
}

/** As it is stored. */
export function storedSheetSchedule({ changed, ...rest }: SheetSchedule): object {
  return {
    ...rest,
    // Earlier versions read the first hour alone.
    hour: rest.hours[0],
    ...(changed === undefined ? {} : { changed: { atMs: changed.atMs, doneDay: changed.doneSlot } }),
  };
}

/** Hours of a day, ascending and each once; undefined unless this is a list of at least one whole number from 0 to 23. */
export function hoursIn(value: unknown): number[] | undefined {
  return numbersIn(value, 0, 23);
}

/** Days of a week, ascending and each once; undefined unless this is a list of at least one whole number from 1 to 7. */
export function weekdaysIn(value: unknown): number[] | undefined {
  return numbersIn(value, 1, 7);
}

function numbersIn(value: unknown, min: number, max: number): number[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const isInRange = (one: unknown): one is number =>
    typeof one === 'number' && Number.isInteger(one) && one >= min && one <= max;
  if (!value.every(isInRange)) return undefined;
  return [...new Set<number>(value)].sort((one, other) => one - other);
}

/**
 * The newest moment at or before `nowMs` at which a sync was due, as a day and an hour (`2026-01-31 06`) in the time zone
 * given (IANA name). Slots are in the order of their texts. A schedule that has done this one is not due until the next.
 */
export function dueSlot({ hours, weekdays }: ScheduleTimes, timeZone: string, nowMs: number): string {
  const { day: today, time } = localMoment(timeZone, nowMs);
  const hourNow = Number(time.slice(0, 2));
  for (let back = 0; back < daysOfWeek; back++) {
    const day = dayBefore(today, back);
    const due = back === 0 ? hours.filter((hour) => hour <= hourNow) : hours;
    if (due.length > 0 && weekdays.includes(weekdayOf(day))) return slotOf(day, Math.max(...due));
  }
  return slotOf(dayBefore(today, daysOfWeek), Math.max(...hours));
}

const daysOfWeek = 7;

function slotOf(day: string, hour: number): string {
  return `${day} ${String(hour).padStart(2, '0')}`;
}

/** Whether this slot is among what is done: the newest slot, or the newest day of an earlier version; undefined for none. */
export function isSlotDone(done: string | undefined, slot: string): boolean {
  if (done === undefined || !/^\d{4}-\d\d-\d\d( \d\d)?$/.test(done)) return false;
  return done >= slot.slice(0, done.length);
}

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

function weekdayOf(day: string): number {
  return new Date(Date.parse(`${day}T00:00:00Z`)).getUTCDay() || daysOfWeek;
}
