/** Undoes "Fill in from Keap": restores the cells that still hold what it wrote. */
import type { ContactId } from '../../keap/contacts/contact.ts';
import { cellField, fillColumns } from '../fill/fill-plan.ts';
import { isClipped, outcomeTexts } from '../log/journal.ts';
import { type LogLine, readLog } from '../log/log-sheet.ts';
import type { RunContext } from '../run/run-context.ts';
import type { OpenRun, RunEnd } from '../run/run-lifecycle.ts';
import type { UndoableRun } from '../run/run-record.ts';
import type { UnfinishedUndo } from '../run/unfinished-run.ts';
import type { CellChange } from '../sheet/cell-blocks.ts';
import { writeCells } from '../sheet/cell-writer.ts';
import { countText } from '../sheet/localized-text.ts';
import {
  type ContactRow,
  contactIdOf,
  contactRows,
  type SheetView,
  sheetReader,
} from '../sheet/sheet-view.ts';
import type { LeftAlone, SetBack } from './undo-plan.ts';

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
  readonly back: readonly (SetBack & { readonly cell: CellChange })[];
  readonly left: readonly LeftAlone[];
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
  const back: (SetBack & { cell: CellChange })[] = [];
  const left: LeftAlone[] = [];
  for (const { contact, field, oldValue, newValue, count } of filledBy(run, lines)) {
    const columnIndex = columnOf.get(field);
    const holding = (rowsOf.get(contact) ?? []).filter(
      ({ rowIndex, text }) =>
        columnIndex !== undefined &&
        text(columnIndex) === newValue.trim() &&
        (formulas[rowIndex]?.[columnIndex] ?? '') === '',
    );
    const isSure =
      holding.length > 0 && holding.length <= count && !isClipped(oldValue) && !isClipped(newValue);
    if (columnIndex === undefined || !isSure) {
      left.push({ contact, field, reason: 'This cell has changed since the run, so it stays as it is.' });
      continue;
    }
    for (const { rowIndex } of holding) {
      const cell = { rowIndex, columnIndex, value: oldValue };
      back.push({ contact, field, from: newValue, to: oldValue, cell });
    }
  }
  return { back, left };
}

function filledBy(run: string, lines: readonly LogLine[]): Iterable<FilledCells> {
  const filled = new Map<string, FilledCells>();
  for (const line of lines) {
    const contact = contactIdOf(String(line.contact));
    if (line.run !== run || contact === undefined) continue;
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
  { table, document }: Pick<RunContext, 'table' | 'document'>,
  { run }: UndoableRun,
): UndoFillPlan & { readonly view: SheetView; readonly formulas: string[][] } {
  const view = sheetReader(table, document.properties)();
  const lines = readLog(document.workbook)?.lines ?? [];
  const formulas = table.formulas();
  return { ...planUndoFill(view, formulas, run, lines), view, formulas };
}

/** Undoes a fill at once: it asks Keap nothing, and costs the sheet a few calls. */
export function undoFill(
  context: RunContext,
  { journal }: OpenRun<UnfinishedUndo>,
  target: UndoableRun,
): RunEnd & { readonly isStopped: boolean } {
  const { back, left, view, formulas } = previewUndoFill(context, target);
  if (back.length > 0) {
    journal.begin(
      back.map(({ contact, field, from, to }) => ({ contact, field, oldValue: from, newValue: to })),
    );
    const cells = back.map(({ cell }) => cell);
    writeCells(context.table, view, formulas, cells);
    journal.settle(back.map(() => outcomeTexts.done));
  }
  const calendar = context.document.workbook.calendar();
  const kept = left.length > 0 ? ` Left ${countText(left.length, 'cell', calendar)} unchanged.` : '';
  const sentence = `Restored ${countText(back.length, 'cell', calendar)}.${kept}`;
  return { sentence, isOver: true, isStopped: false, failed: 0 };
}
