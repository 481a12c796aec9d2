/** Starts the scheduled syncs that are due, and resumes runs that were interrupted. */
import { RunEnded, SettingsWrong } from '../../errors.ts';
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import type { Table } from '../../platform/table.ts';
import { freshly } from '../../stored-record.ts';
import { type CommandContext, type OpenedService, runContext } from '../command-context.ts';
import { fillRun } from '../fill/fill.ts';
import type { PlanScope } from '../plan/plan.ts';
import { runSync, type SyncEnd } from '../push/push.ts';
import { type RunEnd, RunIsOver } from '../run/run-lifecycle.ts';
import {
  asUnfinished,
  changeRunRecord,
  loadRunRecord,
  type RunRecordChange,
  unfinishedRuns,
} from '../run/run-record.ts';
import { endIfWaiting, isStopAskedSince } from '../run/stop.ts';
import { hasTimeFor } from '../run/time-budget.ts';
import { stopsSinceMs, type UnfinishedRun, type UnfinishedSync } from '../run/unfinished-run.ts';
import { undoRun } from '../undo/undo.ts';
import { targetOf } from '../undo/undoable.ts';
import { documentTriggers } from './document-triggers.ts';
import type { StoredSchedule } from './done-slot.ts';
import { type DueFill, fillOptionsOf, startFill } from './due-fill.ts';
import { asStoredNow, type DueWork, keyOf, nextWork } from './due-work.ts';
import { didNotRunMessage } from './email-messages.ts';
import { emails } from './emails.ts';
import { emailReport, reportUnfinished } from './run-emails.ts';
import { compareDaily } from './scheduled-compare.ts';
import { SheetFailed } from './sheet-failed.ts';
import { nameOfScheduled } from './sheet-schedules.ts';

/**
 * Resumes unfinished runs and starts the scheduled syncs that are due, one sheet after another while there is time; the rest
 * a minute later. A sheet that only its own settings stop keeps no other one from running, while an outage or a limit
 * concerns the account, so that the other sheets wait as well. A run that does not come to its end is emailed. Throws what
 * has stopped a sheet, as `SheetFailed`, or all of them.
 */
export function runDue(context: CommandContext, document: OpenDocument): void {
  const { failed, isMoreLeft } = runWhatIsDue(context, document);
  reportUnfinished(context, document);
  if (failed === undefined || isMoreLeft) scheduleResume(context.platform, isMoreLeft);
  if (failed !== undefined) throw failed;
}

interface DueEnd {
  readonly failed: SheetFailed | undefined;
  /** Whether something is due for which there was no time. */
  readonly isMoreLeft: boolean;
}

function runWhatIsDue(context: CommandContext, document: OpenDocument): DueEnd {
  const { platform, startedMs } = context;
  const { properties } = document;
  const { clock } = platform;
  const tried = new Set<string>();
  // Renewing the connection may have taken a while, so what has to be done is looked up once more.
  const isIdle = nextWork(document, properties, tried, clock.nowMs()) === undefined;
  const shared = inSuccession(context);
  let failed: SheetFailed | undefined;
  while (!isIdle && shared.isCurrent()) {
    const work = nextWork(document, asStoredNow(properties), tried, clock.nowMs());
    if (work === undefined || isStopAskedSince(freshly(properties), startedMs)) break;
    if (tried.size > 0 && !hasTimeFor({ clock, startedMs }, firstStepsMs))
      return { failed, isMoreLeft: true };
    tried.add(keyOf(work));
    try {
      const end = run(shared.context(), document, work);
      if (end !== undefined && !end.isOver && !(end.endedBy instanceof SettingsWrong)) {
        // What a comparison has left is on no record of unfinished runs.
        const isMoreLeft = work.kind === 'compare' && end.endedBy === undefined && shared.isCurrent();
        return { failed, isMoreLeft };
      }
    } catch (error) {
      if (!(error instanceof SheetFailed)) throw error;
      // What Sheets or our code throws has not been emailed yet.
      failed = failed === undefined || failed.reason instanceof SettingsWrong ? error : failed;
    }
  }
  return { failed, isMoreLeft: false };
}

/** Reading a large sheet and marking its rows, in milliseconds: half of the time that has to be left to begin another one. */
const firstStepsMs = 60_000;

