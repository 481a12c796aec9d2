/** What the log still has of a run, and how much it has lost. */
import { SettingsWrong } from '../../errors.ts';
import type { OpenDocument } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import { countOf } from '../log/journal.ts';
import { type LogLine, readLog } from '../log/log-sheet.ts';
import { loadRecorded } from '../run/recorded.ts';
import type { UndoableRun } from '../run/run-record.ts';
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
    'The log no longer contains the last run, so it cannot be undone: its lines were deleted, or newer lines have replaced them.',
  );
}

/** How many values of a run the log has lost; 0 where nobody knows how many there were. */
export function countMissing(properties: Properties, run: string, lines: readonly LogLine[]): number {
  return Math.max(0, (loadRecorded(properties, run) ?? 0) - countOf(run, lines));
}
