/**
 * Says in the log why an hourly run did nothing, where no property can be stored and no email sent: the sheet is the last
 * thing that a person sees. The lines themselves say when the last one was written, so there is one a day.
 */
import type { OpenDocument } from '../../platform/platform.ts';
import { underLockIfPossible } from '../../stored-record.ts';
import { writeLines } from './line-writer.ts';
import { openLog, readLog } from './log-sheet.ts';
import { runName } from './run-name.ts';
import { writtenMs } from './trim.ts';

/** Stands where others have a field. */
const hourlyField = 'Hourly run';

/** A little less than a day: the hourly trigger does not keep to the minute. */
const dayMs = 22 * 60 * 60 * 1000;

/** Why an hourly run did nothing, and when, in milliseconds since 1970. */
export interface HourlyNote {
  readonly text: string;
  readonly atMs: number;
}

/** Writes the note unless there is one of the last day; false where there is. Throws what Google throws. */
export function noteInLog(
  { workbook, lock }: Pick<OpenDocument, 'workbook' | 'lock'>,
  { text, atMs }: HourlyNote,
): boolean {
  return underLockIfPossible(lock, () => {
    const newest = newestNote(workbook);
    if (newest !== undefined && atMs - newest.atMs < dayMs) return false;
    const log = openLog(workbook, { hasLinks: false });
    const line = {
      ...{
        run: runName(atMs, workbook.timeZone(), () => false),
        time: new Date(atMs),
        startedBy: hourlyField,
        api: '',
        contact: '',
      },
      ...{ field: hourlyField, oldValue: '', newValue: '', outcome: text },
    };
    writeLines(log, log.lines.length, [line]);
    return true;
  });
}

/** The newest note in the log, wherever people have sorted it to. */
export function newestNote(workbook: OpenDocument['workbook']): HourlyNote | undefined {
  const notes = (readLog(workbook)?.lines ?? [])
    .filter(({ field, startedBy }) => field === hourlyField && startedBy === hourlyField)
    .map((line) => ({ text: line.outcome, atMs: writtenMs(line) }));
  return notes.reduce<HourlyNote | undefined>(
    (one, other) => (one === undefined || other.atMs > one.atMs ? other : one),
    undefined,
  );
}
