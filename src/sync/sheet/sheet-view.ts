/** A sheet of contacts as it was read at one moment, and its rows. */
import type { ContactId } from '../../keap/contacts/contact.ts';
import type { Cell, Grid } from '../../platform/table.ts';
import { cellText } from './cell-text.ts';
import type { Columns } from './columns.ts';
import type { ManagedName } from './managed-columns.ts';
import { type Origin, withoutOrigin } from './origin.ts';
import type { KnownWithoutId } from './without-id.ts';

/** The cells of a sheet, and where its columns were when they were read. */
export interface SheetView {
  readonly grid: Grid;
  readonly columns: Columns;
  /** Where its rows are synced now, for what is written beside their fingerprints. */
  readonly origin?: Origin | undefined;
  /** What is known of its rows without a contact id, where they were looked up. */
  readonly withoutId?: KnownWithoutId;
  /** Its rows without a contact id (indexes from 0) that a run is to find, where a preview has shown which ones. */
  readonly sought?: ReadonlySet<number>;
  /** Contacts that were created for its rows a moment ago. */
  readonly created?: ReadonlySet<ContactId>;
}

/** A row below the header. */
export interface ContactRow {
  /** From 0. */
  readonly rowIndex: number;
  readonly cells: readonly Cell[];
  /** Undefined where the id cell holds no valid id. */
  readonly id: ContactId | undefined;
  /** Whether no row from here on has a valid id, as below the contacts of a sheet. */
  readonly isBelowContacts: boolean;
  readonly withoutId?: KnownWithoutId | undefined;
  /** The day on which the sheet was read, as `2026-01-31` in its time zone, where that is known. */
  readonly today: string | undefined;
  /** What the cell says, as a person sees it; empty for a column that the sheet does not have. */
  text(columnIndex: number | undefined): string;
}

/** The rows below the header, in the order of the sheet. */
export function contactRows({ grid, columns, withoutId }: SheetView): ContactRow[] {
  const format = cellText(grid.timeZone);
  const first = columns.headerRowIndex + 1;
  const today = grid.readAtMs === undefined ? undefined : format.of(new Date(grid.readAtMs)).slice(0, 10);
  const rows = grid.cells.slice(first).map((cells, index) => {
    const text = (columnIndex: number | undefined) =>
      columnIndex === undefined
        ? ''
        : format.of(cells[columnIndex] ?? '', () => grid.shown?.()[first + index]?.[columnIndex] ?? '');
    // A number's digits are the id, however the sheet shows them: asking for that takes another reading of the sheet.
    const id = contactIdOf(format.of(cells[columns.id] ?? ''));
    return { rowIndex: first + index, cells, id, text };
  });
  const lastContact = rows.reduce((last, { id }, index) => (id === undefined ? last : index), -1);
  return rows.map((row, index) => ({
    ...row,
    ...{ today, withoutId },
    isBelowContacts: lastContact >= 0 && index > lastContact,
  }));
}

/** Reads a whole number from 1 to 2,147,483,647, typed as a number or as text; undefined for anything else. */
export function contactIdOf(text: string): ContactId | undefined {
  if (!/^0*[1-9]\d{0,9}$/.test(text)) return undefined;
  const id = Number(text);
  return id <= 2_147_483_647 ? (id as ContactId) : undefined;
}

/** What a managed cell says; empty where its column is missing. A fingerprint comes without its origin. */
export function managedCell(view: SheetView, rowIndex: number, name: ManagedName): Cell {
  const cell = rawCell(view, rowIndex, name);
  return name === 'fingerprint' ? withoutOrigin(cell) : cell;
}

/** All that a managed cell holds; empty where its column is missing. */
export function rawCell({ grid, columns }: SheetView, rowIndex: number, name: ManagedName): Cell {
  const columnIndex = columns.managed[name];
  return columnIndex === undefined ? '' : (grid.cells[rowIndex]?.[columnIndex] ?? '');
}
