import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import {
  insertColumns,
  insertRows,
  newSheet,
  type Sheet,
  type Spreadsheet,
  usedSize,
} from '../spreadsheet.ts';
import type { Context } from '../world.ts';
import { rangeObject } from './range.ts';
import { ui } from './ui.ts';

/** `SpreadsheetApp` for the one open spreadsheet; `currentonly` forbids any other. */
export function spreadsheetApp(context: Context): ServiceObject {
  const refuseOther = (place: string) => () => {
    throw new ScriptException(
      `Specified permissions are not sufficient to call ${place}. Required permissions: https://www.googleapis.com/auth/spreadsheets`,
    );
  };
  const open = () => (context.hasDocument ? openSpreadsheet(context) : null);
  return serviceObject('SpreadsheetApp', {
    getActiveSpreadsheet: open,
    getActive: open,
    getActiveSheet: () => sheetObject(context, openDocument(context).active),
    getUi: () => ui(context),
    flush() {},
    openById: refuseOther('SpreadsheetApp.openById'),
    openByUrl: refuseOther('SpreadsheetApp.openByUrl'),
    create: refuseOther('SpreadsheetApp.create'),
  });
}

/** The document around the script. Throws where the AuthMode keeps it closed. */
export function openSpreadsheet(context: Context): ServiceObject {
  return spreadsheetObject(context, openDocument(context));
}

function openDocument(context: Context): Spreadsheet {
  if (context.authMode === 'NONE') {
    throw new ScriptException(
      'You do not have permission to access the document in this authorisation mode.',
    );
  }
  return context.world.spreadsheet;
}

function spreadsheetObject(context: Context, spreadsheet: Spreadsheet): ServiceObject {
  const { world } = context;
  return serviceObject('Spreadsheet', {
    getId: () => spreadsheet.id,
    getName: () => spreadsheet.name,
    getSpreadsheetTimeZone: () => spreadsheet.timeZone,
    getSpreadsheetLocale: () => spreadsheet.locale,
    getSheets: () => spreadsheet.sheets.map((sheet) => sheetObject(context, sheet)),
    getActiveSheet: () => {
      // Nobody has chosen a sheet where nobody watches.
      const sheet = context.hasUi ? spreadsheet.active : spreadsheet.sheets[0];
      return sheet === undefined ? null : sheetObject(context, sheet);
    },
    getSheetByName(name) {
      const wanted = signature('Spreadsheet.getSheetByName', [name]).text(name);
      const sheet = spreadsheet.sheets.find((one) => one.name === wanted);
      return sheet === undefined ? null : sheetObject(context, sheet);
    },
    insertSheet(name) {
      const wanted = signature('Spreadsheet.insertSheet', [name]).text(name);
      if (spreadsheet.sheets.some((one) => one.name === wanted)) {
        throw new ScriptException(
          `A sheet with the name "${wanted}" already exists. Please enter another name.`,
        );
      }
      const sheet = newSheet(world.nextNumber(), wanted, []);
      spreadsheet.sheets.push(sheet);
      return sheetObject(context, sheet);
    },
    toast(message, title) {
      world.toasts.push({ message: String(message), title: title === undefined ? '' : String(title) });
    },
  });
}

function sheetObject(context: Context, sheet: Sheet): ServiceObject {
  const range = (top: number, left: number, rows: number, columns: number) =>
    rangeObject(context, sheet, { top, left, rows, columns });
  const selected = () => {
    const { top, left, bottom, right } = sheet.selection;
    return range(top, left, bottom - top + 1, right - left + 1);
  };
  return serviceObject('Sheet', {
    getName: () => sheet.name,
    getSheetId: () => sheet.id,
    getLastRow: () => usedSize(sheet).rows,
    getLastColumn: () => usedSize(sheet).columns,
    getMaxRows: () => sheet.rows.length,
    getMaxColumns: () => sheet.columnCount,
    getDataRange() {
      const { rows, columns } = usedSize(sheet);
      return range(0, 0, Math.max(1, rows), Math.max(1, columns));
    },
    getRange(row, column, rows, columns) {
      const is = signature('SpreadsheetApp.Sheet.getRange', [row, column, rows, columns]);
      if (typeof row === 'string') {
        throw new ScriptException(
          'Sheet.getRange with A1 notation is not implemented in the embedded Apps Script.',
        );
      }
      const height = is.optionalWhole(rows) ?? 1;
      const width = is.optionalWhole(columns) ?? 1;
      if (is.whole(row) < 1) throw new ScriptException('The starting row of the range is too small.');
      if (is.whole(column) < 1) throw new ScriptException('The starting column of the range is too small.');
      if (height < 1) throw new ScriptException('The number of rows in the range must be at least 1.');
      if (width < 1) throw new ScriptException('The number of columns in the range must be at least 1.');
      const isInside =
        is.whole(row) - 1 + height <= sheet.rows.length && is.whole(column) - 1 + width <= sheet.columnCount;
      if (!isInside)
        throw new ScriptException('The coordinates of the range are outside the dimensions of the sheet.');
      return range(is.whole(row) - 1, is.whole(column) - 1, height, width);
    },
    insertColumnsAfter(after, count) {
      const is = signature('SpreadsheetApp.Sheet.insertColumnsAfter', [after, count]);
      insertColumns(sheet, is.whole(after), is.whole(count));
    },
    insertRowsAfter(after, count) {
      const is = signature('SpreadsheetApp.Sheet.insertRowsAfter', [after, count]);
      insertRows(sheet, is.whole(after), is.whole(count));
    },
    hideColumns(first, count) {
      const is = signature('SpreadsheetApp.Sheet.hideColumns', [first, count]);
      const most = is.optionalWhole(count) ?? 1;
      for (let offset = 0; offset < most; offset++) sheet.hidden.add(is.whole(first) - 1 + offset);
    },
    isColumnHiddenByUser: (column) =>
      sheet.hidden.has(signature('SpreadsheetApp.Sheet.isColumnHiddenByUser', [column]).whole(column) - 1),
    getActiveRange: selected,
    getActiveRangeList: () => serviceObject('RangeList', { getRanges: () => [selected()] }),
  });
}
