/** What the log still has of a run, and how much it has lost. */
import { SettingsWrong } from '../../errors.ts';
import type { OpenDocument } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import { countOf } from '../log/journal.ts';
import { type LogLine, readLog } from '../log/log-sheet.ts';
import { loadRecorded } from '../run/recorded.ts';
import type { UndoableRun } from '../run/run-record.ts';
import type { UndoTarget } from './undoable.ts';
import { type WrittenContact, writtenBy } from './written.ts';

export interface LoggedRun {
  readonly contacts: readonly WrittenContact[];
  /** How many of its values the log has lost. */
  readonly missing: number;
  readonly lines: readonly LogLine[];
}

/** What the log still has of a run. Throws `SettingsWrong` where it no longer has anything. */
export function loggedRun(
  { workbook, properties }: OpenDocument,
  { run }: Pick<UndoableRun, 'run'>,
): LoggedRun {
  const lines = readLog(workbook)?.lines ?? [];
  const contacts = writtenBy(run, lines);
  if (contacts.length > 0) return { contacts, missing: countMissing(properties, run, lines), lines };
  throw new SettingsWrong(
    'The log holds nothing of the run',
    'The log no longer contains this run, so it cannot be undone: its lines were deleted, or newer lines have replaced them.',
  );
}

/** How many values of a run the log has lost; 0 where nobody knows how many there were. */
export function countMissing(properties: Properties, run: string, lines: readonly LogLine[]): number {
  return Math.max(0, (loadRecorded(properties, run) ?? 0) - countOf(run, lines));
}

/** A run that somebody can choose to undo, and what the log still has of it. */
export interface UndoChoice {
  readonly target: UndoTarget;
  /** Contacts of which the log has lines. */
  readonly contacts: number;
  /** Lines: values sent to Keap, or cells of the sheet. */
  readonly values: number;
}

/** Those of the runs of which the log still has something, in their order. Reads the log once. */
export function undoChoices(
  { workbook }: Pick<OpenDocument, 'workbook'>,
  targets: readonly UndoTarget[],
): UndoChoice[] {
  const contacts = new Map(targets.map(({ run }) => [run, new Map<string, number>()]));
  for (const { run, contact } of readLog(workbook)?.lines ?? []) {
    const counts = contact === '' ? undefined : contacts.get(run);
    counts?.set(String(contact), (counts.get(String(contact)) ?? 0) + 1);
  }
  return targets.flatMap((target) => {
    const counts = [...(contacts.get(target.run)?.values() ?? [])];
    const values = counts.reduce((sum, count) => sum + count, 0);
    return values === 0 ? [] : [{ target, contacts: counts.length, values }];
  });
}
