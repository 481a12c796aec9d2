/** Plans a run with the brake on, and keeps what the sheet is asked, so that the sidebar can ask it. */
import { SettingsWrong } from '../../errors.ts';
import { type BrakeAnswer, type BrakedPlan, canWish, planWithBrake } from '../plan/brake.ts';
import { loadBrakeMemory, loadMaxAtOnce, saveBrakeMemory } from '../plan/brake-memory.ts';
import type { PlanScope } from '../plan/plan.ts';
import type { RunContext } from '../run/run-context.ts';
import type { SheetView } from '../sheet/sheet-view.ts';
import { writeStatuses } from '../sheet/status-writer.ts';

/** An answer, and the question that it answers; an answer to a preview is bound to its plan instead. */
export interface AskedAnswer extends BrakeAnswer {
  readonly asked?: string;
}

/**
 * The plan of a run, with the statuses of its rows written. Whatever is killed in between, no row says that it waits for
 * an answer without a question in the sidebar, and no answer counts before it is in the rows. Throws `SettingsWrong` for
 * an answer to a question about other rows than are asked about now.
 */
export function beginBraked(
  context: RunContext,
  options: { readonly view: SheetView; readonly scope: PlanScope; readonly answer: AskedAnswer | undefined },
): BrakedPlan {
  const { document, table, account } = context;
  const { view, scope, answer } = options;
  const memory = loadBrakeMemory(document.properties, table.sheetId);
  if (answer?.asked !== undefined && answer.asked !== memory.asked) throw answerIsLate();
  const maxAtOnce = canWish(view) ? loadMaxAtOnce(document.properties) : 0;
  const plan = planWithBrake({ view, account, scope, memory, maxAtOnce, answer });
  const { asked, questions, agreed, filled } = plan;
  const next = { asked, questions, agreed, filled };
  const save = () => {
    if (JSON.stringify(next) !== JSON.stringify(memory)) {
      saveBrakeMemory(document.properties, table.sheetId, next);
    }
  };
  if (answer === undefined) save();
  writeStatuses(context.table, view, plan.statuses);
  if (answer !== undefined) save();
  return plan;
}

/** A run has asked about other rows since. */
export function answerIsLate(): SettingsWrong {
  return new SettingsWrong(
    'The question is no longer the one that was answered',
    'Other rows wait for an answer now. Check the new number, and answer again.',
  );
}
