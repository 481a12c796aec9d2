import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/platform/table.ts';
import { markOrder, settleOrder } from '../../../src/sync/compare/order-kept.ts';
import { planSync } from '../../../src/sync/plan/plan.ts';
import type { CellChange } from '../../../src/sync/sheet/cell-blocks.ts';
import { nothingWritten } from '../../../src/sync/sheet/checked-write.ts';
import { findColumns } from '../../../src/sync/sheet/columns.ts';
import { chosenCell, comparedCell } from '../../../src/sync/sheet/compare-mark.ts';
import { fakeTable } from '../../support/fake-table.ts';

const fields = ['Email', 'Company', 'City', 'First name', 'Last name'];
const headers = ['Contact ID', ...fields, 'Keap status', 'Keap message', 'Keap fingerprint'];
const [statusColumn, fingerprintColumn] = [
  headers.indexOf('Keap status'),
  headers.indexOf('Keap fingerprint'),
];
const account = 'app1';

/** Rows of these contacts as a sync has left them; `lockedRow` (from 0) takes no fingerprint. */
function given(ids: readonly number[], lockedRow?: number) {
  const rows = ids.map((id): Cell[] => [
    id,
    `own${id}@example.com`,
    ...fields.slice(1).map((one) => `${one} ${id}`),
  ]);
  const before = fakeTable([headers, ...rows.map((row): Cell[] => [...row, 'Synced', '', ''])]);
  const viewOf = (table: typeof before) => {
    const grid = table.read();
    return { grid, columns: findColumns(grid, table.name) };
  };
  for (const { fingerprint, rowIndexes } of planSync(viewOf(before), account, { kind: 'all' }).changes) {
    for (const rowIndex of rowIndexes) before.cells[rowIndex]?.splice(fingerprintColumn, 1, fingerprint);
  }
  const locked =
    lockedRow === undefined
      ? []
      : [{ rowIndex: lockedRow, columnIndex: fingerprintColumn, rowCount: 1, columnCount: 1 }];
  const table = fakeTable(before.cells, undefined, before.name, locked);
  const view = () => viewOf(table);
  const put = (changes: readonly CellChange[]) => {
    for (const { rowIndex, columnIndex, value } of changes)
      table.cells[rowIndex]?.splice(columnIndex, 1, value);
  };
  const toSend = () =>
    planSync(view(), account, { kind: 'all' }).changes.map(({ change }) => Number(change.id));
  const fingerprint = (rowIndex: number) => String(table.cells[rowIndex]?.[fingerprintColumn]);
  return { ...{ table, sheet: { table, account }, view, put, toSend, fingerprint } };
}

/** Keap's values for the first `count` fields of a row. */
const changesOf = (rowIndex: number, count: number): CellChange[] =>
  fields.slice(0, count).map((field, index) => {
    const value = field === 'Email' ? `keap${rowIndex}@example.com` : `Keap ${field}`;
    return { rowIndex, columnIndex: index + 1, value };
  });

const subsetsOf = <T>(all: readonly T[]): T[][] =>
  all.reduce<T[][]>((subsets, one) => subsets.concat(subsets.map((some) => [...some, one])), [[]]);

describe('markOrder()', () => {
  it.each([1, 2, 3])('keeps a row in order whichever of its %i cells were written', (count) => {
    const changes = changesOf(1, count);
    expect(subsetsOf(changes)).toHaveLength(2 ** count);
    for (const written of subsetsOf(changes)) {
      const { sheet, view, put, toSend } = given([1, 2]);
      expect(markOrder(sheet, view(), changes)).toEqual(new Set());
      put(written);
      expect({ written, toSend: toSend() }).toEqual({ written, toSend: [] });
    }
  });

  it.each([4, 5])('keeps a row of %i cells in order that are written column by column', (count) => {
    const changes = changesOf(1, count);
    for (let written = 0; written <= count; written++) {
      const { sheet, view, put, toSend } = given([1, 2]);
      markOrder(sheet, view(), [...changes].reverse());
      put(changes.slice(0, written));
      expect({ written, toSend: toSend() }).toEqual({ written, toSend: [] });
    }
  });

  it('sends a marked row once somebody has edited it, with or without values of Keap', () => {
    for (const written of [0, 1, 2]) {
      const { sheet, view, put, toSend } = given([1, 2]);
      const changes = changesOf(1, 2);
      markOrder(sheet, view(), changes);
      put(changes.slice(0, written));
      put([{ rowIndex: 1, columnIndex: 3, value: 'Edited' }]);
      expect(toSend()).toEqual([1]);
    }
  });

  it('gives the rows whose mark Sheets refuses, and marks no others', () => {
    const { sheet, view, fingerprint } = given([1, 2, 3], 2);
    const before = [1, 2, 3].map(fingerprint);
    expect(markOrder(sheet, view(), [...changesOf(1, 1), ...changesOf(2, 1)])).toEqual(new Set([2]));
    expect(fingerprint(1)).toMatch(/ t1-/);
    expect([2, 3].map(fingerprint)).toEqual(before.slice(1));
  });

  it('marks no row that is to be sent', () => {
    const { sheet, view, put, toSend, fingerprint } = given([1, 2]);
    put([{ rowIndex: 1, columnIndex: 3, value: 'Edited' }]);
    const before = fingerprint(1);
    markOrder(sheet, view(), changesOf(1, 2));
    expect([fingerprint(1), toSend()]).toEqual([before, [1]]);
  });
});

