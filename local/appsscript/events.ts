/** The event objects that functions are called with (Apps Script guide, "Event objects"). */
import { EnumValue } from './enums.ts';
import { serviceObject } from './service-object.ts';
import { openSpreadsheet } from './services/spreadsheet-app.ts';
import type { Context, Trigger } from './world.ts';

/** The argument of `onOpen` ("Open"). */
export function openEvent(context: Context): Readonly<Record<string, unknown>> {
  const { authMode, user } = context;
  const event = {
    authMode: new EnumValue('ScriptApp.AuthMode', authMode),
    user: serviceObject('User', { getEmail: () => (authMode === 'FULL' ? user : '') }),
  };
  return authMode === 'NONE' ? event : { ...event, source: openSpreadsheet(context) };
}

/** The argument of a function that a clock trigger runs ("Time-driven"), in UTC as Google does. */
export function clockEvent({ id }: Trigger, nowMs: number): Readonly<Record<string, unknown>> {
  const now = new Date(nowMs);
  const dayOfYear = Math.floor((nowMs - Date.UTC(now.getUTCFullYear(), 0, 1)) / 86_400_000);
  return {
    authMode: new EnumValue('ScriptApp.AuthMode', 'FULL'),
    year: now.getUTCFullYear(),
    month: now.getUTCMonth() + 1,
    'day-of-month': now.getUTCDate(),
    'day-of-week': now.getUTCDay() === 0 ? 7 : now.getUTCDay(),
    'week-of-year': Math.floor(dayOfYear / 7) + 1,
    hour: now.getUTCHours(),
    minute: now.getUTCMinutes(),
    second: now.getUTCSeconds(),
    timezone: 'UTC',
    triggerUid: id,
  };
}
