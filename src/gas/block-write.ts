/** Writes blocks of cells, around those that Sheets refuses. */
import { ServiceDown } from '../errors.ts';
import { includesCell } from '../platform/area.ts';
import type { Area, Block, Cell, Formula, Refusal } from '../platform/table.ts';
import { cellRuns, lockedCells } from './locked-cells.ts';
import type { PlainText } from './plain-text.ts';
import { callSheets } from './sheet-call.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Range = GoogleAppsScript.Spreadsheet.Range;

/** How often a write is tried before the cells that are left count as refused: an attempt takes about a second. */
const maxAttempts = 100;
/** A column that has rejected so many values, and taken none, rejects all of them: it has a type, or one dropdown. */
const maxRejectedInColumn = 10;
/** A value that a column has rejected so often, and never taken, is rejected in all of it. */
const maxRejectedOfValue = 3;

/** What `getNumberFormat` gives for a cell without a format of its own (users' reports). */
const automaticFormat = '0.###############';

/** Where blocks are written. */
export interface WriteTarget {
  readonly sheet: Sheet;
  readonly plainText: PlainText;
  readonly documentId: string;
}

/**
 * Writes the blocks, and gives the cells that were refused. How many service calls that takes does not depend on how many
 * cells are refused. Throws `ServiceDown` where Sheets does not answer.
 */
export function writeBlocks(
  { sheet, plainText, documentId }: WriteTarget,
  blocks: readonly Block[],
): Refusal[] {
  const filled = blocks.filter(({ cells }) => (cells[0]?.length ?? 0) > 0);
  if (filled.length === 0) return [];
  const attempts = writeAttempts({ sheet, plainText, documentId });
  if (attempts.areTaken(filled)) return [];
  // A refusal takes everything along that was written before the same flush, so what is free is written again.
  const locked = lockedCells(sheet, filled.map(areaOf));
  const free = locked.length === 0 ? filled : filled.flatMap((block) => partsOutside(block, locked));
  return [
    ...locked.map((one): Refusal => ({ ...one, why: 'protected' })),
    ...writeByHalves({ attempts, rejections: rejections() }, free, locked.length > 0),
  ];
}

interface Attempts {
  /** Whether Sheets takes these blocks; a refused cell refuses all of them. */
  areTaken(blocks: readonly Block[]): boolean;
  /** Whether there were too many. */
  areSpent(): boolean;
}

function writeAttempts({ sheet, plainText, documentId }: WriteTarget): Attempts {
  const refusals = new Set<string>();
  let count = 0;
  return {
    areTaken(blocks) {
      count++;
      let message = '';
      const isRefusal = (error: Error) => {
        message = error.message;
        const isKnown = refusals.has(withoutCell(message));
        return isKnown || namesCell(message, blocks) || lockedCells(sheet, blocks.map(areaOf)).length > 0;
      };
      try {
        callSheets(() => putBlocks(sheet, plainText, blocks), isRefusal);
        return true;
      } catch (error) {
        // What fails again and again while Sheets can be read is a refusal, in whatever words.
        const isOutage =
          error instanceof ServiceDown && (isTimeout(message, documentId) || !isReadable(sheet));
        if (message === '' || isOutage) throw error;
        refusals.add(withoutCell(message));
        return false;
      }
    },
    areSpent: () => count >= maxAttempts,
  };
}

/** A timeout names the service or the document, which Google translates in no language. */
function isTimeout(message: string, documentId: string): boolean {
  return message.includes('Spreadsheets') || message.includes(documentId);
}

function isReadable(sheet: Sheet): boolean {
  try {
    sheet.getRange(1, 1).getValues();
    return true;
  } catch {
    return false;
  }
}

interface Halving {
  readonly attempts: Attempts;
  readonly rejections: Rejections;
}

/** Halves what is refused until the refused cells are alone, or their column is known to take nothing. */
function writeByHalves(halving: Halving, blocks: readonly Block[], isUntried: boolean): Refusal[] {
  const { attempts, rejections: known } = halving;
  const hopeless = blocks.flatMap((block) => cellRuns(areaOf(block), known.isHopeless(block)));
  const left = hopeless.length === 0 ? blocks : blocks.flatMap((block) => partsOutside(block, hopeless));
  const given = hopeless.map((one): Refusal => ({ ...one, why: 'rejected' }));
  if (left.length === 0) return given;
  if (attempts.areSpent()) {
    return [...given, ...left.map((block): Refusal => ({ ...areaOf(block), why: 'rejected' }))];
  }
  const isTried = !isUntried && hopeless.length === 0;
  if (!isTried && attempts.areTaken(left)) {
    known.noteTaken(left);
    return given;
  }
  const [single] = left;
  if (left.length === 1 && single !== undefined && cellCount(single) === 1) {
    known.noteRejected(single);
    return [...given, { ...areaOf(single), why: 'rejected' }];
  }
  const [one, other] = halves(left);
  return [...given, ...writeByHalves(halving, one, true), ...writeByHalves(halving, other, true)];
}

function halves(blocks: readonly Block[]): readonly [readonly Block[], readonly Block[]] {
  const [first] = blocks;
  if (blocks.length > 1 || first === undefined) {
    const half = Math.ceil(blocks.length / 2);
    return [blocks.slice(0, half), blocks.slice(half)];
  }
  // Columns before rows: what rejects a value is mostly the type of a column, or its dropdown.
  const { columnCount, rowCount } = areaOf(first);
  const part = (top: number, left: number, rows: number, columns: number) =>
    partOf(first, {
      ...{ rowIndex: first.rowIndex + top, columnIndex: first.columnIndex + left },
      ...{ rowCount: rows, columnCount: columns },
    });
  if (columnCount > 1) {
    const half = Math.ceil(columnCount / 2);
    return [[part(0, 0, rowCount, half)], [part(0, half, rowCount, columnCount - half)]];
  }
  const half = Math.ceil(rowCount / 2);
  return [[part(0, 0, half, 1)], [part(half, 0, rowCount - half, 1)]];
}

