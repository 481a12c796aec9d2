/**
 * Keeps rows in order into whose cells values of Keap's are written:
 *
 *     in order ── its fingerprint cell also says with which values it is in order ──> marked
 *     marked ── its cells are written, in any number of service calls ──> marked
 *     marked ── its fingerprint is that of what became of them ──> in order
 *
 * So wherever an execution is killed, a row never counts as edited because of that, and isn't sent.
 */
import type { ContactId } from '../../keap/contacts/contact.ts';
import { includesCell } from '../../platform/area.ts';
import type { Table } from '../../platform/table.ts';
import { planSync } from '../plan/plan.ts';
import { withoutMark } from '../sheet/brake-mark.ts';
import type { CellChange, CellIndex } from '../sheet/cell-blocks.ts';
import type { Written } from '../sheet/checked-write.ts';
import { chosenCell, comparedCell, takingCell } from '../sheet/compare-mark.ts';
import { type Fingerprint, fingerprintOf } from '../sheet/fingerprint.ts';
import type { ManagedChange } from '../sheet/managed-columns.ts';
import { type Row, readRow } from '../sheet/row.ts';
import { contactRows, managedCell, type SheetView } from '../sheet/sheet-view.ts';
import { isInOrder } from '../sheet/status.ts';
import { writeStatuses } from '../sheet/status-writer.ts';
import { unwrittenRows } from '../sheet/unwritten-rows.ts';
import { rowsInOrder } from './in-order.ts';

interface Ordered {
  readonly table: Table;
  readonly account: string;
}

/**
 * Marks the rows of `view` that these cells are about to be written into. The sheet has to be read again after it. Gives the
 * indexes of rows whose mark Sheets did not take: with other values, they would count as edited.
 */
export function markOrder(
  { table, account }: Ordered,
  view: SheetView,
  changes: readonly CellChange[],
): ReadonlySet<number> {
  const rows = new Map<number, ManagedChange>();
  for (const [rowIndex, ofRow] of orderedRows(view, account, changes)) {
    const { stored } = comparedCell(withoutMark(managedCell(view, rowIndex, 'fingerprint')));
    const kept = withOpenChoice(view, rowIndex, stored);
    const states = subsetsOf(ofRow).flatMap((some) => {
      const row = rowWith(view, rowIndex, some);
      return row?.kind === 'ready' ? [fingerprintIn(row, account)] : [];
    });
    rows.set(rowIndex, { fingerprint: takingCell(kept, states) });
  }
  return unwrittenRows(view, rows, writeStatuses(table, view, rows), ['fingerprint']);
}

/**
 * Settles the rows once the cells are `written`, which were planned from `view`, a reading after `markOrder`; `now` is a
 * reading after that. A row that somebody has edited meanwhile is left to the next sync. `also` is what else is written
 * into the managed cells of a row of `now`. Gives what the rows of each contact hold then.
 */
export function settleOrder(
  { table, account }: Ordered,
  { view, changes, written, now }: WrittenCells,
  also: (rowIndex: number) => ManagedChange = () => ({}),
): ReadonlyMap<ContactId, Fingerprint> {
  const settled = new Map<ContactId, Fingerprint>();
  const emptied = new Set<ContactId>();
  for (const ofRow of orderedRows(view, account, changes).values()) {
    const done = ofRow.filter((cell) => isWritten(written, cell));
    const row = rowWith(view, ofRow[0]?.rowIndex ?? 0, done);
    if (row?.kind === 'ready') settled.set(row.id, fingerprintIn(row, account));
    else if (row?.kind === 'idle') emptied.add(row.id);
  }
  const rows = new Map<number, ManagedChange>();
  for (const contactRow of contactRows(now)) {
    const { rowIndex, id } = contactRow;
    if (id === undefined) continue;
    const row = readRow(contactRow, now.columns);
    if (row.kind === 'ready' && settled.get(id) === fingerprintIn(row, account)) {
      const fingerprint = withOpenChoice(now, rowIndex, fingerprintIn(row, account)) as Fingerprint;
      rows.set(rowIndex, { ...also(rowIndex), fingerprint });
    } else if (row.kind === 'idle' && emptied.has(id)) {
      // Whoever fills it in again wants it sent, even if it is what the row held before.
      rows.set(rowIndex, { ...also(rowIndex), fingerprint: '' });
    }
  }
  writeStatuses(table, now, rows);
  return settled;
}

