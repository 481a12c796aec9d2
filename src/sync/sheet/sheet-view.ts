/** A sheet of contacts as it was read at one moment. */
import type { Cell, Grid, Table } from '../../platform/table.ts';
import type { ColumnChoices } from './column-choices.ts';
import type { ManagedName } from './column-kinds.ts';
import { type Columns, findColumns } from './columns.ts';

/** A sheet as it was read at one moment, and where its columns were then. */
export interface SheetView {
  readonly grid: Grid;
  readonly columns: Columns;
}

/** What a managed cell holds; empty where its column is missing. */
export function managedCell({ grid, columns }: SheetView, rowIndex: number, name: ManagedName): Cell {
  const columnIndex = columns.managed[name];
  return columnIndex === undefined ? '' : (grid.cells[rowIndex]?.[columnIndex] ?? '');
}

/** Reads the sheet in one service call. Throws `SettingsWrong` where the sheet is none of contacts. */
export type SheetReader = () => SheetView;

export function sheetReader(table: Table, choices: ColumnChoices): SheetReader {
  return () => {
    const grid = table.read();
    return { grid, columns: findColumns(grid, table.name, choices) };
  };
}
