import { RunEnded } from '../errors.ts';
import type { Cell, Table } from '../platform/table.ts';
import { type Columns, columnLetter, findColumns } from '../sync/columns.ts';
import type { ColumnView, SheetView } from './server-functions.ts';

/** What the sidebar says of the sheet in front: what each header is taken for, or why it cannot be synced. */
export function sheetView(table: Table): SheetView {
  const grid = table.read();
  try {
    const columns = findColumns(grid, table.name);
    const headers = grid.cells[columns.headerRowIndex] ?? [];
    return {
      name: table.name,
      headerLine: columns.headerRowIndex + 1,
      columns: columnViews(columns, headers),
      meanings: [],
      problem: '',
    };
  } catch (error) {
    if (!(error instanceof RunEnded)) throw error;
    return { name: table.name, headerLine: 0, columns: [], meanings: [], problem: error.advice };
  }
}

function columnViews(columns: Columns, headers: readonly Cell[]): ColumnView[] {
  const meanings = new Map<number, string>([[columns.id, 'Contact id']]);
  for (const { name, columnIndex } of columns.fields) meanings.set(columnIndex, name);
  if (columns.optOut !== undefined) meanings.set(columns.optOut, 'Opt-out reason');
  if (columns.optIn !== undefined) meanings.set(columns.optIn, 'Opt-in reason');
  return [...meanings]
    .sort(([one], [other]) => one - other)
    .map(([columnIndex, meaning]) => ({
      letter: columnLetter(columnIndex),
      header: String(headers[columnIndex] ?? '').trim(),
      meaning,
      isChosen: false,
      blankClears: false,
      canBlankClear: false,
      note: '',
    }));
}
