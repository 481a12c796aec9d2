/** Draws the section "Columns": a form that maps each column of the sheet to a field or another kind. */
import type { ColumnKindView, ColumnView, ServerFunctions, SidebarState } from '../api.ts';
import { checkboxQuestion } from '../browser/checkbox-question.ts';
import { button, element, setText, show } from '../browser/element.ts';
import { announce } from './page.ts';
import { notSent } from './view-model.ts';

type ColumnsInput = Parameters<ServerFunctions['saveColumns']>[0];

export interface ColumnsSection {
  /** Choices that are not saved yet are left alone, and the form stays with the sheet that it was drawn for. */
  render(state: SidebarState, isTyped: boolean): void;
  /** The choices, for the sheet and the headers as they were drawn. */
  input(): ColumnsInput;
}

export function columnsSection(): ColumnsSection {
  let drawn: SidebarState['sheet'] | undefined;
  let linkNote = '';
  const showLinkNote = () => setText('has-links-note', links().checked ? linkNote : '');
  links().addEventListener('change', () => {
    showLinkNote();
    if (links().checked && linkNote !== '') announce(linkNote);
  });
  const showTagsChoice = () =>
    show('unknown-tags-choice', drawn?.columns.some((column, index) => isOfTags(column, index)) === true);
  element('column-rows', HTMLElement).addEventListener('change', showTagsChoice);
  return {
    render({ sheet }, isTyped) {
      linkNote = sheet.linkNote;
      showLinkNote();
      if (isTyped && sheet.id !== drawn?.id) return;
      if (isTyped && drawn !== undefined) drawn = withKinds(drawn, sheet.kinds);
      setText('sheet-problem', sheet.problem);
      setText('sheet-note', sheet.note);
      const line = sheet.headerLine > 1 ? `, headers in row ${sheet.headerLine}` : '';
      setText('sheet-name', sheet.name === '' ? '' : `Sheet "${sheet.name}"${line}`);
      const hasColumns = sheet.columns.length > 0;
      for (const id of ['save-columns', 'hidden-hint', 'column-rows', 'missing-ids-choice', 'links-choice'])
        show(id, hasColumns);
      // Drawing the lists again would take the focus away from them.
      const isDrawn =
        JSON.stringify(sheet) === JSON.stringify(drawn) &&
        sheet.columns.every(isAsDrawn) &&
        missingIds().value === sheet.missingIds &&
        unknownTags().value === sheet.unknownTags &&
        links().checked === sheet.hasLinks;
      if (isTyped || isDrawn) return;
      const focused = drawn !== undefined && hasSameHeaders(drawn, sheet) ? focusedId() : undefined;
      drawn = sheet;
      drawRows(sheet);
      missingIds().value = sheet.missingIds;
      unknownTags().value = sheet.unknownTags;
      showTagsChoice();
      links().checked = sheet.hasLinks;
      showLinkNote();
      if (focused !== undefined) element(focused, HTMLElement).focus();
    },
    input: () => ({
      sheetId: drawn?.id ?? 0,
      columns: (drawn?.columns ?? []).map(columnInput),
      missingIds: missingIdsChoice(missingIds().value),
      unknownTags: unknownTags().value === 'create' ? 'create' : 'leave',
      hasLinks: links().checked,
    }),
  };
}

function missingIds(): HTMLSelectElement {
  return element('missing-ids', HTMLSelectElement);
}

function unknownTags(): HTMLSelectElement {
  return element('unknown-tags', HTMLSelectElement);
}

function isOfTags(column: ColumnView, index: number): boolean {
  return columnInput(column, index).kind === 'tags';
}

function links(): HTMLInputElement {
  return element('has-links', HTMLInputElement);
}

function missingIdsChoice(value: string): SidebarState['sheet']['missingIds'] {
  return value === 'find' || value === 'create' ? value : 'leave';
}

/** Asks before empty cells may clear fields in Keap: a slip there loses data. */
export function listenToClearing(): void {
  const question = checkboxQuestion('clear');
  element('column-rows', HTMLElement).addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.checked) return;
    setText(
      'clear-text',
      `Clear the field in Keap for every row where the cell of "${target.dataset.clears ?? ''}" is empty?`,
    );
    target.closest('li')?.append(element('clear-question', HTMLElement));
    question.ask(target);
  });
  element('column-form', HTMLFormElement).addEventListener('submit', question.cancel);
}

function drawRows({ columns, kinds }: SidebarState['sheet']): void {
  const rows = columns.map((column, index) => columnRow(column, index, kinds));
  // The question may be inside a row that is about to be removed.
  const question = element('clear-question', HTMLElement);
  question.hidden = true;
  element('column-form', HTMLElement).append(question);
  element('column-rows', HTMLElement).replaceChildren(...rows);
}

/** Whether a list at the same place is still about the same column. */
function hasSameHeaders(one: SidebarState['sheet'], other: SidebarState['sheet']): boolean {
  const headersOf = ({ id, columns }: SidebarState['sheet']) =>
    JSON.stringify([id, columns.map(({ letter, header }) => [letter, header])]);
  return headersOf(one) === headersOf(other);
}

