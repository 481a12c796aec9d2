/** Lists the rows that failed or need a check, for the sidebar and for emails. */
import type { Properties } from '../../platform/properties.ts';
import type { Table } from '../../platform/table.ts';
import { loadChoices } from '../sheet/column-choices.ts';
import { managedCell, sheetReader } from '../sheet/sheet-view.ts';

/** A row that Keap did not take, or that needs the user. */
export interface FailedRow {
  /** From 0. */
  readonly rowIndex: number;
  readonly contact: string;
  readonly reason: string;
}

/** In the order of the sheet, by what the rows say now. Throws `SettingsWrong` where the sheet is none of contacts. */
export function failedRows(table: Table, properties: Properties): FailedRow[] {
  const view = sheetReader(table, loadChoices(properties, table.sheetId))();
  const { grid, columns } = view;
  return grid.cells.flatMap((cells, rowIndex): FailedRow[] => {
    const status = managedCell(view, rowIndex, 'status');
    if (rowIndex <= columns.headerRowIndex || (status !== 'Failed' && status !== 'Check')) return [];
    const contact = String(cells[columns.id] ?? '');
    return [{ rowIndex, contact, reason: String(managedCell(view, rowIndex, 'message')) }];
  });
}

/** As many rows as anybody reads in a mail. */
const maxShown = 20;

/** One line a row, for a mail: nothing of the rows but their ids and reasons. */
export function failedRowsText(table: Table, properties: Properties): string {
  const failed = failedRows(table, properties);
  const lines = failed
    .slice(0, maxShown)
    .map(({ rowIndex, contact, reason }) => `Row ${rowIndex + 1}, contact ${contact}: ${reason}`);
  const more = failed.length - lines.length;
  return [...lines, ...(more > 0 ? [`And ${more} more.`] : [])].join('\n');
}
