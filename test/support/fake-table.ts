import type { Block, Cell, Formula, Table } from '../../src/platform/table.ts';

export interface FakeTable extends Table {
  /** The current cells. */
  readonly cells: Cell[][];
  /** Every call in order: `read`, `write`, `hide`. */
  readonly calls: readonly string[];
}

/** A sheet in memory. `beforeCall` runs before each call takes effect, and may change the cells. */
export function fakeTable(
  cells: readonly (readonly Cell[])[],
  beforeCall: (name: string) => void = () => {},
  name = 'Contacts',
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
      target.splice(columnIndex, row.length, ...row.map((cell) => (isFormula(cell) ? cell.formula : cell)));
    });
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
      return [];
    },
    locked: () => [],
    filter: () => undefined,
    formulas: () => own.map((row) => row.map(() => '')),
    deleteRows(rowIndex, count) {
      called('delete');
      own.splice(rowIndex, count);
    },
    hideColumn() {
      called('hide');
    },
    selectedRows: () => [],
    show() {},
  };
}

function isFormula(cell: Cell | Formula): cell is Formula {
  return typeof cell === 'object' && 'formula' in cell;
}
