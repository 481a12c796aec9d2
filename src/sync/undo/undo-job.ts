/** Runs an undo under the lock, chunk by chunk. */
import { RunEnded } from '../../errors.ts';
import type { RunContext } from '../push/push-job.ts';
import { type OpenRun, type RunEnd, runUnderLock } from '../run/run-lifecycle.ts';
import { changeRunRecord, type UndoableRun } from '../run/run-record.ts';
import { defaultChunkSizes, hasTimeFor, nextChunkSize } from '../run/time-budget.ts';
import { loadChoices } from '../sheet/column-choices.ts';
import { sheetReader } from '../sheet/sheet-view.ts';
import { writeStatuses } from '../sheet/status-writer.ts';
import { readIfPossible, type UndoReport, undoChunk, undoneStatuses, writtenOf } from './undo.ts';
import type { WrittenContact } from './undo-plan.ts';

/**
 * Sets back what a run wrote, under the document's lock. An undo that was cut off is done again from its start:
 * what is set back already is found so, and costs a reading.
 */
export function runUndo(parts: RunContext, target: UndoableRun): string {
  const startedBy = `Undo of ${target.run}`;
  const start = { kind: 'undo', startedBy, isDaily: false, isWhole: true, target: target.run } as const;
  const end = runUnderLock(parts, start, (run) => undoAll(parts, run, target));
  if (end.isOver && !end.isStopped) changeRunRecord(parts.document.properties, { undoable: undefined });
  return end.sentence;
}

function undoAll(parts: RunContext, run: OpenRun, target: UndoableRun): RunEnd & { isStopped: boolean } {
  const contacts = writtenOf(parts.document, target);
  run.marked();
  const report = undoInChunks(parts, run, contacts);
  return {
    sentence: undoSentence(report),
    isOver: report.waiting === 0 || report.isStopped,
    isStopped: report.isStopped,
    failed: 0,
    endedBy: report.endedBy,
  };
}

function undoInChunks(parts: RunContext, run: OpenRun, contacts: readonly WrittenContact[]): UndoReport {
  const { first, max } = parts.chunks ?? defaultChunkSizes;
  const rest = [...contacts];
  const left: UndoReport['left'][number][] = [];
  let [back, failed, size, tookMs] = [0, 0, first, 0];
  let endedBy: RunEnded | undefined;
  let isStopped = false;
  while (rest.length > 0 && hasTimeFor(parts, tookMs)) {
    isStopped = run.isStopAsked();
    if (isStopped) break;
    const beganMs = parts.clock.nowMs();
    const chunk = rest.slice(0, size);
    try {
      const { plan, outcomes } = undoChunk(parts.service, run, chunk);
      const isDone = ({ contact }: { contact: WrittenContact['id'] }) =>
        outcomes.get(contact)?.kind === 'done';
      const done = plan.back.filter(isDone);
      back += done.length;
      failed += plan.back.length - done.length;
      left.push(...plan.left);
      markRows(parts, new Set(done.map(({ contact }) => contact)));
    } catch (error) {
      if (!(error instanceof RunEnded)) throw error;
      endedBy = error;
      break;
    }
    rest.splice(0, chunk.length);
    const done = contacts.length - rest.length;
    run.reached({ done, total: contacts.length, synced: back, failed });
    tookMs = parts.clock.nowMs() - beganMs;
    size = nextChunkSize({ first, max }, size, tookMs);
  }
  return { back, failed, left, waiting: rest.length, isStopped, endedBy };
}

function markRows({ table, document }: RunContext, ids: ReadonlySet<WrittenContact['id']>): void {
  if (ids.size === 0) return;
  const read = sheetReader(table, loadChoices(document.properties, table.sheetId));
  const view = readIfPossible(read);
  if (view !== undefined) writeStatuses({ table, read }, view, undoneStatuses(view, ids));
}

function undoSentence({ back, failed, left, waiting, isStopped, endedBy }: UndoReport): string {
  const values = (count: number) => (count === 1 ? '1 value' : `${count} values`);
  const parts = [
    `Set back ${values(back)}.`,
    ...(failed > 0 ? [`Keap did not take ${values(failed)}; the log says why.`] : []),
    ...(left.length > 0 ? [`${values(left.length)} stayed as they are.`] : []),
  ];
  if (endedBy !== undefined) return [...parts, endedBy.advice].join(' ');
  if (isStopped) return [...parts, 'Stopped, as you asked; undo again for the rest.'].join(' ');
  return waiting > 0
    ? [...parts, `${waiting} contacts are left; the next run goes on with them.`].join(' ')
    : parts.join(' ');
}