/** The context of one run of several in an execution. */
type RunInSuccession = CommandContext & { readonly beganMs: number };

/** One connection for all runs of this execution, which share what Keap's limit allows; each counts its own requests. */
function inSuccession(context: CommandContext): {
  context(): RunInSuccession;
  /** Whether the user still wants the connection to be used. */
  isCurrent(): boolean;
} {
  const { clock } = context.platform;
  let opened: OpenedService | undefined;
  let beganMs = 0;
  return {
    isCurrent: () => opened?.isCurrent() !== false,
    context() {
      // Runs are named by the second in which they begin.
      beganMs = Math.max(clock.nowMs(), beganMs + 1000);
      const open = () => {
        opened ??= context.open();
        const { calls } = opened;
        const before = calls();
        return { ...opened, calls: () => calls() - before };
      };
      return { ...context, beganMs, open };
    },
  };
}

/** How far a run has come. Throws `SheetFailed`, or what concerns all sheets. */
function run(context: RunInSuccession, document: OpenDocument, work: DueWork): RunEnd | undefined {
  const { sheetId } = work.kind === 'resume' ? work.unfinished : work.schedule;
  const sheetName = nameOfScheduled(document.workbook, work.kind === 'resume' ? { sheetId } : work.schedule);
  if (work.kind === 'daily' || work.kind === 'fill') openForAll(context, document);
  try {
    return doWork(context, document, work);
  } catch (error) {
    if (error instanceof RunEnded && !(error instanceof SettingsWrong)) throw error;
    if (error instanceof SettingsWrong && work.kind === 'daily') {
      emails(context.platform, document).dailySyncFailed({
        text: didNotRunMessage(error.advice, sheetName),
        sheetId,
      });
    }
    throw new SheetFailed(error, { sheetId, sheetName });
  }
}

function doWork(context: RunInSuccession, document: OpenDocument, work: DueWork): RunEnd | undefined {
  switch (work.kind) {
    case 'daily':
      return startDaily(context, document, work.schedule, work.slot);
    case 'fill':
      return startScheduledFill(context, document, work);
    case 'resume':
      return resume(context, document, work.unfinished);
    case 'compare':
      return compareDaily(context, document, work);
  }
}

/** What is wrong with the connection concerns every sheet. */
function openForAll(context: CommandContext, document: OpenDocument): void {
  try {
    context.open();
  } catch (error) {
    if (error instanceof SettingsWrong) {
      emails(context.platform, document).dailySyncFailed({ text: didNotRunMessage(error.advice, '') });
    }
    throw error;
  }
}

/** Resumes an unfinished run, unless it has to wait for a limit. */
export function resumeNow(context: CommandContext, document: OpenDocument): void {
  const runs = unfinishedRuns(loadRunRecord(document.properties));
  // One that only its settings have stopped would otherwise come first again and again.
  const unfinished = runs.find(({ isDown }) => !isDown) ?? runs[0];
  if (unfinished === undefined || unfinished.notBeforeMs > context.platform.clock.nowMs()) return;
  resume(context, document, unfinished);
}

/** The record of runs is changed under the document's lock alone; a run that holds it takes care of its own. */
const lockWaitMs = 500;

/** How soon after an execution that reached its time limit the next one begins, in milliseconds. */
const resumeDelayMs = 60_000;

/** Has unfinished runs, or what else there was no time for, continued as soon as may be, and not only in the next hour. */
export function scheduleResume(platform: Platform, isMoreLeft = false): void {
  const { properties, workbook } = platform.document();
  const runs = unfinishedRuns(loadRunRecord(properties));
  const nowMs = platform.clock.nowMs();
  const waits = runs.filter(({ isDown }) => !isDown).map(({ notBeforeMs }) => notBeforeMs - nowMs);
  if (waits.length === 0 && !isMoreLeft) return;
  const longestMs = Math.max(resumeDelayMs, ...waits);
  documentTriggers(platform, workbook.id).scheduleResume(longestMs);
}

function startDaily(
  context: RunInSuccession,
  document: OpenDocument,
  schedule: StoredSchedule,
  slot: string,
): SyncEnd {
  const table = scheduledTable(document, schedule);
  const end = runSync(
    { ...runContext(context, document, table, 'headless'), beganMs: context.beganMs },
    { kind: 'all' },
    { startedBy: 'Scheduled sync', daily: doneWith(schedule, slot) },
  );
  emailReport(context, document, table, end);
  return end;
}

