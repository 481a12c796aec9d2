/** The open spreadsheet and its sheets, with as few service calls as possible. */
import type { Block, Cell, Table, Workbook } from '../platform/table.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** The open spreadsheet; the scope `spreadsheets.currentonly` forbids any other. */
export function gasWorkbook(spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet): Workbook {
  return {
    id: spreadsheet.getId(),
    activeTable: () => gasTable(spreadsheet.getActiveSheet(), spreadsheet),
    tableById(sheetId) {
      const sheet = spreadsheet.getSheets().find((one) => one.getSheetId() === sheetId);
      return sheet === undefined ? undefined : gasTable(sheet, spreadsheet);
    },
    tableByName(name) {
      const sheet = spreadsheet.getSheetByName(name);
      return sheet === null ? undefined : gasTable(sheet, spreadsheet);
    },
    addTable(name) {
      const activeSheet = spreadsheet.getActiveSheet();
      const sheet = spreadsheet.insertSheet(name, spreadsheet.getNumSheets());
      spreadsheet.setActiveSheet(activeSheet);
      return gasTable(sheet, spreadsheet);
    },
    timeZone: () => spreadsheet.getSpreadsheetTimeZone(),
    calendar: () => ({
      timeZone: spreadsheet.getSpreadsheetTimeZone(),
      locale: Session.getActiveUserLocale(),
    }),
    toast(text) {
      spreadsheet.toast(text, 'Keap Contact Sync', 8);
    },
  };
}

function gasTable(sheet: Sheet, spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet): Table {
  return {
    sheetId: sheet.getSheetId(),
    name: sheet.getName(),
    read() {
      const range = sheet.getDataRange();
      const cells = range.getValues() as Cell[][];
      return {
        ...{ cells, timeZone: spreadsheet.getSpreadsheetTimeZone(), readAtMs: Date.now() },
        shown: once(() => range.getDisplayValues()),
      };
    },
    write(blocks) {
      if (blocks.length === 0) return;
      for (const block of blocks) writeBlock(sheet, block);
      SpreadsheetApp.flush();
    },
    formulas: () => sheet.getDataRange().getFormulas(),
    deleteRows(rowIndex, count) {
      sheet.deleteRows(rowIndex + 1, count);
    },
    hideColumn(columnIndex) {
      sheet.hideColumns(columnIndex + 1);
    },
    selectedRows: () => selectedRows(sheet),
    show(rowIndex) {
      spreadsheet.setActiveSheet(sheet);
      if (rowIndex !== undefined) sheet.getRange(rowIndex + 1, 1, 1, sheet.getMaxColumns()).activate();
    },
  };
}

function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}

function writeBlock(sheet: Sheet, { rowIndex, columnIndex, cells }: Block): void {
  const rowCount = cells.length;
  const columnCount = cells[0]?.length ?? 0;
  if (rowCount === 0 || columnCount === 0) return;
  const range = () => sheet.getRange(rowIndex + 1, columnIndex + 1, rowCount, columnCount);
  growIfNeeded(range, sheet, rowIndex + rowCount, columnIndex + columnCount).setValues(
    cells.map((row) => row.map(asTyped)),
  );
}

/** Grows the sheet only after a range turns out to be outside it: asking for its size first would take longer. */
function growIfNeeded(
  range: () => GoogleAppsScript.Spreadsheet.Range,
  sheet: Sheet,
  rows: number,
  columns: number,
): GoogleAppsScript.Spreadsheet.Range {
  try {
    return range();
  } catch {
    const missingColumns = columns - sheet.getMaxColumns();
    if (missingColumns > 0) sheet.insertColumnsAfter(sheet.getMaxColumns(), missingColumns);
    const missingRows = rows - sheet.getMaxRows();
    if (missingRows > 0) sheet.insertRowsAfter(sheet.getMaxRows(), missingRows);
    return range();
  }
}

/**
 * Sheets treats a written text as if it were typed: `=1` becomes a formula, `007` a number, `May 2026` a date. A leading
 * apostrophe keeps it a text without becoming part of it. Words of letters need it as well: `true ` is a tick box, and in
 * a German sheet so is `Wahr`.
 */
function asTyped(cell: Cell): Cell {
  if (typeof cell !== 'string' || cell === '') return cell;
  return `'${cell}`;
}

function selectedRows(sheet: Sheet): number[] {
  const ranges = sheet.getActiveRangeList()?.getRanges() ?? [];
  const rows = new Set<number>();
  for (const range of ranges) {
    const first = range.getRow() - 1;
    const last = Math.min(first + range.getNumRows(), sheet.getLastRow());
    for (let rowIndex = first; rowIndex < last; rowIndex++) rows.add(rowIndex);
  }
  return [...rows].sort((one, other) => one - other);
}
