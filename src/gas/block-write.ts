/** Writes blocks of cells, around those that Sheets refuses. */
import type { Area, Block, Cell, Formula, Refusal } from '../platform/table.ts';
import { cellRuns, lockedCells } from './locked-cells.ts';
import { callSheets } from './sheet-call.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Range = GoogleAppsScript.Spreadsheet.Range;

/** A column of which so many cells reject their values rejects all of them, as a dropdown for a whole column does. */
const maxRejectedInColumn = 10;

/** Writes each block, and gives the cells that were refused. Throws `ServiceDown` where Sheets does not answer. */
export function writeBlocks(sheet: Sheet, blocks: readonly Block[]): Refusal[] {
  const filled = blocks.filter(({ cells }) => (cells[0]?.length ?? 0) > 0);
  if (filled.length === 0) return [];
  if (isTaken(sheet, filled)) return [];
  // A refusal takes every block of the same flush with it, so each one is written again by itself.
  return filled.flatMap((block) => writeAround(sheet, block));
}

/** Whether Sheets takes these blocks; it refuses one that holds a locked cell or an invalid value as a whole. */
function isTaken(sheet: Sheet, blocks: readonly Block[]): boolean {
  let isRefused = false;
  try {
    callSheets(
      () => putBlocks(sheet, blocks),
      ({ message }) => {
        isRefused = namesCell(message, blocks) || lockedCells(sheet, blocks.map(areaOf)).length > 0;
        return isRefused;
      },
    );
    return true;
  } catch (error) {
    if (isRefused) return false;
    throw error;
  }
}

function putBlocks(sheet: Sheet, blocks: readonly Block[]): void {
  const ranges = blocks.map((block) => rangeOf(sheet, block));
  const isPlainText = plainTextIn(sheet, blocks);
  blocks.forEach(({ rowIndex, columnIndex, cells }, index) => {
    ranges[index]?.setValues(
      cells.map((row, down) =>
        row.map((cell, across) => asTyped(cell, isPlainText(rowIndex + down, columnIndex + across))),
      ),
    );
  });
  SpreadsheetApp.flush();
}

/** Writes the cells of a block that nobody has locked, column by column. */
function writeAround(sheet: Sheet, block: Block): Refusal[] {
  if (isTaken(sheet, [block])) return [];
  const area = areaOf(block);
  const locked = lockedCells(sheet, [area]);
  const isLocked = (rowIndex: number, columnIndex: number) =>
    locked.some(
      (one) =>
        one.columnIndex === columnIndex && rowIndex >= one.rowIndex && rowIndex < one.rowIndex + one.rowCount,
    );
  const free = cellRuns(area, (rowIndex, columnIndex) => !isLocked(rowIndex, columnIndex));
  const rejectedIn = new Map<number, number>();
  return [
    ...locked.map((one): Refusal => ({ ...one, why: 'protected' })),
    ...free.flatMap((one) => writeRun(sheet, partOf(block, one), rejectedIn)),
  ];
}

/** Halves a run of cells in one column until the rejected ones are alone. */
function writeRun(sheet: Sheet, run: Block, rejectedIn: Map<number, number>): Refusal[] {
  const { rowIndex, columnIndex, cells } = run;
  const rejected = rejectedIn.get(columnIndex) ?? 0;
  const refusal: Refusal = { ...areaOf(run), why: 'rejected' };
  if (rejected >= maxRejectedInColumn) return [refusal];
  if (isTaken(sheet, [run])) return [];
  if (cells.length === 1) {
    rejectedIn.set(columnIndex, rejected + 1);
    return [refusal];
  }
  const half = Math.ceil(cells.length / 2);
  return [
    ...writeRun(sheet, { rowIndex, columnIndex, cells: cells.slice(0, half) }, rejectedIn),
    ...writeRun(sheet, { rowIndex: rowIndex + half, columnIndex, cells: cells.slice(half) }, rejectedIn),
  ];
}

/** Whether a message names a cell of these blocks, in whatever language: `M2`, as the refusal of an invalid value does. */
function namesCell(message: string, blocks: readonly Block[]): boolean {
  const names = message.match(/(?<![A-Za-z0-9])[A-Z]{1,3}[1-9]\d*(?![A-Za-z0-9])/g) ?? [];
  return names.some((name) => {
    const letters = name.replace(/\d/g, '');
    const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
    const row = Number(name.slice(letters.length)) - 1;
    return blocks.some((block) => {
      const { rowIndex, columnIndex, rowCount, columnCount } = areaOf(block);
      const [down, across] = [row - rowIndex, column - columnIndex];
      return down >= 0 && down < rowCount && across >= 0 && across < columnCount;
    });
  });
}

function areaOf({ rowIndex, columnIndex, cells }: Block): Area {
  return { rowIndex, columnIndex, rowCount: cells.length, columnCount: cells[0]?.length ?? 0 };
}

function partOf(block: Block, { rowIndex, columnIndex, rowCount, columnCount }: Area): Block {
  const top = rowIndex - block.rowIndex;
  const left = columnIndex - block.columnIndex;
  const cells = block.cells.slice(top, top + rowCount).map((row) => row.slice(left, left + columnCount));
  return { rowIndex, columnIndex, cells };
}

/** Grows the sheet only after a range turns out to be outside it: asking for its size first would take longer. */
function rangeOf(sheet: Sheet, block: Block): Range {
  const { rowIndex, columnIndex, rowCount, columnCount } = areaOf(block);
  const range = () => sheet.getRange(rowIndex + 1, columnIndex + 1, rowCount, columnCount);
  try {
    return range();
  } catch {
    const missingColumns = columnIndex + columnCount - sheet.getMaxColumns();
    if (missingColumns > 0) sheet.insertColumnsAfter(sheet.getMaxColumns(), missingColumns);
    const missingRows = rowIndex + rowCount - sheet.getMaxRows();
    if (missingRows > 0) sheet.insertRowsAfter(sheet.getMaxRows(), missingRows);
    return range();
  }
}

/** Which cells are formatted as plain text (`@`), in one service call for all blocks. */
function plainTextIn(
  sheet: Sheet,
  blocks: readonly Block[],
): (rowIndex: number, columnIndex: number) => boolean {
  const areas = blocks.map(areaOf);
  const edge = (of: (area: Area) => number, pick: (...edges: number[]) => number) =>
    areas.map(of).reduce((one, other) => pick(one, other));
  const top = edge(({ rowIndex }) => rowIndex, Math.min);
  const left = edge(({ columnIndex }) => columnIndex, Math.min);
  const bottom = edge(({ rowIndex, rowCount }) => rowIndex + rowCount, Math.max);
  const right = edge(({ columnIndex, columnCount }) => columnIndex + columnCount, Math.max);
  const formats = sheet.getRange(top + 1, left + 1, bottom - top, right - left).getNumberFormats();
  return (rowIndex, columnIndex) => formats[rowIndex - top]?.[columnIndex - left] === '@';
}

/**
 * Sheets treats a written text as if it were typed: `=1` becomes a formula, `007` a number, `May 2026` a date. A leading
 * apostrophe keeps it a text without becoming part of it. Words of letters need it as well: `true ` is a tick box, and in
 * a German sheet so is `Wahr`. In a cell of plain text nothing needs one, and it may become part of the text there.
 */
function asTyped(cell: Cell | Formula, isPlainText: boolean): Cell {
  if (typeof cell === 'object' && 'formula' in cell) return cell.formula;
  if (typeof cell !== 'string' || cell === '' || isPlainText) return cell;
  return `'${cell}`;
}
