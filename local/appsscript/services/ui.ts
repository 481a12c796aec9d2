import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { type Context, type MenuItem, requireFull, requireScope } from '../world.ts';
import { pageOf } from './html.ts';

/** `SpreadsheetApp.getUi()`: menus, the sidebar, dialogs; there is none where nobody watches. */
export function ui(context: Context): ServiceObject {
  if (!context.hasUi) throw new ScriptException('Cannot call SpreadsheetApp.getUi() from this context.');
  const { world } = context;
  const show = (kind: 'sidebar' | 'modal' | 'modeless', page: unknown, title: unknown, place: string) => {
    requireFull(context, place);
    requireScope(context, place, 'script.container.ui');
    const shown = pageOf(page, place);
    world.pages.push({ kind, html: shown.html, title: title === undefined ? shown.title : String(title) });
  };
  return serviceObject('Ui', {
    createMenu: (title) => menu(context, signature('Ui.createMenu', [title]).text(title)),
    createAddonMenu: () => menu(context, 'Add-ons'),
    showSidebar: (page) => show('sidebar', page, undefined, 'Ui.showSidebar'),
    showModalDialog: (page, title) => show('modal', page, title, 'Ui.showModalDialog'),
    showModelessDialog: (page, title) => show('modeless', page, title, 'Ui.showModelessDialog'),
    alert(...words) {
      requireFull(context, 'Ui.alert');
      world.alerts.push(words.filter((word) => typeof word === 'string').join('\n'));
      return world.buttons.shift() ?? 'CLOSE';
    },
  });
}

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
    addToUi() {
      const { menus } = context.world;
      const old = menus.findIndex((one) => one.title === title);
      if (old >= 0) menus.splice(old, 1);
      menus.push({ title, items });
    },
  });
  return self;
}
