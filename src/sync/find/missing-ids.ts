/** What a sheet's owner has chosen for its rows without a contact id. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';

/** Leave such rows alone; find the contact by its address; or create it, too, where Keap has none. */
export type MissingIds = 'leave' | 'find' | 'create';

export const missingIdsChoices: readonly MissingIds[] = ['leave', 'find', 'create'];

/** For this very sheet: a copy of it begins with `leave`, and so does what is missing or damaged. */
export function loadMissingIds(properties: Pick<Properties, 'get'>, sheetId: number): MissingIds {
  const { choice } = loadRecord(properties, keyOf(sheetId));
  return missingIdsChoices.find((one) => one === choice) ?? 'leave';
}

export function saveMissingIds(properties: Properties, sheetId: number, choice: MissingIds): void {
  saveRecord(properties, keyOf(sheetId), 1, { choice });
}

function keyOf(sheetId: number): string {
  return `missing-ids/${sheetId}`;
}
