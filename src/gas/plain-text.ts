/** Which cells are formatted as plain text (`@`). Most sheets have none, and asking again at every write takes time. */
import { includesCell } from '../platform/area.ts';
import type { Area, Cell } from '../platform/table.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** What is known of one sheet during one execution. */
export interface PlainText {
  /** Which of the cells of these areas are plain text: at most one service call, for all of them. */
  within(areas: readonly Area[]): (rowIndex: number, columnIndex: number) => boolean;
  /** Call after each reading. An apostrophe in a cell is one that plain text has kept: then the formats are read again. */
  noteRead(cells: readonly (readonly Cell[])[]): void;
}

export function plainText(sheet: Sheet): PlainText {
  /** The areas that had no plain text when they were looked at. */
  let free: Area[] = [];
  return {
    within(areas) {
      const around = areaAround(areas);
      if (free.some((area) => isWithin(area, around))) return () => false;
      const { rowIndex, columnIndex, rowCount, columnCount } = around;
      const formats = sheet.getRange(rowIndex + 1, columnIndex + 1, rowCount, columnCount).getNumberFormats();
      if (!formats.some((row) => row.includes('@'))) free = [...free, around];
      return (row, column) => formats[row - rowIndex]?.[column - columnIndex] === '@';
    },
    noteRead(cells) {
      if (cells.some((row) => row.some(isApostrophe))) free = [];
    },
  };
}

function isApostrophe(cell: Cell): boolean {
  return typeof cell === 'string' && cell.startsWith("'");
}

function areaAround(areas: readonly Area[]): Area {
  const edge = (of: (area: Area) => number, pick: (...edges: number[]) => number) =>
    areas.map(of).reduce((one, other) => pick(one, other));
  const rowIndex = edge((area) => area.rowIndex, Math.min);
  const columnIndex = edge((area) => area.columnIndex, Math.min);
  return {
    ...{ rowIndex, columnIndex },
    rowCount: edge((area) => area.rowIndex + area.rowCount, Math.max) - rowIndex,
    columnCount: edge((area) => area.columnIndex + area.columnCount, Math.max) - columnIndex,
  };
}

function isWithin(area: Area, { rowIndex, columnIndex, rowCount, columnCount }: Area): boolean {
  const areCorners = [
    [rowIndex, columnIndex],
    [rowIndex + rowCount - 1, columnIndex + columnCount - 1],
  ] as const;
  return areCorners.every(([row, column]) => includesCell([area], row, column));
}
