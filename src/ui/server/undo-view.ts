/** What Undo would restore, in words and tables for its dialog. */

import { fieldLabel } from '../../keap/contacts/field-labels.ts';
import type { Calendar } from '../../platform/table.ts';
import type { Undoing } from '../../sync/commands.ts';
import { tagOfLine } from '../../sync/log/tag-lines.ts';
import type { UndoableRun } from '../../sync/run/run-record.ts';
import { countText, momentText } from '../../sync/sheet/localized-text.ts';
import type { UndoChoice } from '../../sync/undo/logged-run.ts';
import { missingSentence } from '../../sync/undo/undo-report.ts';
import type { UndoView } from '../api.ts';
import { changeView } from './preview-view.ts';

/** An undo applies and removes tags, too. */
const automationWarning =
  'Tags would be applied or removed, which can start an automation in Keap, for example one that sends email.';

/** For instance `the sync of 23 November 2026, 09:14`. */
export function undoTitle(target: UndoableRun, calendar: Calendar): string {
  const what = target.kind === 'fill' ? 'the fill-in' : 'the sync';
  return `${what} of ${momentText(target.startedMs, calendar)}`;
}

/**
 * For instance `Sync now, 23 November 2026, 09:14: 57 values of 50 contacts`; `Sync now in "Leads", …` where the runs are of
 * several sheets, whose names `sheetName` gives.
 */
export function choiceViews(
  choices: readonly UndoChoice[],
  calendar: Calendar,
  sheetName: (sheetId: number) => string | undefined,
): UndoView['choices'] {
  const isOfSeveral = new Set(choices.map(({ target }) => target.sheetId)).size > 1;
  const placeOf = (sheetId: number) => {
    const name = sheetName(sheetId);
    return isOfSeveral ? ` in ${name === undefined ? 'a deleted sheet' : `"${name}"`}` : '';
  };
  return choices.map(({ target: { run, kind, startedBy, startedMs, sheetId }, contacts, values }) => {
    const what = `${startedBy ?? (kind === 'fill' ? 'Fill in from Keap' : 'Sync')}${placeOf(sheetId)}`;
    const changed = countText(values, kind === 'fill' ? 'cell' : 'value', calendar);
    const of = countText(contacts, 'contact', calendar);
    return { run, title: `${what}, ${momentText(startedMs, calendar)}: ${changed} of ${of}` };
  });
}

export function nothingToUndo(reason: string): UndoView {
  return { choices: [], run: '', sentence: reason, changes: [], kept: [] };
}

export function undoView(
  target: UndoableRun,
  { restored, kept, missing }: Undoing,
  calendar: Calendar,
): Omit<UndoView, 'choices'> {
  const title = undoTitle(target, calendar);
  const rest = [
    ...(kept.length > 0
      ? [`${countText(kept.length, 'value', calendar)} will not be restored; the reasons are listed below.`]
      : []),
    ...missingSentence(missing, calendar),
  ];
  const keptViews = kept.map(({ contact, field, reason }) => {
    return { contact: String(contact), field: fieldLabel(field), reason };
  });
  if (restored.length === 0) {
    const sentence = [`There is nothing to restore from ${title}.`, ...rest].join(' ');
    return { run: target.run, sentence, changes: [], kept: keptViews };
  }
  const contacts = new Set(restored.map(({ contact }) => contact)).size;
  return {
    run: target.run,
    sentence: [
      `${countText(restored.length, 'value', calendar)} of ${countText(contacts, 'contact', calendar)} would be restored to what they were before ${title}.`,
      ...(restored.some(({ field }) => tagOfLine(field) !== undefined) ? [automationWarning] : []),
      ...rest,
    ].join(' '),
    changes: restored.map(changeView),
    kept: keptViews,
  };
}
