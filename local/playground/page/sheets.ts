/** The sheets as the page knows them: what each cell shows, and the text to edit if that differs. */
import type { Change, SheetHead } from '../protocol.ts';

export interface Sheets {
  /** Gives the sheets whose cells have changed, and whether any sheet was added, removed, moved or resized. */
  take(change: Change): { readonly cells: ReadonlySet<number>; readonly heads: boolean };
  heads(): readonly SheetHead[];
  active(): SheetHead | undefined;
  show(id: number): void;
  rows(id: number): string[][];
  edited(id: number, row: number, column: number): string;
}

export function sheets(): Sheets {
  let heads: readonly SheetHead[] = [];
  let active: number | undefined;
  const shown = new Map<number, string[][]>();
  const edited = new Map<string, string>();
  const rowsOf = (id: number) => {
    const rows = shown.get(id) ?? [];
    shown.set(id, rows);
    return rows;
  };
  const resize = ({ id, rows, columns }: SheetHead) => {
    const cells = rowsOf(id);
    cells.length = Math.min(cells.length, rows);
    while (cells.length < rows) cells.push(Array.from({ length: columns }, () => ''));
    for (const row of cells) {
      row.length = Math.min(row.length, columns);
      while (row.length < columns) row.push('');
    }
  };
  return {
    take(change) {
      const isOther = change.world !== undefined;
      const old = JSON.stringify([heads, active]);
      if (isOther) shown.clear();
      if (isOther) edited.clear();
      heads = change.sheets ?? heads;
      const serverActive = change.activeSheet;
      if (isOther || !heads.some(({ id }) => id === active)) active = serverActive ?? heads[0]?.id;
      for (const head of heads) resize(head);
      const changed = new Set<number>();
      for (const { sheet, isWhole, changes } of change.cells ?? []) {
        if (isWhole) for (const row of rowsOf(sheet)) row.fill('');
        for (const [row, column, text, formula] of changes) {
          const cells = rowsOf(sheet)[row];
          if (cells !== undefined) cells[column] = text;
          if (formula === undefined) edited.delete(`${sheet} ${row} ${column}`);
          else edited.set(`${sheet} ${row} ${column}`, formula);
        }
        if (isWhole || changes.length > 0) changed.add(sheet);
      }
      return { cells: changed, heads: isOther || JSON.stringify([heads, active]) !== old };
    },
    heads: () => heads,
    active: () => heads.find(({ id }) => id === active),
    show(id) {
      active = id;
    },
    rows: rowsOf,
    edited: (id, row, column) => edited.get(`${id} ${row} ${column}`) ?? rowsOf(id)[row]?.[column] ?? '',
  };
}

/** `A`, `B`, … `Z`, `AA` for 0, 1, …. */
export function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}
