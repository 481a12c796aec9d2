/** Reads CSV files as an import into Sheets does, which detects what separates the cells. */
import { CsvError, parse } from 'csv-parse/sync';
import { type Cell, typedCell } from './typed-cell.ts';

/** Why a file cannot become a sheet, as a sentence. */
export class CsvProblem extends Error {}

/**
 * The cells of a CSV text, typed as an import into Sheets types them; a leading apostrophe keeps a text a text.
 * `name` appears in error messages. Throws `CsvProblem`.
 */
export function csvCells(
  bytes: Uint8Array,
  name: string,
  timeZone = 'Etc/UTC',
  nowMs = Date.now(),
): Cell[][] {
  if (bytes.length === 0) throw new CsvProblem(`${name} is empty. Export your sheet as CSV once more.`);
  const text = decoded(bytes, name);
  const rows = parsed(text, name);
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (rows.every((row) => row.every((cell) => cell.trim() === ''))) {
    throw new CsvProblem(`${name} has no cells with anything in them. Export your sheet as CSV once more.`);
  }
  return rows.map((row) =>
    Array.from({ length: width }, (_, column) => typedCell(row[column] ?? '', { timeZone, nowMs }).value),
  );
}

/** Where a comma is the decimal point, programs separate cells by semicolons; tabs come from copied tables. */
const separators = [',', ';', '\t'] as const;
const linesLookedAt = 20;

/**
 * What separates the cells: what Excel's first line `sep=;` says, or else what splits the first line into most cells and,
 * where two do, the lines below it into as many. A comma where nothing tells.
 */
function separated(text: string): { readonly separator: string; readonly content: string } {
  const named = /^\uFEFF?sep=(.)\r?\n/.exec(text);
  if (named?.[1] !== undefined) return { separator: named[1], content: text.slice(named[0].length) };
  const unquoted = text.replace(/"[^"]*"/g, '""').split(/\r?\n/);
  const lines = unquoted.filter((line) => line.trim() !== '').slice(0, linesLookedAt);
  const countIn = (line: string, separator: string) => line.split(separator).length;
  const scored = separators.map((separator) => {
    const width = countIn(lines[0] ?? '', separator);
    return { separator, width, same: lines.filter((line) => countIn(line, separator) === width).length };
  });
  const [best] = scored.sort((one, other) => other.width - one.width || other.same - one.same);
  return { separator: best?.separator ?? ',', content: text };
}

function decoded(bytes: Uint8Array, name: string): string {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    throw new CsvProblem(`${name} is an Excel file. Open it, and save it as "CSV UTF-8" instead.`);
  }
  if (bytes.includes(0)) {
    throw new CsvProblem(
      `${name} is not a CSV file: it holds bytes that are not text. In Sheets, choose File > Download > CSV.`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CsvProblem(
      `${name} is not in UTF-8. Save it as "CSV UTF-8", or download it from Sheets as CSV.`,
    );
  }
}

function parsed(text: string, name: string): string[][] {
  const { separator, content } = separated(text);
  try {
    return parse(content, { relax_column_count: true, bom: true, delimiter: separator }) as string[][];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? ` near line ${error.lines}` : '';
    throw new CsvProblem(
      `${name} is not a valid CSV file${line}: a quotation mark is not closed, or is in the middle of a cell.`,
    );
  }
}
