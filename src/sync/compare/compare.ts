/** The command "Compare with Keap": reads and notes where Keap differs, and does what somebody chooses about that. */

import { runSync } from '../push/push.ts';
import type { RunContext } from '../run/run-context.ts';
import { rejectForeignRows } from '../sheet/foreign-rows.ts';
import { countText } from '../sheet/localized-text.ts';
import { byContact, type ShownDifference } from './choices.ts';
import { noteChosen } from './choose.ts';
import { type Comparison, compareWithKeap } from './comparison.ts';
import { noteInRows } from './row-notes.ts';
import { runTake, startedByCompare } from './take.ts';

/** One piece of a comparison of a sheet. */
export interface SheetComparison {
  readonly comparison: Comparison;
  readonly sheetName: string;
}

/** What is to be done about differences; what is in neither list stays as it is. */
export interface CompareChoices {
  /** Keap gets the sheet's value. */
  readonly send: readonly ShownDifference[];
  /** The sheet gets Keap's. */
  readonly take: readonly ShownDifference[];
}

/** Sends nothing, and writes nothing but the notes. Throws as a preview does. */
export function compareSheet(context: RunContext, afterId: number): SheetComparison {
  const comparison = comparePiece(context, afterId);
  noteInRows(context, comparison.compared);
  return { comparison, sheetName: context.table.name };
}

/** The same without the notes. */
export function comparePiece(context: RunContext, afterId: number): Comparison {
  const { document, read } = context;
  const checkedRead = () => {
    const view = read();
    rejectForeignRows(view, document.properties);
    return view;
  };
  return compareWithKeap({ ...context, read: checkedRead }, afterId);
}

/**
 * Takes first, so that what is sent does not speak of a row that changes again. Each of the two is a run of its own, with
 * its lines in the log and its undo. Throws as `runTake` and `runSync` do.
 */
export function applyChoices(context: RunContext, { send, take }: CompareChoices): string {
  const calendar = context.document.workbook.calendar();
  const taken = take.length === 0 ? undefined : runTake(context, byContact(take));
  const sentences = taken === undefined ? [] : [taken.sentence];
  if (send.length === 0) return sentences.join(' ');
  if (taken?.isWhole === false) return [...sentences, 'Nothing was sent to Keap.'].join(' ');
  const { noted, left } = noteChosen(context, byContact(send), taken?.rowsNow ?? new Map());
  if (noted > 0) {
    const { sentence } = runSync(context, { kind: 'chosen' }, { startedBy: startedByCompare });
    sentences.push(sentence);
  }
  if (left > 0) {
    sentences.push(
      `${countText(left, 'value', calendar)} ${left === 1 ? 'was' : 'were'} not sent, because the row has changed since the comparison. Compare again.`,
    );
  }
  return sentences.join(' ');
}
