/** A table of any length, shown a page at a time, so that ten thousand rows do not freeze the dialog. */
import { numberText } from '../browser/activity-section.ts';
import { element, onClick, setText, show } from '../browser/element.ts';
import { fillTable } from './dialog.ts';

export interface PagedTable {
  /** Shows these rows; stays at its page as long as there is one, unless `isNew`. */
  fill(rows: readonly (readonly string[])[], isNew: boolean): void;
}

const rowsPerPage = 100;

/** The body `ID`, with `ID-pages` around `ID-previous`, `ID-range` and `ID-next`. */
export function pagedTable(id: string): PagedTable {
  let rows: readonly (readonly string[])[] = [];
  let page = 0;
  const lastPage = () => Math.max(0, Math.ceil(rows.length / rowsPerPage) - 1);
  const draw = () => {
    const start = page * rowsPerPage;
    const shown = rows.slice(start, start + rowsPerPage);
    fillTable(id, shown);
    show(`${id}-pages`, rows.length > rowsPerPage);
    setText(
      `${id}-range`,
      `${numberText(start + 1)} to ${numberText(start + shown.length)} of ${numberText(rows.length)}`,
    );
    // Not disabled, so that the keyboard's focus stays where it is.
    element(`${id}-previous`, HTMLElement).setAttribute('aria-disabled', String(page === 0));
    element(`${id}-next`, HTMLElement).setAttribute('aria-disabled', String(page === lastPage()));
  };
  const turn = (step: number) => {
    const next = Math.min(lastPage(), Math.max(0, page + step));
    if (next === page) return;
    page = next;
    draw();
    element(id, HTMLElement).closest('.table-box')?.scrollTo(0, 0);
  };
  onClick(`${id}-previous`, () => turn(-1));
  onClick(`${id}-next`, () => turn(1));
  return {
    fill(next, isNew) {
      rows = next;
      page = isNew ? 0 : Math.min(page, lastPage());
      draw();
    },
  };
}
