/** The add-on's menu in Google Sheets. */
import { menuTitle, namesMenu, underExtensions } from '../menu-path.ts';

/** An item of the menu, and the global function that it runs. */
interface MenuItem {
  readonly label: string;
  readonly functionName: string;
}

/**
 * Adds the menu: under Extensions for an add-on, where Google moves it anyway, and in the menu bar for a bound script.
 * Needs no authorization, so it works in every AuthMode (Apps Script, "Custom menus for Editor add-ons").
 */
export function addMenu(items: readonly MenuItem[]): void {
  const ui = SpreadsheetApp.getUi();
  const menu = isAddOn() ? ui.createAddonMenu() : ui.createMenu(menuTitle);
  for (const { label, functionName } of items) menu.addItem(label, functionName);
  menu.addToUi();
}

/** The text as it is right for the current user, who finds the menu under Extensions or in the menu bar. */
export function withMenuPlace(text: string): string {
  return namesMenu(text) && isAddOn() ? underExtensions(text) : text;
}

/** The same for every text in an answer to the browser. */
export function withMenuPlaceIn<Answer>(answer: Answer): Answer {
  const text = JSON.stringify(answer);
  return namesMenu(text) && isAddOn() ? (JSON.parse(underExtensions(text)) as Answer) : answer;
}

/**
 * Whether the current user has installed it from the Marketplace, or an administrator for them (Apps Script, Enum
 * InstallationSource). Google documents no permission for the question; should it need one after all, the answer is no,
 * and Google moves the menu.
 */
function isAddOn(): boolean {
  try {
    return ScriptApp.getInstallationSource() !== ScriptApp.InstallationSource.NONE;
  } catch {
    return false;
  }
}
