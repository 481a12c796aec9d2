/** Spreadsheets, sheets and ranges. */
import { describe, expect, it } from 'vitest';
import { areaOf, notationOf } from '../../../local/appsscript/a1-notation.ts';
import { exceptionOf, givenScript, resultIn, resultOf, startMs } from './given-script.ts';

const sheet = 'const sheet = SpreadsheetApp.getActiveSheet();';

describe('Range', () => {
  it('gives values with their types, and empty texts for empty cells (Range.getValues)', async () => {
    const cells = [[1, 'two', true, new Date(startMs), '']];
    expect(await resultOf(`${sheet} return sheet.getRange(1, 1, 1, 5).getValues()`, { cells })).toEqual(
      cells,
    );
  });

  it('takes written text as if typed (Range.setValues)', async () => {
    const google = givenScript(`function main() {
      ${sheet}
      const range = sheet.getRange(1, 1, 1, 7);
      range.setValues([['=1+1', '12', 'TRUE', "'=text", '1/2/2026', ' plain ', '007']]);
      return [range.getValues()[0].map((value) => value instanceof Date ? value.toISOString() : value),
        range.getFormulas()[0][0]];
    }`);
    expect(await resultIn(google)).toEqual([
      ['#NAME?', 12, true, '=text', '2026-01-02T00:00:00.000Z', ' plain ', 7],
      '=1+1',
    ]);
  });

  it('leaves text alone in cells that are plain text (Range.setNumberFormat, "@")', async () => {
    expect(
      await resultOf(`${sheet}
        const range = sheet.getRange('A1:C1');
        range.setNumberFormat('@').setValues([['+1', '007', "'quoted"]]);
        range.clearContent();
        range.setValues([['+2', '1/2', 'true']]);
        return [range.getValues(), range.getFormulas(), range.getNumberFormats()]`),
    ).toEqual([[['+2', '1/2', 'true']], [['', '', '']], [['@', '@', '@']]]);
  });

  it('takes a text of a script that begins with = for a formula in such cells, or for a text (C)', async () => {
    const write = async (plainTextTakesFormulas: boolean) => {
      const google = givenScript(
        `function main() { ${sheet} sheet.getRange('A1').setNumberFormat('@').setValue('=1+1'); }`,
        { behavior: { plainTextTakesFormulas } },
      );
      await google.run('main');
      google.sheet('Sheet1').format('A2', '@');
      google.sheet('Sheet1').set(1, 0, '=typed');
      return [google.sheet('Sheet1').formulas(), google.sheet('Sheet1').cells().flat()];
    };
    expect(await write(true)).toEqual([['=1+1'], ['#NAME?', '=typed']]);
    expect(await write(false)).toEqual([[], ['=1+1', '=typed']]);
  });

  it('keeps a leading apostrophe in cells that are plain text, or takes it off (C)', async () => {
    const write = async (plainTextKeepsApostrophe: boolean) => {
      const google = givenScript(
        `function main() { ${sheet} sheet.getRange('A1').setNumberFormat('@').setValue("'01234"); return sheet.getRange('A1').getValue(); }`,
        { behavior: { plainTextKeepsApostrophe } },
      );
      return [await resultIn(google), google.sheet('Sheet1').display()];
    };
    expect(await write(true)).toEqual(["'01234", [["'01234"]]]);
    expect(await write(false)).toEqual(['01234', [['01234']]]);
  });

  it('gives the formats of all cells in one call (Range.getNumberFormats; the automatic format, B)', async () => {
    const google = givenScript(
      `function main() { ${sheet} return [sheet.getRange('A1:C1').getNumberFormats(), sheet.getRange('B1').getNumberFormat()]; }`,
    );
    google.sheet('Sheet1').format('A:A', '@');
    google.sheet('Sheet1').set(0, 2, '2:30 PM');
    expect(await resultIn(google)).toEqual([[['@', '0.###############', 'h:mm am/pm']], '0.###############']);
  });

  it('gives a time of day as a moment of 30 December 1899, and shows it as typed (C)', async () => {
    const google = givenScript(
      `function main() { ${sheet} const range = sheet.getRange('A1'); return [range.getValue().toISOString(), range.getDisplayValue()]; }`,
      { timeZone: 'Etc/UTC' },
    );
    google.sheet('Sheet1').set(0, 0, '2:30 PM');
    expect(await resultIn(google)).toEqual(['1899-12-30T14:30:00.000Z', '2:30 PM']);
  });

  it('keeps notes with their cells (Range.setNote, getNote, getNotes)', async () => {
    const google = givenScript(`function main() {
      ${sheet}
      sheet.getRange('A2').setNote('first').setValue('x');
      sheet.insertRowsBefore(1, 1);
      sheet.getRange('A3').setValue('y');
      return [sheet.getRange('A3').getNote(), sheet.getRange('A2:A3').getNotes()];
    }`);
    expect(await resultIn(google)).toEqual(['first', [[''], ['first']]]);
    expect(google.sheet('Sheet1').note(2, 0)).toBe('first');
  });

  it('shows dates in the format of the cell and the time zone of the spreadsheet', async () => {
    const google = givenScript(
      `function main() {
        ${sheet}
        const range = sheet.getRange('A1:B1').setValues([[new Date(${startMs}), new Date(${startMs})]]);
        sheet.getRange('B1').setNumberFormat('dd.mm.yyyy hh:mm');
        return range.getDisplayValues()[0];
      }`,
      { timeZone: 'Europe/Berlin' },
    );
    expect(await resultIn(google)).toEqual(['2026-11-23 09:00:00', '23.11.2026 09:00']);
    expect(google.sheet('Sheet1').display()).toEqual([['2026-11-23 09:00:00', '23.11.2026 09:00']]);
  });

  it.each([
    [
      'range.setValues([[1, 2]])',
      'The number of rows in the data does not match the number of rows in the range. The data has 1 but the range has 2.',
    ],
    [
      'range.setValues([[1], [2]])',
      'The number of columns in the data does not match the number of columns in the range. The data has 1 but the range has 2.',
    ],
    [
      "range.setValues('x')",
      "The parameters (String) don't match the method signature for SpreadsheetApp.Range.setValues.",
    ],
    [
      "range.setValue('x'.repeat(50001))",
      'Your input contains more than the maximum of 50000 characters in a single cell.',
    ],
    ['sheet.getRange(1001, 1)', 'The coordinates of the range are outside the dimensions of the sheet.'],
    ['sheet.getRange(1, 20, 1, 8)', 'The coordinates of the range are outside the dimensions of the sheet.'],
    ["sheet.getRange('AB1')", 'The coordinates of the range are outside the dimensions of the sheet.'],
    ['sheet.getRange(0, 1)', 'The starting row of the range is too small.'],
    ['sheet.getRange(1, 0)', 'The starting column of the range is too small.'],
    ['sheet.getRange(1, 1, 0, 1)', 'The number of rows in the range must be at least 1.'],
    ["sheet.getRange('nothing!')", 'Range not found'],
    ['sheet.insertColumnsAfter(40, 1)', 'Those columns are out of bounds.'],
    [
      'sheet.insertRowsAfter(1000, 400000)',
      'This action would increase the number of cells in the workbook above the limit of 10000000 cells.',
    ],
    ['sheet.deleteRows(1, 1000)', "You can't delete all the rows on the sheet."],
    ['sheet.hideColumns(27)', 'Those columns are out of bounds.'],
    [
      "SpreadsheetApp.getActive().insertSheet('sheet1')",
      'A sheet with the name "sheet1" already exists. Please enter another name.',
    ],
    ['SpreadsheetApp.getActive().deleteSheet(sheet)', "You can't remove all the sheets in a document."],
    [
      "range.setNumberFormat('[red]0')",
      'The number format "[red]0" is not implemented in the Apps Script emulator.',
    ],
  ])('refuses what Sheets refuses, and changes nothing: %s', async (call, message) => {
    const google = givenScript(
      `function main() { ${sheet} const range = sheet.getRange(1, 1, 2, 2); ${call}; }`,
      {
        cells: [
          [1, 2],
          [3, 4],
        ],
      },
    );
    expect(await google.run('main')).toMatchObject({ kind: 'failed', error: { name: 'Exception', message } });
    expect(google.sheet('Sheet1').cells()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('keeps its position when rows are inserted above it, and disappears with its sheet', async () => {
    expect(
      await resultOf(
        `${sheet} const range = sheet.getRange('A1');
         sheet.insertRowsBefore(1, 1);
         range.setValue('new');
         return sheet.getDataRange().getValues()`,
        { cells: [['old']] },
      ),
    ).toEqual([['new'], ['old']]);
    expect(
      await exceptionOf(`const file = SpreadsheetApp.getActive(); const other = file.insertSheet('Other');
        const range = other.getRange('A1'); file.deleteSheet(other); range.getValue()`),
    ).toMatch(/^Exception: Sheet \d+ not found$/);
  });
});

describe('Sheet and Spreadsheet', () => {
  it('grow, shrink, hide and append', async () => {
    const google = givenScript(
      `function main() {
        ${sheet}
        sheet.appendRow(['b', '2']);
        sheet.insertColumnsBefore(1, 1);
        sheet.hideColumns(2, 2);
        sheet.showColumns(3);
        sheet.deleteRow(1);
        sheet.setFrozenRows(1);
        return [sheet.getLastRow(), sheet.getLastColumn(), sheet.getMaxRows(), sheet.getMaxColumns(),
          sheet.isColumnHiddenByUser(2), sheet.getFrozenRows()];
      }`,
      { cells: [['a', 1]] },
    );
    expect(await resultIn(google)).toEqual([1, 3, 999, 27, true, 1]);
    expect(google.sheet('Sheet1').cells()).toEqual([['', 'b', 2]]);
    expect(google.sheet('Sheet1').hiddenColumns()).toEqual([1]);
  });

  it('find their sheets by name, in any case, and by id', async () => {
    expect(
      await resultOf(`const file = SpreadsheetApp.getActiveSpreadsheet();
        const log = file.insertSheet('Log', 0);
        return [file.getSheets().map((one) => one.getName()), file.getSheetByName('lOG').getSheetId() === log.getSheetId(),
          file.getSheetById(log.getSheetId()).getName(), file.getSheetByName('None'), file.getSheetById(99999)]`),
    ).toEqual([['Log', 'Sheet1'], true, 'Log', null, null]);
  });

  it('know what the user has selected, including several ranges', async () => {
    const google = givenScript(`function main() {
      return SpreadsheetApp.getActive().getActiveRangeList().getRanges().map((range) => range.getA1Notation());
    }`);
    expect(await resultIn(google)).toEqual(['A1']);
    google.sheet('Sheet1').select('B2:C3', 'A10');
    expect(await resultIn(google)).toEqual(['B2:C3', 'A10']);
    google.sheet('Sheet1').selectRows(1, 2);
    expect(await resultIn(google)).toEqual(['A2:Z3']);
  });

  it('start a trigger at the first sheet because nobody has chosen another', async () => {
    const google = givenScript(
      "function main() { return SpreadsheetApp.getActiveSheet().getName(); } function add() { SpreadsheetApp.getActive().insertSheet('Second'); }",
    );
    await google.run('add');
    google.activate('Second');
    expect(await resultIn(google, 'main')).toBe('Second');
    expect(await resultIn(google, 'main', { as: 'trigger' })).toBe('Sheet1');
  });
});

describe('what a person does in a sheet', () => {
  it('types, sorts, inserts and deletes', () => {
    const google = givenScript('', {
      cells: [
        ['id', 'n'],
        [1, 'b'],
        [2, 'a'],
      ],
    });
    const view = google.sheet('Sheet1');
    view.set(3, 0, '12');
    view.set(3, 1, '=A1');
    expect(view.cells()[3]).toEqual([12, '#NAME?']);
    expect(view.formulas()).toEqual(['=A1']);
    view.sort(1);
    expect(view.cells().map(([id]) => id)).toEqual(['id', 12, 2, 1]);
    view.insertColumn(0);
    view.deleteRow(1);
    view.insertRow(1);
    expect(view.cells()).toEqual([
      ['', 'id', 'n'],
      ['', '', ''],
      ['', 2, 'a'],
      ['', 1, 'b'],
    ]);
  });
});

describe('a filter or a table', () => {
  const cells = [
    ['Id', 'Name', 'Status'],
    [2, 'b', 'of 2'],
    [1, 'a', 'of 1'],
  ];

  it('sorts its own range, and leaves the columns beside it behind (C)', () => {
    const google = givenScript('', { cells });
    google.sheet('Sheet1').sortRange('A2:B3', 0);
    expect(google.sheet('Sheet1').cells()).toEqual([
      ['Id', 'Name', 'Status'],
      [1, 'a', 'of 2'],
      [2, 'b', 'of 1'],
    ]);
  });

  it('is visible to scripts, which may remove it and make a wider one (Sheet.getFilter, Range.createFilter; A)', async () => {
    const google = givenScript(
      `function main() {
        ${sheet}
        const before = sheet.getFilter().getRange().getA1Notation();
        sheet.getFilter().remove();
        const between = sheet.getFilter();
        sheet.getDataRange().createFilter();
        return [before, between, sheet.getFilter().getRange().getA1Notation()];
      }`,
      { cells },
    );
    google.sheet('Sheet1').filter('A1:B3');
    google.sheet('Sheet1').insertColumn(0);
    expect(await resultIn(google)).toEqual(['B1:C3', null, 'A1:D3']);
    expect(google.spreadsheet.sheets[0]?.filter).toMatchObject({ columns: 4 });
  });

  it('sorts the rows of its range below the header (Class Filter, sort; A)', () => {
    const google = givenScript('', { cells });
    google.sheet('Sheet1').filter('A1:B3');
    google.sheet('Sheet1').sortByFilter(0);
    expect(google.sheet('Sheet1').cells()).toEqual([
      ['Id', 'Name', 'Status'],
      [1, 'a', 'of 2'],
      [2, 'b', 'of 1'],
    ]);
  });

  it('is one per sheet', async () => {
    expect(
      await exceptionOf(
        `${sheet} sheet.getRange('A1:B2').createFilter(); sheet.getRange('A1').createFilter()`,
      ),
    ).toContain('already has a filter');
  });
});

describe('A1 notation', () => {
  const size = { rows: 1000, columns: 26 };

  it.each([
    ['B2', { top: 1, left: 1, rows: 1, columns: 1 }],
    ['$C$4:A1', { top: 0, left: 0, rows: 4, columns: 3 }],
    ['aa10', { top: 9, left: 26, rows: 1, columns: 1 }],
    ['A:B', { top: 0, left: 0, rows: 1000, columns: 2 }],
    ['2:3', { top: 1, left: 0, rows: 2, columns: 26 }],
    ['B2:B', { top: 1, left: 1, rows: 999, columns: 1 }],
  ])('reads %s', (notation, area) => {
    expect(areaOf(notation, size)).toEqual(area);
  });

  it.each(['', 'A', '1', 'A0', '1A', 'Sheet1!A1', 'A1:', ':', 'A1:B2:C3', 'AAAA1'])(
    'refuses "%s"',
    (notation) => {
      expect(areaOf(notation, size)).toBeUndefined();
    },
  );

  it('is written as it was read', () => {
    for (const notation of ['A1', 'Z9', 'AA1:AZ3', 'ZZ100'])
      expect(notationOf(areaOf(notation, size) ?? { top: 0, left: 0, rows: 0, columns: 0 })).toBe(notation);
  });
});
