/** Ranges in A1 notation, and how inserting, deleting and moving rows and columns changes them. */

/** The position and size of a range; `top` and `left` count from 0. */
export interface Area {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Reads `B2`, `A1:C3`, `A:C`, `2:5` or `C2:C`, with dollar signs or without, in a sheet of this size. Undefined for
 * anything else, sheet names included.
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

export function intersects(one: Area, other: Area): boolean {
  return (
    one.top < other.top + other.rows &&
    other.top < one.top + one.rows &&
    one.left < other.left + other.columns &&
    other.left < one.left + one.columns
  );
}

export type Axis = 'rows' | 'columns';

/** The area after rows or columns were inserted before this index: it moves on, or grows where it is cut. */
export function afterInsert(area: Area, axis: Axis, before: number, count: number): Area {
  const start = axis === 'rows' ? area.top : area.left;
  if (before >= start + area[axis]) return area;
  return before <= start ? moved(area, axis, start + count) : { ...area, [axis]: area[axis] + count };
}

/** The area after rows or columns were deleted; undefined where nothing is left of it. */
export function afterDelete(area: Area, axis: Axis, first: number, count: number): Area | undefined {
  const start = axis === 'rows' ? area.top : area.left;
  const end = start + area[axis];
  const before = Math.max(0, Math.min(start, first + count) - first);
  const within = Math.max(0, Math.min(end, first + count) - Math.max(start, first));
  if (within === area[axis]) return undefined;
  return { ...moved(area, axis, start - before), [axis]: area[axis] - within };
}

function moved(area: Area, axis: Axis, start: number): Area {
  return axis === 'rows' ? { ...area, top: start } : { ...area, left: start };
}

function columnNumber(letters: string): number {
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function columnLetters(number: number): string {
  const rest = Math.floor((number - 1) / 26);
  return `${rest > 0 ? columnLetters(rest) : ''}${String.fromCharCode(65 + ((number - 1) % 26))}`;
}
