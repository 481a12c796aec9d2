/**
 * Formulas whose result fills a block of cells (ARRAYFORMULA, QUERY, FILTER, IMPORTRANGE): only the anchor, the block's
 * upper left cell, has a formula. Whatever else is written into the block turns the anchor into #REF! and empties the
 * rest (Docs editors help, ARRAYFORMULA; A).
 * probe: sheets/spill, sheets/write-into-spill
 */
import type { Sheet } from './spreadsheet.ts';
import { type Cell, emptyCell, type StoredCell } from './typed-cell.ts';

export interface ArrayFormula {
  /** With its `=`. */
  readonly formula: string;
  /** What it computes, from the anchor to the right and down; a single cell for an ordinary formula. */
  readonly values: readonly (readonly Cell[])[];
  /**
   * What its anchor gives while nobody has the document open, for instance `Loading...`, `#N/A` or a blank (C: scripts
   * have been given each of them for IMPORTRANGE and the like); the rest of its block is empty then.
   * probe: trigger/pending-formula
   */
  readonly whileClosed?: Cell;
}

/** Fills the blocks of all array formulas anew, as Sheets does after every change. */
export function recalculate(sheet: Sheet, isOpen: boolean): void {
  if (!sheet.hasArrayFormulas) return;
  for (const row of sheet.rows) {
    row.forEach((cell, column) => {
      if (cell.isSpilled === true) row[column] = withoutContent(cell);
    });
  }
  sheet.rows.forEach((row, rowIndex) => {
    row.forEach((cell, column) => {
      if (cell.array !== undefined) expand(sheet, rowIndex, column, cell, cell.array, isOpen);
    });
  });
}

function expand(
  sheet: Sheet,
  top: number,
  left: number,
  anchor: StoredCell,
  array: ArrayFormula,
  isOpen: boolean,
): void {
  const put = (value: Cell) => sheet.rows[top]?.splice(left, 1, { ...anchor, value });
  if (!isOpen && array.whileClosed !== undefined) return void put(array.whileClosed);
  const block = array.values.flatMap((row, down) =>
    row.map((value, across) => ({ value, row: top + down, column: left + across })),
  );
  const others = block.slice(1);
  const isBlocked = others.some(({ row, column }) => {
    const cell = sheet.rows[row]?.[column];
    return cell !== undefined && (cell.value !== '' || cell.formula !== '' || cell.isSpilled === true);
  });
  if (isBlocked) return void put('#REF!');
  put(block[0]?.value ?? '');
  for (const { value, row, column } of others) {
    const old = sheet.rows[row]?.[column];
    if (old !== undefined) sheet.rows[row]?.splice(column, 1, { ...old, value, isSpilled: true });
  }
}

function withoutContent({ isSpilled: _, ...cell }: StoredCell): StoredCell {
  const kept = Object.keys(cell).some((key) => key !== 'value' && key !== 'formula');
  return kept ? { ...cell, value: '' } : emptyCell;
}
