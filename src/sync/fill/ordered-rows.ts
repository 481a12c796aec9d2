/**
 * Keeps a fill that nobody watches from fighting the sync: a row whose changes have yet to reach Keap is left alone, and one
 * that is in order stays so with the values that it takes, so that they are not sent back.
 */
import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import { rowsInOrder } from '../compare/in-order.ts';
import { isWritten, markOrder, settleOrder } from '../compare/order-kept.ts';
import { cellField, optField } from '../log/journal.ts';
import { compareNoteIn, withCompareNote } from '../plan/compare-note.ts';
import { withoutNewAddressNote } from '../plan/new-address.ts';
import type { RunContext } from '../run/run-context.ts';
import type { CellIndex } from '../sheet/cell-blocks.ts';
import type { Written } from '../sheet/checked-write.ts';
import { readRow } from '../sheet/row.ts';
import { contactIdOf, contactRows, managedCell, type SheetView } from '../sheet/sheet-view.ts';
import type { Fill, FillPlan } from './fill-plan.ts';

export interface OrderedRows {
  /** Those of these fills that leave no change of a person's behind and let the rows of one contact agree. */
  only(view: SheetView, fills: readonly Fill[]): Fill[];
  /**
   * Marks the rows that `plan` fills, which have to be read and planned again then. Gives the cells that are not filled, as
   * Sheets does not let their rows be marked.
   */
  mark(
    view: SheetView,
    plan: (view: SheetView, formulas: readonly (readonly string[])[]) => FillPlan,
  ): CellArea[];
  /** Notes in the rows what they hold now; `view` is the reading after `mark` from which the fills were planned. */
  settle(view: SheetView, fills: readonly Fill[], written: Written): void;
}

type CellArea = CellIndex & { readonly rowCount: 1; readonly columnCount: 1 };

export function orderedRows({ table, account, read }: RunContext): OrderedRows {
  const sheet = { table, account };
  /** Contacts whose rows Sheets does not let be marked: with other values, they would count as edited. */
  const locked = new Set<ContactId>();
  const only = (view: SheetView, fills: readonly Fill[]) => {
    const { rowsOf, withWish } = rowsToFill(view, account);
    const counts = new Map<string, number>();
    for (const { entry } of fills) {
      const key = keyOf(entry);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return fills.filter(({ cell, entry }) => {
      if (isOpt({ entry })) return true;
      if (locked.has(entry.contact)) return false;
      // The next edit of the row would opt an address in or out that nobody has meant.
      if (entry.field === emailCell && withWish.has(cell.rowIndex)) return false;
      const rows = rowsOf.get(entry.contact);
      // Filled in one of its rows alone, the rows of a contact would disagree.
      return rows?.has(cell.rowIndex) === true && counts.get(keyOf(entry)) === rows.size;
    });
  };
  return {
    only,
    mark(view, plan) {
      const fills = plan(view, table.formulas()).fills.filter((fill) => !isOpt(fill));
      if (fills.length === 0) return [];
      const unmarked = markOrder(
        sheet,
        view,
        fills.map(({ cell }) => cell),
      );
      const left = fills.filter(({ cell }) => unmarked.has(cell.rowIndex));
      for (const { entry } of left) locked.add(entry.contact);
      return left.map(({ cell: { rowIndex, columnIndex } }) => {
        return { rowIndex, columnIndex, rowCount: 1, columnCount: 1 };
      });
    },
    settle(view, fills, written) {
      const fields = fills.filter((fill) => !isOpt(fill));
      if (fields.length === 0) return;
      const now = read();
      const changes = fields.map(({ cell }) => cell);
      settleOrder(sheet, { view, changes, written, now }, (rowIndex) => {
        const id = contactIdOf(String(now.grid.cells[rowIndex]?.[now.columns.id] ?? ''));
        const names = fields
          .filter(({ entry, cell }) => entry.contact === id && isWritten(written, cell))
          .flatMap(({ cell }) => nameAt(view, cell.columnIndex));
        const message = String(managedCell(now, rowIndex, 'message'));
        const withoutOld = names.includes('Email') ? withoutNewAddressNote(message) : message;
        return { message: withCompareNote(withoutOld, compareNoteIn(message, names)) };
      });
    },
  };
}

interface RowsToFill {
  /** The rows of the contacts in which nothing of a person's waits: in order and not undone, or without any value. */
  readonly rowsOf: ReadonlyMap<ContactId, ReadonlySet<number>>;
  /** Those of them that opt their address in or out. */
  readonly withWish: ReadonlySet<number>;
}

function rowsToFill(view: SheetView, account: string): RowsToFill {
  const rowsOf = new Map<ContactId, Set<number>>();
  const busy = new Set<ContactId>();
  const withWish = new Set<number>();
  const ordered = new Set(rowsInOrder(view, account).contacts.flatMap(({ rowIndexes }) => rowIndexes));
  const isFree = (rowIndex: number) =>
    ordered.has(rowIndex) && managedCell(view, rowIndex, 'status') !== 'Undone';
  const kinds = new Map<ContactId, Set<'idle' | 'ordered'>>();
  for (const row of contactRows(view)) {
    const { id, rowIndex } = row;
    if (id === undefined) continue;
    const read = readRow(row, view.columns);
    if (read.kind === 'ready' && read.change.opt !== undefined) withWish.add(rowIndex);
    const kind = isFree(rowIndex) ? 'ordered' : read.kind;
    if (kind !== 'ordered' && kind !== 'idle') {
      busy.add(id);
      continue;
    }
    rowsOf.set(id, (rowsOf.get(id) ?? new Set()).add(rowIndex));
    kinds.set(id, (kinds.get(id) ?? new Set()).add(kind));
  }
  const isMixed = (id: ContactId) => (kinds.get(id)?.size ?? 0) > 1;
  return { rowsOf: new Map([...rowsOf].filter(([id]) => !busy.has(id) && !isMixed(id))), withWish };
}

function isOpt({ entry }: Pick<Fill, 'entry'>): boolean {
  return entry.field === optCell;
}

const optCell = cellField(optField);
const emailCell = cellField('Email');

function keyOf({ contact, field }: Fill['entry']): string {
  return `${contact} ${field}`;
}

function nameAt({ columns }: SheetView, columnIndex: number): FieldName[] {
  return columns.fields.filter((field) => field.columnIndex === columnIndex).map(({ name }) => name);
}
