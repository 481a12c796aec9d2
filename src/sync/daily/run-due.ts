/** Starts the scheduled syncs that are due, and resumes runs that were interrupted. */
import { RunEnded, ServiceDown, SettingsWrong } from '../../errors.ts';
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
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
import { beganMs, stopsSinceMs, type UnfinishedRun, type UnfinishedSync } from '../run/unfinished-run.ts';
import { momentText } from '../sheet/localized-text.ts';
import { undoRun } from '../undo/undo.ts';
import { targetOf } from '../undo/undoable.ts';
import { documentTriggers } from './document-triggers.ts';
import { doneSlot, type StoredSchedule } from './done-slot.ts';
import { type DueFill, fillAfter, fillBefore, fillOptionsOf, hasFillProblem, startFill } from './due-fill.ts';
import { dailySyncMessage, didNotRunMessage, recoveredMessage, unfinishedMessage } from './email-messages.ts';
import { emails } from './emails.ts';
import { failedRows } from './failed-rows.ts';
import { dueSlot, isSlotDone } from './schedule.ts';
import { compareDaily, type DueComparison, dueComparisons } from './scheduled-compare.ts';
import { SheetFailed } from './sheet-failed.ts';
import { activeSchedules, nameOfScheduled } from './sheet-schedules.ts';

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

type DueWork =
  | DueFill
  | { readonly kind: 'daily'; readonly schedule: StoredSchedule; readonly slot: string }
  | { readonly kind: 'resume'; readonly unfinished: UnfinishedRun }
  | DueComparison;

function keyOf(work: DueWork): string {
  switch (work.kind) {
    case 'daily':
      return `sheet ${work.schedule.sheetId}`;
    case 'fill':
      return `fill ${work.schedule.sheetId}`;
    case 'resume':
      return `run ${work.unfinished.run}`;
    case 'compare':
      return `comparison ${work.schedule.sheetId}`;
  }
}

type Stored = Pick<Properties, 'get' | 'keys'>;

/** What is stored at this moment; each value is read once. */
function asStoredNow(properties: Properties): Stored {
  const known = new Map<string, string | null>();
  return {
    keys: () => properties.keys(),
    get(key) {
      const value = known.has(key) ? (known.get(key) ?? null) : properties.fresh(key);
      known.set(key, value);
      return value;
    },
  };
}

/** What to do next, and has not been tried yet; undefined for nothing. */
function nextWork(
  { workbook }: OpenDocument,
  stored: Stored,
  tried: ReadonlySet<string>,
  nowMs: number,
): DueWork | undefined {
  const runs = unfinishedRuns(loadRunRecord(stored));
  if (runs.some(({ notBeforeMs }) => notBeforeMs > nowMs)) return undefined;
  const timeZone = workbook.timeZone();
  const due = activeSchedules(stored)
    .map((schedule): DueWork & { readonly kind: 'daily' } => {
      return { kind: 'daily', schedule, slot: dueSlot(schedule, timeZone, nowMs) };
    })
    .filter(({ schedule, slot }) => !isSlotDone(doneSlot(stored, schedule), slot))
    // An undo first says in its rows what it has restored: the sync of its sheet leaves those alone.
    .filter((work) => runs.every((one) => one.kind !== 'undo' || !isOf(work, one)))
    .sort((one, other) => (one.slot < other.slot ? -1 : one.slot > other.slot ? 1 : 0));
  const syncs = runs.filter(({ kind }) => kind === 'sync');
  const withFill = (work: DueWork & { readonly kind: 'daily' }): DueWork[] => {
    const fill = fillBefore(stored, work.schedule, work.slot);
    return fill === undefined ? [work] : [fill, work];
  };
  const fillsAfter = activeSchedules(stored).flatMap(
    (schedule) => fillAfter(stored, schedule, { timeZone, nowMs }) ?? [],
  );
  const works = [
    ...resumptionsOf(runs.filter(({ kind }) => kind === 'undo')),
    // A sync that is due does what an unfinished one of its sheet has left, and no other sheet's comes before it.
    ...due.filter((work) => syncs.some((one) => isOf(work, one))).flatMap(withFill),
    ...resumptionsOf(syncs.filter((one) => due.every((work) => !isOf(work, one)))),
    ...due.flatMap(withFill),
    ...fillsAfter,
    ...resumptionsOf(runs),
    ...dueComparisons(stored, runs, { timeZone, nowMs }),
  ];
  const isTried = (work: DueWork) =>
    tried.has(keyOf(work)) ||
    (work.kind === 'resume' &&
      tried.has(`sheet ${work.unfinished.sheetId}`) &&
      work.unfinished.kind === 'sync') ||
    (work.kind === 'resume' &&
      tried.has(`fill ${work.unfinished.sheetId}`) &&
      isScheduledFill(work.unfinished));
  return works.find((work) => !isTried(work));
}

function isOf({ schedule }: DueWork & { readonly kind: 'daily' }, { sheetId }: UnfinishedRun): boolean {
  return schedule.sheetId === sheetId;
}

function isScheduledFill(run: UnfinishedRun): boolean {
  return run.kind === 'fill' && run.isScheduled === true;
}

function resumptionsOf(runs: readonly UnfinishedRun[]): DueWork[] {
  return runs.map((unfinished) => ({ kind: 'resume', unfinished }));
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

/** Emails a failure once a day: rows that Keap rejected, a missing permission, or hours in which Keap does not answer. */
function emailReport(
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

function reportUnfinished({ platform }: CommandContext, document: OpenDocument): void {
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
