/** The open spreadsheet and its sheets, with as few service calls as possible. */
import type { Cell, Table, Workbook } from '../platform/table.ts';
import { writeBlocks } from './block-write.ts';
import { lockedCells } from './locked-cells.ts';
import { callSheets } from './sheet-call.ts';

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
      const { range, cells, timeZone } = callSheets(() => {
        const all = sheet.getDataRange();
        return {
          range: all,
          cells: all.getValues() as Cell[][],
          timeZone: spreadsheet.getSpreadsheetTimeZone(),
        };
      });
      return {
        ...{ cells, timeZone, readAtMs: Date.now() },
        shown: once(() => callSheets(() => range.getDisplayValues())),
      };
    },
    write: (blocks) => writeBlocks(sheet, blocks),
    locked: (areas) => lockedCells(sheet, areas),
    formulas: () => callSheets(() => sheet.getDataRange().getFormulas()),
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
