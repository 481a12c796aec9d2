/** How texts name the add-on's menu: by its title in the menu bar, or under Extensions, where Google moves an add-on's. */

export const productName = 'Keap Contact Sync';

/** The menu's title in the menu bar. Under Extensions, Google shows the add-on's name instead. */
export const menuTitle = 'Sync contacts';

/** What stands between a menu and its item, in text and in HTML. */
const separators = [' > ', ' &gt; '];

/** An item of the menu as it is found in the menu bar, for instance `Sync contacts > Sync now`. */
export function menuPath(label: 'Sync now' | 'Compare with Keap…' | 'Connection and schedule'): string {
  return `${menuTitle} > ${label}`;
}

/** The same text for a person who finds the menu under Extensions. */
export function underExtensions(text: string): string {
  return separators.reduce(
    (changed, separator) =>
      changed.split(menuTitle + separator).join(`Extensions${separator}${productName}${separator}`),
    text,
  );
}

/** Whether a text names an item of the menu. */
export function namesMenu(text: string): boolean {
  return separators.some((separator) => text.includes(menuTitle + separator));
}
