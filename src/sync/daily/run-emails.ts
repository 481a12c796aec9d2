/** Emails how scheduled syncs have ended, and which runs do not come to their end. */
import { ServiceDown, SettingsWrong } from '../../errors.ts';
import type { OpenDocument } from '../../platform/platform.ts';
import type { Table } from '../../platform/table.ts';
import type { CommandContext } from '../command-context.ts';
import type { SyncEnd } from '../push/push.ts';
import { loadRunRecord, unfinishedRuns } from '../run/run-record.ts';
import { beganMs, type UnfinishedRun } from '../run/unfinished-run.ts';
import { momentText } from '../sheet/localized-text.ts';
import { hasFillProblem } from './due-fill.ts';
import { dailySyncMessage, recoveredMessage, unfinishedMessage } from './email-messages.ts';
import { emails } from './emails.ts';
import { failedRows } from './failed-rows.ts';

/** Emails a failure once a day: rows that Keap rejected, a missing permission, or hours in which Keap does not answer. */
export function emailReport(
  context: CommandContext,
  document: OpenDocument,
  table: Table,
  { report, sentence, isOver }: SyncEnd,
  isResumed = false,
): void {
  const { platform } = context;
  const needsSettings = report.endedBy instanceof SettingsWrong;
  const isDownForLong =
    report.endedBy instanceof ServiceDown && hoursSince(runOf(document, table), platform.clock.nowMs()) >= 3;
  const isAsking = report.questions?.optOut !== undefined || report.questions?.emptied !== undefined;
  // Rows that earlier executions of the run have marked Check are not counted again.
  const hasFailed =
    report.failed + report.check > 0 || (isResumed && failedRows(table, document.properties).length > 0);
  if (!(isOver && (hasFailed || isAsking)) && !isDownForLong && !needsSettings) {
    const isWell = isOver && !report.isStopped && report.endedBy === undefined;
    if (isWell && !hasFillProblem(document.properties, table.sheetId))
      emails(platform, document).recovered(recoveredMessage(table.name, sentence), table.sheetId);
    return;
  }
  const rows = failedRows(table, document.properties);
  const isAboutRows = isOver && report.endedBy === undefined;
  emails(platform, document).dailySyncFailed({
    text: dailySyncMessage(table.name, sentence, isAboutRows ? rows.length : 0),
    sheetId: table.sheetId,
    failed: { sheetId: table.sheetId, rows },
    again: isAboutRows ? 'weekly' : 'daily',
  });
}

/** A limit that lasts for days stops a run without an error; long enough for one that is merely large. */
const reportedAfterHours = 20;

/** Emails which runs have not come to their end for long. */
export function reportUnfinished({ platform }: CommandContext, document: OpenDocument): void {
  const { workbook, properties } = document;
  const record = loadRunRecord(properties);
  for (const one of unfinishedRuns(record)) {
    if (hoursSince(one, platform.clock.nowMs()) < reportedAfterHours) continue;
    const { startedBy, sheetId } = one;
    const text = unfinishedMessage({
      startedBy,
      began: momentText(beganMs(one), workbook.calendar()),
      sheetName: workbook.tableById(sheetId)?.name ?? '',
      sentence: record.last?.sentence ?? '',
    });
    emails(platform, document).dailySyncFailed({ text, sheetId });
  }
}

function runOf({ properties }: OpenDocument, { sheetId }: Table): UnfinishedRun | undefined {
  return unfinishedRuns(loadRunRecord(properties)).find((one) => one.sheetId === sheetId);
}

function hoursSince(run: UnfinishedRun | undefined, nowMs: number): number {
  const startedMs = run === undefined ? 0 : beganMs(run);
  return startedMs === 0 ? 0 : (nowMs - startedMs) / 3_600_000;
}
