import { SettingsWrong } from '../../src/errors.ts';
import type { ContactService } from '../../src/keap/contacts/contact-service.ts';
import type { Cell, Table, Workbook } from '../../src/platform/table.ts';
import { applyChoices, compareSheet } from '../../src/sync/compare/compare.ts';
import type { Difference } from '../../src/sync/compare/comparison.ts';
import { runSync } from '../../src/sync/push/push.ts';
import type { RunContext } from '../../src/sync/run/run-context.ts';
import { sheetReader } from '../../src/sync/sheet/sheet-reader.ts';
import { runUndo } from '../../src/sync/undo/undo.ts';
import { type UndoTarget, undoableIn } from '../../src/sync/undo/undoable.ts';
import { fakeClock } from './fake-clock.ts';
import { fakeLock } from './fake-lock.ts';
import { fakeLog } from './fake-log.ts';
import { fakeProperties } from './fake-properties.ts';
import { fakeTable } from './fake-table.ts';
import { fakeWorkbook } from './fake-workbook.ts';
import { keepingKeap, keptAccount } from './keeping-keap.ts';
import { noApiNotice } from './no-api-notice.ts';

export const comparedFields = { Email: 'Email', Company: 'Company', City: 'City', 'First name': 'FirstName' };
export type ComparedHeader = keyof typeof comparedFields;
export const headersCompared = Object.keys(comparedFields) as ComparedHeader[];

/** Google ends the execution: nothing may catch it and go on. */
class Killed extends Error {}

/** What happens while an execution works, at its calls to Google and Keap, which count from 1. */
export interface Meanwhile {
  /** The last call, which is carried out or not. */
  readonly killedAt?: { readonly call: number; readonly when: 'before' | 'after' } | undefined;
  /** Before the first call from this one on at which a cell has not just been read to be written. */
  readonly people?: { readonly call: number; act(): void } | undefined;
}

/** A synced sheet and its Keap, which outlive every execution; `rows` are the contact ids. */
export function compareWorld(rows: readonly number[]) {
  const table = fakeTable([
    ['Contact ID', ...headersCompared],
    ...rows.map((id): Cell[] => [id, ...headersCompared.map((header) => ownValue(id, header))]),
  ]);
  const keap = keepingKeap();
  const workbook = fakeWorkbook(table);
  const properties = fakeProperties();
  const clock = fakeClock();

  function execute<T>(work: (context: RunContext) => T, { killedAt, people }: Meanwhile = {}): T | 'killed' {
    let calls = 0;
    let hasActed = people === undefined;
    const live = <Value>(call: () => Value, isWrite = false): Value => {
      calls++;
      if (!hasActed && people !== undefined && calls >= people.call && !isWrite) {
        hasActed = true;
        people.act();
      }
      const isOver = killedAt !== undefined && calls > killedAt.call;
      if (isOver || (calls === killedAt?.call && killedAt.when === 'before')) throw new Killed();
      const value = call();
      if (calls === killedAt?.call) throw new Killed();
      return value;
    };
    const mortal = (one: Table): Table => ({
      ...one,
      read: () => live(() => one.read()),
      write: (blocks) => live(() => one.write(blocks), one === table),
      formulas: () => live(() => one.formulas(), one === table),
      deleteRows: (row, count) => live(() => one.deleteRows(row, count)),
      layOut: (columns) => live(() => one.layOut(columns)),
    });
    const mortalTable = mortal(table);
    const book: Workbook = {
      ...workbook,
      activeTable: () => mortalTable,
      addTable: (name) => live(() => mortal(workbook.addTable(name))),
      tableByName(name) {
        const found = workbook.tableByName(name);
        return found === undefined ? undefined : mortal(found);
      },
    };
    const service: ContactService = {
      ...keap.service,
      load: (ids, fields) => live(() => keap.service.load(ids, fields)),
      apply: (changes) => live(() => keap.service.apply(changes)),
    };
    clock.advance(1_000);
    const context: RunContext = {
      ...{ table: mortalTable, service, account: keptAccount, clock, log: fakeLog() },
      ...{ startedMs: clock.nowMs(), chunks: { first: 2, max: 4 }, calls: () => 0, isCurrent: () => true },
      ...{ read: sheetReader(mortalTable, properties), notify: () => {}, apiNotice: noApiNotice },
      document: {
        workbook: book,
        // The locks of a killed execution are free again.
        ...{ lock: fakeLock(), settingsLock: fakeLock() },
        properties: {
          get: (key) => live(() => properties.get(key)),
          keys: () => live(() => properties.keys()),
          fresh: (key) => live(() => properties.fresh(key)),
          set: (key, value) => live(() => properties.set(key, value)),
          remove: (key) => live(() => properties.remove(key)),
        },
      },
    };
    try {
      return work(context);
    } catch (error) {
      if (error instanceof Killed) return 'killed';
      throw error;
    } finally {
      if (!hasActed) people?.act();
    }
  }

  function targets(): readonly UndoTarget[] {
    const undoable = undoableIn(properties);
    return undoable.kind === 'runs' ? undoable.targets : [];
  }
  const column = (header: string) => (table.cells[0] ?? []).indexOf(header);
  const rowsOf = (id: number) => table.cells.slice(1).filter((row) => row[column('Contact ID')] === id);
  return {
    ...{ table, keap },
    sync: () => execute((context) => runSync(context, { kind: 'all' }, { startedBy: 'Sync now' })),
    compare(): readonly Difference[] {
      const compared = execute((context) => compareSheet(context, 0));
      if (compared === 'killed') throw new Error('Nobody kills a comparison here.');
      return compared.comparison.differences;
    },
    choose: (send: readonly Difference[], take: readonly Difference[], meanwhile: Meanwhile): string =>
      execute((context) => applyChoices(context, { send, take }), meanwhile),
    /** Undoes all runs but these, the newest first. */
    undoAllBut(runs: ReadonlySet<string>): void {
      for (const target of targets()) {
        if (runs.has(target.run)) continue;
        try {
          execute((context) => runUndo(context, target));
        } catch (error) {
          // Of a run that was killed before its first line.
          if (!(error instanceof SettingsWrong)) throw error;
        }
      }
    },
    /** The runs that can be undone now. */
    runs: (): ReadonlySet<string> => new Set(targets().map(({ run }) => run)),
    cellsOf: (id: number, header: ComparedHeader) => rowsOf(id).map((row) => String(row[column(header)])),
    statusesOf: (id: number) => rowsOf(id).map((row) => String(row[column('Keap status')])),
    edit(id: number, header: ComparedHeader, value: string) {
      for (const row of rowsOf(id)) row.splice(column(header), 1, value);
    },
    /** Turns the rows around. */
    sort() {
      const turned = table.cells.splice(1).reverse();
      table.cells.push(...turned);
    },
    inKeap: (id: number, header: ComparedHeader) => keap.fields.get(id)?.get(comparedFields[header]) ?? '',
    changeInKeap(id: number, header: ComparedHeader, value: string) {
      keap.fields.get(id)?.set(comparedFields[header], value);
    },
  };
}

export function ownValue(id: number, header: ComparedHeader): string {
  return header === 'Email' ? `own${id}@example.com` : `own ${header} ${id}`;
}
