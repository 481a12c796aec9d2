import type { ColumnView, MeaningView, ServerFunctions, SidebarState } from '../server-functions.ts';
import { element, setText, show } from './element.ts';
import { notSent } from './view-model.ts';

type SavedColumn = Parameters<ServerFunctions['saveColumns']>[0]['columns'][number];

/** What is chosen in the form is left alone until it is saved. */
export function renderColumns({ sheet }: SidebarState, isTyped: boolean): void {
  setText('sheet-problem', sheet.problem);
  const line = sheet.headerLine > 1 ? `, headers in row ${sheet.headerLine}` : '';
  setText('sheet-name', sheet.name === '' ? '' : `Sheet "${sheet.name}"${line}`);
  const hasColumns = sheet.columns.length > 0;
  for (const id of ['save-columns', 'hidden-hint', 'column-rows']) show(id, hasColumns);
  if (isTyped) return;
  const rows = sheet.columns.map((column, index) => columnRow(column, index, sheet.meanings));
  // It may stand in a row that goes.
  const question = element('clear-question', HTMLElement);
  question.hidden = true;
  element('column-form', HTMLElement).append(question);
  element('column-rows', HTMLElement).replaceChildren(...rows);
}

/** Of each column what is chosen in the form. */
export function typedColumns({ sheet }: SidebarState): SavedColumn[] {
  return sheet.columns.map(({ letter, header }, index) => {
    const meaning = element(`column-${index}`, HTMLSelectElement).value;
    const clears = element(`column-${index}-clears`, HTMLInputElement);
    return { letter, header, meaning, blankClears: clears.checked && canClear(meaning) };
  });
}

/** Ids and reasons are never emptied by an empty cell. */
export function canClear(meaning: string): boolean {
  return ![notSent, 'id', 'opt-out', 'opt-in'].includes(meaning);
}

function columnRow(column: ColumnView, index: number, meanings: readonly MeaningView[]): HTMLLIElement {
  const row = document.createElement('li');
  const label = document.createElement('label');
  const letter = document.createElement('span');
  letter.className = 'letter';
  letter.textContent = `${column.letter} `;
  label.append(letter, column.header);
  label.htmlFor = `column-${index}`;
  const select = meaningSelect(column, index, meanings);
  const clears = clearsBox(column, index);
  select.addEventListener('change', () => {
    clears.hidden = !canClear(select.value);
  });
  row.append(label, select, clears, note(column));
  return row;
}

function meaningSelect(
  { meaning }: ColumnView,
  index: number,
  meanings: readonly MeaningView[],
): HTMLSelectElement {
  const select = document.createElement('select');
  select.id = `column-${index}`;
  const groups = new Map<string, HTMLElement>([['', select]]);
  for (const { value, label, group } of meanings) {
    let parent = groups.get(group);
    if (parent === undefined) {
      parent = Object.assign(document.createElement('optgroup'), { label: group });
      groups.set(group, parent);
      select.append(parent);
    }
    parent.append(new Option(label, value, false, value === meaning));
  }
  return select;
}

function clearsBox({ blankClears, meaning, header }: ColumnView, index: number): HTMLLabelElement {
  const label = document.createElement('label');
  label.className = 'choice';
  label.hidden = !canClear(meaning);
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.id = `column-${index}-clears`;
  box.checked = blankClears;
  box.dataset.clears = header;
  label.append(box, 'An empty cell empties the field');
  return label;
}

function note({ note: text }: ColumnView): HTMLSpanElement {
  return Object.assign(document.createElement('span'), { className: 'hint', textContent: text });
}
