/** Of which sheet a schedule is saved. */
import { RunEnded } from '../../errors.ts';
import type { OpenDocument } from '../../platform/platform.ts';
import type { Table } from '../../platform/table.ts';
import { loadSchedule } from '../../sync/daily/schedule.ts';
import { loadSheetSchedules, maxScheduledSheets } from '../../sync/daily/sheet-schedules.ts';
import { sheetReader } from '../../sync/sheet/sheet-reader.ts';
import { contactRows } from '../../sync/sheet/sheet-view.ts';
import { invalidRequest, recordIn, wrongInput } from './input.ts';

type Stores = Pick<OpenDocument, 'workbook' | 'properties'>;

/** The sheet, and whether it is synced instead of the first one rather than beside the others. */
export interface SheetToSchedule {
  readonly table: Table;
  readonly isInstead: boolean;
}

/**
 * The sheet that the form was about. A sidebar of an earlier version names the one to sync instead of the first one, or
 * means the first one while that exists. Throws `SettingsWrong` for a sheet whose schedule `isOn` from now on and that has
 * contact ids of another one on the schedule, unless the user has confirmed that, and for one too many.
 */
export function sheetToSchedule(input: unknown, stores: Stores, isOn: boolean): SheetToSchedule {
  const { forSheetId, sheetId, acceptsOverlap } = recordIn(input);
  const { workbook, properties } = stores;
  const firstId = loadSchedule(properties).sheetId;
  const first = firstId === undefined ? undefined : workbook.tableById(firstId);
  const isInstead = forSheetId === undefined && sheetId !== undefined;
  const id = forSheetId ?? sheetId;
  const table = id === undefined ? (first ?? workbook.activeTable()) : tableOf(id, workbook);
  const others = loadSheetSchedules(properties)
    .filter((one) => one.sheetId !== table.sheetId && (one.isOn || (isInstead && one.isFirst)))
    .flatMap((one) => workbook.tableById(one.sheetId) ?? []);
  const wasOn = loadSheetSchedules(properties).some((one) => one.sheetId === table.sheetId && one.isOn);
  if (!isOn && !isInstead) return { table, isInstead };
  if (!wasOn && !isInstead && others.length >= maxScheduledSheets) throw tooManySheets();
  if (!wasOn && acceptsOverlap !== true) {
    for (const other of others) rejectOverlap(table, other, properties);
  }
  return { table, isInstead };
}

function tableOf(sheetId: unknown, workbook: Stores['workbook']): Table {
  if (typeof sheetId !== 'number') throw wrongInput(invalidRequest);
  const table = workbook.tableById(sheetId);
  if (table !== undefined) return table;
  throw wrongInput('This sheet has been deleted. Press "Reload the sheet" to see the one that is open now.');
}

function tooManySheets(): Error {
  return wrongInput(
    `${maxScheduledSheets} sheets are synced on a schedule already. Open one of them and turn its schedule off first.`,
  );
}

function rejectOverlap(table: Table, other: Table, properties: Stores['properties']): void {
  const otherIds = idsOf(other, properties);
  const both = [...idsOf(table, properties)].filter((id) => otherIds.has(id)).length;
  if (both === 0) return;
  const { name } = table;
  throw wrongInput(
    `"${name}" has contact ids in common with "${other.name}" (${both}), which is synced on a schedule already. If "${name}" is a copy or a backup, syncing it sends its values to the same contacts. To sync "${name}" on a schedule anyway, save again.`,
  );
}

function idsOf(table: Table, properties: Stores['properties']): ReadonlySet<number> {
  try {
    const rows = contactRows(sheetReader(table, properties)());
    return new Set(rows.flatMap(({ id }) => (id === undefined ? [] : [id])));
  } catch (error) {
    // A sheet without contacts has no ids that could be the same.
    if (error instanceof RunEnded) return new Set();
    throw error;
  }
}
