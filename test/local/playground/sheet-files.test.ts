/** CSV and Excel files in the playground. */
import { describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { newSheet } from '../../../local/appsscript/spreadsheet.ts';
import { openSheetFile, SheetFileProblem, saveSheetFile } from '../../../local/playground/sheet-files.ts';

const zone = 'Europe/Berlin';
const morning = new Date(Date.UTC(2026, 10, 23, 7, 30));

function bytesOf(content: string | Uint8Array): Buffer {
  return Buffer.from(content);
}

describe('openSheetFile()', () => {
  it('types a CSV as Sheets does, in the time zone of the document', async () => {
    const { name, cells } = await openSheetFile(
      Buffer.from('Id,When\n007,2026-11-23 08:30\n'),
      'a/List.csv',
      zone,
    );
    expect(name).toBe('List');
    expect(cells).toEqual([
      ['Id', 'When'],
      [7, morning],
    ]);
  });

  it('reads an Excel file with its texts as texts and its dates in local time', async () => {
    const sheet = newSheet(1, 'Contacts', [
      ['Id', 'When', 'Flag', ' spaces '],
      ['007', morning, true, '=HYPERLINK("x")'],
      [12.5, '', '', '<b>'],
    ]);
    const { content } = await saveSheetFile(sheet, zone, 'xlsx');
    const { cells } = await openSheetFile(bytesOf(content), 'List.xlsx', zone);
    expect(cells).toEqual([
      ['Id', 'When', 'Flag', ' spaces '],
      ['007', morning, true, '=HYPERLINK("x")'],
      [12.5, '', '', '<b>'],
    ]);
    expect((await openSheetFile(bytesOf(content), 'List.xlsx', 'Etc/UTC')).cells[1]?.[1]).toEqual(
      new Date(Date.UTC(2026, 10, 23, 8, 30)),
    );
  });

  it('reads all sheets of a workbook that have anything in them', async () => {
    const text = (value: string) => [{ value, type: String }];
    const content = await writeExcelFile([
      { sheet: 'Empty', data: [[null]] },
      { sheet: 'People', data: [text('Contact ID'), text('1')] },
      { sheet: 'Former', data: [text('Contact ID'), text('2')] },
    ]).toBuffer();
    const { firstName, cells, others } = await openSheetFile(content, 'Book.xlsx', zone);
    expect(firstName).toBe('People');
    expect(cells).toEqual([['Contact ID'], ['1']]);
    expect(others).toEqual([{ name: 'Former', cells: [['Contact ID'], ['2']] }]);
  });

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'is empty'],
    ['a torn workbook', Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3]), 'is not an Excel workbook'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]), 'is not a CSV file'],
  ])('says what is wrong with %s', async (_name, bytes, text) => {
    const opening = openSheetFile(bytes, 'file.xlsx', zone);
    await expect(opening).rejects.toBeInstanceOf(SheetFileProblem);
    await expect(opening).rejects.toThrow(text);
  });
});

describe('saveSheetFile()', () => {
  it('writes what is shown as CSV, quoted where necessary', async () => {
    const sheet = newSheet(1, 'Contacts', [
      ['a,b', 'line\nbreak', '"'],
      ['', morning, 1.5],
    ]);
    const { content } = await saveSheetFile(sheet, zone, 'csv');
    expect(content).toBe('"a,b","line\nbreak",""""\r\n,2026-11-23 08:30:00,1.5\r\n');
  });
});
