/** Undoes "Fill in from Keap": restores the cells that still hold what it wrote. */
import type { ContactId } from '../../keap/contacts/contact.ts';
import { includesCell } from '../../platform/area.ts';
import { markOrder, settleOrder, type WrittenCells } from '../compare/order-kept.ts';
import { startedByCompare } from '../compare/take.ts';
import { startedBySchedule } from '../fill/fill.ts';
import { fillColumns } from '../fill/fill-plan.ts';
import { cellField, isClipped, isNotWritten, notWritten, outcomeTexts } from '../log/journal.ts';
import { type LogLine, readLog } from '../log/log-sheet.ts';
import { compareNoteWith, withCompareNote } from '../plan/compare-note.ts';
import type { RunContext } from '../run/run-context.ts';
import type { OpenRun, RunEnd } from '../run/run-lifecycle.ts';
import type { UndoableRun } from '../run/run-record.ts';
import type { UnfinishedUndo } from '../run/unfinished-run.ts';
import type { CellChange } from '../sheet/cell-blocks.ts';
import { refusedSentence } from '../sheet/cell-names.ts';
import { writeCells } from '../sheet/cell-writer.ts';
import { countText } from '../sheet/localized-text.ts';
import { type SheetReader, sheetReader } from '../sheet/sheet-reader.ts';
import {
  type ContactRow,
  contactIdOf,
  contactRows,
  managedCell,
  type SheetView,
} from '../sheet/sheet-view.ts';
import { countMissing } from './logged-run.ts';
import type { KeptValue, RestoredValue } from './undo-plan.ts';
import { missingSentence } from './undo-report.ts';

/** Cells that a fill wrote for one contact into one column. */
interface FilledCells {
  readonly contact: ContactId;
  readonly field: string;
  readonly oldValue: string;
  readonly newValue: string;
  /** More than one where the contact has more than one row. */
  count: number;
}

export interface UndoFillPlan {
  readonly restored: readonly (RestoredValue & { readonly cell: CellChange })[];
  readonly kept: readonly KeptValue[];
}

/** Empties the cells that still hold what a fill wrote, or restores what it overwrote. */
function planUndoFill(
  view: SheetView,
  formulas: readonly (readonly string[])[],
  run: string,
  lines: readonly LogLine[],
): UndoFillPlan {
  const rowsOf = rowsByContact(view);
  const columnOf = new Map(
    fillColumns(view.columns).map(({ name, columnIndex }) => [cellField(name), columnIndex]),
  );
  const restored: (RestoredValue & { cell: CellChange })[] = [];
  const kept: KeptValue[] = [];
  for (const { contact, field, oldValue, newValue, count } of filledBy(run, lines)) {
    const columnIndex = columnOf.get(field);
    const typed = (rowsOf.get(contact) ?? []).filter(
      ({ rowIndex }) => columnIndex !== undefined && (formulas[rowIndex]?.[columnIndex] ?? '') === '',
    );
    const holding = typed.filter(({ text }) => text(columnIndex) === newValue.trim());
    // An execution that was killed has restored them.
    const areBack = holding.length === 0 && typed.some(({ text }) => text(columnIndex) === oldValue.trim());
    if (areBack) continue;
    const isSure =
      holding.length > 0 && holding.length <= count && !isClipped(oldValue) && !isClipped(newValue);
    if (columnIndex === undefined || !isSure) {
      kept.push({ contact, field, reason: 'This cell has changed since the run, so it stays as it is.' });
      continue;
    }
    for (const { rowIndex } of holding) {
      const cell = { rowIndex, columnIndex, value: oldValue };
      restored.push({ contact, field, from: newValue, to: oldValue, cell });
    }
  }
  return { restored, kept };
}

function filledBy(run: string, lines: readonly LogLine[]): Iterable<FilledCells> {
  const filled = new Map<string, FilledCells>();
  for (const line of lines) {
    const contact = contactIdOf(String(line.contact));
    if (line.run !== run || contact === undefined || isNotWritten(line.outcome)) continue;
    const { field, oldValue, newValue } = line;
    const key = JSON.stringify([contact, field, oldValue, newValue]);
    const known = filled.get(key);
    if (known === undefined) filled.set(key, { contact, field, oldValue, newValue, count: 1 });
    else known.count++;
  }
  return filled.values();
}

function rowsByContact(view: SheetView): ReadonlyMap<ContactId, ContactRow[]> {
  const rows = new Map<ContactId, ContactRow[]>();
  for (const row of contactRows(view)) {
    if (row.id === undefined) continue;
    const known = rows.get(row.id);
    if (known === undefined) rows.set(row.id, [row]);
    else known.push(row);
  }
  return rows;
}

