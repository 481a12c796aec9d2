/** CSV files, read as an import into Sheets reads them. */
import { describe, expect, it } from 'vitest';
import { CsvProblem, csvCells } from '../../../local/appsscript/csv.ts';

const cells = (text: string) => csvCells(new TextEncoder().encode(text), 'my.csv');

describe('csvCells()', () => {
  it('types cells as an import into Sheets does, and makes all rows equally long', () => {
    expect(cells('id,Name,When\n1,"Zoë, ""Z""",2026-01-05\n\'007,true')).toEqual([
      ['id', 'Name', 'When'],
      [1, 'Zoë, "Z"', new Date(Date.UTC(2026, 0, 5))],
      ['007', true, ''],
    ]);
  });

  it.each([
    ['semicolons, as Excel in Germany or France saves it', 'id;Name;Note\n1;"Zoë; Z";a, b, c, d\n2;Ann;'],
    ['tabs, as a table is copied', 'id\tName\tNote\n1\t"Zoë; Z"\ta, b, c, d\n2\tAnn\t'],
    ['what its first line says', 'sep=|\r\nid|Name|Note\r\n1|"Zoë; Z"|a, b, c, d\r\n2|Ann|'],
  ])('splits a file by %s', (_, text) => {
    expect(cells(text)).toEqual([
      ['id', 'Name', 'Note'],
      [1, 'Zoë; Z', 'a, b, c, d'],
      [2, 'Ann', ''],
    ]);
  });

  it('splits by commas where a header has another separator in it, or where nothing tells', () => {
    expect(cells('id,"Last; first",Note\n1,"a;b;c;d",x')).toEqual([
      ['id', 'Last; first', 'Note'],
      [1, 'a;b;c;d', 'x'],
    ]);
    expect(cells('Contact ID\n1\n2')).toEqual([['Contact ID'], [1], [2]]);
    // Two columns either way: the rows below decide.
    expect(cells('id;Name, first\n1;Ann\n2;Bob')).toEqual([
      ['id', 'Name, first'],
      [1, 'Ann'],
      [2, 'Bob'],
    ]);
  });

  it('reads line breaks within quotes, a byte-order mark and Windows line endings', () => {
    expect(cells('\uFEFFa,b\r\n"x\ny",2\r\n')).toEqual([
      ['a', 'b'],
      ['x\ny', 2],
    ]);
  });

  it.each<[string, Uint8Array | string, RegExp]>([
    ['nothing', '', /^my\.csv is empty/],
    ['no more than blanks', ' , \n,', /^my\.csv has no cells with anything in them/],
    [
      'a quote that is not closed',
      'a,b\n"x,1\n',
      /^my\.csv is not a valid CSV file near line \d+: a quotation mark/,
    ],
    [
      'a quote within a cell',
      'a,b\nx"y,1\n',
      /^my\.csv is not a valid CSV file near line 2: a quotation mark/,
    ],
    ['bytes that are not text', new Uint8Array([1, 2, 0, 4]), /^my\.csv is not a CSV file: it holds bytes/],
    ['another encoding', new Uint8Array([0x61, 0xfc, 0x62]), /^my\.csv is not in UTF-8/],
    ['an Excel file', new Uint8Array([0x50, 0x4b, 3, 4, 0]), /^my\.csv is an Excel file/],
  ])('says in a sentence what is wrong with %s', (_name, given, sentence) => {
    const bytes = typeof given === 'string' ? new TextEncoder().encode(given) : given;
    expect(() => csvCells(bytes, 'my.csv')).toThrow(CsvProblem);
    expect(() => csvCells(bytes, 'my.csv')).toThrow(sentence);
  });
});
