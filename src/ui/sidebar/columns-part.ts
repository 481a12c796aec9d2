import type { ColumnView, SidebarState } from '../server-functions.ts';
import { element, setText, show } from './element.ts';
import type { View } from './view-model.ts';

export function renderColumns({ sheet }: SidebarState, { columns }: View): void {
  setText('sheet-problem', sheet.problem);
  show('column-table', sheet.columns.length > 0);
  setText('sheet-name', `Sheet "${sheet.name}"`);
  element('column-rows', HTMLElement).replaceChildren(...sheet.columns.map(columnRow));
  setText('ignored', columns.ignored);
}

function columnRow({ header, meaning }: ColumnView): HTMLTableRowElement {
  const row = document.createElement('tr');
  for (const text of [header, meaning]) {
    const cell = document.createElement('td');
    cell.textContent = text;
    row.append(cell);
  }
  return row;
}
