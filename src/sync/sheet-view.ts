import type { Grid, Table } from '../platform/table.ts';
import { type Columns, findColumns } from './columns.ts';

/** A sheet as it was read at one moment, and where its columns were then. */
export interface SheetView {
  readonly grid: Grid;
  readonly columns: Columns;
}

/** One service call. Throws `SettingsWrong` where the sheet is none of contacts. */
export function readSheet(table: Table): SheetView {
  const grid = table.read();
  return { grid, columns: findColumns(grid, table.name) };
}
