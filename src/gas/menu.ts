/** The add-on's menu in Google Sheets. */

/** An item of the menu, and the global function that it runs. */
interface MenuItem {
  readonly label: string;
  readonly functionName: string;
}

/** Adds the menu. Needs no authorization, so it works in every AuthMode (Apps Script, Custom menus). */
export function addMenu(title: string, items: readonly MenuItem[]): void {
  const menu = SpreadsheetApp.getUi().createMenu(title);
  for (const { label, functionName } of items) menu.addItem(label, functionName);
  menu.addToUi();
}
