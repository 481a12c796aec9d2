/** Collects what a fill leaves as it is, over all of its chunks, and says why. */
import type { Area, Calendar } from '../../platform/table.ts';
import type { CellIndex } from '../sheet/cell-blocks.ts';
import { cellName, refusedSentence } from '../sheet/cell-names.ts';
import type { Written } from '../sheet/checked-write.ts';
import { columnLetter } from '../sheet/columns.ts';
import type { SheetView } from '../sheet/sheet-view.ts';
import type { FilledColumn } from '../sheet/spill.ts';

export interface UnfilledCells {
  /** Cells that Sheets refused. */
  addCells(areas: readonly Area[]): void;
  /** Columns that a formula fills. */
  addColumns(view: SheetView, columns: readonly FilledColumn[]): void;
  /**
   * The columns of formulas that a write has blocked: those in which something of the result was seen. Where none is new,
   * the result reaches farther, so every column counts in which a cell was given up.
   */
  addAnchors(view: SheetView, written: Written): void;
  /** The columns found so far, where they are in this reading of the sheet. */
  filledIn(view: SheetView): FilledColumn[];
  sentences(calendar: Calendar): string[];
}

interface KnownColumn {
  readonly header: string;
  readonly columnIndex: number;
  readonly anchor: CellIndex;
}

export function unfilledCells(): UnfilledCells {
  const refused: CellIndex[] = [];
  const blocked = new Map<string, KnownColumn>();
  const found = new Map<string, KnownColumn>();
  const headerOf = ({ columns }: SheetView, columnIndex: number) => columns.headers[columnIndex] ?? '';
  const known = (view: SheetView, { anchor, columnIndex }: Omit<FilledColumn, 'fromRowIndex'>) => {
    const header = headerOf(view, columnIndex);
    return [header, { header, columnIndex, anchor }] as const;
  };
  return {
    addCells(areas) {
      for (const { rowIndex, columnIndex, rowCount, columnCount } of areas) {
        for (let down = 0; down < rowCount; down++) {
          for (let across = 0; across < columnCount; across++) {
            refused.push({ rowIndex: rowIndex + down, columnIndex: columnIndex + across });
          }
        }
      }
    },
    addColumns(view, columns) {
      for (const column of columns) found.set(...known(view, column));
    },
    addAnchors(view, { anchors, yielded }) {
      const [first] = anchors;
      if (first === undefined) return;
      const given = [...new Set(yielded.map(({ columnIndex }) => columnIndex))];
      const anchorOf = (columnIndex: number) =>
        anchors.find((one) => one.columnIndex <= columnIndex && columnIndex <= one.lastColumnIndex);
      const seen = given.filter((columnIndex) => anchorOf(columnIndex) !== undefined);
      for (const columnIndex of seen.length > 0 ? seen : given) {
        blocked.set(...known(view, { anchor: anchorOf(columnIndex) ?? first, columnIndex }));
      }
    },
    filledIn: (view) =>
      view.columns.headers.flatMap((header, columnIndex): FilledColumn[] => {
        const column = blocked.get(header);
        return column === undefined
          ? []
          : [{ anchor: column.anchor, columnIndex, fromRowIndex: column.anchor.rowIndex }];
      }),
    sentences(calendar) {
      const columns = [...found.values()];
      return [
        ...refusedSentence(refused, calendar),
        ...columns.map(
          ({ header, columnIndex, anchor }) =>
            `Column ${columnLetter(columnIndex)} "${header}" was left as it is, because the formula in ${cellName(anchor)} fills it.`,
        ),
      ];
    },
  };
}
