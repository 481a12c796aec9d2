/**
 * Formulas that fill more cells than their own. Only the anchor, where such a formula stands, has a formula; whatever is
 * written into one of the other cells, even a blank one, turns the whole result into #REF! (Docs editors help, ARRAYFORMULA).
 * How far a result reaches cannot be read, so this tells where nothing may be written for sure, and `writeChecked` looks at
 * the anchors after each write.
 */
import type { Cell, Grid } from '../../platform/table.ts';
import type { CellIndex } from './cell-blocks.ts';

/** Cells that are left alone: those of one column from a row on. */
export interface FilledColumn {
  readonly anchor: CellIndex;
  readonly columnIndex: number;
  readonly fromRowIndex: number;
}

/**
 * The columns below formulas that give more than one value. Where such a formula is not computed now, as an IMPORTRANGE is
 * that is loading, nothing tells how wide its result is: then also the columns to its right.
 */
export function filledColumns(
  { cells }: Pick<Grid, 'cells'>,
  formulas: readonly (readonly string[])[],
): FilledColumn[] {
  const isArray = formulas.map((row) => row.map(isArrayFormula));
  // In a column of such formulas, each one has a line to itself.
  const isStacked = (rowIndex: number, columnIndex: number) =>
    [rowIndex - 1, rowIndex + 1].some((row) => isArray[row]?.[columnIndex] === true);
  return isArray.flatMap((row, rowIndex) =>
    row.flatMap((is, columnIndex): FilledColumn[] => {
      if (!is || isStacked(rowIndex, columnIndex)) return [];
      const anchor = { rowIndex, columnIndex };
      const width = isComputed(cells[rowIndex]?.[columnIndex] ?? '') ? columnIndex + 1 : row.length;
      return Array.from({ length: width - columnIndex }, (_, offset) => ({
        anchor,
        columnIndex: columnIndex + offset,
        fromRowIndex: rowIndex,
      }));
    }),
  );
}

/** The column that covers a cell; undefined where none does. */
export function filledColumnAt(
  columns: readonly FilledColumn[],
  rowIndex: number,
  columnIndex: number,
): FilledColumn | undefined {
  return columns.find((one) => one.columnIndex === columnIndex && rowIndex >= one.fromRowIndex);
}

/** Functions whose result may be a block; Google gives formulas with the English names, whatever the document's language. */
const arrayFunctions = [
  ...['ARRAYFORMULA', 'QUERY', 'FILTER', 'SORT', 'SORTN', 'UNIQUE', 'SPLIT', 'TRANSPOSE', 'FLATTEN'],
  ...['IMPORTRANGE', 'IMPORTDATA', 'IMPORTFEED', 'IMPORTHTML', 'IMPORTXML', 'GOOGLEFINANCE', 'SEQUENCE'],
  ...['RANDARRAY', 'MAP', 'BYROW', 'BYCOL', 'SCAN', 'MAKEARRAY', 'VSTACK', 'HSTACK', 'TOCOL', 'TOROW'],
  ...['WRAPROWS', 'WRAPCOLS', 'CHOOSEROWS', 'CHOOSECOLS', 'EXPAND', 'ARRAY_CONSTRAIN', 'MMULT', 'MUNIT'],
  ...['FREQUENCY', 'LINEST', 'LOGEST', 'GROWTH', 'TREND', 'MINVERSE'],
];
const hasArray = new RegExp(`(?<![A-Z0-9_.])(?:${arrayFunctions.join('|')})\\s*\\(|\\{`, 'i');

/** Functions that give one value, whatever they are given. */
const singleFunctions = [
  ...['SUM', 'SUMIF', 'SUMIFS', 'SUMPRODUCT', 'COUNT', 'COUNTA', 'COUNTIF', 'COUNTIFS', 'COUNTBLANK'],
  ...['COUNTUNIQUE', 'AVERAGE', 'AVERAGEIF', 'AVERAGEIFS', 'MEDIAN', 'MIN', 'MAX', 'JOIN', 'TEXTJOIN'],
  ...['CONCATENATE', 'ROWS', 'COLUMNS', 'AND', 'OR', 'VLOOKUP', 'SUBTOTAL'],
];
const isSingle = new RegExp(`^=\\s*(?:${singleFunctions.join('|')})\\s*\\(`, 'i');

/** Whether a formula may fill a block: it uses such a function, and not only within one that gives a single value. */
export function isArrayFormula(formula: string): boolean {
  const bare = formula.replace(/"[^"]*"/g, '""');
  return hasArray.test(bare) && !(isSingle.test(bare) && isOneCall(bare));
}

/** Whether the first bracket of a formula is closed by its last character. */
function isOneCall(formula: string): boolean {
  let depth = 0;
  for (const [index, letter] of [...formula].entries()) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === ')' && depth === 0) return index === formula.trimEnd().length - 1;
  }
  return false;
}

/** Blank, loading, or without a result: scripts are given each of these while nobody has the document open. */
function isComputed(cell: Cell): boolean {
  if (typeof cell !== 'string') return true;
  return cell !== '' && !/^#(REF!|N\/A)/.test(cell) && !/(\.{2,}|…)$/.test(cell);
}
