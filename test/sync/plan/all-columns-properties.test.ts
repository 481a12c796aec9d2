/** The plan, the preview and a sync of sheets that have every kind of column at once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContactChange } from '../../../src/keap/contacts/contact.ts';
import type { CustomField } from '../../../src/keap/contacts/custom-field-types.ts';
import { type BrakeAnswer, planWithBrake } from '../../../src/sync/plan/brake.ts';
import {
  loadBrakeMemory,
  noBrakeMemory,
  rememberedHeader,
  saveBrakeMemory,
  saveMaxAtOnce,
} from '../../../src/sync/plan/brake-memory.ts';
import { type Plan, planSync } from '../../../src/sync/plan/plan.ts';
import { previewSync } from '../../../src/sync/plan/preview.ts';
import { runSync } from '../../../src/sync/push/push.ts';
import type { RunContext } from '../../../src/sync/run/run-context.ts';
import { saveChoices } from '../../../src/sync/sheet/column-choices.ts';
import { findColumns } from '../../../src/sync/sheet/columns.ts';
import { saveHasLinks } from '../../../src/sync/sheet/link-column.ts';
import { sheetReader } from '../../../src/sync/sheet/sheet-reader.ts';
import type { SheetView } from '../../../src/sync/sheet/sheet-view.ts';
import { type AnySheet, anySheet, fieldOfKey, marksIn } from '../../support/any-sheet.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { fakeLock } from '../../support/fake-lock.ts';
import { fakeLog } from '../../support/fake-log.ts';
import { fakeProperties } from '../../support/fake-properties.ts';
import { fakeTable } from '../../support/fake-table.ts';
import { fakeWorkbook } from '../../support/fake-workbook.ts';
import { keepingKeap, keptAccount } from '../../support/keeping-keap.ts';
import { noApiNotice } from '../../support/no-api-notice.ts';

const all = { kind: 'all' } as const;
const types: ReadonlyMap<string, CustomField> = new Map([
  ['_NextVisit', { type: 'DATE', options: [] }],
  ['_Score', { type: 'WHOLE_NUMBER', options: [] }],
  ['_Gold', { type: 'YES_NO', options: [] }],
]);
const rowNumbers = Array.from({ length: 12 }, (_, index) => index + 1);
const tagNames = ['VIP', ...['tag', 'untag'].flatMap((key) => rowNumbers.map((row) => `Tag ${key}x${row}x`))];

function viewOf({ cells, choices }: AnySheet): SheetView {
  const grid = { cells, timeZone: 'Etc/UTC' };
  return { grid, columns: findColumns(grid, 'Contacts', choices) };
}

/** All that a change would send, in one form whatever the order of its columns is. */
function contentOf({ id, fields, opt, tags }: ContactChange) {
  return { id, fields: [...fields].sort(), opt, tags };
}

const contentsOf = (plan: Plan) =>
  plan.changes.map(({ change }) => contentOf(change)).sort((one, other) => one.id - other.id);

/** What is sent, by where it goes: the fields, the reasons and the tags. */
function partsOf({ fields, opt, tags }: ContactChange): readonly (readonly [string, string])[] {
  return [
    ...fields,
    ...(opt === undefined ? [] : ([[opt.kind, opt.reason]] as const)),
    ...(tags?.apply ?? []).map(({ name }) => ['apply', name] as const),
    ...(tags?.remove ?? []).map(({ name }) => ['remove', name] as const),
  ];
}

const destinations: Readonly<Record<string, string>> = {
  ...fieldOfKey,
  ...{ out: 'opt-out', into: 'opt-in', tag: 'apply', untag: 'remove' },
};

/** Everything that was written into one of these rows, and where it goes. */
function expectOnlyOwn(change: ContactChange, rowIndexes: readonly number[]): void {
  for (const [destination, text] of partsOf(change)) {
    for (const { key, rowIndex } of marksIn(text)) {
      expect({ destination, text, from: destinations[key] }).toEqual({
        destination,
        text,
        from: destination,
      });
      expect(rowIndexes, text).toContain(rowIndex);
    }
  }
}

/** Nothing of these sheets waits for a yes then. */
const agreed = { ...noBrakeMemory, agreed: ['Opt-out reason', 'Do Not Email'].map(rememberedHeader) };
const yes: BrakeAnswer = { kinds: ['optOut', 'emptied'], isYes: true };

