import { describe, expect, it } from 'vitest';
import type { Cell, Grid } from '../../../src/platform/table.ts';
import { type PlanScope, planSync } from '../../../src/sync/plan/plan.ts';
import { matchRows } from '../../../src/sync/push/match-rows.ts';
import { findColumns } from '../../../src/sync/sheet/columns.ts';
import { statusBlocks } from '../../../src/sync/sheet/status-blocks.ts';

const headers = ['Contact ID', 'Email', 'Keap status', 'Keap synced at', 'Keap message', 'Keap fingerprint'];
const everything = { kind: 'all' } as const;

function gridOf(...rows: Cell[][]): Grid {
  const width = headers.length;
  const cells = [headers, ...rows].map((row) => [...row, ...Array<Cell>(width).fill('')].slice(0, width));
  return { cells, timeZone: 'Etc/UTC' };
}

const columnsOf = (grid: Grid) => findColumns(grid, 'Contacts');
const plan = (grid: Grid, scope: PlanScope = everything, account = 'app1') =>
  planSync({ grid, columns: columnsOf(grid) }, account, scope);

/** The grid as a run that succeeds with every row leaves it. */
function synced(grid: Grid): Grid {
  const settled = plan(grid).changes.map((planned) => ({ planned, outcome: { kind: 'done' } as const }));
  return written(grid, matchRows({ grid, columns: columnsOf(grid) }, settled, 'app1', 1_000));
}

function written(grid: Grid, statuses: Parameters<typeof statusBlocks>[1]): Grid {
  const cells = grid.cells.map((row) => [...row]);
  for (const block of statusBlocks({ grid, columns: columnsOf(grid) }, statuses)) {
    block.cells.forEach((row, down) => {
      const texts = row.map((cell) => (typeof cell === 'object' && 'formula' in cell ? cell.formula : cell));
      cells[block.rowIndex + down]?.splice(block.columnIndex, row.length, ...texts);
    });
  }
  return { ...grid, cells };
}

function edited(grid: Grid, rowIndex: number, columnIndex: number, cell: Cell): Grid {
  const cells = grid.cells.map((row) => [...row]);
  cells[rowIndex]?.splice(columnIndex, 1, cell);
  return { ...grid, cells };
}

const two = gridOf([1, 'a@example.com'], [2, 'b@example.com']);

describe('planSync()', () => {
  it('sends every row of a new sheet, in its order', () => {
    const { changes, statuses } = plan(two);
    expect(changes.map(({ change, rowIndexes }) => [change.id, rowIndexes])).toEqual([
      [1, [1]],
      [2, [2]],
    ]);
    expect([...statuses.values()].map(({ status }) => status)).toEqual(['Waiting', 'Waiting']);
  });

  it('leaves a row whose fingerprint is unchanged', () => {
    expect(plan(synced(two))).toMatchObject({ changes: [], unchanged: 2 });
  });

  it('sends a row whose value was edited, and only that one', () => {
    const { changes, unchanged } = plan(edited(synced(two), 2, 1, 'c@example.com'));
    expect(changes.map(({ change }) => change.id)).toEqual([2]);
    expect(unchanged).toBe(1);
  });

  it('sends a row whose status was cleared', () => {
    expect(plan(edited(synced(two), 1, 2, '')).changes.map(({ change }) => change.id)).toEqual([1]);
  });

  it('sends all rows again to another Keap account', () => {
    expect(plan(synced(two), everything, 'app2').changes).toHaveLength(2);
  });

  it('sends a copied row whose fingerprint belongs to another contact', () => {
    const copied = edited(synced(two), 2, 5, synced(two).cells[1]?.[5] ?? '');
    expect(plan(copied).changes.map(({ change }) => change.id)).toEqual([2]);
  });

  it('makes one change of two equal rows, and checks of two that disagree', () => {
    const equal = plan(gridOf([1, 'a@example.com'], ['1', 'a@example.com ']));
    expect(equal.changes.map(({ rowIndexes }) => rowIndexes)).toEqual([[1, 2]]);
    const unequal = plan(gridOf([1, 'a@example.com'], [1, 'b@example.com'], [2, 'c@example.com']));
    expect(unequal.changes.map(({ change }) => change.id)).toEqual([2]);
    expect(unequal.check).toBe(2);
    expect(unequal.statuses.get(1)?.message).toContain('is also in row 3');
  });

  it('takes only waiting and cleared rows when it resumes a run', () => {
    let grid = gridOf([1, 'a@example.com'], [2, 'b@example.com'], [3, 'c@example.com']);
    grid = edited(edited(grid, 1, 2, 'Failed'), 2, 2, 'Waiting');
    expect(plan(grid, { kind: 'waiting' }).changes.map(({ change }) => change.id)).toEqual([2, 3]);
  });

  it('sends selected rows whatever their status', () => {
    const scope: PlanScope = { kind: 'selected', rowIndexes: new Set([2]) };
    expect(plan(synced(two), scope).changes.map(({ change }) => change.id)).toEqual([2]);
  });

  it('keeps one bad row from stopping the others', () => {
    const { changes, check } = plan(
      gridOf(['x', 'a@example.com'], [2, 'b@example.com'], ['', 'c@example.com']),
    );
    expect(changes.map(({ change }) => change.id)).toEqual([2]);
    expect(check).toBe(2);
  });
});

