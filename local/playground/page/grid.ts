/** The spreadsheet grid, filled with one sheet. */
import type { AfterEditEvent, ColumnRegular } from '@revolist/revogrid';
import type { Area, SheetHead } from '../protocol.ts';
import { columnName } from './sheets.ts';
import { keepTypeAhead } from './type-ahead.ts';

export interface Grid {
  /** Shows another sheet, or the same one with other columns. */
  show(head: SheetHead, rows: string[][]): void;
  /** Draws again, after the rows passed to `show` have changed. */
  redraw(): void;
  /** Scrolls to these cells and selects them. */
  select(area: Area): void;
}

export interface GridListener {
  edited(cells: readonly (readonly [row: number, column: number, text: string])[]): void;
  selected(area: Area): void;
}

const statuses: ReadonlySet<string> = new Set([
  'Synced',
  'Unchanged',
  'Failed',
  'Waiting',
  'Check',
  'Undone',
]);

export function grid(container: HTMLElement, listener: GridListener): Grid {
  const element = newElement();
  /** The columns that are not hidden, in the order in which the grid counts them. */
  let visible: number[] = [];
  const reportSelection = async () => {
    const area = await element.getSelectedRange();
    if (area === null) return;
    const columns = [visible[area.x] ?? 0, visible[area.x1] ?? 0];
    const [left, right] = [Math.min(...columns), Math.max(...columns)];
    const [top, bottom] = [Math.min(area.y, area.y1), Math.max(area.y, area.y1)];
    listener.selected({ top, left, rows: bottom - top + 1, columns: right - left + 1 });
  };
  let timer: number | undefined;
  const reportSoon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void reportSelection(), 30);
  };
  for (const event of ['afterfocus', 'setrange', 'selectall', 'mouseup', 'keyup']) {
    element.addEventListener(event, reportSoon);
  }
  element.addEventListener('afteredit', ({ detail }) => {
    const cells = editedCells(detail);
    if (cells.length > 0) listener.edited(cells);
  });
  element.addEventListener('beforesorting', (event) => event.preventDefault());
  container.append(element);
  keepTypeAhead(element);
  let rows: string[][] = [];
  let widths: number[] = [];
  const fitColumns = () => {
    widths = visible.map((column, index) => Math.max(widths[index] ?? 0, widthOf(column, rows)));
    element.columns = visible.map((column, index) => columnOf(column, widths[index] ?? 0));
  };
  return {
    show(head, shown) {
      const columns = Array.from({ length: head.columns }, (_, column) => column);
      visible = columns.filter((column) => !head.hiddenColumns.includes(column));
      rows = shown;
      widths = [];
      fitColumns();
      element.source = shown;
    },
    redraw() {
      // Setting the source again would measure and lay out thousands of rows.
      void element.refresh('rgRow');
      if (visible.some((column, index) => widthOf(column, rows) > (widths[index] ?? 0))) fitColumns();
    },
    async select({ top, left, rows, columns }) {
      // The grid has the cells of another sheet only in the next frame.
      await new Promise(requestAnimationFrame);
      const start = { x: Math.max(0, visible.indexOf(left)), y: top };
      const end = { x: Math.max(start.x, visible.indexOf(left + columns - 1)), y: top + rows - 1 };
      await element.scrollToColumnIndex(start.x);
      await element.scrollToRow(Math.max(0, top - 3));
      await element.setCellsFocus(start, end);
    },
  };
}

function newElement(): HTMLRevoGridElement {
  const element = document.createElement('revo-grid');
  return Object.assign(element, {
    range: true,
    resize: true,
    rowHeaders: true,
    useClipboard: true,
    applyOnClose: true,
    filter: false,
    theme: 'compact',
    rowSize: 27,
  });
}

function columnOf(column: number, size: number): ColumnRegular {
  return {
    prop: column,
    name: columnName(column),
    size,
    cellProperties: ({ value, rowIndex }) => ({
      class: {
        'is-header': rowIndex === 0,
        [`is-${String(value).toLowerCase()}`]: rowIndex > 0 && statuses.has(String(value)),
      },
      ...(String(value ?? '').length > 30 ? { title: String(value) } : {}),
    }),
  };
}

/** In pixels: as wide as most of the texts in the first rows, within limits. */
function widthOf(column: number, rows: readonly (readonly string[])[]): number {
  const texts = rows.slice(0, 200).flatMap((row) => row[column] || []);
  const lengths = texts.map((text) => text.length).sort((one, other) => one - other);
  const maxLength = Math.max(lengths[Math.floor(lengths.length * 0.9)] ?? 0, texts[0]?.length ?? 0);
  return Math.min(230, Math.max(84, 22 + 7.2 * maxLength));
}

function editedCells(detail: AfterEditEvent): (readonly [number, number, string])[] {
  if (!('data' in detail) || !('newRange' in detail)) {
    return 'val' in detail ? [[detail.rowIndex, Number(detail.prop), String(detail.val ?? '')]] : [];
  }
  return Object.entries(detail.data).flatMap(([row, cells]) =>
    Object.entries(cells).map(
      ([column, value]) => [Number(row), Number(column), String(value ?? '')] as const,
    ),
  );
}
