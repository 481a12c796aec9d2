import type { Area, Block, Cell, Formula, Table } from '../../src/platform/table.ts';

export interface FakeTable extends Table {
  /** The current cells. */
  readonly cells: Cell[][];
  /** Every call in order: `read`, `write`, `hide`. */
  readonly calls: readonly string[];
}

/**
 * A sheet in memory. `beforeCall` runs before each call takes effect, and may change the cells. The current user may not
 * edit what is `locked`.
 */
export function fakeTable(
  cells: readonly (readonly Cell[])[],
  beforeCall: (name: string) => void = () => {},
  name = 'Contacts',
  locked: readonly Area[] = [],
): FakeTable {
  const own = cells.map((row) => [...row]);
  const calls: string[] = [];
  const called = (call: string) => {
    beforeCall(call);
    calls.push(call);
  };
  const put = ({ rowIndex, columnIndex, cells: block }: Block) => {
    block.forEach((row, down) => {
      while (own.length <= rowIndex + down) own.push([]);
      const target = own[rowIndex + down] ?? [];
      while (target.length < columnIndex) target.push('');
      row.forEach((cell, across) => {
        if (isLocked(rowIndex + down, columnIndex + across)) return;
        target.splice(columnIndex + across, 1, isFormula(cell) ? cell.formula : cell);
      });
    });
  };
  const isLocked = (rowIndex: number, columnIndex: number) =>
    locked.some(
      (area) =>
        rowIndex >= area.rowIndex &&
        rowIndex < area.rowIndex + area.rowCount &&
        columnIndex >= area.columnIndex &&
        columnIndex < area.columnIndex + area.columnCount,
    );
  /** One area for each run of locked cells in a column. */
  const lockedIn = ({ rowIndex, columnIndex, rowCount, columnCount }: Area): Area[] => {
    const runs: { rowIndex: number; columnIndex: number; rowCount: number; columnCount: number }[] = [];
    for (let column = columnIndex; column < columnIndex + columnCount; column++) {
      for (let row = rowIndex; row < rowIndex + rowCount; row++) {
        if (!isLocked(row, column)) continue;
        const last = runs.at(-1);
        if (last?.columnIndex === column && last.rowIndex + last.rowCount === row) last.rowCount++;
        else runs.push({ rowIndex: row, columnIndex: column, rowCount: 1, columnCount: 1 });
      }
    }
    return runs;
  };
  return {
    sheetId: name === 'Contacts' ? 7 : 8,
    name,
    cells: own,
    calls,
    read() {
      called('read');
      const width = Math.max(1, ...own.map((row) => row.length));
      const filled = own.map((row) => [...row, ...Array<Cell>(width - row.length).fill('')]);
      return { cells: filled, timeZone: 'Etc/UTC' };
    },
    write(blocks) {
      if (blocks.length === 0) return [];
      called('write');
      blocks.forEach(put);
      return blocks.flatMap(({ rowIndex, columnIndex, cells: block }) =>
        lockedIn({
          ...{ rowIndex, columnIndex, rowCount: block.length, columnCount: block[0]?.length ?? 0 },
        }).map((area) => ({ ...area, why: 'protected' as const })),
      );
    },
    locked: (areas) => areas.flatMap(lockedIn),
    filter: () => undefined,
    formulas: () => own.map((row) => row.map(() => '')),
    deleteRows(rowIndex, count) {
      called('delete');
      own.splice(rowIndex, count);
    },
    layOut() {
      called('hide');
      return true;
    },
    selectedRows: () => [],
    show() {},
  };
}

function isFormula(cell: Cell | Formula): cell is Formula {
  return typeof cell === 'object' && 'formula' in cell;
}
