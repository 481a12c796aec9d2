/** How texts name the add-on's menu, which Google shows in the menu bar or, for an add-on, under Extensions. */

export const productName = 'Keap Contact Sync';

/** An item of the menu as it is found in the menu bar, for instance `Keap Contact Sync > Sync now`. */
export function menuPath(label: 'Sync now' | 'Connection and schedule'): string {
  return `${productName} > ${label}`;
}

/** The same text for a person who finds the menu under Extensions. */
export function underExtensions(text: string): string {
  return text.split(`${productName} > `).join(`Extensions > ${productName} > `);
}

/** Whether a text names an item of the menu. */
export function namesMenu(text: string): boolean {
  return text.includes(`${productName} > `);
}
