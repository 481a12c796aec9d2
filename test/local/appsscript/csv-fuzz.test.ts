/** CSV files of random content. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CsvProblem, csvCells } from '../../../local/appsscript/csv.ts';

const hostile = fc.constantFrom(
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\r\n',
  '\n',
  '\r',
  '\ufeff',
  '\u0000',
  '😀',
  '=1+1',
  "'1",
  'x',
);
const anyText = fc
  .array(fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.date({ noInvalidDate: true }).map(String)))
  .map((parts) => parts.join(''));

it('a CSV file of any content becomes a rectangle of cells, or an error message of one sentence', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        anyText.map((text) => new Uint8Array(Buffer.from(text))),
        anyText.map((text) => new Uint8Array(Buffer.from(text, 'utf16le'))),
      ),
      (bytes) => {
        try {
          const rows = csvCells(bytes, 'sheet.csv');
          expect(new Set(rows.map((row) => row.length)).size).toBe(1);
        } catch (error) {
          expect(error).toBeInstanceOf(CsvProblem);
          expect((error as CsvProblem).message).toMatch(/^sheet\.csv .*\.$/s);
        }
      },
    ),
  );
});

it('a correctly quoted text stays unchanged', () => {
  const cell = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/^['=+@-]|^\s|\s$/.test(text));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), (rows) => {
      // A leading apostrophe keeps text from being read as a number, a date or a formula.
      const text = rows
        .map((row) => row.map((one) => `"'${one.replaceAll('"', '""')}"`).join(','))
        .join('\r\n');
      expect(csvCells(Buffer.from(text), 'sheet.csv')).toEqual(rows.map((row) => [...row]));
    }),
  );
});
