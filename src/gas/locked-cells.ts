/** Finds the cells that the current user may not edit. */
import { includesCell } from '../platform/area.ts';
import type { Area } from '../platform/table.ts';
import { callSheets } from './sheet-call.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Range = GoogleAppsScript.Spreadsheet.Range;

/** Which cells of these areas are locked, one area for each run of locked cells in a column. */
export function lockedCells(sheet: Sheet, areas: readonly Area[]): Area[] {
  const isLocked = lockedBy(sheet, areas);
  return areas.flatMap((area) => cellRuns(area, isLocked));
}

/** The runs of cells in the columns of an area for which this holds. */
export function cellRuns(
  { rowIndex, columnIndex, rowCount, columnCount }: Area,
  isMeant: (rowIndex: number, columnIndex: number) => boolean,
): Area[] {
  const runs: Area[] = [];
  for (let column = columnIndex; column < columnIndex + columnCount; column++) {
    let start: number | undefined;
    for (let row = rowIndex; row <= rowIndex + rowCount; row++) {
      const isIn = row < rowIndex + rowCount && isMeant(row, column);
      if (isIn && start === undefined) start = row;
      if (isIn || start === undefined) continue;
      runs.push({ rowIndex: start, columnIndex: column, rowCount: row - start, columnCount: 1 });
      start = undefined;
    }
  }
  return runs;
}

function lockedBy(sheet: Sheet, areas: readonly Area[]): (rowIndex: number, columnIndex: number) => boolean {
  if (areas.length === 0) return () => false;
  const guarded = callSheets(() =>
    [SpreadsheetApp.ProtectionType.RANGE, SpreadsheetApp.ProtectionType.SHEET].flatMap((type) =>
      sheet
        .getProtections(type)
        .filter((protection) => !protection.canEdit())
        .map((protection) => ({
          isSheet: type === SpreadsheetApp.ProtectionType.SHEET,
          area: areaOf(protection.getRange()),
          except:
            type === SpreadsheetApp.ProtectionType.SHEET ? protection.getUnprotectedRanges().map(areaOf) : [],
        })),
    ),
  );
  const isGuarded = (rowIndex: number, columnIndex: number) =>
    guarded.some(
      ({ isSheet, area, except }) =>
        includesCell(isSheet ? except : [area], rowIndex, columnIndex) !== isSheet,
    );
  // Somebody who may only look at the document is stopped without any protection.
  const [free] = areas.flatMap((area) => cellRuns(area, (...cell) => !isGuarded(...cell)));
  return free === undefined || canEdit(sheet, free) ? isGuarded : () => true;
}

/** Whether the current user may edit the first cell of an area; a cell outside the sheet is not there yet. */
function canEdit(sheet: Sheet, { rowIndex, columnIndex }: Area): boolean {
  return callSheets(() => {
    const isThere = rowIndex < sheet.getMaxRows() && columnIndex < sheet.getMaxColumns();
    return !isThere || sheet.getRange(rowIndex + 1, columnIndex + 1).canEdit();
  });
}

/** Where a range is; indexes count from 0. */
export function areaOf(range: Range): Area {
  return {
    rowIndex: range.getRow() - 1,
    columnIndex: range.getColumn() - 1,
    rowCount: range.getNumRows(),
    columnCount: range.getNumColumns(),
  };
}
