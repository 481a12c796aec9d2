/** What an undo did, as a sentence for the user. */
import type { Calendar } from '../../platform/table.ts';
import type { ChunksEnd } from '../run/in-chunks.ts';
import { endSentencesWithoutRows } from '../run/report.ts';
import { countText } from '../sheet/localized-text.ts';
import type { WrittenContact } from './written.ts';

/** Values of Keap, over all executions of the undo. */
export interface UndoReport extends ChunksEnd<WrittenContact> {
  readonly restored: number;
  readonly failed: number;
  /** Values that were left as they are. */
  readonly kept: number;
  /** Values that the log has lost. */
  readonly missing: number;
}

export function undoSentence(
  { restored, failed, kept, missing, left, isStopped, endedBy }: UndoReport,
  nowMs: number,
  calendar: Calendar,
): string {
  const values = (count: number) => countText(count, 'value', calendar);
  const done = [
    `Restored ${values(restored)} in Keap.`,
    ...(failed > 0 ? [`Keap rejected ${values(failed)}; the log says why.`] : []),
    ...(kept > 0 ? [`Left ${values(kept)} unchanged.`] : []),
    ...missingSentence(missing, calendar),
  ];
  const contacts = countText(left.length, 'contact', calendar);
  if (endedBy !== undefined) {
    const rest = `The undo continues automatically with the remaining ${contacts}; their rows keep their status until then.`;
    return [...done, ...endSentencesWithoutRows(endedBy, nowMs, calendar), rest].join(' ');
  }
  if (isStopped) return [...done, 'Stopped at your request. Undo again to restore the rest.'].join(' ');
  if (left.length === 0) return done.join(' ');
  return [
    ...done,
    `Google's time limit was reached, with ${contacts} left. The next run continues with them.`,
  ].join(' ');
}

/** Empty where the log has everything. */
export function missingSentence(missing: number, calendar: Calendar): string[] {
  if (missing === 0) return [];
  return [
    `The log no longer contains ${countText(missing, 'more value', calendar)} of this run, so ${missing === 1 ? 'it stays as it is' : 'they stay as they are'}.`,
  ];
}
