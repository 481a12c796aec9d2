/** What Undo would restore, in words and tables for its dialog. */
import type { Calendar } from '../../platform/table.ts';
import type { Undoing } from '../../sync/commands.ts';
import type { UndoableRun } from '../../sync/run/run-record.ts';
import { countText, momentText } from '../../sync/sheet/localized-text.ts';
import type { UndoView } from '../api.ts';
import { fieldLabel } from './column-kind-views.ts';
import { changeView, maxShown } from './preview-view.ts';

/** For instance `the sync of 23 November 2026, 09:14`. */
export function undoTitle(target: UndoableRun | undefined, calendar: Calendar): string {
  if (target === undefined) return '';
  const what = target.kind === 'fill' ? 'the fill-in' : 'the sync';
  return `${what} of ${momentText(target.startedMs, calendar)}`;
}

export function nothingToUndo(reason: string): UndoView {
  return { run: '', sentence: reason, changes: [], moreChanges: 0, left: [] };
}

export function undoView(target: UndoableRun, { back, left }: Undoing, calendar: Calendar): UndoView {
  const title = undoTitle(target, calendar);
  const kept =
    left.length > 0
      ? ` ${countText(left.length, 'value', calendar)} will not be restored; the reasons are listed below.`
      : '';
  const shownLeft = left.slice(0, maxShown).map(({ contact, field, reason }) => {
    return { contact: String(contact), field: fieldLabel(field), reason };
  });
  if (back.length === 0) {
    const sentence = `There is nothing to restore from ${title}.${kept}`;
    return { ...nothingToUndo(sentence), left: shownLeft };
  }
  const contacts = new Set(back.map(({ contact }) => contact)).size;
  return {
    run: target.run,
    sentence: `${countText(back.length, 'value', calendar)} of ${countText(contacts, 'contact', calendar)} would be restored to what they were before ${title}.${kept}`,
    changes: back.slice(0, maxShown).map(changeView),
    moreChanges: Math.max(0, back.length - maxShown),
    left: shownLeft,
  };
}
