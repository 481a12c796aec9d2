/** Brings back the sheet that a new log came in front of, where an execution was killed before it did so itself. */
import type { OpenDocument } from '../../platform/platform.ts';
import type { Table, Workbook } from '../../platform/table.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { logSheetName } from './log-sheet.ts';

/**
 * Google brings a new sheet to the front. A log that somebody has opened looks the same, so the sheet of the run is
 * noted before the log is added, and forgotten once that sheet is in front again.
 */
const key = 'front';

/** The same workbook, which notes that `table` has to be in front while it adds a sheet. */
export function keepingInFront({ workbook, properties }: OpenDocument, table: Table): Workbook {
  return {
    ...workbook,
    addTable(name) {
      saveRecord(properties, key, 1, { sheetId: table.sheetId });
      const added = workbook.addTable(name);
      properties.remove(key);
      return added;
    },
  };
}

/**
 * The sheet in front of the user. Where that is the log only because an execution was killed, it is the sheet of that
 * run, which is in front from then on.
 */
export function sheetInFront({ workbook, properties }: OpenDocument): Table {
  const active = workbook.activeTable();
  const { sheetId } = loadRecord(properties, key);
  if (typeof sheetId !== 'number') return active;
  const noted = active.name === logSheetName ? workbook.tableById(sheetId) : active;
  if (noted === undefined || noted.name === logSheetName) return active;
  if (noted !== active) noted.show();
  properties.remove(key);
  return noted;
}
