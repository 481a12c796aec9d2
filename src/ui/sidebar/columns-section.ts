import type { ColumnKindView, ColumnView, ServerFunctions, SidebarState } from '../api.ts';
import { element, setText, show } from './element.ts';
import { notSent } from './view-model.ts';

type SavedColumns = Parameters<ServerFunctions['saveColumns']>[0];

/** The form in which each column of a sheet is given its meaning. */
export interface ColumnsSection {
  /** What is chosen in the form is left alone until it is saved, and the form stays with the sheet it was drawn for. */
  render(state: SidebarState, isTyped: boolean): void;
  /** What is chosen, for the sheet and the headers as they were drawn. */
  typed(): SavedColumns;
}

export function columnsSection(): ColumnsSection {
  let drawn: SidebarState['sheet'] | undefined;
  return {
    render({ sheet }, isTyped) {
      if (isTyped && sheet.id !== drawn?.id) return;
      setText('sheet-problem', sheet.problem);
      const line = sheet.headerLine > 1 ? `, headers in row ${sheet.headerLine}` : '';
      setText('sheet-name', sheet.name === '' ? '' : `Sheet "${sheet.name}"${line}`);
      const hasColumns = sheet.columns.length > 0;
      for (const id of ['save-columns', 'hidden-hint', 'column-rows']) show(id, hasColumns);
      // Whoever stands in a list keeps it.
      const isDrawn = JSON.stringify(sheet) === JSON.stringify(drawn) && sheet.columns.every(isAsDrawn);
      if (isTyped || isDrawn) return;
      drawn = sheet;
      drawRows(sheet);
    },
    typed: () => ({ sheetId: drawn?.id ?? 0, columns: (drawn?.columns ?? []).map(typedColumn) }),
  };
}

function drawRows({ columns, meanings }: SidebarState['sheet']): void {
  const rows = columns.map((column, index) => columnRow(column, index, meanings));
  // It may stand in a row that goes.
  const question = element('clear-question', HTMLElement);
  question.hidden = true;
  element('column-form', HTMLElement).append(question);
  element('column-rows', HTMLElement).replaceChildren(...rows);
}

function isAsDrawn(column: ColumnView, index: number): boolean {
  const { meaning, blankClears } = typedColumn(column, index);
  return meaning === column.meaning && blankClears === (column.blankClears && canClear(meaning));
}

function typedColumn({ letter, header }: ColumnView, index: number): SavedColumns['columns'][number] {
  const meaning = element(`column-${index}`, HTMLSelectElement).value;
  const clears = element(`column-${index}-clears`, HTMLInputElement);
  return { letter, header, meaning, blankClears: clears.checked && canClear(meaning) };
}

/** Ids and reasons are never emptied by an empty cell. */
export function canClear(meaning: string): boolean {
  return ![notSent, 'id', 'opt-out', 'opt-in'].includes(meaning);
}

function columnRow(column: ColumnView, index: number, meanings: readonly ColumnKindView[]): HTMLLIElement {
  const row = document.createElement('li');
  const label = document.createElement('label');
  const letter = document.createElement('span');
  letter.className = 'letter';
  letter.textContent = `${column.letter} `;
  label.append(letter, column.header);
  label.htmlFor = `column-${index}`;
  const select = kindSelect(column, index, meanings);
  const clears = clearsBox(column, index);
  select.addEventListener('change', () => {
    clears.hidden = !canClear(select.value);
  });
  row.append(label, select, clears, note(column));
  return row;
}

function kindSelect(
  { meaning }: ColumnView,
  index: number,
  meanings: readonly ColumnKindView[],
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
