import type { Grid, Table } from '../../platform/table.ts';
import type { ColumnChoices } from './column-choices.ts';
import { type Columns, findColumns } from './columns.ts';

/** A sheet as it was read at one moment, and where its columns were then. */
export interface SheetView {
  readonly grid: Grid;
  readonly columns: Columns;
}

/** Reads the sheet in one service call. Throws `SettingsWrong` where the sheet is none of contacts. */
export type SheetReader = () => SheetView;

export function sheetReader(table: Table, choices: ColumnChoices): SheetReader {
  return () => {
    const grid = table.read();
    return { grid, columns: findColumns(grid, table.name, choices) };
  };
}
