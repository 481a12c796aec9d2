import type { Cell, Grid } from '../../platform/table.ts';
import type { ManagedName } from './column-kinds.ts';
import type { Columns } from './columns.ts';

/** What a managed cell holds; empty where its column is missing. */
export function managedCell(grid: Grid, columns: Columns, rowIndex: number, name: ManagedName): Cell {
  const columnIndex = columns.managed[name];
  return columnIndex === undefined ? '' : (grid.cells[rowIndex]?.[columnIndex] ?? '');
}

/** What becomes of a row's managed cells; a part that is missing stays as it is. */
export type ManagedChange = Readonly<Partial<Record<ManagedName, Cell>>>;
