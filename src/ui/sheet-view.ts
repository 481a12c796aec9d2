import { RunEnded } from '../errors.ts';
import type { Cell, Table } from '../platform/table.ts';
import { type Columns, findColumns } from '../sync/columns.ts';
import type { ColumnView, SheetView } from './server-functions.ts';

/** What the sidebar says of the sheet in front: what each header is taken for, or why it cannot be synced. */
export function sheetView(table: Table): SheetView {
  const grid = table.read();
  try {
    const columns = findColumns(grid, table.name);
    const headers = grid.cells[columns.headerRowIndex] ?? [];
    return {
      name: table.name,
      columns: columnViews(columns, headers),
      ignored: columns.ignored,
      problem: '',
    };
  } catch (error) {
    if (!(error instanceof RunEnded)) throw error;
    return { name: table.name, columns: [], ignored: [], problem: error.advice };
  }
}

function columnViews(columns: Columns, headers: readonly Cell[]): ColumnView[] {
  const meanings = new Map<number, string>([[columns.id, 'Contact id']]);
  for (const { name, columnIndex } of columns.fields) meanings.set(columnIndex, name);
  if (columns.optOut !== undefined) meanings.set(columns.optOut, 'Opt-out reason');
  if (columns.optIn !== undefined) meanings.set(columns.optIn, 'Opt-in reason');
  return [...meanings]
    .sort(([one], [other]) => one - other)
    .map(([columnIndex, meaning]) => ({ header: String(headers[columnIndex] ?? '').trim(), meaning }));
}