/** The list that has the focus, by its id. */
function focusedId(): string | undefined {
  const focused = document.activeElement;
  return focused instanceof HTMLSelectElement && focused.closest('#column-rows') ? focused.id : undefined;
}

/** Offers other kinds in the lists as they are, with what is chosen in them. */
function withKinds(drawn: SidebarState['sheet'], kinds: readonly ColumnKindView[]): SidebarState['sheet'] {
  if (JSON.stringify(kinds) === JSON.stringify(drawn.kinds)) return drawn;
  drawn.columns.forEach((_, index) => {
    const select = element(`column-${index}`, HTMLSelectElement);
    fillKinds(select, select.value, kinds);
    setText(`column-${index}-kind`, noteOfKind(select));
  });
  return { ...drawn, kinds };
}

function isAsDrawn(column: ColumnView, index: number): boolean {
  const { kind, blankClears } = columnInput(column, index);
  return kind === column.kind && blankClears === (column.blankClears && canClear(kind));
}

function columnInput({ letter, header }: ColumnView, index: number): ColumnsInput['columns'][number] {
  const kind = element(`column-${index}`, HTMLSelectElement).value;
  const clears = element(`column-${index}-clears`, HTMLInputElement);
  return { letter, header, kind, blankClears: clears.checked && canClear(kind) };
}

/** Only fields can be cleared by an empty cell. */
function canClear(kind: string): boolean {
  return ![notSent, 'id', 'opt-out', 'opt-in', 'opt-status', 'tags', 'remove-tags'].includes(kind);
}

function columnRow(column: ColumnView, index: number, kinds: readonly ColumnKindView[]): HTMLLIElement {
  const row = document.createElement('li');
  const label = document.createElement('label');
  const letter = document.createElement('span');
  letter.className = 'letter';
  letter.textContent = `${column.letter} `;
  label.append(letter, column.header);
  label.htmlFor = `column-${index}`;
  const select = kindSelect(column, index, kinds);
  const clears = clearsCheckbox(column, index);
  const note = Object.assign(document.createElement('span'), {
    className: 'hint',
    id: `column-${index}-kind`,
  });
  const offer = offerButton(column, select, kinds);
  const showChosen = () => {
    clears.hidden = !canClear(select.value);
    note.textContent = noteOfKind(select);
    if (offer !== undefined) offer.hidden = select.value !== notSent;
  };
  select.addEventListener('change', showChosen);
  row.append(label, select, clears, noteHint(column), note, ...(offer === undefined ? [] : [offer]));
  showChosen();
  return row;
}

function kindSelect(
  { kind }: ColumnView,
  index: number,
  kinds: readonly ColumnKindView[],
): HTMLSelectElement {
  const select = document.createElement('select');
  select.id = `column-${index}`;
  fillKinds(select, kind, kinds);
  return select;
}

function fillKinds(select: HTMLSelectElement, chosen: string, kinds: readonly ColumnKindView[]): void {
  select.replaceChildren();
  const groups = new Map<string, HTMLElement>([['', select]]);
  for (const { value, label, group, note } of kinds) {
    let parent = groups.get(group);
    if (parent === undefined) {
      parent = Object.assign(document.createElement('optgroup'), { label: group });
      groups.set(group, parent);
      select.append(parent);
    }
    const option = new Option(label, value, false, value === chosen);
    option.dataset.note = note;
    parent.append(option);
  }
}

/** What the chosen kind takes. */
function noteOfKind(select: HTMLSelectElement): string {
  return select.selectedOptions[0]?.dataset.note ?? '';
}

/** Chooses what the header is the label of; like every choice, it counts once it is saved. */
function offerButton(
  { suggestion }: ColumnView,
  select: HTMLSelectElement,
  kinds: readonly ColumnKindView[],
): HTMLButtonElement | undefined {
  const offered = kinds.find(({ value }) => suggestion !== '' && value === suggestion);
  if (offered === undefined) return undefined;
  const made = button(`Use the field "${offered.label}"`, () => {
    select.value = offered.value;
    select.focus();
    for (const type of ['input', 'change']) select.dispatchEvent(new Event(type, { bubbles: true }));
  });
  made.className = 'small';
  return made;
}

function clearsCheckbox({ blankClears, kind, header }: ColumnView, index: number): HTMLLabelElement {
  const label = document.createElement('label');
  label.className = 'choice';
  label.hidden = !canClear(kind);
  const checkbox = document.createElement('input');
  checkbox.type = 'checkbox';
  checkbox.id = `column-${index}-clears`;
  checkbox.checked = blankClears;
  checkbox.dataset.clears = header;
  label.append(checkbox, 'Empty cells clear the field in Keap');
  return label;
}

function noteHint({ note }: ColumnView): HTMLSpanElement {
  return Object.assign(document.createElement('span'), { className: 'hint', textContent: note });
}
