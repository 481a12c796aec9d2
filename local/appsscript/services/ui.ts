import { EnumValue, enums } from '../enums.ts';
import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { type Context, type MenuItem, requireFull, requireScope } from '../world.ts';
import { pageOf } from './html.ts';

/** `SpreadsheetApp.getUi()`: menus, the sidebar, dialogs; there is none where nobody watches. */
export function ui(context: Context): ServiceObject {
  if (!context.hasUi) throw new ScriptException('Cannot call SpreadsheetApp.getUi() from this context.');
  const { world } = context;
  const show = (kind: 'sidebar' | 'modal' | 'modeless', page: unknown, title: unknown, place: string) => {
    requireFull(context, place, 'script.container.ui');
    requireScope(context, place, 'script.container.ui');
    const shown = pageOf(page, place);
    const titled = title === undefined ? shown.title : String(title);
    world.pages.push({ ...shown, kind, title: titled, window: context.window });
  };
  return serviceObject('Ui', {
    createMenu: (title) => menu(context, signature('Ui.createMenu', [title]).text(title)),
    createAddonMenu: () => menu(context, 'Add-ons'),
    showSidebar: (page) => show('sidebar', page, undefined, 'Ui.showSidebar'),
    showModalDialog: (page, title) => show('modal', page, title, 'Ui.showModalDialog'),
    showModelessDialog: (page, title) => show('modeless', page, title, 'Ui.showModelessDialog'),
    alert(...args) {
      requireFull(context, 'Ui.alert', 'script.container.ui');
      world.alerts.push(alertWords(args));
      const pressed = world.buttons.shift() ?? 'CLOSE';
      if (!enums['Ui.Button']?.includes(pressed)) throw new Error(`There is no button ${pressed}.`);
      return new EnumValue('Ui.Button', pressed);
    },
  });
}

/** `alert(prompt)`, `alert(prompt, buttons)` or `alert(title, prompt, buttons)`; the latter two must name buttons. */
function alertWords(args: readonly unknown[]): string {
  const is = signature('Ui.alert', args);
  const words = args.length === 1 ? args : args.slice(0, -1);
  const buttons = args.length === 1 ? undefined : args[args.length - 1];
  const isKnown = buttons === undefined || (buttons instanceof EnumValue && buttons.type === 'Ui.ButtonSet');
  if (!isKnown || words.length < 1 || words.length > 2) return is.refuse();
  return words.map((word) => is.text(word)).join('\n');
}

const itemsOf = new WeakMap<ServiceObject, { readonly title: string; readonly items: readonly MenuItem[] }>();

/** Like all of Google's builders it changes itself, whether or not a script goes on with what it returns. */
function menu(context: Context, title: string): ServiceObject {
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
      const { menus } = context.world;
      const old = menus.findIndex((one) => one.title === title);
      if (old >= 0) menus.splice(old, 1);
      menus.push({ title, items });
    },
  });
  itemsOf.set(self, { title, items });
  return self;
}
