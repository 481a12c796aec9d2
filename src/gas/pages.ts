/** Everything that the server shows: the sidebar, dialogs, toasts, and pages with a heading and a text. */
import { productName } from '../menu-path.ts';
import { withMenuPlace } from './menu.ts';
import { callSheets } from './sheet-call.ts';

export function openSidebar(): void {
  SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutputFromFile('sidebar').setTitle(productName));
}

/** A dialog whose page calls the server; `fileName` is one of the pages in `dist/`. Sizes in pixels. */
export function openDialog(fileName: string, title: string, width: number, height: number): void {
  const html = HtmlService.createHtmlOutputFromFile(fileName).setWidth(width).setHeight(height);
  SpreadsheetApp.getUi().showModalDialog(html, title);
}

/** A short message in the corner of the sheet, or a dialog where Sheets does not show it. */
export function showToast(text: string): void {
  try {
    callSheets(() => SpreadsheetApp.getActiveSpreadsheet().toast(withMenuPlace(text), productName, 8));
  } catch {
    showMessage(productName, text);
  }
}

/** A dialog whose text can be selected and copied. */
export function showMessage(heading: string, text: string): void {
  SpreadsheetApp.getUi().showModalDialog(
    page('message', heading, text).setWidth(420).setHeight(220),
    productName,
  );
}

/** The page in the browser tab after Keap has sent the user back. */
export function consentResultPage(heading: string, text: string): GoogleAppsScript.HTML.HtmlOutput {
  return page('consent-result', heading, text).setTitle(productName);
}

function page(fileName: string, heading: string, text: string): GoogleAppsScript.HTML.HtmlOutput {
  const template = HtmlService.createTemplateFromFile(fileName);
  return Object.assign(template, { heading, text: withMenuPlace(text) }).evaluate();
}
