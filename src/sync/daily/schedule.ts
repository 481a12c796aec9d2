/** The schedule of the daily sync: what is stored, and which day is due. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { cellText } from '../sheet/cell-text.ts';

/** What the users of a document have chosen for its daily run; everyone who may open the document may see it. */
export interface Schedule {
  readonly isOn: boolean;
  /** 0 to 23, in the document's time zone. */
  readonly hour: number;
  /** Whether failures are emailed. */
  readonly mailsOn: boolean;
  /** The address for emails about failures; empty for none. */
  readonly mailTo: string;
  /** The sheet that the daily run syncs. */
  readonly sheetId: number | undefined;
  /** Since when it has had this hour and this sheet; undefined as an earlier version left it. */
  readonly changed?: ScheduleChange | undefined;
}

/** A change of the hour or of the sheet, which counts from the next chosen hour. */
export interface ScheduleChange {
  /** In milliseconds since 1970. */
  readonly atMs: number;
  /** The newest day (`2026-01-31`) that this schedule does not have to do any more. */
  readonly doneDay: string;
}

const key = 'schedule';

const defaultHour = 6;

/** What is missing or damaged in the store is as if it had never been chosen. */
export function loadSchedule(properties: Pick<Properties, 'get'>): Schedule {
  const { isOn, hour, mailsOn, mailTo, sheetId, changed } = loadRecord(properties, key);
  return {
    isOn: isOn === true,
    hour: isHour(hour) ? hour : defaultHour,
    mailsOn: mailsOn !== false,
    mailTo: typeof mailTo === 'string' ? mailTo : '',
    sheetId: typeof sheetId === 'number' ? sheetId : undefined,
    ...changeIn(changed),
  };
}

function changeIn(value: unknown): Pick<Schedule, 'changed'> {
  if (typeof value !== 'object' || value === null) return {};
  const { atMs, doneDay } = value as Record<string, unknown>;
  return typeof atMs === 'number' && typeof doneDay === 'string' ? { changed: { atMs, doneDay } } : {};
}

export function saveSchedule(properties: Properties, schedule: Schedule): void {
  saveRecord(properties, key, 1, schedule);
}

/** A whole number from 0 to 23. */
export function isHour(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 23;
}

/**
 * The day (`2026-01-31`) of the newest moment at or before `nowMs` at which the daily run was due, in the time
 * zone given (IANA name). A daily sync that has done this day is not due until the next.
 */
export function dueDay(hour: number, timeZone: string, nowMs: number): string {
  const local = cellText(timeZone).of(new Date(nowMs));
  const localHour = Number(local.slice(11, 13));
  const today = local.slice(0, 10);
  return localHour >= hour ? today : dayBefore(today);
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
