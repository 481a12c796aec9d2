/** `SpreadsheetApp.getUi()`: menus, the sidebar and dialogs (Class Ui, Class Menu). */
import { EnumValue, enums } from '../enums.ts';
import { requireFull, requireScope } from '../permissions.ts';
import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { type Context, documentOf, type MenuItem } from '../world.ts';
import { pageOf } from './html.ts';

/** Throws in a trigger or a callback, where nobody is watching. */
export function ui(context: Context): ServiceObject {
  if (!context.hasUi) throw new ScriptException('Cannot call SpreadsheetApp.getUi() from this context.');
  const document = documentOf(context);
  const isPublished = context.world.deployment === 'add-on';
  const show = (kind: 'sidebar' | 'modal' | 'modeless', page: unknown, title: unknown, method: string) => {
    requireFull(context, method, 'script.container.ui');
    requireScope(context, method, 'script.container.ui');
    const shown = pageOf(page, method);
    const titled = title === undefined ? shown.title : String(title);
    document.pages.push({ ...shown, kind, title: titled, window: context.window });
  };
  return serviceObject('Ui', {
    createMenu(title) {
      const text = signature('Ui.createMenu', [title]).text(title);
      return menu(context, text, isPublished ? ['Extensions', addOnName, text] : [text]);
    },
    createAddonMenu: () => menu(context, addOnName, ['Extensions', addOnName]),
    showSidebar: (page) => show('sidebar', page, undefined, 'Ui.showSidebar'),
    showModalDialog: (page, title) => show('modal', page, title, 'Ui.showModalDialog'),
    showModelessDialog: (page, title) => show('modeless', page, title, 'Ui.showModelessDialog'),
    alert(...args) {
      requireFull(context, 'Ui.alert', 'script.container.ui');
      document.alerts.push(alertText(args));
      const pressed = document.buttons.shift() ?? 'CLOSE';
      if (!enums['Ui.Button']?.includes(pressed)) throw new Error(`There is no button ${pressed}.`);
      return new EnumValue('Ui.Button', pressed);
    },
  });
}

/** `alert(prompt)`, `alert(prompt, buttons)` or `alert(title, prompt, buttons)`; the latter two must name buttons. */
function alertText(args: readonly unknown[]): string {
  const is = signature('Ui.alert', args);
  const texts = args.length === 1 ? args : args.slice(0, -1);
  const buttons = args.length === 1 ? undefined : args[args.length - 1];
  const isKnown = buttons === undefined || (buttons instanceof EnumValue && buttons.type === 'Ui.ButtonSet');
  if (!isKnown || texts.length < 1 || texts.length > 2) return is.refuse();
  return texts.map((text) => is.text(text)).join('\n');
}

/** As the store lists it, or as the script project is called. */
export const addOnName = 'Keap Contact Sync';

const itemsOf = new WeakMap<ServiceObject, { readonly title: string; readonly items: readonly MenuItem[] }>();

/**
 * Like all of Google's builders it changes itself, whether or not a script continues with what it returns. Where a
 * menu appears: "Custom menus for Editor add-ons" (A): `createMenu` in the menu bar, and in a published add-on under
 * Extensions; `createAddonMenu` always there.
 */
function menu(context: Context, title: string, path: readonly string[]): ServiceObject {
  const items: MenuItem[] = [];
  const self: ServiceObject = serviceObject('Menu', {
    addItem(label, functionName) {
      const is = signature('Menu.addItem', [label, functionName]);
      items.push({ label: is.text(label), functionName: is.text(functionName) });
      return self;
    },
    addSeparator: () => self,
    addSubMenu(other) {
      const is = signature('Menu.addSubMenu', [other]);
      const sub = itemsOf.get(is.record(other) && (other as ServiceObject)) ?? is.refuse();
      for (const item of sub.items) items.push({ ...item, label: `${sub.title} > ${item.label}` });
      return self;
    },
    addToUi() {
      const { menus } = documentOf(context);
      const old = menus.findIndex((one) => one.title === title);
      if (old >= 0) menus.splice(old, 1);
      menus.push({ title, items, path });
    },
  });
  itemsOf.set(self, { title, items });
  return self;
}
