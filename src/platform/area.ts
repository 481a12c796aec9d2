/** Finds cells in parts of a sheet. */
import type { Area } from './table.ts';

/** Whether a cell is in one of these areas. */
export function includesCell(areas: readonly Area[], rowIndex: number, columnIndex: number): boolean {
  return areas.some(
    (area) =>
      rowIndex >= area.rowIndex &&
      rowIndex < area.rowIndex + area.rowCount &&
      columnIndex >= area.columnIndex &&
      columnIndex < area.columnIndex + area.columnCount,
  );
}