describe('settleOrder()', () => {
  it('stores the values that the row has got, wherever it is now', () => {
    const { sheet, table, view, put, toSend, fingerprint } = given([1, 2]);
    const changes = changesOf(1, 5);
    markOrder(sheet, view(), changes);
    const marked = view();
    put(changes);
    table.cells.push(...table.cells.splice(1, 1));
    const settled = settleOrder(sheet, { view: marked, changes, written: nothingWritten, now: view() });
    expect(fingerprint(2)).toMatch(/^f2-\S+$/);
    expect([...settled]).toEqual([[1, fingerprint(2)]]);
    expect(toSend()).toEqual([]);
  });

  it('leaves a row to the next sync that somebody has edited meanwhile', () => {
    const { sheet, view, put, toSend, fingerprint } = given([1, 2]);
    const changes = changesOf(1, 2);
    markOrder(sheet, view(), changes);
    const marked = view();
    put([...changes, { rowIndex: 1, columnIndex: 4, value: 'Edited' }]);
    const before = fingerprint(1);
    settleOrder(sheet, { view: marked, changes, written: nothingWritten, now: view() });
    expect([fingerprint(1), toSend()]).toEqual([before, [1]]);
  });

  it('goes by what was written of it: a cell that Sheets has refused holds its own value', () => {
    const { sheet, view, put, toSend, fingerprint } = given([1, 2]);
    const changes = changesOf(1, 2);
    markOrder(sheet, view(), changes);
    const marked = view();
    put(changes.slice(0, 1));
    const refusal = { rowIndex: 1, columnIndex: 2, rowCount: 1, columnCount: 1, why: 'protected' } as const;
    const written = { ...nothingWritten, refused: [refusal] };
    settleOrder(sheet, { view: marked, changes, written, now: view() });
    expect(comparedCell(fingerprint(1)).stored).toBe(fingerprint(1));
    expect(toSend()).toEqual([]);
  });

  it('goes on to send only the chosen fields of a row, whatever its other cells have got back', () => {
    const { sheet, table, view, put, fingerprint } = given([1, 2]);
    table.cells[1]?.splice(fingerprintColumn, 1, chosenCell(fingerprint(1), ['Email']));
    table.cells[1]?.splice(statusColumn, 1, 'Waiting');
    const sent = () =>
      planSync(view(), account, { kind: 'all' }).changes.map(({ change }) => [...change.fields.keys()]);
    const changes = changesOf(1, 3).slice(1);
    markOrder(sheet, view(), changes);
    const marked = view();
    for (const change of changes) {
      put([change]);
      expect(sent()).toEqual([['Email']]);
    }
    settleOrder(sheet, { view: marked, changes, written: nothingWritten, now: view() });
    expect(fingerprint(1)).toMatch(/^f2-\S+ c1-Email$/);
    expect(sent()).toEqual([['Email']]);
    put([{ rowIndex: 1, columnIndex: 3, value: 'Edited' }]);
    expect(sent()).toEqual([['Email', 'Company', 'City', 'FirstName', 'LastName']]);
  });

  it('forgets a row that holds nothing any more, so that whoever fills it in again has it sent', () => {
    const { sheet, table, view, put, toSend, fingerprint } = given([1, 2]);
    const own = [...(table.cells[1] ?? [])];
    const changes = changesOf(1, 5).map((change) => ({ ...change, value: '' }));
    markOrder(sheet, view(), changes);
    const marked = view();
    put(changes);
    settleOrder(sheet, { view: marked, changes, written: nothingWritten, now: view() });
    expect(fingerprint(1)).toBe('');
    put(
      changes.map(({ rowIndex, columnIndex }) => ({ rowIndex, columnIndex, value: own[columnIndex] ?? '' })),
    );
    expect(table.cells[1]?.[statusColumn]).toBe('Synced');
    expect(toSend()).toEqual([1]);
  });
});
