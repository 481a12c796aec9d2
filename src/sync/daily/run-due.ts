/** Starts the scheduled sync when it is due, and resumes runs that were interrupted. */
import { ServiceDown, SettingsWrong } from '../../errors.ts';
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import type { Table } from '../../platform/table.ts';
import { freshly } from '../../stored-record.ts';
import { type CommandContext, runContext } from '../command-context.ts';
import { runFill } from '../fill/fill.ts';
import type { PlanScope } from '../plan/plan.ts';
import { runSync, type SyncEnd } from '../push/push.ts';
import { RunIsOver } from '../run/run-lifecycle.ts';
import { changeRunRecord, loadRunRecord } from '../run/run-record.ts';
import { endIfWaiting, isStopAskedSince } from '../run/stop.ts';
import { beganMs, stopsSinceMs, type UnfinishedRun, type UnfinishedSync } from '../run/unfinished-run.ts';
import { momentText } from '../sheet/localized-text.ts';
import { runUndo } from '../undo/undo.ts';
import { targetOf } from '../undo/undoable.ts';
import { documentTriggers } from './document-triggers.ts';
import { doneSlot } from './done-slot.ts';
import { dailySyncMessage, didNotRunMessage, recoveredMessage, unfinishedMessage } from './email-messages.ts';
import { emails } from './emails.ts';
import { failedRows } from './failed-rows.ts';
import { dueSlot, isSlotDone, loadSchedule, type Schedule } from './schedule.ts';

/**
 * Starts the scheduled sync if it is due, with the rows that an unfinished sync has left; else resumes an unfinished run. One
 * that does not come to its end is emailed.
 */
export function runDue(context: CommandContext, document: OpenDocument): void {
  runWhatIsDue(context, document);
  reportUnfinished(context, document);
}

function runWhatIsDue(context: CommandContext, document: OpenDocument): void {
  const { properties } = document;
  const nowMs = context.platform.clock.nowMs();
  // Renewing the connection may have taken a while, so what has to be done is looked up once more.
  if (dueWork(document, properties, nowMs).kind === 'nothing') return;
  const work = dueWork(document, freshly(properties), nowMs);
  if (work.kind === 'daily') startDaily(context, document, work.schedule, work.slot);
  else if (work.kind === 'resume') resume(context, document, work.unfinished);
}

type DueWork =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'daily'; readonly schedule: Schedule; readonly slot: string }
  | { readonly kind: 'resume'; readonly unfinished: UnfinishedRun };

function dueWork({ workbook }: OpenDocument, stored: Pick<Properties, 'get'>, nowMs: number): DueWork {
  const schedule = loadSchedule(stored);
  const { unfinished } = loadRunRecord(stored);
  if (unfinished !== undefined && unfinished.notBeforeMs > nowMs) return { kind: 'nothing' };
  // An undo first says in its rows what it has restored: the sync of the next hour leaves those alone.
  if (unfinished?.kind === 'undo') return { kind: 'resume', unfinished };
  const slot = dueSlot(schedule, workbook.timeZone(), nowMs);
  if (schedule.isOn && !isSlotDone(doneSlot(stored), slot)) return { kind: 'daily', schedule, slot };
  return unfinished === undefined ? { kind: 'nothing' } : { kind: 'resume', unfinished };
}

/** Resumes an unfinished run, unless it has to wait for a limit. */
export function resumeNow(context: CommandContext, document: OpenDocument): void {
  const { unfinished } = loadRunRecord(document.properties);
  if (unfinished === undefined || unfinished.notBeforeMs > context.platform.clock.nowMs()) return;
  resume(context, document, unfinished);
}

/** The record of runs is changed under the document's lock alone; a run that holds it takes care of its own. */
const lockWaitMs = 500;

/** How soon after an execution that reached its time limit the next one begins, in milliseconds. */
const resumeDelayMs = 60_000;

/** Has an unfinished run resumed as soon as it may be, and not only in the next hour. */
export function scheduleResume(platform: Platform): void {
  const { properties, workbook } = platform.document();
  const { unfinished } = loadRunRecord(properties);
  if (unfinished === undefined || unfinished.isDown) return;
  const waitMs = Math.max(resumeDelayMs, unfinished.notBeforeMs - platform.clock.nowMs());
  documentTriggers(platform, workbook.id).scheduleResume(waitMs);
}

function startDaily(
  context: CommandContext,
  document: OpenDocument,
  { sheetId, changed }: Schedule,
  slot: string,
): void {
  try {
    const table = scheduledTable(document, sheetId);
    const run = runContext(context, document, table, 'headless');
    const end = runSync(
      run,
      { kind: 'all' },
      {
        startedBy: 'Scheduled sync',
        daily: { doneSlot: slot, doneForMs: changed?.atMs },
      },
    );
    emailReport(context, document, table, end);
  } catch (error) {
    if (error instanceof SettingsWrong) {
      emails(context.platform, document).dailySyncFailed({ text: didNotRunMessage(error.advice) });
    }
    throw error;
  }
}

