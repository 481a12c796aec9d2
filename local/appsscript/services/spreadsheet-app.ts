import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { newSheet, type Sheet, type Spreadsheet } from '../spreadsheet.ts';
import { type Context, requireScope } from '../world.ts';
import { rangeObject } from './range.ts';
import { freeName, sheetObject } from './sheet.ts';
import { ui } from './ui.ts';

/** `SpreadsheetApp` for the one open spreadsheet; `spreadsheets.currentonly` forbids any other. */
export function spreadsheetApp(context: Context): ServiceObject {
  const open = () => (context.hasDocument ? openSpreadsheet(context) : null);
  const refuseOther = (method: string) => () => {
    requireScope(context, `SpreadsheetApp.${method}`, 'spreadsheets');
    throw new ScriptException(`SpreadsheetApp.${method} is not implemented in the embedded Apps Script.`);
  };
  return serviceObject('SpreadsheetApp', {
    getActiveSpreadsheet: open,
    getActive: open,
    getActiveSheet: () => (context.hasDocument ? activeSheet(context, openDocument(context)) : null),
    getActiveRange: () => selected(context).at(-1),
    getUi: () => ui(context),
    flush() {},
    openById: refuseOther('openById'),
    openByUrl: refuseOther('openByUrl'),
    create: refuseOther('create'),
  });
}

/** The document around the script. Throws where the AuthMode keeps it closed, or the manifest does not ask for it. */
export function openSpreadsheet(context: Context): ServiceObject {
  return spreadsheetObject(context, openDocument(context));
}

function openDocument(context: Context): Spreadsheet {
  const place = 'SpreadsheetApp.getActiveSpreadsheet';
  requireScope(context, place, 'spreadsheets.currentonly', 'spreadsheets');
  if (context.authMode !== 'NONE') return context.world.spreadsheet;
  throw new ScriptException(
    `You do not have permission to call ${place}. Required permissions: https://www.googleapis.com/auth/spreadsheets.currentonly`,
  );
}

/** Nobody has chosen a sheet where nobody watches: then it is the first one. */
function activeSheet(context: Context, spreadsheet: Spreadsheet): ServiceObject | null {
  const sheet = context.hasUi ? spreadsheet.active : spreadsheet.sheets[0];
  return sheet === undefined ? null : sheetObject(context, sheet);
}

function selected(context: Context): ServiceObject[] {
  const { active } = openDocument(context);
  return active.selection.map((area) => rangeObject(context, active, area));
}

function spreadsheetObject(context: Context, spreadsheet: Spreadsheet): ServiceObject {
  const { world } = context;
  const found = (sheet: Sheet | undefined) => (sheet === undefined ? null : sheetObject(context, sheet));
  const sheetGiven = (place: string, value: unknown): Sheet => {
    const is = signature(place, [value]);
    const { type, methods } = is.record(value) as Partial<ServiceObject>;
    const id = type === 'Sheet' ? methods?.getSheetId?.() : is.refuse();
    return spreadsheet.sheets.find((one) => one.id === id) ?? is.refuse();
  };
  return serviceObject('Spreadsheet', {
    getId: () => spreadsheet.id,
    getName: () => spreadsheet.name,
    getUrl: () => `https://docs.google.com/spreadsheets/d/${spreadsheet.id}/edit`,
    getSpreadsheetTimeZone: () => spreadsheet.timeZone,
    getSpreadsheetLocale: () => spreadsheet.locale,
    getSheets: () => spreadsheet.sheets.map((sheet) => sheetObject(context, sheet)),
    getNumSheets: () => spreadsheet.sheets.length,
    getActiveSheet: () => activeSheet(context, spreadsheet),
    getActiveRange: () => selected(context).at(-1),
    getActiveRangeList: () => serviceObject('RangeList', { getRanges: () => selected(context) }),
    getSelection: () =>
      serviceObject('Selection', {
        getActiveSheet: () => activeSheet(context, spreadsheet),
        getActiveRange: () => selected(context).at(-1),
        getActiveRangeList: () => serviceObject('RangeList', { getRanges: () => selected(context) }),
      }),
    getSheetByName(name) {
      const wanted = signature('SpreadsheetApp.Spreadsheet.getSheetByName', [name]).text(name).toLowerCase();
      return found(spreadsheet.sheets.find((one) => one.name.toLowerCase() === wanted));
    },
    getSheetById(id) {
      const wanted = signature('SpreadsheetApp.Spreadsheet.getSheetById', [id]).whole(id);
      return found(spreadsheet.sheets.find((one) => one.id === wanted));
    },
    setActiveSheet(sheet) {
      spreadsheet.active = sheetGiven('SpreadsheetApp.Spreadsheet.setActiveSheet', sheet);
      return sheetObject(context, spreadsheet.active);
    },
    insertSheet(...args) {
      const [name, index] = args;
      const is = signature('SpreadsheetApp.Spreadsheet.insertSheet', args);
      const free = name === undefined ? `Sheet${spreadsheet.sheets.length + 1}` : is.text(name);
      const sheet = newSheet(world.nextNumber(), freeName(world, free), []);
      spreadsheet.sheets.splice(is.optionalWhole(index) ?? spreadsheet.sheets.length, 0, sheet);
      // A new sheet comes to the front of whoever watches.
      if (context.hasUi) spreadsheet.active = sheet;
      return sheetObject(context, sheet);
    },
    deleteSheet(value) {
      const sheet = sheetGiven('SpreadsheetApp.Spreadsheet.deleteSheet', value);
      if (spreadsheet.sheets.length === 1) {
        throw new ScriptException("You can't remove all the sheets in a document.");
      }
      spreadsheet.sheets.splice(spreadsheet.sheets.indexOf(sheet), 1);
      const [first = sheet] = spreadsheet.sheets;
      if (spreadsheet.active === sheet) spreadsheet.active = first;
    },
    toast(message, title) {
      world.toasts.push({ message: String(message), title: title === undefined ? '' : String(title) });
    },
  });
}
