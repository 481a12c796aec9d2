/** Draws which other sheets are synced on a schedule, each with a button that opens it. */
import type { SheetScheduleView, SidebarState } from '../api.ts';
import { button, element, show } from '../browser/element.ts';
import { otherSchedules } from './sheet-schedules.ts';
import { timesText } from './times-text.ts';

/** A list that is shown already keeps the focus. */
export function renderOtherSchedules(state: SidebarState): void {
  const others = otherSchedules(state);
  const list = element('schedule-others', HTMLUListElement);
  show('other-schedules', others.length > 0);
  const drawn = JSON.stringify(others);
  if (list.dataset.drawn === drawn) return;
  list.dataset.drawn = drawn;
  list.replaceChildren(...others.map(item));
}

function item(sheet: SheetScheduleView): HTMLLIElement {
  const row = document.createElement('li');
  const { id, name, isDeleted } = sheet;
  if (isDeleted) {
    const which = name === '' ? 'A sheet' : `The sheet "${name}"`;
    row.textContent = `${which} has been deleted. Its schedule is removed when you save this one.`;
    return row;
  }
  const open = button('Open', () => {});
  open.id = `open-sheet-${id}`;
  open.className = 'quiet small';
  open.setAttribute('aria-label', `Open the sheet "${name}"`);
  Object.assign(open.dataset, { sheetId: String(id), callsServer: '' });
  row.append(`"${name}" ${timesText(sheet)} `, open);
  return row;
}