/** What the record of runs says once the sync of this slot is done. */
function doneWith(
  { sheetId, changed, isFirst }: StoredSchedule,
  slot: string,
): Pick<RunRecordChange, 'doneSlot' | 'doneForMs' | 'doneSheet'> {
  const done = { doneSlot: slot, doneForMs: changed?.atMs };
  return isFirst || sheetId === undefined ? done : { doneSheet: { sheetId, ...done } };
}

function startScheduledFill(context: RunInSuccession, document: OpenDocument, due: DueFill): RunEnd {
  const { properties, lock } = document;
  const table = scheduledTable(document, due.schedule);
  const run = { ...runContext(context, document, table, 'headless'), beganMs: context.beganMs };
  const end = startFill(run, context.platform, due);
  // Whoever stops it wants nothing of the sync that it was to prepare.
  const isStopped = isStopAskedSince(freshly(properties), context.startedMs);
  if (isStopped && due.fill.when === 'before') {
    lock.run(lockWaitMs, () => changeRunRecord(properties, doneWith(due.schedule, due.slot)));
  }
  return end;
}

function resume(
  context: CommandContext,
  document: OpenDocument,
  unfinished: UnfinishedRun,
): RunEnd | undefined {
  try {
    return resumeUnlessOver(context, document, unfinished);
  } catch (error) {
    if (error instanceof RunIsOver) return undefined;
    throw error;
  }
}

function resumeUnlessOver(
  context: CommandContext,
  document: OpenDocument,
  unfinished: UnfinishedRun,
): RunEnd | undefined {
  const { properties, workbook } = document;
  if (isStopAskedSince(freshly(properties), stopsSinceMs(unfinished))) {
    endIfWaiting(document, context.platform.clock.nowMs(), unfinished.run);
    return undefined;
  }
  const table = workbook.tableById(unfinished.sheetId);
  const target = unfinished.kind === 'undo' ? targetOf(unfinished, properties) : undefined;
  const run = (one: Table) => ({
    ...runContext(context, document, one, 'headless'),
    resumes: unfinished.run,
  });
  if (table !== undefined && unfinished.kind === 'sync') {
    const end = runSync(run(table), scopeOf(unfinished), { startedBy: unfinished.startedBy });
    if (unfinished.isDaily) emailReport(context, document, table, end, true);
    return end;
  } else if (table !== undefined && unfinished.kind === 'fill' && unfinished.rows === 'all') {
    const { overwrite, isScheduled } = unfinished;
    const options = isScheduled === true ? fillOptionsOf(properties, table.sheetId) : { overwrite };
    if (options?.overwrite === overwrite) return fillRun(run(table), options);
    drop(document, unfinished);
  } else if (table !== undefined && unfinished.kind === 'undo' && target !== undefined) {
    return undoRun(run(table), target);
  } else {
    // Its sheet is gone, or its selection is not known.
    drop(document, unfinished);
  }
  return undefined;
}

function drop({ lock, properties }: OpenDocument, { run }: UnfinishedRun): void {
  lock.run(lockWaitMs, () => {
    const left = unfinishedRuns(loadRunRecord(properties)).filter((one) => one.run !== run);
    changeRunRecord(properties, asUnfinished(left));
  });
}

function scopeOf({ rows, phase }: UnfinishedSync): PlanScope {
  if (rows === 'some') return { kind: 'marked' };
  return { kind: phase === 'marking' ? 'all' : 'waiting' };
}

function scheduledTable({ workbook }: OpenDocument, { sheetId, sheetName }: StoredSchedule): Table {
  const table = sheetId === undefined ? undefined : workbook.tableById(sheetId);
  if (table !== undefined) return table;
  throw new SettingsWrong(
    'The sheet of the scheduled sync is gone',
    sheetName === undefined
      ? 'The sheet for the scheduled sync has been deleted. Open the sheet that it should sync, and save the schedule again in the sidebar.'
      : `The sheet "${sheetName}" of the scheduled sync has been deleted. To remove its schedule, open another sheet, and save that sheet's schedule in the sidebar.`,
  );
}