function resume(context: CommandContext, document: OpenDocument, unfinished: UnfinishedRun): void {
  try {
    resumeUnlessOver(context, document, unfinished);
  } catch (error) {
    if (!(error instanceof RunIsOver)) throw error;
  }
}

function resumeUnlessOver(context: CommandContext, document: OpenDocument, unfinished: UnfinishedRun): void {
  const { properties, workbook } = document;
  if (isStopAskedSince(freshly(properties), stopsSinceMs(unfinished))) {
    endIfWaiting(properties, document.lock, context.platform.clock.nowMs(), unfinished.run);
    return;
  }
  const table = workbook.tableById(unfinished.sheetId);
  const target = unfinished.kind === 'undo' ? targetOf(unfinished, properties) : undefined;
  const run = (one: Table) => ({
    ...runContext(context, document, one, 'headless'),
    resumes: unfinished.run,
  });
  if (table !== undefined && unfinished.kind === 'sync') {
    const end = runSync(run(table), scopeOf(unfinished), { startedBy: unfinished.startedBy });
    if (unfinished.isDaily) emailReport(context, document, table, end);
  } else if (table !== undefined && unfinished.kind === 'fill' && unfinished.rows === 'all') {
    runFill(run(table), { overwrite: unfinished.overwrite });
  } else if (table !== undefined && unfinished.kind === 'undo' && target !== undefined) {
    runUndo(run(table), target);
  } else {
    // Its sheet is gone, or its selection is not known.
    document.lock.run(lockWaitMs, () => {
      const isStill = loadRunRecord(properties).unfinished?.run === unfinished.run;
      if (isStill) changeRunRecord(properties, { unfinished: undefined });
    });
  }
}

function scopeOf({ rows, phase }: UnfinishedSync): PlanScope {
  if (rows === 'some') return { kind: 'marked' };
  return { kind: phase === 'marking' ? 'all' : 'waiting' };
}

function scheduledTable({ workbook }: OpenDocument, sheetId: number | undefined): Table {
  const table = sheetId === undefined ? undefined : workbook.tableById(sheetId);
  if (table !== undefined) return table;
  throw new SettingsWrong(
    'The sheet of the scheduled sync is gone',
    'The sheet for the scheduled sync has been deleted. Open the sheet that it should sync, and save the schedule again in the sidebar.',
  );
}

/** Emails a failure once a day: rows that Keap rejected, a missing permission, or hours in which Keap does not answer. */
function emailReport(
  context: CommandContext,
  document: OpenDocument,
  table: Table,
  { report, sentence, isOver }: SyncEnd,
): void {
  const { platform } = context;
  const { unfinished } = loadRunRecord(document.properties);
  const needsSettings = report.endedBy instanceof SettingsWrong;
  const isDownForLong =
    report.endedBy instanceof ServiceDown && hoursSince(unfinished, platform.clock.nowMs()) >= 3;
  const isAsking = report.questions?.optOut !== undefined || report.questions?.emptied !== undefined;
  if (!(isOver && (report.failed + report.check > 0 || isAsking)) && !isDownForLong && !needsSettings) {
    const isWell = isOver && !report.isStopped && report.endedBy === undefined;
    if (isWell) emails(platform, document).recovered(recoveredMessage(table.name, sentence));
    return;
  }
  const rows = failedRows(table, document.properties);
  const isAboutRows = isOver && report.endedBy === undefined;
  emails(platform, document).dailySyncFailed({
    text: dailySyncMessage(table.name, sentence, isAboutRows ? rows.length : 0),
    failed: { sheetId: table.sheetId, rows },
    again: isAboutRows ? 'weekly' : 'daily',
  });
}

/** A limit that lasts for days stops a run without an error; long enough for one that is merely large. */
const reportedAfterHours = 20;

function reportUnfinished({ platform }: CommandContext, document: OpenDocument): void {
  const { unfinished, last } = loadRunRecord(document.properties);
  if (unfinished === undefined || hoursSince(unfinished, platform.clock.nowMs()) < reportedAfterHours) return;
  const began = momentText(beganMs(unfinished), document.workbook.calendar());
  const text = unfinishedMessage(unfinished.startedBy, began, last?.sentence);
  emails(platform, document).dailySyncFailed({ text });
}

function hoursSince(run: UnfinishedRun | undefined, nowMs: number): number {
  const startedMs = run === undefined ? 0 : beganMs(run);
  return startedMs === 0 ? 0 : (nowMs - startedMs) / 3_600_000;
}
