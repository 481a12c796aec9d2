/** Writes contact ids into the blank id cells of their rows, whatever people do with the sheet meanwhile. */
import type { ContactId } from '../../keap/contacts/contact.ts';
import { includesCell } from '../../platform/area.ts';
import type { Table } from '../../platform/table.ts';
import { blocksOf } from '../sheet/cell-blocks.ts';
import { writeChecked } from '../sheet/checked-write.ts';
import type { SheetView } from '../sheet/sheet-view.ts';
import { filledColumnAt, filledColumns } from '../sheet/spill.ts';

/**
 * Writes the ids by row index of `view`, which has just been read. A formula is left alone, and so is a cell that Sheets
 * does not let anybody write: gives such rows, each with the reason as a sentence.
 */
export function writeIds(
  table: Table,
  view: SheetView,
  ids: ReadonlyMap<number, ContactId>,
): ReadonlyMap<number, string> {
  if (ids.size === 0) return new Map();
  const { grid: before, columns } = view;
  const columnIndex = columns.id;
  const formulas = table.formulas();
  const isFormula = formulaCells(view, formulas);
  const changes = [...ids].filter(([rowIndex]) => !isFormula(rowIndex));
  const { refused, yielded } = writeChecked({
    ...{ table, before, formulas, headerRowIndex: columns.headerRowIndex },
    blocks: blocksOf(changes.map(([rowIndex, value]) => ({ rowIndex, columnIndex, value }))),
    // The ids are what is written, so the rows are told apart by their addresses and all else.
    identityColumns: identityColumns(view),
  });
  const reasons = new Map<number, string>();
  for (const [rowIndex, id] of ids) {
    const isYielded = yielded.some((cell) => cell.rowIndex === rowIndex);
    if (isFormula(rowIndex) || isYielded) reasons.set(rowIndex, formulaText(id));
    else if (includesCell(refused, rowIndex, columnIndex)) reasons.set(rowIndex, refusedText(id));
  }
  return reasons;
}

/** Which rows have a formula in their id cell, or get what it shows from one; `formulas` are those of the sheet. */
export function formulaCells(
  { grid, columns }: SheetView,
  formulas: readonly (readonly string[])[],
): (rowIndex: number) => boolean {
  const columnIndex = columns.id;
  const filled = filledColumns(grid, formulas);
  return (rowIndex) =>
    (formulas[rowIndex]?.[columnIndex] ?? '') !== '' ||
    filledColumnAt(filled, rowIndex, columnIndex) !== undefined;
}

/** What people would tell rows without an id apart by; the address comes first. */
export function identityColumns({ columns }: SheetView): number[] {
  const { fields, optOut, optOutFlags, optIn } = columns;
  const isEmail = ({ name }: { readonly name: string }) => name === 'Email';
  const ordered = [...fields.filter(isEmail), ...fields.filter((field) => !isEmail(field))];
  const reasons = [optOut, ...optOutFlags, optIn].flatMap((column) => column ?? []);
  return [...ordered.map(({ columnIndex }) => columnIndex), ...reasons];
}

function formulaText(id: ContactId): string {
  return `Keap has this contact with the id ${id}, which was not written because a formula fills the id cell. Change the formula, or enter the id.`;
}

/** What a row says whose id cell does not take the id. */
export function refusedText(id: ContactId): string {
  return `Keap has this contact with the id ${id}, but Sheets did not accept it in the id cell. Remove the protection or data validation from the column of contact ids, or enter the id.`;
}
