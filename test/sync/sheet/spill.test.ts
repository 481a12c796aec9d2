import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/platform/table.ts';
import { filledColumns, isArrayFormula } from '../../../src/sync/sheet/spill.ts';

describe('isArrayFormula()', () => {
  it.each([
    '=ARRAYFORMULA(A2:A*2)',
    '= query(Data!A:C, "select *")',
    '=IFERROR(IMPORTRANGE("x", "A:C"))',
    '={"Email"; ARRAYFORMULA(LOWER(A2:A))}',
    '={A2:A10}',
    '=SUM(FILTER(A:A, B:B = 1)) + UNIQUE(C:C)',
  ])('takes %s for a formula that may fill a block', (formula) => {
    expect(isArrayFormula(formula)).toBe(true);
  });

  it.each([
    '',
    '=A1&"QUERY("',
    '="{"',
    '=SUM(FILTER(A:A, B:B = 1))',
    '=COUNTA(UNIQUE(A:A))',
    '=MYQUERY(A1)',
    '=VLOOKUP(A2, Data!A:C, 3, FALSE)',
  ])('takes %s for a formula of one cell', (formula) => {
    expect(isArrayFormula(formula)).toBe(false);
  });
});

describe('filledColumns()', () => {
  const array = '=ARRAYFORMULA(A2:A)';
  const columnsIn = (formulas: string[][], cells: Cell[][]) =>
    filledColumns({ cells }, formulas).map((one) => [one.columnIndex, one.fromRowIndex]);

  it('are those below a formula that gives more than one value', () => {
    expect(columnsIn([['', array, '']], [['Id', 'Email', 'Company']])).toEqual([[1, 0]]);
  });

  it.each(['', 'Loading...', '#N/A', '#REF!'])('reach to the right where the formula shows "%s"', (cell) => {
    expect(columnsIn([['', array, '']], [['Id', cell, 'Company']])).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  it('are none where each row has its own formula', () => {
    expect(
      columnsIn(
        [
          ['', ''],
          ['', array],
          ['', array],
        ],
        [
          ['Id', 'Email'],
          [1, 'a'],
          [2, 'b'],
        ],
      ),
    ).toEqual([]);
  });
});
