import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/platform/table.ts';
import { compareWithKeap } from '../../../src/sync/compare/comparison.ts';
import { planSync } from '../../../src/sync/plan/plan.ts';
import { findColumns } from '../../../src/sync/sheet/columns.ts';
import { fakeTable } from '../../support/fake-table.ts';
import { keepingKeap } from '../../support/keeping-keap.ts';

const headers = ['Contact ID', 'Email', 'City', 'Keap status', 'Keap fingerprint'];
const account = 'app1';

/** Rows of these contacts as a sync has left them, and a Keap that has the same. */
function given(ids: readonly number[]) {
  const rows = ids.map((id): Cell[] => [id, `own${id}@example.com`, `Here ${id}`, 'Synced', '']);
  const table = fakeTable([headers, ...rows]);
  const view = () => {
    const grid = table.read();
    return { grid, columns: findColumns(grid, table.name) };
  };
  const keap = keepingKeap();
  for (const { change, fingerprint, rowIndexes } of planSync(view(), account, { kind: 'all' }).changes) {
    keap.fields.set(change.id, new Map(change.fields));
    for (const rowIndex of rowIndexes) table.cells[rowIndex]?.splice(4, 1, fingerprint);
  }
  const compare = (afterId = 0) =>
    compareWithKeap({ read: view, service: keap.service, account, table }, afterId);
  return { table, keap, compare };
}

describe('compareWithKeap()', () => {
  it('shows a difference with all rows of its contact, and keeps quiet about what is the same', () => {
    const { keap, compare } = given([5, 3, 5]);
    keap.fields.get(5)?.set('City', 'There');
    const { differences, count, left, lastId, unread } = compare();
    expect(differences).toMatchObject([
      { contact: 5, name: 'City', inSheet: 'Here 5', inKeap: 'There', rowIndexes: [1, 3], isFormula: false },
    ]);
    expect([count, left, lastId, unread]).toEqual([2, 0, 5, []]);
  });

  it('names other values of a row and of Keap by other texts, and the same ones by the same', () => {
    const { table, keap, compare } = given([1, 2]);
    const shown = () => compare().differences.map((one) => one.shown);
    for (const id of [1, 2]) keap.fields.get(id)?.set('City', 'There');
    const [first, second] = shown();
    expect(first?.row).not.toBe(second?.row);
    expect(first?.keap).toBe(second?.keap);
    table.cells.push(...table.cells.splice(1, 1));
    expect(shown()).toEqual([first, second]);
    keap.fields.get(1)?.set('City', 'Elsewhere');
    expect(shown()[0]?.row).toBe(first?.row);
    expect(shown()[0]?.keap).not.toBe(first?.keap);
  });

  it('goes through long lists in pieces of 500 contacts, by their ids and not by their rows', () => {
    const ids = Array.from({ length: 1_001 }, (_, index) => 1_001 - index);
    const { keap, compare } = given(ids);
    for (const id of [1, 500, 501, 1_001]) keap.fields.get(id)?.set('City', 'There');
    const first = compare();
    const second = compare(first.lastId);
    const third = compare(second.lastId);
    const pieces = [first, second, third];
    expect(pieces.map(({ count, left, lastId }) => [count, left, lastId])).toEqual([
      ...[
        [500, 501, 500],
        [500, 1, 1_000],
        [1, 0, 1_001],
      ],
    ]);
    expect(pieces.map(({ differences }) => differences.map(({ contact }) => Number(contact)))).toEqual([
      ...[[1, 500], [501], [1_001]],
    ]);
    expect(compare(third.lastId)).toMatchObject({ count: 0, left: 0, lastId: 1_001, differences: [] });
  });

  it('counts the rows that are not compared, and leaves out contacts of which only one row is in order', () => {
    const { table, keap, compare } = given([1, 1, 2, 3, 4]);
    for (const id of [1, 2, 3, 4]) keap.fields.get(id)?.set('City', 'There');
    table.cells[1]?.splice(2, 1, 'Edited');
    table.cells[3]?.splice(2, 1, 'Edited');
    table.cells[4]?.splice(3, 1, '');
    const { differences, waiting, check } = compare();
    expect(differences.map(({ contact }) => Number(contact))).toEqual([4]);
    expect([waiting, check]).toEqual([2, 2]);
  });
});
