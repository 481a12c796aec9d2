/** A table of any length, shown a page at a time, so that ten thousand rows do not freeze the dialog. */
import { numberText } from '../browser/activity-section.ts';
import { button, element } from '../browser/element.ts';

export interface PagedTable {
  /** Shows these rows; stays at its page as long as there is one, unless `isNew`. */
  fill(rows: readonly (readonly string[])[], isNew: boolean): void;
}

const rowsPerPage = 100;

/** What pressing the first cell of a row does. */
interface RowAction {
  /** What a screen reader says of the button, for the text of that cell. */
  label(firstText: string): string;
  /** `index` counts all rows from 0. */
  press(index: number): void;
}

/**
 * The table whose body has this id; `rowsName` says what its rows are, for instance `changes`. With an action, the first
 * cell of each row is a button. `lastCell` gives what stands in one more cell of a row, counted from 0 over all rows.
 */
export function pagedTable(
  id: string,
  rowsName: string,
  action?: RowAction,
  lastCell?: (index: number) => Node | string,
): PagedTable {
  let rows: readonly (readonly string[])[] = [];
  let page = 0;
  const previous = turnButton('Previous', rowsName, () => turn(-1));
  const next = turnButton('Next', rowsName, () => turn(1));
  const range = document.createElement('span');
  range.setAttribute('role', 'status');
  const pages = Object.assign(document.createElement('div'), { className: 'pages', hidden: true });
  pages.append(previous, range, next);
  const box = element(id, HTMLElement).closest('.table-box');
  box?.after(pages);

  const lastPage = () => Math.max(0, Math.ceil(rows.length / rowsPerPage) - 1);
  function draw(): void {
    const start = page * rowsPerPage;
    const shown = rows.slice(start, start + rowsPerPage);
    const lines = shown.map((texts, index) => {
      const line = rowElement(texts, action, start + index);
      if (lastCell !== undefined) line.insertCell().append(lastCell(start + index));
      return line;
    });
    const focused = box?.contains(document.activeElement) === true ? document.activeElement : null;
    const body = element(id, HTMLElement);
    body.replaceChildren(...lines);
    keepFocus(body, focused);
    pages.hidden = rows.length <= rowsPerPage;
    range.textContent = `${numberText(start + 1)} to ${numberText(start + shown.length)} of ${numberText(rows.length)}`;
    // Not disabled, so that the keyboard's focus stays where it is.
    previous.setAttribute('aria-disabled', String(page === 0));
    next.setAttribute('aria-disabled', String(page === lastPage()));
  }
  /** On what stands for the same row now, or on the box where that row is on another page. */
  function keepFocus(body: HTMLElement, focused: Element | null): void {
    if (focused === null || focused.isConnected) return;
    const label = focused.getAttribute('aria-label');
    const same = [...body.querySelectorAll<HTMLElement>('button, select')].find(
      (one) => one.getAttribute('aria-label') === label,
    );
    if (same !== undefined) same.focus();
    else if (box instanceof HTMLElement) box.focus();
  }
  function turn(step: number): void {
    const wanted = Math.min(lastPage(), Math.max(0, page + step));
    if (wanted === page) return;
    page = wanted;
    draw();
    box?.scrollTo(0, 0);
  }
  return {
    fill(all, isNew) {
      rows = all;
      page = isNew ? 0 : Math.min(page, lastPage());
      draw();
    },
  };
}

/** Everything from a sheet or from Keap is text. */
function rowElement(
  texts: readonly string[],
  action: RowAction | undefined,
  index: number,
): HTMLTableRowElement {
  const line = document.createElement('tr');
  texts.forEach((text, column) => {
    const cell = document.createElement('td');
    if (action === undefined || column > 0) cell.textContent = text;
    else cell.append(actionButton(text, action, index));
    line.append(cell);
  });
  return line;
}

function actionButton(text: string, { label, press }: RowAction, index: number): HTMLButtonElement {
  const one = button(text, () => press(index));
  one.className = 'row-action';
  one.setAttribute('aria-label', label(text));
  return one;
}

function turnButton(text: 'Previous' | 'Next', rowsName: string, turn: () => void): HTMLButtonElement {
  const one = button(text, turn);
  one.className = 'quiet';
  one.setAttribute('aria-label', `${text} ${rowsName}`);
  return one;
}
