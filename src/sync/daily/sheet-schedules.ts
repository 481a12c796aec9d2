/**
 * The schedules of all sheets. The first one is stored in `schedule`, where earlier versions know it as the only one; each
 * further one in a property of its own. Where both name a sheet, the first counts: an execution may be killed in between.
 */
import type { Properties } from '../../platform/properties.ts';
import type { Workbook } from '../../platform/table.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { removeComparison } from '../compare/comparison-record.ts';
import { dropFillRecord } from './fill-record.ts';
import {
  loadSchedule,
  type SheetSchedule,
  saveSchedule,
  sheetScheduleIn,
  storedSheetSchedule,
} from './schedule.ts';

/** The schedule of a sheet, which may have been deleted since. */
export interface ScheduledSheet extends SheetSchedule {
  readonly sheetId: number;
  /** Whether it is stored as the one that earlier versions know. */
  readonly isFirst: boolean;
}

const keyOf = (sheetId: number) => `schedule/${sheetId}`;

/** What people call the sheet of a schedule: its name, or the last one that is known of a deleted sheet; empty for none. */
export function nameOfScheduled(
  workbook: Pick<Workbook, 'tableById'>,
  { sheetId, sheetName = '' }: Pick<SheetSchedule, 'sheetId' | 'sheetName'>,
): string {
  return (sheetId === undefined ? undefined : workbook.tableById(sheetId)?.name) ?? sheetName;
}

/** How many sheets of a document can have a schedule: the record of runs has a line for each, and holds 9 KB. */
export const maxScheduledSheets = 20;

/** All of them, those that are off as well; the first one first. */
export function loadSheetSchedules(properties: Pick<Properties, 'get' | 'keys'>): ScheduledSheet[] {
  const { mailsOn: _mailsOn, mailTo: _mailTo, sheetId: firstId, ...first } = loadSchedule(properties);
  const further = properties.keys().flatMap((key): ScheduledSheet[] => {
    const digits = /^schedule\/(\d+)$/.exec(key)?.[1];
    if (digits === undefined || Number(digits) === firstId) return [];
    return [{ ...sheetScheduleIn(loadRecord(properties, key)), sheetId: Number(digits), isFirst: false }];
  });
  further.sort((one, other) => one.sheetId - other.sheetId);
  return firstId === undefined ? further : [{ ...first, sheetId: firstId, isFirst: true }, ...further];
}

/** The schedules that are on. A document of an earlier version may have one that names no sheet. */
export function activeSchedules(
  properties: Pick<Properties, 'get' | 'keys'>,
): (SheetSchedule & Pick<ScheduledSheet, 'isFirst'>)[] {
  const first = loadSchedule(properties);
  const all = loadSheetSchedules(properties);
  const nameless = first.isOn && first.sheetId === undefined ? [{ ...first, isFirst: true }] : [];
  return [...nameless, ...all].filter(({ isOn }) => isOn);
}

/**
 * Saves the schedule of a sheet. That of a new one becomes the first one where that place is free: taken by no sheet, by one
 * that `isGone`, or by one that is off, whose times move to a property of their own; with `isInstead`, in any case. One that
 * is stored stays where it is, as the record of runs knows by that what it has done. Under the lock of the settings.
 */
export function saveSheetSchedule(
  properties: Properties,
  sheet: SheetSchedule & { readonly sheetId: number },
  { isGone, isInstead }: { readonly isGone: (sheetId: number) => boolean; readonly isInstead: boolean },
): void {
  const { mailsOn, mailTo, ...first } = loadSchedule(properties);
  const { sheetId } = first;
  const isFree = sheetId === undefined || isGone(sheetId) || (sheet.isOn && !first.isOn);
  const isNew = properties.get(keyOf(sheet.sheetId)) === null;
  if (sheetId !== sheet.sheetId && !isInstead && !(isFree && isNew)) {
    saveRecord(properties, keyOf(sheet.sheetId), 1, storedSheetSchedule(sheet));
    return;
  }
  const isKept = sheetId !== undefined && sheetId !== sheet.sheetId && !isGone(sheetId) && !isInstead;
  if (isKept) saveRecord(properties, keyOf(sheetId), 1, storedSheetSchedule(first));
  saveSchedule(properties, { ...sheet, mailsOn, mailTo });
  properties.remove(keyOf(sheet.sheetId));
}

/** Forgets the schedules of sheets that are gone. Under the lock of the settings. */
export function dropSchedules(properties: Properties, isGone: (sheetId: number) => boolean): void {
  for (const { sheetId, isFirst } of loadSheetSchedules(properties)) {
    if (!isGone(sheetId)) continue;
    dropFillRecord(properties, sheetId);
    removeComparison(properties, sheetId);
    if (!isFirst) properties.remove(keyOf(sheetId));
    else
      saveSchedule(properties, {
        ...loadSchedule(properties),
        isOn: false,
        sheetId: undefined,
        sheetName: undefined,
      });
  }
}
