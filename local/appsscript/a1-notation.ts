/** Where a range lies; `top` and `left` count from 0. */
export interface Area {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Reads `B2`, `A1:C3`, `A:C`, `2:5` or `C2:C`, with dollar signs or without, in a sheet of this size. Undefined for
 * what is none, sheet names included.
 */
export function areaOf(notation: string, size: { rows: number; columns: number }): Area | undefined {
  const match = /^\$?([A-Za-z]{0,3})\$?(\d{0,7})(?::\$?([A-Za-z]{0,3})\$?(\d{0,7}))?$/.exec(notation.trim());
  if (match === null) return undefined;
  const [, left = '', top = '', right, bottom] = match;
  const isOne = right === undefined && bottom === undefined;
  if (isOne && (left === '' || top === '')) return undefined;
  const [lastLetters, lastDigits] = isOne ? [left, top] : [right ?? '', bottom ?? ''];
  if ((left === '' && top === '') || (lastLetters === '' && lastDigits === '')) return undefined;
  const firstColumn = left === '' ? 1 : columnNumber(left);
  const lastColumn = lastLetters === '' ? size.columns : columnNumber(lastLetters);
  const firstRow = top === '' ? 1 : Number(top);
  const lastRow = lastDigits === '' ? size.rows : Number(lastDigits);
  const [minRow, maxRow] = [Math.min(firstRow, lastRow), Math.max(firstRow, lastRow)];
  const [minColumn, maxColumn] = [Math.min(firstColumn, lastColumn), Math.max(firstColumn, lastColumn)];
  if (minRow < 1) return undefined;
  return {
    top: minRow - 1,
    left: minColumn - 1,
    rows: maxRow - minRow + 1,
    columns: maxColumn - minColumn + 1,
  };
}

/** `A1`, or `A1:C3` where it is more than one cell. */
export function notationOf({ top, left, rows, columns }: Area): string {
  const first = `${columnLetters(left + 1)}${top + 1}`;
  return rows === 1 && columns === 1 ? first : `${first}:${columnLetters(left + columns)}${top + rows}`;
}

function columnNumber(letters: string): number {
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function columnLetters(number: number): string {
  const rest = Math.floor((number - 1) / 26);
  return `${rest > 0 ? columnLetters(rest) : ''}${String.fromCharCode(65 + ((number - 1) % 26))}`;
}