/** What undoing a fill would do now. */
export function previewUndoFill(
  { table, document, read = sheetReader(table, document.properties) }: UndoFillContext,
  { run }: UndoableRun,
): PreviewedUndoFill {
  const view = read();
  const lines = readLog(document.workbook)?.lines ?? [];
  const formulas = table.formulas();
  const missing = countMissing(document.properties, run, lines);
  const keepsOrder = lines.some((line) => line.run === run && orderKeepers.includes(line.startedBy));
  return { ...planUndoFill(view, formulas, run, lines), view, formulas, missing, keepsOrder };
}

/** Runs that have written into rows in order without putting them out of it. */
const orderKeepers: readonly string[] = [startedByCompare, startedBySchedule];

type UndoFillContext = Pick<RunContext, 'table' | 'document'> & { readonly read?: SheetReader };

interface PreviewedUndoFill extends UndoFillPlan {
  readonly view: SheetView;
  readonly formulas: string[][];
  readonly missing: number;
  /** Whether rows were in order that took values of Keap's, so that what they held before is not sent now. */
  readonly keepsOrder: boolean;
}

/** Undoes a fill at once: it asks Keap nothing, and costs the sheet a few calls. */
export function undoFill(
  context: RunContext,
  { journal }: OpenRun<UnfinishedUndo>,
  target: UndoableRun,
): RunEnd {
  const planned = planKeepingOrder(context, target);
  const { restored, kept, view, formulas, missing, keepsOrder } = planned;
  let left = planned.locked;
  if (restored.length > 0) {
    journal.begin(
      restored.map(({ contact, field, from, to }) => ({ contact, field, oldValue: from, newValue: to })),
    );
    const cells = restored.map(({ cell }) => cell);
    const written = writeCells(context.table, view, formulas, cells);
    const { refused } = written;
    if (keepsOrder) settleRestored(context, { view, changes: cells, written });
    journal.settle(
      cells.map(({ rowIndex, columnIndex }) =>
        includesCell(refused, rowIndex, columnIndex)
          ? notWritten('Sheets did not accept it')
          : outcomeTexts.done,
      ),
    );
    left = [
      ...left,
      ...cells.filter(({ rowIndex, columnIndex }) => includesCell(refused, rowIndex, columnIndex)),
    ];
  }
  const calendar = context.document.workbook.calendar();
  const sentence = [
    `Restored ${countText(restored.length + planned.locked.length - left.length, 'cell', calendar)}.`,
    ...refusedSentence(left, calendar),
    ...(kept.length > 0 ? [`Left ${countText(kept.length, 'cell', calendar)} unchanged.`] : []),
    ...missingSentence(missing, calendar),
  ].join(' ');
  const undone = left.length === 0 ? { undone: target.run } : {};
  return { sentence, isOver: true, failed: 0, ...undone };
}

interface OrderedUndoFill extends PreviewedUndoFill {
  /** Cells of contacts with a row whose mark Sheets refuses: the next sync would send what is restored there. */
  readonly locked: readonly CellChange[];
}

/** Marks the rows first where they have to stay in order, and plans once more what their cells hold then. */
function planKeepingOrder(context: RunContext, target: UndoableRun): OrderedUndoFill {
  const first = previewUndoFill(context, target);
  if (!first.keepsOrder || first.restored.length === 0) return { ...first, locked: [] };
  const cells = first.restored.map(({ cell }) => cell);
  const unmarked = markOrder(context, first.view, cells);
  const contacts = new Set(
    first.restored.filter(({ cell }) => unmarked.has(cell.rowIndex)).map(({ contact }) => contact),
  );
  const plan = previewUndoFill(context, target);
  return {
    ...plan,
    restored: plan.restored.filter(({ contact }) => !contacts.has(contact)),
    locked: plan.restored.filter(({ contact }) => contacts.has(contact)).map(({ cell }) => cell),
  };
}

/** The rows say again that Keap has other values. */
function settleRestored(context: RunContext, written: Omit<WrittenCells, 'now'>): void {
  const { view, changes } = written;
  const now = context.read();
  const idAt = ({ grid, columns }: SheetView, rowIndex: number) =>
    String(grid.cells[rowIndex]?.[columns.id] ?? '');
  settleOrder(context, { ...written, now }, (rowIndex) => {
    const id = idAt(now, rowIndex);
    const names = changes
      .filter((cell) => idAt(view, cell.rowIndex) === id)
      .flatMap(({ columnIndex }) => view.columns.fields.filter((field) => field.columnIndex === columnIndex))
      .map(({ name }) => name);
    const message = String(managedCell(now, rowIndex, 'message'));
    return { message: withCompareNote(message, compareNoteWith(message, names)) };
  });
}
