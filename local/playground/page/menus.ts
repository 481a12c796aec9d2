/** Draws the menu bar. */
import type { MenuView } from '../protocol.ts';
import { button, element } from './element.ts';

export interface Menu {
  readonly title: string;
  readonly items: readonly { readonly label: string; press(): void }[];
}

/** The menus open below their titles; the arrow keys move through them. */
export function drawMenus(container: HTMLElement, menus: readonly Menu[]): void {
  container.replaceChildren(...menus.map(menuElement));
}

/** The menus that the script has added. */
export function scriptMenus(views: readonly MenuView[], press: (path: string) => void): Menu[] {
  return views.map(({ title, labels }) => ({
    title,
    items: labels.map((label) => ({ label, press: () => press(`${title} > ${label}`) })),
  }));
}

function menuElement({ title, items }: Menu): HTMLElement {
  const list = element('div', { className: 'items' });
  list.role = 'menu';
  list.hidden = true;
  const head = button(title, () => toggle(list.hidden !== false));
  head.ariaHasPopup = 'menu';
  head.ariaExpanded = 'false';
  const toggle = (isOpen: boolean) => {
    list.hidden = !isOpen;
    head.ariaExpanded = String(isOpen);
    const [first] = list.children;
    if (isOpen && first instanceof HTMLElement) first.focus();
  };
  for (const { label, press } of items) {
    const item = button(label, () => {
      toggle(false);
      press();
    });
    item.role = 'menuitem';
    list.append(item);
  }
  const menu = element('div', { className: 'menu' }, head, list);
  menu.addEventListener('keydown', (event) => handleKey(event, list, head, toggle));
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && menu.contains(relatedTarget))) toggle(false);
  });
  return menu;
}

function handleKey(
  event: KeyboardEvent,
  list: HTMLElement,
  head: HTMLElement,
  toggle: (isOpen: boolean) => void,
): void {
  const items = [...list.children].filter((one) => one instanceof HTMLElement);
  const { activeElement } = document;
  const at = activeElement instanceof HTMLElement ? items.indexOf(activeElement) : -1;
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (event.key === 'Escape' && !list.hidden) {
    toggle(false);
    head.focus();
  } else if (step !== 0) {
    event.preventDefault();
    if (list.hidden) toggle(true);
    else items[(at + step + items.length) % items.length]?.focus();
  }
}