/** Cells, and what became of them. */
export interface WrittenCells {
  readonly view: SheetView;
  readonly changes: readonly CellChange[];
  readonly written: Written;
  readonly now: SheetView;
}

/** The cell of a row, with the fields that somebody has chosen and no sync has sent yet: they stay the only ones to send. */
function withOpenChoice(view: SheetView, rowIndex: number, content: string): string {
  const { chosen } = comparedCell(withoutMark(managedCell(view, rowIndex, 'fingerprint')));
  const isOpen = chosen !== undefined && !isInOrder(managedCell(view, rowIndex, 'status'));
  return isOpen ? chosenCell(content, chosen) : content;
}

/** The cells of rows in order, or of which only chosen fields have yet to be sent, by row. */
function orderedRows(
  view: SheetView,
  account: string,
  changes: readonly CellChange[],
): ReadonlyMap<number, readonly CellChange[]> {
  const { contacts } = rowsInOrder(view, account);
  const { changes: toSend } = planSync(view, account, { kind: 'all' });
  const open = toSend.filter(({ chosen }) => chosen !== undefined);
  const ordered = new Set([...contacts, ...open].flatMap(({ rowIndexes }) => rowIndexes));
  const rows = new Map<number, CellChange[]>();
  for (const change of changes) {
    if (!ordered.has(change.rowIndex)) continue;
    const known = rows.get(change.rowIndex);
    if (known === undefined) rows.set(change.rowIndex, [change]);
    else known.push(change);
  }
  return rows;
}

/** Of more cells than this, each with the one before it is enough: they are written column by column. */
const maxCombined = 3;

/** What may have been written of a row's cells when an execution is killed. */
function subsetsOf(changes: readonly CellChange[]): CellChange[][] {
  const inOrder = [...changes].sort((one, other) => one.columnIndex - other.columnIndex);
  if (inOrder.length > maxCombined) return inOrder.map((_, index) => inOrder.slice(0, index + 1));
  const subsets: CellChange[][] = [[]];
  for (const change of inOrder) subsets.push(...subsets.map((some) => [...some, change]));
  return subsets;
}

/** A row of `view` as it is read with these of its cells changed. */
function rowWith(view: SheetView, rowIndex: number, changes: readonly CellChange[]): ChangedRow | undefined {
  const { grid, columns } = view;
  const above = columns.headerRowIndex + 1;
  const cells = [...(grid.cells[rowIndex] ?? [])];
  for (const { columnIndex, value } of changes) cells[columnIndex] = value;
  const { shown, ...rest } = grid;
  const shownAlone = () => [...(shown?.().slice(0, above) ?? []), shown?.()[rowIndex] ?? []];
  const [row] = contactRows({
    ...view,
    grid: {
      ...{ ...rest, cells: [...grid.cells.slice(0, above), cells] },
      ...(shown === undefined ? {} : { shown: shownAlone }),
    },
  });
  if (row?.id === undefined) return undefined;
  return { ...readRow(row, columns), id: row.id };
}

type ChangedRow = Row & { readonly id: ContactId };

function fingerprintIn({ change, forms }: Extract<Row, { kind: 'ready' }>, account: string): Fingerprint {
  return fingerprintOf(change, account, forms.typed);
}

/** Whether a cell holds what was written into it. */
export function isWritten({ refused, yielded }: Written, { rowIndex, columnIndex }: CellIndex): boolean {
  const isYielded = yielded.some((one) => one.rowIndex === rowIndex && one.columnIndex === columnIndex);
  return !isYielded && !includesCell(refused, rowIndex, columnIndex);
}
