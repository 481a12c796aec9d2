/** Lays the managed columns out once, when they are added, even where an execution is killed in between. */
import type { Properties } from '../../platform/properties.ts';
import type { ColumnLayout, Table } from '../../platform/table.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { managedColumns } from './managed-columns.ts';
import type { SheetView } from './sheet-view.ts';

/**
 * A sheet cannot tell a column that was never hidden from one that somebody has unhidden. So this note is written before
 * the column is added and removed once the column is hidden: a visible column is hidden only while there is one, and
 * one that somebody has unhidden since stays visible.
 */
const key = (sheetId: number) => `to-hide/${sheetId}`;

/** Notes that the column of the fingerprint is about to be added. */
export function noteNewColumns(properties: Properties, sheetId: number): void {
  saveRecord(properties, key(sheetId), 1, { column: 'fingerprint' });
}

/**
 * Hides the column of the fingerprint where this is still to be done, gives the others their widths, and asks again next
 * time where Sheets refuses.
 */
export function layOutNotedColumns(properties: Properties, table: Table, { columns }: SheetView): void {
  const { fingerprint } = columns.managed;
  if (fingerprint === undefined) return;
  if (loadRecord(properties, key(table.sheetId)).column !== 'fingerprint') return;
  const layout = managedColumns.flatMap(({ name, width }): ColumnLayout[] => {
    const columnIndex = columns.managed[name];
    return columnIndex === undefined ? [] : [{ columnIndex, width }];
  });
  if (table.layOut(layout)) properties.remove(key(table.sheetId));
}
