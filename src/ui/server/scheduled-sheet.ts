/** Which sheet the scheduled sync reads: the one it has, until somebody chooses another. */
import { RunEnded } from '../../errors.ts';
import type { OpenDocument } from '../../platform/platform.ts';
import type { Table } from '../../platform/table.ts';
import { sheetReader } from '../../sync/sheet/sheet-reader.ts';
import { contactRows } from '../../sync/sheet/sheet-view.ts';
import { invalidRequest, recordIn, wrongInput } from './input.ts';

/**
 * The id of the sheet to save: `formerId` while that sheet exists, or the open one at first. Throws `SettingsWrong` for
 * another sheet that has contact ids of the former one, unless the user has confirmed that.
 */
export function scheduledSheetId(
  input: unknown,
  { workbook, properties }: Pick<OpenDocument, 'workbook' | 'properties'>,
  formerId: number | undefined,
): number {
  const { sheetId, acceptsOverlap } = recordIn(input);
  const former = formerId === undefined ? undefined : workbook.tableById(formerId);
  if (sheetId === undefined) return (former ?? workbook.activeTable()).sheetId;
  if (typeof sheetId !== 'number') throw wrongInput(invalidRequest);
  const chosen = workbook.tableById(sheetId);
  if (chosen === undefined) {
    throw wrongInput(
      'This sheet has been deleted. Press "Reload the sheet" to see the one that is open now.',
    );
  }
  if (former !== undefined && former.sheetId !== sheetId && acceptsOverlap !== true) {
    rejectOverlap(idsOf(former, properties), idsOf(chosen, properties), former.name, chosen.name);
  }
  return sheetId;
}

function rejectOverlap(
  formerIds: ReadonlySet<number>,
  ids: ReadonlySet<number>,
  formerName: string,
  name: string,
): void {
  const both = [...ids].filter((id) => formerIds.has(id)).length;
  if (both === 0) return;
  throw wrongInput(
    `"${name}" has contact ids in common with "${formerName}" (${both}), which is the sheet that is synced on the schedule now. If "${name}" is a copy or a backup, syncing it sends its values to the same contacts. To sync "${name}" on the schedule anyway, save again.`,
  );
}

function idsOf(table: Table, properties: OpenDocument['properties']): ReadonlySet<number> {
  try {
    const rows = contactRows(sheetReader(table, properties)());
    return new Set(rows.flatMap(({ id }) => (id === undefined ? [] : [id])));
  } catch (error) {
    // A sheet without contacts has no ids that could be the same.
    if (error instanceof RunEnded) return new Set();
    throw error;
  }
}
