import type { Outcome } from '../../keap/contacts/outcome.ts';
import type { Block, Cell, Grid } from '../../platform/table.ts';
import type { PlannedChange } from '../plan/plan.ts';
import { cellText } from '../sheet/cell-text.ts';
import { type ManagedName, managedHeaders, managedNames } from '../sheet/column-kinds.ts';
import type { Columns } from '../sheet/columns.ts';
import { type Fingerprint, fingerprintOf } from '../sheet/fingerprint.ts';
import { type ManagedChange, managedCell } from '../sheet/managed-cells.ts';
import { contactIdOf, readRow } from '../sheet/row.ts';
import type { SheetView } from '../sheet/sheet-view.ts';
import type { StatusChange } from '../sheet/status.ts';

/** What became of a planned change, and when. */
export interface Settled {
  readonly planned: PlannedChange;
  readonly outcome: Outcome;
}

/**
 * Finds for each outcome the rows that hold that contact id and those values *now*: people sort, insert,
 * edit and delete while a run goes on. An outcome without such a row is dropped, and its row, edited since,
 * keeps saying Waiting.
 */
export function matchRows(
  { grid, columns }: SheetView,
  settled: readonly Settled[],
  account: string,
  nowMs: number,
): Map<number, StatusChange> {
  const outcomes = new Map<Fingerprint, Outcome>();
  const ids = new Set<number>();
  for (const { planned, outcome } of settled) {
    outcomes.set(planned.fingerprint, outcome);
    ids.add(planned.change.id);
  }
  const text = cellText(grid.timeZone);
  const placed = new Map<number, StatusChange>();
  for (let rowIndex = columns.headerRowIndex + 1; rowIndex < grid.cells.length; rowIndex++) {
    const cells = grid.cells[rowIndex] ?? [];
    const id = contactIdOf(text.of(cells[columns.id] ?? ''));
    if (id === undefined || !ids.has(id)) continue;
    const row = readRow(cells, rowIndex, columns, text);
    if (row.kind !== 'ready') continue;
    const fingerprint = fingerprintOf(row.change, account);
    const outcome = outcomes.get(fingerprint);
    if (outcome !== undefined) placed.set(rowIndex, statusOf(outcome, fingerprint, nowMs));
  }
  return placed;
}

function statusOf(outcome: Outcome, fingerprint: Fingerprint, nowMs: number): StatusChange {
  switch (outcome.kind) {
    case 'done':
      return { status: 'Synced', syncedAt: new Date(nowMs), message: outcome.note ?? '', fingerprint };
    case 'failed':
      return { status: 'Failed', message: outcome.reason, fingerprint: '' };
  }
}

/**
 * The blocks that write these statuses: one for each run of neighbouring managed columns, from the first row
 * concerned to the last, with the cells in between as they were read. Rows that would not change are left out.
 */
export function statusBlocks(
  { grid, columns }: SheetView,
  statuses: ReadonlyMap<number, ManagedChange>,
): Block[] {
  const changed = [...statuses].filter(([rowIndex, change]) =>
    managedNames.some(
      (name) =>
        cellAfter(grid, columns, rowIndex, name, change) !== managedCell(grid, columns, rowIndex, name),
    ),
  );
  if (changed.length === 0) return [];
  const rowIndexes = changed.map(([rowIndex]) => rowIndex);
  const first = rowIndexes.reduce((one, other) => Math.min(one, other));
  const last = rowIndexes.reduce((one, other) => Math.max(one, other));
  const rows = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  return neighbours(columns).map((names) => ({
    rowIndex: first,
    columnIndex: columns.managed[names[0]] ?? 0,
    cells: rows.map((rowIndex) =>
      names.map((name) => cellAfter(grid, columns, rowIndex, name, statuses.get(rowIndex))),
    ),
  }));
}

function cellAfter(
  grid: Grid,
  columns: Columns,
  rowIndex: number,
  name: ManagedName,
  change: ManagedChange | undefined,
): Cell {
  return change?.[name] ?? managedCell(grid, columns, rowIndex, name);
}

/** Managed columns in the order of the sheet, those side by side together. */
function neighbours(columns: Columns): [ManagedName, ...ManagedName[]][] {
  const present = managedNames
    .flatMap((name) => {
      const columnIndex = columns.managed[name];
      return columnIndex === undefined ? [] : [{ name, columnIndex }];
    })
    .sort((one, other) => one.columnIndex - other.columnIndex);
  const groups: [ManagedName, ...ManagedName[]][] = [];
  present.forEach(({ name, columnIndex }, place) => {
    const isBeside = present[place - 1]?.columnIndex === columnIndex - 1;
    const group = groups[groups.length - 1];
    if (isBeside && group !== undefined) group.push(name);
    else groups.push([name]);
  });
  return groups;
}

/** Headers for the managed columns that are missing, at the right of all that the sheet holds. */
export function missingHeaders(grid: Grid, columns: Columns): Block | undefined {
  const missing = managedNames.filter((name) => columns.managed[name] === undefined);
  if (missing.length === 0) return undefined;
  return {
    rowIndex: columns.headerRowIndex,
    columnIndex: grid.cells[columns.headerRowIndex]?.length ?? 0,
    cells: [missing.map((name) => managedHeaders[name])],
  };
}
