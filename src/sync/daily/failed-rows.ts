/** Lists the rows that failed or need a check, for the sidebar and for emails. */
import type { Properties } from '../../platform/properties.ts';
import type { Table } from '../../platform/table.ts';
import { sheetReader } from '../sheet/sheet-reader.ts';
import { contactRows, managedCell } from '../sheet/sheet-view.ts';

/** A row that Keap rejected, or that needs a check by the user. */
export interface FailedRow {
  /** From 0. */
  readonly rowIndex: number;
  readonly contact: string;
  readonly reason: string;
}

/** In the order of the sheet, by the current statuses. Throws `SettingsWrong` where it is not a sheet of contacts. */
export function failedRows(table: Table, properties: Properties): FailedRow[] {
  const view = sheetReader(table, properties)();
  return contactRows(view).flatMap(({ rowIndex, cells }): FailedRow[] => {
    const status = managedCell(view, rowIndex, 'status');
    if (status !== 'Failed' && status !== 'Check') return [];
    const contact = String(cells[view.columns.id] ?? '');
    return [{ rowIndex, contact, reason: String(managedCell(view, rowIndex, 'message')) }];
  });
}