describe('matchRows()', () => {
  const settled = plan(two).changes.map((planned) => ({ planned, outcome: { kind: 'done' } as const }));
  const placed = (grid: Grid) =>
    [...matchRows({ grid, columns: columnsOf(grid) }, settled, 'app1', 1_000)].map(([rowIndex]) => rowIndex);

  it('finds rows that were sorted and shifted in the meantime', () => {
    expect(placed(gridOf([2, 'b@example.com'], ['', ''], [1, 'a@example.com']))).toEqual([1, 3]);
  });

  it('gives no outcome to a row that was edited or deleted in the meantime', () => {
    expect(placed(gridOf([1, 'new@example.com']))).toEqual([]);
  });

  it('says Synced only with the time and the fingerprint of those very values', () => {
    const [, first] = synced(two).cells;
    expect(first?.slice(2, 5)).toEqual(['Synced', new Date(1_000), '']);
    expect(first?.[5]).toBe(plan(two).changes[0]?.fingerprint);
  });
});

describe('statusBlocks()', () => {
  it('writes one block and leaves the rows between as they are', () => {
    const grid = edited(gridOf([1, 'a@x.org'], [2, 'b@x.org'], [3, 'c@x.org']), 2, 4, 'my note');
    const blocks = statusBlocks(
      { grid, columns: columnsOf(grid) },
      new Map([
        [1, { status: 'Waiting', message: '' }],
        [3, { status: 'Check', message: 'look' }],
      ]),
    );
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toMatchObject({ rowIndex: 1, columnIndex: 2 });
    expect(blocks[0]?.cells[1]).toEqual(['', '', 'my note', '']);
  });

  it('writes nothing where nothing would change', () => {
    const grid = edited(two, 1, 2, 'Waiting');
    const statuses = new Map([[1, { status: 'Waiting', message: '' }] as const]);
    expect(statusBlocks({ grid, columns: columnsOf(grid) }, statuses)).toEqual([]);
  });

  it('writes around a column that the user put between ours', () => {
    const grid: Grid = {
      cells: [
        ['Id', 'Email', 'Keap status', 'Mine', 'Keap message'],
        [1, 'a@x.org', '', 'keep', ''],
      ],
      timeZone: 'Etc/UTC',
    };
    const blocks = statusBlocks(
      { grid, columns: columnsOf(grid) },
      new Map([[1, { status: 'Check', message: 'look' }]]),
    );
    expect(blocks.map(({ columnIndex, cells }) => [columnIndex, cells])).toEqual([
      [2, [['Check']]],
      [4, [['look']]],
    ]);
  });
});
