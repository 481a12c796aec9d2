/** Starts the daily sync when it is due, and resumes runs that were interrupted. */
import { ServiceDown, SettingsWrong } from '../../errors.ts';
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import type { Table } from '../../platform/table.ts';
import {
  type CommandContext,
  headless,
  runContext,
  type SheetContext,
  summaryOf,
  syncTable,
} from '../command-context.ts';
import { runFill } from '../fill/fill-job.ts';
import type { PlanScope } from '../plan/plan.ts';
import type { SyncReport } from '../run/report.ts';
import { beganMs, changeRunRecord, isFill, loadRunRecord, type UnfinishedRun } from '../run/run-record.ts';
import { endWaiting, isStopAskedSince } from '../run/stop.ts';
import { runUndoFill } from '../undo/undo-fill.ts';
import { runUndo } from '../undo/undo-job.ts';
import { emails } from './emails.ts';
import { failedRowsText } from './failed-rows.ts';
import { dueDay, loadSchedule } from './schedule.ts';

/** A daily run that is due takes the rows along that an unfinished one has left. */
export function runDue(parts: CommandContext, document: OpenDocument): void {
  const { clock } = parts.platform;
  const schedule = loadSchedule(document.properties);
  const { unfinished, doneDay } = loadRunRecord(document.properties);
  if (unfinished !== undefined && unfinished.notBeforeMs > clock.nowMs()) return;
  const day = dueDay(schedule.hour, document.workbook.timeZone(), clock.nowMs());
  const isDue = schedule.isOn && (doneDay === undefined || doneDay < day);
  if (isDue) startDaily(parts, document, schedule.sheetId, day);
  else if (unfinished !== undefined) resume(parts, document, unfinished);
}

/** What is left of an unfinished run, unless it has to wait for a limit. */
export function resumeNow(parts: CommandContext, document: OpenDocument): void {
  const { unfinished } = loadRunRecord(document.properties);
  if (unfinished === undefined || unfinished.notBeforeMs > parts.platform.clock.nowMs()) return;
  resume(parts, document, unfinished);
}

/** So soon after an execution whose time was over the next one begins, in milliseconds. */
const resumeDelayMs = 60_000;

/** Where the clock allows it, a run whose time was over goes on at once, and not only in the next hour. */
export function scheduleResume({ clock, triggers, document }: Platform): void {
  const { unfinished } = loadRunRecord(document().properties);
  if (unfinished === undefined || unfinished.isDown) return;
  triggers.scheduleResume(Math.max(resumeDelayMs, unfinished.notBeforeMs - clock.nowMs()));
}

function startDaily(
  parts: CommandContext,
  document: OpenDocument,
  sheetId: number | undefined,
  doneDay: string,
): void {
  try {
    const place = headless(document, scheduledTable(document, sheetId));
    const report = syncTable(parts, place, { kind: 'all' }, { startedBy: 'Daily sync', doneDay });
    emailReport(parts, place, report);
  } catch (error) {
    if (error instanceof SettingsWrong) {
      emails(parts.platform, document).dailySyncFailed(`The daily sync did not run. ${error.advice}`);
    }
    throw error;
  }
}

function resume(parts: CommandContext, document: OpenDocument, unfinished: UnfinishedRun): void {
  if (isStopAskedSince(document.properties, beganMs(unfinished))) {
    endWaiting(document.properties, parts.platform.clock.nowMs());
    return;
  }
  const { kind, sheetId, phase, isWhole, isDaily, startedBy } = unfinished;
  const table = document.workbook.tableById(sheetId);
  if (table === undefined) {
    changeRunRecord(document.properties, { unfinished: undefined });
    return;
  }
  const place = headless(document, table);
  if (kind !== 'sync') {
    resumeFillOrUndo(parts, place, unfinished);
    return;
  }
  const scope: PlanScope = isWhole ? { kind: phase === 'marking' ? 'all' : 'waiting' } : { kind: 'marked' };
  const report = syncTable(parts, place, scope, { startedBy });
  if (isDaily) emailReport(parts, place, report);
}

/**
 * A fill knows by its record which contacts are done, and an undo by what Keap has. Which rows were selected for a
 * fill nobody knows any more, and an undo whose run is not the last one any more would set back another.
 */
function resumeFillOrUndo(
  parts: CommandContext,
  place: SheetContext,
  { kind, isWhole, target: run }: UnfinishedRun,
): void {
  const { properties } = place.document;
  const target = loadRunRecord(properties).undoable;
  if (kind !== 'undo' && isWhole) {
    runFill(runContext(parts, place), { overwrite: kind === 'fill-over' });
  } else if (kind === 'undo' && target !== undefined && target.run === run) {
    const job = runContext(parts, place);
    if (isFill(target)) runUndoFill(job, target);
    else runUndo(job, target);
  } else {
    changeRunRecord(properties, { unfinished: undefined });
  }
}

function scheduledTable({ workbook }: OpenDocument, sheetId: number | undefined): Table {
  const table = sheetId === undefined ? undefined : workbook.tableById(sheetId);
  if (table !== undefined) return table;
  throw new SettingsWrong(
    'The sheet of the daily sync is gone',
    'The sheet that the daily sync follows has been deleted. Open the sheet that it should follow, and save the schedule again in the sidebar.',
  );
}

/** A day that fails is told once: rows that Keap did not take, or hours in which Keap answers nobody. */
function emailReport(parts: CommandContext, { document, table }: SheetContext, report: SyncReport): void {
  const { platform } = parts;
  const isOver = report.waiting === 0 || report.isStopped;
  const { unfinished } = loadRunRecord(document.properties);
  const isDownForLong =
    report.endedBy instanceof ServiceDown && hoursSince(unfinished, platform.clock.nowMs()) >= 3;
  if (!(isOver && report.failed + report.check > 0) && !isDownForLong) return;
  const sentence = summaryOf(parts, document, report);
  const text = `The daily sync of "${table.name}": ${sentence}\n\n${failedRowsText(table, document.properties)}`;
  emails(platform, document).dailySyncFailed(text.trim());
}

function hoursSince(run: UnfinishedRun | undefined, nowMs: number): number {
  const startedMs = run === undefined ? 0 : beganMs(run);
  return startedMs === 0 ? 0 : (nowMs - startedMs) / 3_600_000;
}
