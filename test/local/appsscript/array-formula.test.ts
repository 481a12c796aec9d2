/** Formulas that fill a block of cells, and formulas that wait until somebody opens the document. */
import { describe, expect, it } from 'vitest';
import { givenScript, resultIn } from './given-script.ts';

const code = `
  const sheet = () => SpreadsheetApp.getActiveSheet();
  function read() { return [sheet().getDataRange().getValues(), sheet().getDataRange().getFormulas()]; }
  function write(notation, value) { sheet().getRange(notation).setValue(value); }
  function insert() { sheet().insertRowsBefore(1, 1); }
  function onOpen() {}`;
const array = { formula: '=ARRAYFORMULA(A1:A3*2)', values: [[2], [4], ['']] };

function givenArray(row = 0) {
  const google = givenScript(code, { cells: [[1], [2], [3]] });
  google.sheet('Sheet1').setFormula(row, 1, array);
  return google;
}

describe('an array formula (Docs editors help, ARRAYFORMULA; A)', () => {
  it('fills its block, of which only the anchor has a formula', async () => {
    expect(await resultIn(givenArray(), 'read')).toEqual([
      [
        [1, 2],
        [2, 4],
        [3, ''],
      ],
      [
        ['', array.formula],
        ['', ''],
        ['', ''],
      ],
    ]);
  });

  it.each(['B2', 'B3'])(
    'turns into #REF! and empties its block when a script writes into %s',
    async (cell) => {
      const google = givenArray();
      await google.run('write', [cell, 'x']);
      const column = google
        .sheet('Sheet1')
        .cells()
        .map((row) => row[1]);
      expect(column).toEqual(cell === 'B2' ? ['#REF!', 'x', ''] : ['#REF!', '', 'x']);
      expect(google.sheet('Sheet1').formulas()).toEqual([array.formula]);
      await google.run('write', [cell, '']);
      expect(
        google
          .sheet('Sheet1')
          .cells()
          .map((row) => row[1]),
      ).toEqual([2, 4, '']);
    },
  );

  it('is gone when its anchor is overwritten', async () => {
    const google = givenArray();
    await google.run('write', ['B1', 'x']);
    expect(
      google
        .sheet('Sheet1')
        .cells()
        .map((row) => row[1]),
    ).toEqual(['x', '', '']);
  });

  it('moves with its anchor when rows and columns are inserted, and stays one block', async () => {
    const google = givenArray(1);
    await google.run('insert');
    google.sheet('Sheet1').insertColumn(0);
    expect(
      google
        .sheet('Sheet1')
        .cells()
        .map((row) => row[2]),
    ).toEqual(['', '', 2, 4]);
    google.sheet('Sheet1').insertRow(3);
    expect(
      google
        .sheet('Sheet1')
        .cells()
        .map((row) => row[2]),
    ).toEqual(['', '', 2, 4, '']);
  });
});

describe('a formula that is computed only while somebody has the document open (C)', () => {
  it.each(['Loading...', '#N/A', ''])('gives "%s" to a trigger', async (whileClosed) => {
    const google = givenScript(code, { cells: [['Id'], [1]] });
    const sheet = google.sheet('Sheet1');
    sheet.setFormula(0, 1, {
      formula: '=IMPORTRANGE("x", "A1:A2")',
      values: [['Email'], ['a@example.com']],
      whileClosed,
    });
    google.close();
    const values = async () => ((await resultIn(google, 'read', { as: 'trigger' })) as unknown[][])[0];
    expect(await values()).toEqual(
      whileClosed === ''
        ? [
            ['Id', ''],
            [1, ''],
          ]
        : [
            ['Id', whileClosed],
            [1, ''],
          ],
    );
    await google.open();
    expect(await values()).toEqual([
      ['Id', 'Email'],
      [1, 'a@example.com'],
    ]);
    google.close('owner@example.com');
    expect((await values())?.[0]).toEqual(['Id', whileClosed]);
  });

  it('is computed as long as one of several people has it open', async () => {
    const google = givenScript(code);
    await google.open();
    await google.open('second@example.com');
    google.sheet('Sheet1').setFormula(0, 0, { formula: '=NOW()', values: [['real']], whileClosed: '#N/A' });
    google.close();
    expect(google.sheet('Sheet1').cells()).toEqual([['#N/A']]);
    await google.open();
    await google.open('second@example.com');
    google.close('owner@example.com');
    expect(google.sheet('Sheet1').cells()).toEqual([['real']]);
  });
});
