import { describe, expect, it } from 'vitest';
import { newSheet } from '../../../local/appsscript/spreadsheet.ts';
import { openedSheet, SheetFileProblem, savedSheet } from '../../../local/playground/sheet-files.ts';

const zone = 'Europe/Berlin';
const morning = new Date(Date.UTC(2026, 10, 23, 7, 30));

function bytesOf(content: string | Uint8Array): Buffer {
  return Buffer.from(content);
}

describe('openedSheet()', () => {
  it('types a CSV as Sheets does, in the zone of the document', async () => {
    const { name, cells } = await openedSheet(
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

  it('reads an Excel file with its texts as texts and its dates as its clock shows them', async () => {
    const sheet = newSheet(1, 'Contacts', [
      ['Id', 'When', 'Flag', ' spaces '],
      ['007', morning, true, '=HYPERLINK("x")'],
      [12.5, '', '', '<b>'],
    ]);
    const { content } = await savedSheet(sheet, zone, 'xlsx');
    const { cells } = await openedSheet(bytesOf(content), 'List.xlsx', zone);
    expect(cells).toEqual([
      ['Id', 'When', 'Flag', ' spaces '],
      ['007', morning, true, '=HYPERLINK("x")'],
      [12.5, '', '', '<b>'],
    ]);
    expect((await openedSheet(bytesOf(content), 'List.xlsx', 'Etc/UTC')).cells[1]?.[1]).toEqual(
      new Date(Date.UTC(2026, 10, 23, 8, 30)),
    );
  });

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'is empty'],
    ['a torn workbook', Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3]), 'is no Excel workbook'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]), 'is not a CSV file'],
  ])('says in a sentence what is wrong with %s', async (_name, bytes, words) => {
    const opening = openedSheet(bytes, 'file.xlsx', zone);
    await expect(opening).rejects.toBeInstanceOf(SheetFileProblem);
    await expect(opening).rejects.toThrow(words);
  });
});

describe('savedSheet()', () => {
  it('writes as CSV what is shown, quoted where it must be', async () => {
    const sheet = newSheet(1, 'Contacts', [
      ['a,b', 'line\nbreak', '"'],
      ['', morning, 1.5],
    ]);
    const { content } = await savedSheet(sheet, zone, 'csv');
    expect(content).toBe('"a,b","line\nbreak",""""\r\n,2026-11-23 08:30:00,1.5\r\n');
  });
});
