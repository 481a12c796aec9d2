/** What the user sees of us: the sidebar, toasts, and pages made of a heading and a text. */

const productName = 'Keap Contact Sync';

export function openSidebar(): void {
  SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutputFromFile('sidebar').setTitle(productName));
}

/** A dialog that asks the server by itself; `fileName` is one of the pages that the build makes. Sizes in pixels. */
export function openDialog(fileName: string, title: string, width: number, height: number): void {
  const html = HtmlService.createHtmlOutputFromFile(fileName).setWidth(width).setHeight(height);
  SpreadsheetApp.getUi().showModalDialog(html, title);
}

/** A passing word in the corner of the sheet. */
export function showToast(text: string): void {
  SpreadsheetApp.getActiveSpreadsheet().toast(text, productName, 8);
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
  return Object.assign(template, { heading, text }).evaluate();
}