/** A sheet in a document, and the Keap that it is synced to. */
function given({ cells, choices }: AnySheet, maxAtOnce?: number) {
  const table = fakeTable(cells);
  const keap = keepingKeap(types, tagNames);
  const properties = fakeProperties();
  if (choices.length > 0) saveChoices(properties, table.sheetId, choices);
  if (maxAtOnce !== undefined) saveMaxAtOnce(properties, maxAtOnce);
  else saveBrakeMemory(properties, table.sheetId, agreed);
  saveHasLinks(properties, table.sheetId, true);
  const clock = fakeClock();
  const read = sheetReader(table, properties);
  const document = {
    ...{ workbook: fakeWorkbook(table), properties, lock: fakeLock(), settingsLock: fakeLock() },
  };
  const context: RunContext = {
    ...{ table, service: keap.service, account: keptAccount, clock, log: fakeLog(), document, read },
    ...{ startedMs: clock.nowMs(), chunks: { first: 3, max: 6 }, apiNotice: noApiNotice },
    ...{ calls: () => 0, isCurrent: () => true, notify: () => {} },
  };
  return {
    ...{ table, keap, read },
    preview: () =>
      previewSync(
        {
          ...{ read, service: keap.service, account: keptAccount },
          brake: { memory: loadBrakeMemory(properties, table.sheetId), maxAtOnce: maxAtOnce ?? 1_000 },
        },
        all,
      ),
    sync(answer?: BrakeAnswer) {
      keap.sent.length = 0;
      clock.advance(1_000);
      const start = { startedBy: 'Sync now', ...(answer === undefined ? {} : { answer }) };
      return runSync({ ...context, startedMs: clock.nowMs() }, all, start).report;
    },
    statusOf(rowIndex: number) {
      const column = (table.cells[0] ?? []).indexOf('Keap status');
      return String(table.cells[rowIndex]?.[column] ?? '');
    },
  };
}

const rowsOf = ({ cells }: AnySheet) => cells.slice(1).map((_, index) => index + 1);
const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);

/** The rows in another order. */
function withRows(sheet: AnySheet, order: readonly number[]): AnySheet {
  return { ...sheet, cells: [sheet.cells[0] ?? [], ...order.map((row) => sheet.cells[row] ?? [])] };
}

/** The columns in another order. */
function withColumns(sheet: AnySheet, order: readonly number[]): AnySheet {
  return { ...sheet, cells: sheet.cells.map((row) => order.map((column) => row[column] ?? '')) };
}

const shuffled = (sheet: AnySheet) =>
  fc.tuple(
    fc.constant(sheet),
    fc.shuffledSubarray(rowsOf(sheet), { minLength: sheet.cells.length - 1 }),
    fc.shuffledSubarray([...(sheet.cells[0] ?? []).keys()], { minLength: sheet.cells[0]?.length ?? 0 }),
  );

describe('planSync() of sheets with all kinds of columns', () => {
  it('gives every row exactly one status, and counts each once', () => {
    fc.assert(
      fc.property(anySheet, (sheet) => {
        const plan = planSync(viewOf(sheet), keptAccount, all);
        const planned = plan.changes.flatMap(({ rowIndexes }) => rowIndexes);
        expect(new Set(planned).size).toBe(planned.length);
        const withStatus = (status: string) =>
          rowsOf(sheet).filter((row) => plan.statuses.get(row)?.status === status);
        expect(withStatus('Waiting')).toEqual([...planned].sort((one, other) => one - other));
        expect(plan.check).toBe(withStatus('Check').length);
        expect(plan.unchanged).toBe(0);
        const silent = rowsOf(sheet).filter((row) => !plan.statuses.has(row));
        expect(planned.length + plan.check + withStatus('Unchanged').length + silent.length).toBe(
          sheet.cells.length - 1,
        );
        expect([...plan.statuses.keys()].every((row) => rowsOf(sheet).includes(row))).toBe(true);
      }),
    );
  });

  it('sends a value into the field of its column, for the contact of its row, and nowhere else', () => {
    fc.assert(
      fc.property(anySheet, (sheet) => {
        for (const { change, rowIndexes } of planSync(viewOf(sheet), keptAccount, all).changes) {
          expectOnlyOwn(change, rowIndexes);
        }
      }),
    );
  });

  it('sends the same whatever the order of the rows and columns is', () => {
    fc.assert(
      fc.property(anySheet.chain(shuffled), ([sheet, rows, columns]) => {
        const before = planSync(viewOf(sheet), keptAccount, all);
        const moved = planSync(viewOf(withColumns(withRows(sheet, rows), columns)), keptAccount, all);
        expect(contentsOf(moved)).toEqual(contentsOf(before));
        expect(moved.changes.map(({ fingerprint }) => fingerprint).sort()).toEqual(
          before.changes.map(({ fingerprint }) => fingerprint).sort(),
        );
      }),
    );
  });

  it('takes nothing from rows that say Check, not even from those that the brake holds', () => {
    fc.assert(
      fc.property(anySheet, fc.nat({ max: 2 }), (sheet, maxAtOnce) => {
        const input = { view: viewOf(sheet), account: keptAccount, scope: all, memory: noBrakeMemory };
        for (const plan of [planSync(input.view, keptAccount, all), planWithBrake({ ...input, maxAtOnce })]) {
          const isCheck = (rowIndex: number) => plan.statuses.get(rowIndex)?.status === 'Check';
          for (const { change, rowIndexes } of plan.changes) {
            expect(rowIndexes.some(isCheck)).toBe(false);
            for (const [, text] of partsOf(change)) {
              expect(marksIn(text).some(({ rowIndex }) => isCheck(rowIndex))).toBe(false);
            }
          }
        }
      }),
    );
  });
});

