/** The open spreadsheet and its sheets, with as few service calls as possible. */
import { productName } from '../menu-path.ts';
import type { Cell, Table, Workbook } from '../platform/table.ts';
import { writeBlocks } from './block-write.ts';
import { areaOf, lockedCells } from './locked-cells.ts';
import { type PlainText, plainText } from './plain-text.ts';
import { callSheets } from './sheet-call.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** The open spreadsheet; the scope `spreadsheets.currentonly` forbids any other. */
export function gasWorkbook(spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet): Workbook {
  const known = new Map<number, PlainText>();
  const table = (sheet: Sheet) => {
    const sheetId = callSheets(() => sheet.getSheetId());
    const formats = known.get(sheetId) ?? plainText(sheet);
    known.set(sheetId, formats);
    return gasTable(sheet, spreadsheet, formats);
  };
  const calendar = once(() => ({
    timeZone: callSheets(() => spreadsheet.getSpreadsheetTimeZone()),
    locale: Session.getActiveUserLocale(),
  }));
  return {
    id: callSheets(() => spreadsheet.getId()),
    name: () => callSheets(() => spreadsheet.getName()),
    activeTable: () => table(callSheets(() => spreadsheet.getActiveSheet())),
    tableById(sheetId) {
      const sheet = callSheets(() => spreadsheet.getSheets().find((one) => one.getSheetId() === sheetId));
      return sheet === undefined ? undefined : table(sheet);
    },
    tableByName(name) {
      const sheet = callSheets(() => spreadsheet.getSheetByName(name));
      return sheet === null ? undefined : table(sheet);
    },
    addTable(name) {
      const activeSheet = callSheets(() => spreadsheet.getActiveSheet());
      let isSecond = false;
      const sheet = callSheets(() => {
        // An attempt that failed may have added it.
        const added = isSecond ? spreadsheet.getSheetByName(name) : null;
        isSecond = true;
        return added ?? spreadsheet.insertSheet(name, spreadsheet.getNumSheets());
      });
      callSheets(() => spreadsheet.setActiveSheet(activeSheet));
      return table(sheet);
    },
    timeZone: () => calendar().timeZone,
    calendar,
    toast(text) {
      withoutFail(() => spreadsheet.toast(text, productName, 8));
    },
  };
}

function gasTable(
  sheet: Sheet,
  spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
  formats: PlainText,
): Table {
  const documentId = once(() => spreadsheet.getId());
  return {
    ...callSheets(() => ({ sheetId: sheet.getSheetId(), name: sheet.getName() })),
    read() {
      const { range, cells, timeZone } = callSheets(() => {
        const all = sheet.getDataRange();
        return {
          range: all,
          cells: all.getValues() as Cell[][],
          timeZone: spreadsheet.getSpreadsheetTimeZone(),
        };
      });
      formats.noteRead(cells);
      return {
        ...{ cells, timeZone, readAtMs: Date.now() },
        shown: once(() => callSheets(() => range.getDisplayValues())),
      };
    },
    write: (blocks) => writeBlocks({ sheet, plainText: formats, documentId: documentId() }, blocks),
    locked: (areas) => lockedCells(sheet, areas),
    formulas: () => callSheets(() => sheet.getDataRange().getFormulas()),
    filter() {
      const range = callSheets(() => sheet.getFilter())?.getRange();
      return range === undefined ? undefined : areaOf(range);
    },
    deleteRows(rowIndex, count) {
      const before = callSheets(() => sheet.getMaxRows());
      callSheets(() => {
        // An attempt that failed may have deleted them.
        if (sheet.getMaxRows() === before) sheet.deleteRows(rowIndex + 1, count);
        SpreadsheetApp.flush();
      });
    },
    layOut(columns) {
      return withoutFail(() => {
        for (const { columnIndex, width } of columns) {
          if (width === 'hidden') sheet.hideColumns(columnIndex + 1);
          else sheet.setColumnWidth(columnIndex + 1, width);
        }
        SpreadsheetApp.flush();
      });
    },
    selectedRows: () => callSheets(() => selectedRows(sheet)),
    show(rowIndex) {
      spreadsheet.setActiveSheet(sheet);
      if (rowIndex !== undefined) sheet.getRange(rowIndex + 1, 1, 1, sheet.getMaxColumns()).activate();
    },
  };
}

/** For what only looks better when it is done: protections may forbid it, and Sheets may fail. Tells whether it is. */
function withoutFail(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    // It stays as it is.
    return false;
  }
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
