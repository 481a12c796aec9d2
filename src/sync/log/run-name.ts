/** Names runs by the moment when they began, so that people can tell them apart in the log. */
import { localMoment } from '../sheet/cell-text.ts';

/**
 * The name of a run that began at this moment (milliseconds since 1970), for instance `2026-11-23 09:14:05 -05:00`. The
 * offset keeps it exact where the document's time zone changes, and in the hour that a night has twice. A name that is
 * taken is the next second's.
 */
export function runName(startedMs: number, timeZone: string, isTaken: (name: string) => boolean): string {
  for (let ms = Math.floor(startedMs / 1000) * 1000; ; ms += 1000) {
    const name = nameAt(ms, timeZone);
    if (!isTaken(name)) return name;
  }
}

function nameAt(ms: number, timeZone: string): string {
  const { day, time } = localMoment(timeZone, ms);
  const offsetMinutes = Math.round((Date.parse(`${day}T${time}Z`) - ms) / 60_000);
  return `${day} ${time} ${offsetText(offsetMinutes)}`;
}

function offsetText(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(rest)}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/**
 * When a run of this name began, in milliseconds since 1970 and exact to the second; 0 for a text that names none.
 * Earlier versions wrote the milliseconds in base 36.
 */
export function runStartedMs(name: string): number {
  const [, day, time, offset] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d:\d\d)$/.exec(name) ?? [];
  const isCode = /^[0-9a-z]+$/.test(name);
  const ms = isCode ? Number.parseInt(name, 36) : Date.parse(`${day}T${time}${offset}`);
  return Number.isFinite(ms) ? ms : 0;
}