describe('a preview and a sync of sheets with all kinds of columns', () => {
  it('count the same rows, which are all rows of the sheet', () => {
    fc.assert(
      fc.property(anySheet, (sheet) => {
        const { read, preview, sync, statusOf } = given(sheet);
        const plan = planSync(read(), keptAccount, all);
        const { counts, problems, left } = preview();
        expect(left).toBe(0);
        expect([counts.compared, counts.unchanged]).toEqual([plan.changes.length, plan.unchanged]);
        expect(counts.problemRows).toBe(problems.length);
        const report = sync();
        const rowsThatSay = (status: string) => rowsOf(sheet).filter((row) => statusOf(row) === status);
        const toSend = sumOf(plan.changes.map(({ rowIndexes }) => rowIndexes.length));
        expect(report.synced).toBe(rowsThatSay('Synced').length);
        expect(report.synced).toBe(toSend - (counts.problemRows - plan.check));
        expect(rowsThatSay('Check')).toEqual(problems.map(({ rowIndex }) => rowIndex));
        expect(report.check).toBe(counts.problemRows);
        expect([report.failed, report.unchanged]).toEqual([0, 0]);
        const others = rowsOf(sheet).filter((row) => !['Synced', 'Check'].includes(statusOf(row)));
        for (const row of others) expect(['', 'Unchanged']).toContain(statusOf(row));
        expect(report.synced + report.check + others.length).toBe(sheet.cells.length - 1);
      }),
    );
  });

  it('send nothing of a sheet that has just been synced', () => {
    fc.assert(
      fc.property(anySheet, fc.nat({ max: 3 }), (sheet, maxAtOnce) => {
        const { keap, read, preview, sync, statusOf } = given(sheet, maxAtOnce);
        sync();
        // Somebody may have created the missing tag or option since: such rows are looked at again, and nothing is sent.
        const { changes } = planSync(read(), keptAccount, all);
        const again = changes.flatMap(({ rowIndexes }) => rowIndexes);
        expect(again.filter((row) => statusOf(row) !== 'Check')).toEqual([]);
        const { changes: shown, brake } = preview();
        if (brake.held.optOut + brake.held.emptied === 0) expect(shown).toEqual([]);
        sync();
        expect(keap.sent).toEqual([]);
        expect(again.filter((row) => statusOf(row) !== 'Check')).toEqual([]);
      }),
    );
  });

  it('bring to Keap what is in a row of the contact alone, its tags too, and of a row to check nothing but its opt-out', () => {
    fc.assert(
      fc.property(anySheet, (sheet) => {
        const { keap, read, sync, statusOf } = given(sheet);
        const plan = planSync(read(), keptAccount, all);
        const rows = new Map(plan.changes.map(({ change, rowIndexes }) => [change.id, rowIndexes]));
        sync();
        for (const change of keap.sent) {
          const own = rows.get(change.id) ?? [];
          expectOnlyOwn(change, own);
          if (own.some((row) => statusOf(row) === 'Check')) {
            expect([change.fields.size, change.tags, change.opt?.kind]).toEqual([0, undefined, 'opt-out']);
          }
        }
        const ids = keap.sent.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('R10 opt out every contact whose row asks for it, once, whatever else its row says and however long the yes takes', () => {
    fc.assert(
      fc.property(anySheet, fc.nat({ max: 3 }), fc.nat({ max: 2 }), (sheet, maxAtOnce, syncsBefore) => {
        const { keap, read, sync } = given(sheet, maxAtOnce);
        const wanted = planSync(read(), keptAccount, all).changes.flatMap(({ change }) =>
          change.opt?.kind === 'opt-out' ? [change.id] : [],
        );
        for (let count = 0; count < syncsBefore; count++) sync();
        sync(yes);
        sync();
        const optedOut = keap.opted.filter(({ opt }) => opt.kind === 'opt-out').map(({ id }) => id);
        expect(optedOut.sort()).toEqual(wanted.sort());
      }),
    );
  });
});
