import type { Calendar } from '../../platform/table.ts';
import type { Undoing } from '../../sync/commands.ts';
import type { UndoableRun } from '../../sync/run/run-record.ts';
import { momentText } from '../../sync/sheet/localized-text.ts';
import type { UndoView } from '../api.ts';
import { fieldLabel } from './column-kind-views.ts';
import { count } from './count.ts';
import { changeView, maxShown } from './preview-view.ts';

/** For instance `the sync of 23 November 2026, 09:14`. */
export function undoTitle(target: UndoableRun | undefined, calendar: Calendar): string {
  if (target === undefined) return '';
  const what = target.kind === 'fill' ? 'the filling in' : 'the sync';
  return `${what} of ${momentText(target.startedMs, calendar)}`;
}

export function nothingToUndo(reason: string): UndoView {
  return { run: '', sentence: reason, changes: [], moreChanges: 0, left: [] };
}

export function undoView(target: UndoableRun, { back, left }: Undoing, calendar: Calendar): UndoView {
  const title = undoTitle(target, calendar);
  const stays =
    left.length > 0 ? ` ${count(left.length, 'value', calendar)} stay as they are; why stands below.` : '';
  const shownLeft = left.slice(0, maxShown).map(({ contact, field, reason }) => {
    return { contact: String(contact), field: fieldLabel(field), reason };
  });
  if (back.length === 0) {
    const sentence = `There is nothing to set back of ${title}.${stays}`;
    return { ...nothingToUndo(sentence), left: shownLeft };
  }
  const contacts = new Set(back.map(({ contact }) => contact)).size;
  return {
    run: target.run,
    sentence: `${count(back.length, 'value', calendar)} of ${count(contacts, 'contact', calendar)} would be set back to what they were before ${title}.${stays}`,
    changes: back.slice(0, maxShown).map(changeView),
    moreChanges: Math.max(0, back.length - maxShown),
    left: shownLeft,
  };
}
