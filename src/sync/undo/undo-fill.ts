/** Undoes "Fill in from Keap": restores the cells that still hold what it wrote. */
import type { ContactId } from '../../keap/contacts/contact.ts';
import { cellField, fillColumns } from '../fill/fill.ts';
import { isClipped, outcomeWords } from '../log/journal.ts';
import { type LogLine, readLog } from '../log/log-sheet.ts';
import type { RunContext } from '../push/push-job.ts';
import { runUnderLock } from '../run/run-lifecycle.ts';
import { changeRunRecord, type UndoableRun } from '../run/run-record.ts';
import { cellText } from '../sheet/cell-text.ts';
import { type CellChange, writeCells } from '../sheet/cell-writer.ts';
import { loadChoices } from '../sheet/column-choices.ts';
import { contactIdOf } from '../sheet/row.ts';
import { type SheetView, sheetReader } from '../sheet/sheet-view.ts';
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

/** Empties the cells that still hold what a fill wrote, or gives them back what it wrote over. */
export function planUndoFill(
  { grid, columns }: SheetView,
  formulas: readonly (readonly string[])[],
  run: string,
  lines: readonly LogLine[],
): UndoFillPlan {
  const text = cellText(grid.timeZone);
  const rowsOf = rowsByContact({ grid, columns });
  const columnOf = new Map(
    fillColumns(columns).map(({ name, columnIndex }) => [cellField(name), columnIndex]),
  );
  const back: (SetBack & { cell: CellChange })[] = [];
  const left: LeftAlone[] = [];
  for (const { contact, field, oldValue, newValue, count } of filledBy(run, lines)) {
    const columnIndex = columnOf.get(field);
    const holding = (rowsOf.get(contact) ?? []).filter(
      (rowIndex) =>
        columnIndex !== undefined &&
        text.of(grid.cells[rowIndex]?.[columnIndex] ?? '') === newValue.trim() &&
        (formulas[rowIndex]?.[columnIndex] ?? '') === '',
    );
    const isSure =
      holding.length > 0 && holding.length <= count && !isClipped(oldValue) && !isClipped(newValue);
    if (columnIndex === undefined || !isSure) {
      left.push({ contact, field, reason: 'The cell has changed since, so it stays as it is.' });
      continue;
    }
    for (const rowIndex of holding) {
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

function rowsByContact({ grid, columns }: SheetView): ReadonlyMap<ContactId, number[]> {
  const text = cellText(grid.timeZone);
  const rows = new Map<ContactId, number[]>();
  for (let rowIndex = columns.headerRowIndex + 1; rowIndex < grid.cells.length; rowIndex++) {
    const id = contactIdOf(text.of(grid.cells[rowIndex]?.[columns.id] ?? ''));
    if (id === undefined) continue;
    const known = rows.get(id);
    if (known === undefined) rows.set(id, [rowIndex]);
    else known.push(rowIndex);
  }
  return rows;
}

/** What undoing a fill would do now. */
export function previewUndoFill(
  { table, document }: Pick<RunContext, 'table' | 'document'>,
  { run }: UndoableRun,
): UndoFillPlan & { readonly view: SheetView } {
  const view = sheetReader(table, loadChoices(document.properties, table.sheetId))();
  const lines = readLog(document.workbook)?.lines ?? [];
  return { ...planUndoFill(view, table.formulas(), run, lines), view };
}

/** Takes a fill back in one go: it asks Keap nothing, and costs the sheet a few calls. */
export function runUndoFill(parts: RunContext, target: UndoableRun): string {
  const { table, document } = parts;
  const read = sheetReader(table, loadChoices(document.properties, table.sheetId));
  const startedBy = `Undo of ${target.run}`;
  const start = { kind: 'undo', startedBy, isDaily: false, isWhole: true } as const;
  const end = runUnderLock(parts, start, (run) => {
    run.marked();
    const { back, left, view } = previewUndoFill(parts, target);
    if (back.length > 0) {
      run.journal.begin(
        back.map(({ contact, field, from, to }) => ({ contact, field, oldValue: from, newValue: to })),
      );
      writeCells(
        { table, read },
        view,
        back.map(({ cell }) => cell),
      );
      run.journal.settle(back.map(() => outcomeWords.done));
    }
    const cells = (count: number) => (count === 1 ? '1 cell' : `${count} cells`);
    const stayed = left.length > 0 ? ` ${cells(left.length)} stayed as they are.` : '';
    return { sentence: `Set back ${cells(back.length)}.${stayed}`, isOver: true, failed: 0 };
  });
  changeRunRecord(document.properties, { undoable: undefined });
  return end.sentence;
}
