/** How texts name the add-on's menu: by its title in the menu bar, or under Extensions, where Google moves an add-on's. */

export const productName = 'Keap Contact Sync';

/** The menu's title in the menu bar. Under Extensions, Google shows the add-on's name instead. */
export const menuTitle = 'Sync contacts';

/** An item of the menu as it is found in the menu bar, for instance `Sync contacts > Sync now`. */
export function menuPath(label: 'Sync now' | 'Connection and schedule'): string {
  return `${menuTitle} > ${label}`;
}

/** The same text for a person who finds the menu under Extensions. */
export function underExtensions(text: string): string {
  return text.split(`${menuTitle} > `).join(`Extensions > ${productName} > `);
}

/** Whether a text names an item of the menu. */
export function namesMenu(text: string): boolean {
  return text.includes(`${menuTitle} > `);
}
