/** Turns statuses into the fewest blocks of cells that write them, and adds the managed columns' headers. */
import type { Block, Cell } from '../../platform/table.ts';
import type { Columns } from './columns.ts';
import { type ManagedChange, type ManagedName, managedColumns, managedNames } from './managed-columns.ts';
import { withOrigin } from './origin.ts';
import { rawCell, type SheetView } from './sheet-view.ts';

/**
 * The blocks that write these statuses: one for each run of neighbouring managed columns, from the first row
 * concerned to the last, with the cells in between as they were read. Rows that would not change are left out, and so is
 * the column of links where no link changes: it may hold a user's formulas while nobody wants links.
 */
export function statusBlocks(view: SheetView, statuses: ReadonlyMap<number, ManagedChange>): Block[] {
  const { columns } = view;
  const changed = [...statuses].filter(([rowIndex, change]) => isStatusChanged(view, rowIndex, change));
  if (changed.length === 0) return [];
  const rowIndexes = changed.map(([rowIndex]) => rowIndex);
  const first = rowIndexes.reduce((one, other) => Math.min(one, other));
  const last = rowIndexes.reduce((one, other) => Math.max(one, other));
  const rows = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  const hasLinks = changed.some(([, { link }]) => link !== undefined);
  const written = managedNames.filter((name) => name !== 'link' || hasLinks);
  return neighbours(columns, written).map((names) => ({
    rowIndex: first,
    columnIndex: columns.managed[names[0]] ?? 0,
    cells: rows.map((rowIndex) =>
      names.map((name) => cellAfter(view, rowIndex, name, statuses.get(rowIndex))),
    ),
  }));
}

/** Whether any cell of the row would change. */
export function isStatusChanged(
  view: SheetView,
  rowIndex: number,
  change: ManagedChange | undefined,
): boolean {
  return managedNames.some(
    (name) => cellAfter(view, rowIndex, name, change) !== rawCell(view, rowIndex, name),
  );
}

function cellAfter(
  view: SheetView,
  rowIndex: number,
  name: ManagedName,
  change: ManagedChange | undefined,
): Cell {
  const cell = change?.[name];
  if (cell === undefined) return rawCell(view, rowIndex, name);
  return name === 'fingerprint' ? withOrigin(cell, view.origin) : cell;
}

/** Managed columns in the order of the sheet, those side by side together. */
function neighbours(columns: Columns, of: readonly ManagedName[]): [ManagedName, ...ManagedName[]][] {
  const present = of
    .flatMap((name) => {
      const columnIndex = columns.managed[name];
      return columnIndex === undefined ? [] : [{ name, columnIndex }];
    })
    .sort((one, other) => one.columnIndex - other.columnIndex);
  const groups: [ManagedName, ...ManagedName[]][] = [];
  present.forEach(({ name, columnIndex }, index) => {
    const isBeside = present[index - 1]?.columnIndex === columnIndex - 1;
    const group = groups[groups.length - 1];
    if (isBeside && group !== undefined) group.push(name);
    else groups.push([name]);
  });
  return groups;
}

/** Headers for those of the wanted columns that are missing, on the right of everything in the sheet. */
export function missingHeaders(
  { grid, columns }: SheetView,
  wanted: readonly ManagedName[],
): Block | undefined {
  const missing = managedColumns.filter(
    ({ name }) => columns.managed[name] === undefined && wanted.includes(name),
  );
  if (missing.length === 0) return undefined;
  return {
    rowIndex: columns.headerRowIndex,
    columnIndex: grid.cells[columns.headerRowIndex]?.length ?? 0,
    cells: [missing.map(({ header }) => header)],
  };
}
