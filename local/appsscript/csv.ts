/** Reads CSV files as an import into Sheets does. */
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
  try {
    return parse(text, { relax_column_count: true, bom: true }) as string[][];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? ` near line ${error.lines}` : '';
    throw new CsvProblem(
      `${name} is not a valid CSV file${line}: a quotation mark is not closed, or is in the middle of a cell.`,
    );
  }
}
