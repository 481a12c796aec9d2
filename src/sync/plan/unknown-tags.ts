/** What a sheet's owner has chosen for names of tags, in columns of tags to apply, that Keap does not have. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';

/** Leave their rows alone; or create such tags. */
export type UnknownTags = 'leave' | 'create';

export const unknownTagsChoices: readonly UnknownTags[] = ['leave', 'create'];

/** For this very sheet: a copy of it begins with `leave`, and so does what is missing or damaged. */
export function loadUnknownTags(properties: Pick<Properties, 'get'>, sheetId: number): UnknownTags {
  const { choice } = loadRecord(properties, keyOf(sheetId));
  return unknownTagsChoices.find((one) => one === choice) ?? 'leave';
}

export function saveUnknownTags(properties: Properties, sheetId: number, choice: UnknownTags): void {
  saveRecord(properties, keyOf(sheetId), 1, { choice });
}

function keyOf(sheetId: number): string {
  return `unknown-tags/${sheetId}`;
}
