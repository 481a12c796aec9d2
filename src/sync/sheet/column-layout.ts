/** Lays the managed columns out once, when they are added, even where an execution is killed in between. */
import type { Properties } from '../../platform/properties.ts';
import type { ColumnLayout, Table } from '../../platform/table.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { type ManagedName, managedColumns } from './managed-columns.ts';
import type { SheetView } from './sheet-view.ts';

/**
 * A sheet cannot tell a column that was never hidden from one that somebody has unhidden. So this note is written before
 * the column is added and removed once the column is hidden: a visible column is hidden only while there is one, and
 * one that somebody has unhidden since stays visible.
 */
const key = (sheetId: number) => `to-hide/${sheetId}`;

/**
 * Notes that columns are about to be added: the one of the fingerprint, with which all are laid out, or the one of links
 * alone.
 */
export function noteNewColumns(
  properties: Properties,
  sheetId: number,
  { columns }: SheetView,
  wanted: readonly ManagedName[],
): void {
  const added = wanted.filter((name) => columns.managed[name] === undefined);
  const column = added.includes('fingerprint') ? 'fingerprint' : added.find((name) => name === 'link');
  if (column === undefined || loadRecord(properties, key(sheetId)).column === 'fingerprint') return;
  saveRecord(properties, key(sheetId), 1, { column });
}

/**
 * Hides the column of the fingerprint where this is still to be done, gives the others their widths, and asks again next
 * time where Sheets refuses.
 */
export function layOutNotedColumns(properties: Properties, table: Table, { columns }: SheetView): void {
  const noted = managedColumns.find(({ name }) => name === loadRecord(properties, key(table.sheetId)).column);
  if (noted === undefined || columns.managed[noted.name] === undefined) return;
  const layout = managedColumns.flatMap(({ name, width }): ColumnLayout[] => {
    const columnIndex = columns.managed[name];
    const isNew = noted.name === 'fingerprint' || name === noted.name;
    return columnIndex === undefined || !isNew ? [] : [{ columnIndex, width }];
  });
  if (table.layOut(layout)) properties.remove(key(table.sheetId));
}
