/** Plans a run with the brake on, and keeps what the sheet is asked, so that the sidebar can ask it. */
import { SettingsWrong } from '../../errors.ts';
import type { Area } from '../../platform/table.ts';
import type { Journal } from '../log/journal.ts';
import {
  type BrakeAnswer,
  type BrakedPlan,
  canWish,
  planWithBrake,
  statusesWithBrake,
} from '../plan/brake.ts';
import { loadBrakeMemory, loadMaxAtOnce, saveBrakeMemory } from '../plan/brake-memory.ts';
import type { PlannedChange, PlanScope } from '../plan/plan.ts';
import type { RunContext } from '../run/run-context.ts';
import { withLinks } from '../sheet/link-column.ts';
import type { SheetView } from '../sheet/sheet-view.ts';
import { isStatusChanged } from '../sheet/status-blocks.ts';
import { writeStatuses } from '../sheet/status-writer.ts';
import {
  neededNames,
  statusesFilled,
  statusesRefused,
  unreportedRows,
  unsentMessage,
  unwrittenRows,
} from '../sheet/unwritten-rows.ts';
import { matchRows } from './match-rows.ts';

/** An answer, and the question that it answers; an answer to a preview is bound to its plan instead. */
export interface AskedAnswer extends BrakeAnswer {
  readonly asked?: string;
}

/** A plan whose rows show that they are about to be sent. */
export interface BegunPlan extends BrakedPlan {
  /** Rows (indexes from 0) that were taken out of the plan, as Sheets did not take their status. */
  readonly unsent: ReadonlySet<number>;
  /** Other rows whose status Sheets did not take. */
  readonly unreported: ReadonlySet<number>;
}

/**
 * The plan of a run, with the statuses of its rows written. Whatever is killed in between, no row says that it waits for
 * an answer without a question in the sidebar, and no answer counts before it is in the rows. Throws `SettingsWrong` for
 * an answer to a question about other rows than are asked about now, and where neither the log nor any row could show
 * what was sent.
 */
export function beginBraked(
  context: RunContext,
  options: {
    readonly view: SheetView;
    readonly scope: PlanScope;
    readonly answer: AskedAnswer | undefined;
    readonly journal: Pick<Journal, 'requireWritable'>;
  },
): BegunPlan {
  const { document, table, account } = context;
  const { view, scope, answer, journal } = options;
  const memory = loadBrakeMemory(document.properties, table.sheetId);
  if (answer?.asked !== undefined && answer.asked !== memory.asked) throw answerIsLate();
  const maxAtOnce = canWish(view) ? loadMaxAtOnce(document.properties) : 0;
  const braked = planWithBrake({ view, account, scope, memory, maxAtOnce, answer });
  const linked = { properties: document.properties, sheetId: table.sheetId, account };
  const plan = { ...braked, statuses: withLinks(linked, view, braked.statuses) };
  if (plan.changes.length > 0) journal.requireWritable();
  const { asked, questions, agreed, filled } = plan;
  const next = { asked, questions, agreed, filled };
  const save = () => {
    if (JSON.stringify(next) !== JSON.stringify(memory)) {
      saveBrakeMemory(document.properties, table.sheetId, next);
    }
  };
  if (answer === undefined) save();
  const begun = writePlan(context, view, plan);
  if (answer !== undefined) save();
  return begun;
}

/** Takes the rows out of the plan that cannot show what becomes of them. */
function writePlan(context: RunContext, view: SheetView, plan: BrakedPlan): BegunPlan {
  const written = writeStatuses(context.table, view, plan.statuses);
  if (written.anchors.length > 0) throw statusesFilled(written);
  const unwritten = new Set([
    ...unwrittenRows(view, plan.statuses, written, neededNames),
    ...lockedRows(context, view, plan),
  ]);
  const isUnsent = ({ rowIndexes }: PlannedChange) => rowIndexes.some((rowIndex) => unwritten.has(rowIndex));
  const out = plan.changes.filter(isUnsent);
  if (out.length > 0 && out.length === plan.changes.length) throw statusesRefused();
  const unsent = new Set(out.flatMap(({ rowIndexes }) => rowIndexes));
  const unreported = [...unreportedRows(view, plan.statuses, written)].filter((row) => !unsent.has(row));
  if (out.length > 0) noteUnsent(context, out);
  return {
    ...plan,
    changes: plan.changes.filter((planned) => !isUnsent(planned)),
    unsent,
    unreported: new Set(unreported),
  };
}

/** Of the rows that say already what they should, as an earlier execution wrote it, those that are locked since. */
function lockedRows({ table }: RunContext, view: SheetView, { changes, statuses }: BrakedPlan): number[] {
  const rows = changes
    .flatMap(({ rowIndexes }) => rowIndexes)
    .filter((rowIndex) => !isStatusChanged(view, rowIndex, statuses.get(rowIndex)));
  if (rows.length === 0) return [];
  const first = rows.reduce((one, other) => Math.min(one, other));
  const last = rows.reduce((one, other) => Math.max(one, other));
  const areas = neededNames.flatMap((name): Area[] => {
    const columnIndex = view.columns.managed[name];
    return columnIndex === undefined
      ? []
      : [{ rowIndex: first, columnIndex, rowCount: last - first + 1, columnCount: 1 }];
  });
  const locked = table.locked(areas);
  return rows.filter((row) =>
    locked.some(({ rowIndex, rowCount }) => row >= rowIndex && row < rowIndex + rowCount),
  );
}

/** As far as their cells can be written, these rows say why they were not sent. */
function noteUnsent(context: RunContext, changes: readonly PlannedChange[]): void {
  const view = context.read();
  const outcome = { kind: 'failed', reason: unsentMessage } as const;
  const settled = changes.map((planned) => ({ planned, outcome }));
  const statuses = matchRows(view, settled, context.account, context.clock.nowMs());
  writeStatuses(context.table, view, statusesWithBrake(view, statuses));
}

/** A run has asked about other rows since. */
export function answerIsLate(): SettingsWrong {
  return new SettingsWrong(
    'The question is no longer the one that was answered',
    'Different rows are waiting for your answer now. Check the new number, and answer again.',
  );
}
