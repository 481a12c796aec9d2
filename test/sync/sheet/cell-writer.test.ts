import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/platform/table.ts';
import { blocksOf } from '../../../src/sync/sheet/cell-blocks.ts';
import { writeCells } from '../../../src/sync/sheet/cell-writer.ts';
import { sheetReader } from '../../../src/sync/sheet/sheet-reader.ts';
import { fakeProperties } from '../../support/fake-properties.ts';
import { fakeTable } from '../../support/fake-table.ts';

describe('blocksOf()', () => {
  it('makes one block of neighbours in a column, and touches nothing between', () => {
    const at = (rowIndex: number, columnIndex: number) => ({ rowIndex, columnIndex, value: 'x' });
    expect(blocksOf([at(5, 1), at(3, 1), at(2, 1), at(3, 2)])).toEqual([
      { rowIndex: 2, columnIndex: 1, cells: [['x'], ['x']] },
      { rowIndex: 5, columnIndex: 1, cells: [['x']] },
      { rowIndex: 3, columnIndex: 2, cells: [['x']] },
    ]);
  });
});

describe('writeCells()', () => {
  const cells: Cell[][] = [
    ['Contact ID', 'Email'],
    [1, ''],
    [2, 'own2@example.com'],
    [3, ''],
  ];

  /** Somebody does this between our reading and our writing. */
  function disturbed(disturb: (own: Cell[][]) => void) {
    let isDone = false;
    const table = fakeTable(cells, (call) => {
      if (call !== 'write' || isDone) return;
      isDone = true;
      disturb(table.cells);
    });
    const read = sheetReader(table, fakeProperties());
    const view = read();
    writeCells(table, view, table.formulas(), [
      { rowIndex: 1, columnIndex: 1, value: 'one@example.com' },
      { rowIndex: 3, columnIndex: 1, value: 'three@example.com' },
    ]);
    return table.cells;
  }

  it('follows rows that somebody moved while they were written', () => {
    const after = disturbed((own) => own.splice(1, 3, [2, 'own2@example.com'], [3, ''], [1, '']));
    expect(after).toEqual([
      ['Contact ID', 'Email'],
      [2, 'own2@example.com'],
      [3, 'three@example.com'],
      [1, 'one@example.com'],
    ]);
  });

  it('leaves no value behind where there is no contact', () => {
    const after = disturbed((own) => own.splice(1, 0, ['', '']));
    expect(after[1]).toEqual(['', '']);
    expect(after.slice(2)).toEqual([
      [1, 'one@example.com'],
      [2, 'own2@example.com'],
      [3, 'three@example.com'],
    ]);
  });

  it('writes every value where nobody interferes', () => {
    expect(disturbed(() => {}).map(([, email]) => email)).toEqual([
      ...['Email', 'one@example.com', 'own2@example.com', 'three@example.com'],
    ]);
  });
});
