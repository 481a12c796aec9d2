/** How answers are written down: as plain data, without anything about the person who asks. */
import type { Json } from '../../question.ts';

/** A cell's value as plain data; of a date only what a clock in the zone of the spreadsheet shows, without the year. */
export function cellAnswer(value: unknown): Json {
  if (value instanceof Date) return { date: shownDate(value, 'MM-dd HH:mm:ss') };
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  return typeof value === 'number' || typeof value === 'boolean' ? value : redacted(String(value));
}

/** A date in the zone of the spreadsheet. */
export function shownDate(date: Date, format: string): string {
  return Utilities.formatDate(date, zoneOfSpreadsheet(), format);
}

function zoneOfSpreadsheet(): string {
  return SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone();
}

/** What a cell holds: its formula, or else its value. */
export function contentOf(cell: GoogleAppsScript.Spreadsheet.Range): Json {
  const formula = cell.getFormula();
  return formula === '' ? cellAnswer(cell.getValue()) : { formula };
}

/** What these texts become when they are written into cells one below the other, by text. */
export function writtenTexts(
  cells: (rows: number) => GoogleAppsScript.Spreadsheet.Range,
  texts: readonly string[],
): Json {
  const range = cells(texts.length);
  range.setValues(texts.map((text) => [text]));
  const values = range.getValues();
  const formulas = range.getFormulas();
  return byName(
    texts.map((text, row): [string, Json] => {
      const formula = formulas[row]?.[0] ?? '';
      return [text, formula === '' ? cellAnswer(values[row]?.[0]) : { formula }];
    }),
  );
}

export function byName(entries: readonly (readonly [string, Json])[]): Json {
  const record: Record<string, Json> = {};
  for (const [name, value] of entries) record[name] = value;
  return record;
}

/** The exception that this throws, or "nothing". */
export function thrownBy(work: () => unknown): string {
  try {
    work();
    return 'nothing';
  } catch (error) {
    return exceptionText(error);
  }
}

/** What this gives, or the exception that it throws. */
export function givenBy(work: () => Json): Json {
  try {
    return work();
  } catch (error) {
    return { exception: exceptionText(error) };
  }
}

/** Name and text of an exception. The emulator's own ones are passed on, because they answer no question. */
export function exceptionText(error: unknown): string {
  if (!(error instanceof Error)) return `Not an Error: ${redacted(String(error))}`;
  if (isNotSimulated(error)) throw error;
  return redacted(`${error.name}: ${error.message}`);
}

export function isNotSimulated(error: unknown): boolean {
  return error instanceof Error && / is not implemented in the Apps Script emulator/.test(error.message);
}

/** A text without ids of documents and scripts, and without email addresses. */
export function redacted(text: string): string {
  return text
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '(address)')
    .replace(/embedded-(?:spreadsheet|script)-id/g, '(id)')
    .replace(/\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{25,}/g, '(id)');
}

/** Whether something is null, is there, or throws. */
export function presence(work: () => unknown): Json {
  return givenBy(() => (work() === null ? 'null' : 'there'));
}