/** What columns have rejected and taken so far. */
interface Rejections {
  isHopeless(block: Block): (rowIndex: number, columnIndex: number) => boolean;
  noteTaken(blocks: readonly Block[]): void;
  noteRejected(cell: Block): void;
}

function rejections(): Rejections {
  const columns = new Map<number, { readonly rejected: Map<string, number>; readonly taken: Set<string> }>();
  const column = (columnIndex: number) => {
    const known = columns.get(columnIndex) ?? {
      rejected: new Map<string, number>(),
      taken: new Set<string>(),
    };
    columns.set(columnIndex, known);
    return known;
  };
  return {
    isHopeless: (block) => (rowIndex, columnIndex) => {
      const known = columns.get(columnIndex);
      if (known === undefined) return false;
      const value = valueAt(block, rowIndex, columnIndex);
      const count = known.rejected.get(value) ?? 0;
      if (count >= maxRejectedOfValue && !known.taken.has(value)) return true;
      const all = [...known.rejected.values()].reduce((sum, one) => sum + one, 0);
      return value !== '' && all >= maxRejectedInColumn && known.taken.size === 0;
    },
    noteTaken(blocks) {
      for (const block of blocks) {
        block.cells.forEach((row, down) => {
          row.forEach((_, across) => {
            const value = valueAt(block, block.rowIndex + down, block.columnIndex + across);
            // A blank is taken everywhere.
            if (value !== '') column(block.columnIndex + across).taken.add(value);
          });
        });
      }
    },
    noteRejected(cell) {
      const { rejected } = column(cell.columnIndex);
      const value = valueAt(cell, cell.rowIndex, cell.columnIndex);
      rejected.set(value, (rejected.get(value) ?? 0) + 1);
    },
  };
}

function valueAt({ rowIndex, columnIndex, cells }: Block, row: number, column: number): string {
  const cell = cells[row - rowIndex]?.[column - columnIndex] ?? '';
  if (cell instanceof Date) return String(cell.getTime());
  return typeof cell === 'object' ? cell.formula : String(cell);
}

function cellCount(block: Block): number {
  const { rowCount, columnCount } = areaOf(block);
  return rowCount * columnCount;
}

/** A block without the cells of these areas: as it is where it has none of them, else one part for each run of cells. */
function partsOutside(block: Block, areas: readonly Area[]): Block[] {
  const area = areaOf(block);
  const isInside = (rowIndex: number, columnIndex: number) => includesCell(areas, rowIndex, columnIndex);
  if (cellRuns(area, isInside).length === 0) return [block];
  return cellRuns(area, (rowIndex, columnIndex) => !isInside(rowIndex, columnIndex)).map((run) =>
    partOf(block, run),
  );
}

function putBlocks(sheet: Sheet, plainText: PlainText, blocks: readonly Block[]): void {
  const ranges = blocks.map((block) => rangeOf(sheet, block));
  const isPlainText = plainText.within(blocks.map(areaOf));
  const formats: [rowIndex: number, columnIndex: number][] = [];
  const typed = blocks.map(({ rowIndex, columnIndex, cells }) =>
    cells.map((row, down) =>
      row.map((cell, across) => {
        const isPlain = isPlainText(rowIndex + down, columnIndex + across);
        if (!isPlain || !isDoubtful(cell)) return asTyped(cell, isPlain);
        formats.push([rowIndex + down, columnIndex + across]);
        return asTyped(cell, false);
      }),
    ),
  );
  for (const [rowIndex, columnIndex] of formats) {
    sheet.getRange(rowIndex + 1, columnIndex + 1).setNumberFormat(automaticFormat);
  }
  ranges.forEach((range, index) => {
    range.setValues(typed[index] ?? []);
  });
  SpreadsheetApp.flush();
}

/**
 * Whether it is not known what a cell of plain text makes of this: a formula, or a text without its apostrophe. In any
 * other format, a leading apostrophe keeps all of it.
 */
function isDoubtful(cell: Cell | Formula): boolean {
  return typeof cell === 'string' && /^[=']/.test(cell);
}

/** A message apart from the cell that it names. */
function withoutCell(message: string): string {
  return message.replace(cellName, '');
}

const cellName = /(?<![A-Za-z0-9])[A-Z]{1,3}[1-9]\d*(?![A-Za-z0-9])/g;

/** Whether a message names a cell of these blocks, in whatever language: `M2`, as the refusal of an invalid value does. */
function namesCell(message: string, blocks: readonly Block[]): boolean {
  const names = message.match(cellName) ?? [];
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
    const [columns, rows] = [sheet.getMaxColumns(), sheet.getMaxRows()];
    const missingColumns = columnIndex + columnCount - columns;
    if (missingColumns > 0) sheet.insertColumnsAfter(columns, missingColumns);
    const missingRows = rowIndex + rowCount - rows;
    if (missingRows > 0) sheet.insertRowsAfter(rows, missingRows + spareRows);
    return range();
  }
}

/** So that the few lines which follow many need no growing of their own. */
const spareRows = 50;

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
