/** Finds what has changed in a spreadsheet since the last look; every written cell is a new object. */
import { shownCell } from '../appsscript/number-format.ts';
import type { Sheet, Spreadsheet } from '../appsscript/spreadsheet.ts';
import { emptyCell, type StoredCell } from '../appsscript/typed-cell.ts';
import type { CellChange, SheetCells } from './protocol.ts';

export interface CellChanges {
  since(): SheetCells[];
  /** All cells; what `since` reports next stays the same. */
  all(): SheetCells[];
}

export function cellChanges(spreadsheet: Readonly<Spreadsheet>): CellChanges {
  const sent = new Map<number, readonly (readonly StoredCell[])[]>();
  const changesOf = (sheet: Sheet, before: readonly (readonly StoredCell[])[]) => {
    const changes: CellChange[] = [];
    const rows = Math.max(sheet.rows.length, before.length);
    for (let row = 0; row < rows; row++) {
      const [now = [], old = []] = [sheet.rows[row], before[row]];
      for (let column = 0; column < Math.max(now.length, old.length); column++) {
        const cell = now[column] ?? emptyCell;
        if (cell !== (old[column] ?? emptyCell))
          changes.push(change(row, column, cell, spreadsheet.timeZone));
      }
    }
    return changes;
  };
  return {
    since: () =>
      spreadsheet.sheets.flatMap((sheet) => {
        const before = sent.get(sheet.id);
        const changes = changesOf(sheet, before ?? []);
        if (before !== undefined && changes.length === 0) return [];
        sent.set(
          sheet.id,
          sheet.rows.map((row) => [...row]),
        );
        return [{ sheet: sheet.id, isWhole: before === undefined, changes }];
      }),
    all: () =>
      spreadsheet.sheets.map((sheet) => ({ sheet: sheet.id, isWhole: true, changes: changesOf(sheet, []) })),
  };
}

function change(row: number, column: number, cell: StoredCell, timeZone: string): CellChange {
  const shown = shownCell(cell.value, cell.format ?? '', timeZone);
  return cell.formula === '' ? [row, column, shown] : [row, column, shown, cell.formula];
}
