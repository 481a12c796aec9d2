/** `SpreadsheetApp` and the spreadsheet that is open around the script. */

import type { Document } from '../documents.ts';
import { scopeUrl } from '../people.ts';
import { requireScope } from '../permissions.ts';
import { refusal } from '../refusal.ts';
import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { newSheet, type Sheet } from '../spreadsheet.ts';
import { type Context, documentOf } from '../world.ts';
import { requireEditor, settleWrites, write } from '../writes.ts';
import { protectionsOf } from './protection.ts';
import { rangeObject } from './range.ts';
import { freeName, sheetObject } from './sheet.ts';
import { ui } from './ui.ts';

/** `SpreadsheetApp` for the one open spreadsheet; `spreadsheets.currentonly` forbids any other. */
export function spreadsheetApp(context: Context): ServiceObject {
  const open = () => (context.document === undefined ? null : openSpreadsheet(context));
  const refuseOther = (method: string) => () => {
    requireScope(context, `SpreadsheetApp.${method}`, 'spreadsheets');
    throw new ScriptException(`SpreadsheetApp.${method} is not implemented in the Apps Script emulator.`);
  };
  return serviceObject('SpreadsheetApp', {
    getActiveSpreadsheet: open,
    getActive: open,
    getActiveSheet: () =>
      context.document === undefined ? null : activeSheet(context, openDocument(context)),
    getActiveRange: () => selected(context).at(-1),
    getUi: () => ui(context),
    flush: () => settleWrites(context),
    openById: refuseOther('openById'),
    openByUrl: refuseOther('openByUrl'),
    create: refuseOther('create'),
  });
}

/** The document around the script. Throws where the AuthMode keeps it closed, or the manifest does not ask for it. */
export function openSpreadsheet(context: Context): ServiceObject {
  return spreadsheetObject(context, openDocument(context));
}

function openDocument(context: Context): Document {
  const method = 'SpreadsheetApp.getActiveSpreadsheet';
  requireScope(context, method, 'spreadsheets.currentonly', 'spreadsheets');
  if (context.authMode !== 'NONE') return documentOf(context);
  throw refusal(context, 'noPermission', method, scopeUrl('spreadsheets.currentonly'));
}

/** In a trigger nobody has chosen a sheet: then it is the first one. */
function activeSheet(context: Context, { spreadsheet }: Document): ServiceObject | null {
  const sheet = context.hasUi ? spreadsheet.active : spreadsheet.sheets[0];
  return sheet === undefined ? null : sheetObject(context, sheet);
}

function selected(context: Context): ServiceObject[] {
  const { active } = openDocument(context).spreadsheet;
  return active.selection.map((area) => rangeObject(context, active, area));
}

function spreadsheetObject(context: Context, document: Document): ServiceObject {
  const { world } = context;
  const { spreadsheet } = document;
  const found = (sheet: Sheet | undefined) => (sheet === undefined ? null : sheetObject(context, sheet));
  const sheetGiven = (method: string, value: unknown): Sheet => {
    const is = signature(method, [value]);
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
    getActiveSheet: () => activeSheet(context, document),
    getProtections: (type) =>
      spreadsheet.sheets.flatMap((sheet) =>
        protectionsOf(context, sheet, type, 'SpreadsheetApp.Spreadsheet.getProtections'),
      ),
    getActiveRange: () => selected(context).at(-1),
    getActiveRangeList: () => serviceObject('RangeList', { getRanges: () => selected(context) }),
    getSelection: () =>
      serviceObject('Selection', {
        getActiveSheet: () => activeSheet(context, document),
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
      const sheet = newSheet(world.nextNumber(), freeName(spreadsheet, free), []);
      requireEditor(context);
      spreadsheet.sheets.splice(is.optionalWhole(index) ?? spreadsheet.sheets.length, 0, sheet);
      // A new sheet comes to the front of the browser.
      if (context.hasUi) spreadsheet.active = sheet;
      return sheetObject(context, sheet);
    },
    deleteSheet(value) {
      const sheet = sheetGiven('SpreadsheetApp.Spreadsheet.deleteSheet', value);
      if (spreadsheet.sheets.length === 1) {
        throw new ScriptException("You can't remove all the sheets in a document.");
      }
      write(context, sheet, undefined, () => {
        spreadsheet.sheets.splice(spreadsheet.sheets.indexOf(sheet), 1);
        const [first = sheet] = spreadsheet.sheets;
        if (spreadsheet.active === sheet) spreadsheet.active = first;
      });
    },
    toast(message, title) {
      document.toasts.push({ message: String(message), title: title === undefined ? '' : String(title) });
    },
  });
}
