import type { Table, Workbook } from '../../src/platform/table.ts';
import { type FakeTable, fakeTable } from './fake-table.ts';

export interface FakeWorkbook extends Workbook {
  /** The sheets that were added, by name. */
  readonly added: ReadonlyMap<string, FakeTable>;
  readonly toasts: readonly string[];
}

/** A document with this sheet open, to which sheets can be added. */
export function fakeWorkbook(table: Table): FakeWorkbook {
  const added = new Map<string, FakeTable>();
  const toasts: string[] = [];
  return {
    added,
    toasts,
    id: 'document',
    name: () => 'Contacts 2026',
    activeTable: () => table,
    tableById: (sheetId) => [table, ...added.values()].find((one) => one.sheetId === sheetId),
    tableByName: (name) => [table, ...added.values()].find((one) => one.name === name),
    addTable(name) {
      const one = fakeTable([], undefined, name);
      added.set(name, one);
      return one;
    },
    timeZone: () => 'Etc/UTC',
    calendar: () => ({ timeZone: 'Etc/UTC', locale: 'en-GB' }),
    toast: (text) => toasts.push(text),
  };
}
