/** Opens a run under the document's lock, keeps its record while it works, and closes it however it ends. */
import { Busy, QuotaSpent, RunEnded } from '../../errors.ts';
import type { Properties } from '../../platform/properties.ts';
import { freshly } from '../../stored-record.ts';
import { keepingInFront } from '../log/front-sheet.ts';
import { type Journal, journal } from '../log/journal.ts';
import { runName } from '../log/run-name.ts';
import { loadProgress, noProgress, type Progress, saveProgress } from './progress.ts';
import { recordedBy } from './recorded.ts';
import type { RunContext } from './run-context.ts';
import {
  asUnfinished,
  changeRunRecord,
  loadRunRecord,
  type RunRecord,
  type RunRecordChange,
  type UndoableRun,
  unfinishedRuns,
} from './run-record.ts';
import { isStopAskedSince, stoppedOf } from './stop.ts';
import { noteStopped } from './stopped-rows.ts';
import { executionMs } from './time-budget.ts';
import type { NewRun, Reached, UnfinishedRun } from './unfinished-run.ts';

/** Long enough for a run that is just ending, short enough for somebody who waits before a menu. */
const lockWaitMs = 2_000;

/** How a run of one kind begins. */
export interface RunStart<State extends UnfinishedRun> {
  /** For instance `Sync now`, as the log says it. */
  readonly startedBy: string;
  /** The state of a new run. */
  begin(run: NewRun): State;
  /** The state in which it takes up an unfinished run of the same sheet; undefined where it does not cover that one. */
  takeUp(unfinished: UnfinishedRun): State | undefined;
  /** As what it can be undone; undefined where it cannot. */
  readonly undoableAs?: UndoableRun['kind'];
  /** The sheet whose run it undoes, which may have been deleted; undefined where that is the one that it works with. */
  readonly ofSheetId?: number;
  /** Set for one that a schedule has beside its sync: the last sentence goes on saying how that has ended. */
  readonly isBesideSync?: true;
  /** Whether it ends an unfinished run that it does not take up: nobody continues a run that is undone. */
  ends?(unfinished: UnfinishedRun): boolean;
}

/** A run under the document's lock. */
export interface OpenRun<State extends UnfinishedRun = UnfinishedRun> {
  readonly journal: Journal;
  /** What earlier executions of the same run have done. */
  readonly before: Progress;
  state(): State;
  /** Saves what has changed, with what else the record is to say, in one property write. */
  update(change: Partial<State>, record?: RunRecordChange): void;
  /** One property write, once a chunk: counts of this execution, in contacts and rows. */
  reached(now: Counts): void;
  isStopAsked(): boolean;
  /** Ends this execution after the chunk in flight, of which a part is done. */
  endEarly(endedBy: RunEnded): void;
  /** What has ended this execution early, so far. */
  endedEarly(): RunEnded | undefined;
}

/** The run to resume was ended by another execution, which held the lock until then: nothing is left to do. */
export class RunIsOver extends Error {}

type Counts = Pick<Progress, 'done' | 'total' | 'synced' | 'failed'>;

/** How a run, or this execution of it, has ended. */
export interface RunEnd {
  readonly sentence: string;
  /** Whether nothing is left for a later execution. */
  readonly isOver: boolean;
  /** Rows that failed, over all executions. */
  readonly failed: number;
  readonly endedBy?: RunEnded | undefined;
  /** The run that this one has undone as far as it can be. */
  readonly undone?: string | undefined;
}

/**
 * Does the work under the document's lock and keeps its record, so that the next execution can resume a run that is
 * killed. Throws `Busy` where another run holds the lock, `RunIsOver` where there is nothing left to resume, and what the
 * work throws.
 */
export function runUnderLock<State extends UnfinishedRun, End extends RunEnd>(
  context: RunContext,
  start: RunStart<State>,
  work: (run: OpenRun<State>) => End,
): End {
  return underRunLock(context.document, () => runLocked(context, start, work));
}

/** Reads and writes what runs store while none of them works. Throws `Busy` where another run holds the lock. */
export function underRunLock<Result>(
  { lock }: Pick<RunContext['document'], 'lock'>,
  work: () => Result,
): Result {
  const locked = lock.run(lockWaitMs, work);
  if (locked.kind === 'done') return locked.value;
  throw new Busy(
    'Another sync holds the lock',
    'Another sync of this spreadsheet is running. Wait until it finishes, then try again.',
  );
}

function runLocked<State extends UnfinishedRun, End extends RunEnd>(
  context: RunContext,
  start: RunStart<State>,
  work: (run: OpenRun<State>) => End,
): End {
  const { document, clock, apiNotice } = context;
  const { properties } = document;
  if (isOver(context)) throw new RunIsOver();
  const { interrupted, ...opened } = openState(context, start);
  let { state, progress } = opened;
  const lines = journal({
    workbook: keepingInFront(document, context.table),
    run: { id: state.run, startedBy: state.startedBy, sheet: sheetNameOf(context, start) },
    account: context.account,
    api: () => context.service.api(),
    nowMs: () => clock.nowMs(),
    // Known before anything is sent: a run that is killed can be undone like any other.
    first: () => noteUndoable(context, start, state),
    ...(start.undoableAs === undefined ? {} : { recorded: recordedBy(properties, state.run) }),
  });
  // Runs that this one does not cover stay on record: this one may be killed, too.
  changeRunRecord(properties, { unfinished: state, interrupted });
  saveProgress(properties, progress);
  let endedBy: RunEnded | undefined;
  const run: OpenRun<State> = {
    journal: lines,
    before: progress,
    state: () => state,
    update(change, record = {}) {
      state = { ...state, ...change };
      changeRunRecord(properties, { ...record, unfinished: state });
    },
    reached(now) {
      progress = progressNow(context, opened.progress, now);
      saveProgress(properties, progress);
      // At the end comes the sentence that says how it ended.
      if (now.done < now.total) context.notify(progressSentence(progress));
    },
    isStopAsked: () => isStopAskedSince(freshly(properties), context.startedMs) || !context.isCurrent(),
    endEarly(error) {
      endedBy = error;
    },
    endedEarly: () => endedBy,
  };
  try {
    const done = work(run);
    const logProblem = lines.close({
      ...(done.isOver ? { summary: done.sentence } : {}),
      notice: apiNotice.text(),
      undoable: undoableRuns(properties),
    });
    apiNotice.markAnnounced();
    const end = logProblem === '' ? done : { ...done, sentence: `${done.sentence} ${logProblem}` };
    const last = lastAfter(properties, start, end, clock.nowMs());
    const left = end.isOver ? [] : [{ ...state, ...waitAfter(end.endedBy) }];
    // Whoever stops this run stops those that wait, as well.
    const stopped = stoppedOf(properties, interrupted);
    const waiting = interrupted.filter((one) => !stopped.includes(one));
    const change = { ...tookOf(context, state), ...withoutUndone(properties, end) };
    changeRunRecord(properties, { ...asUnfinished([...left, ...waiting]), last, ...change });
    noteStopped(document, stopped);
    return end;
  } catch (error) {
    if (error instanceof RunEnded) {
      const last = lastAfter(properties, start, { sentence: error.advice }, clock.nowMs());
      changeRunRecord(properties, { ...asUnfinished(interrupted), last });
    }
    throw error;
  } finally {
    saveProgress(properties, { ...progress, aliveUntilMs: 0 });
  }
}

function lastAfter(
  properties: Properties,
  { startedBy, isBesideSync }: RunStart<UnfinishedRun>,
  { sentence, failed }: Pick<RunEnd, 'sentence'> & { readonly failed?: number },
  endedMs: number,
): RunRecord['last'] {
  const { last } = loadRunRecord(properties);
  if (isBesideSync !== true || last === undefined) return { sentence, endedMs, failed };
  const heading = ` ${startedBy}: `;
  // An earlier execution, or one of another sheet, has said something of the same kind.
  const [ofSync] = last.sentence.split(heading);
  return { sentence: `${ofSync}${heading}${sentence}`, endedMs, failed: last.failed };
}

function isOver({ document, resumes }: RunContext): boolean {
  if (resumes === undefined) return false;
  return unfinishedRuns(loadRunRecord(document.properties)).every(({ run }) => run !== resumes);
}

function sheetNameOf(
  { document, table }: RunContext,
  { ofSheetId }: Pick<RunStart<UnfinishedRun>, 'ofSheetId'>,
): string {
  if (ofSheetId === undefined || ofSheetId === table.sheetId) return table.name;
  return document.workbook.tableById(ofSheetId)?.name ?? '';
}

interface OpenState<State> {
  readonly state: State;
  readonly progress: Progress;
  /** Unfinished runs that this one does not cover, and leaves as they were, the newest first. */
  readonly interrupted: readonly UnfinishedRun[];
}

/** A run that is taken up keeps its name, so that the log and an undo see one run, however many executions it takes. */
function openState<State extends UnfinishedRun>(
  { document, table: { sheetId }, startedMs, beganMs = startedMs, resumes }: RunContext,
  { startedBy, begin, takeUp, ends }: RunStart<State>,
): OpenState<State> {
  const record = loadRunRecord(document.properties);
  const { undoable = [] } = record;
  const runs = unfinishedRuns(record);
  const resumed = runs.filter(({ run }) => run === resumes);
  const former = [...resumed, ...runs].find((run) => run.sheetId === sheetId && takeUp(run) !== undefined);
  const covered = former && takeUp(former);
  const stored = loadProgress(document.properties);
  const interrupted = runs
    .filter((run) => run !== former && ends?.(run) !== true)
    .map((run) => (run.run === stored.run ? { ...run, reached: reachedOf(stored) } : run));
  const aliveUntilMs = startedMs + executionMs;
  if (covered !== undefined && covered.run !== '') {
    const before = stored.run === covered.run ? stored : { ...noProgress, ...covered.reached };
    const progress = { ...before, run: covered.run, aliveUntilMs };
    const state = { ...covered, startedMs, notBeforeMs: 0, isDown: false, reached: undefined };
    return { state, progress, interrupted };
  }
  const taken = new Set([...runs, ...undoable].map((one) => one.run));
  const run = runName(beganMs, document.workbook.timeZone(), (name) => taken.has(name));
  const state = begin({ run, startedBy, sheetId, startedMs, notBeforeMs: 0, isDown: false });
  return { state, progress: { ...noProgress, run, aliveUntilMs }, interrupted };
}

function reachedOf({ done, synced, failed, calls }: Progress): Reached {
  return { done, synced, failed, calls };
}

function noteUndoable<State extends UnfinishedRun>(
  { document, startedMs, beganMs = startedMs, account }: RunContext,
  { undoableAs: kind }: RunStart<State>,
  { run, sheetId, startedBy }: UnfinishedRun,
): void {
  const { undoable = [] } = loadRunRecord(document.properties);
  if (kind === undefined || undoable.some((known) => known.run === run)) return;
  const one = { run, kind, sheetId, startedMs: beganMs, startedBy, account };
  changeRunRecord(document.properties, { undoable: [one, ...undoable] });
}

function tookOf(
  { document, clock, startedMs, beganMs = startedMs, resumes }: RunContext,
  state: UnfinishedRun,
): RunRecordChange {
  if (state.kind !== 'sync' || !state.isDaily) return {};
  const { doneSheets = [], ...first } = loadRunRecord(document.properties);
  const sheet = doneSheets.find(({ sheetId }) => sheetId === state.sheetId);
  const { scheduledMs: before = 0 } = sheet ?? first;
  const scheduledMs = (resumes === undefined ? 0 : before) + clock.nowMs() - beganMs;
  return sheet === undefined ? { scheduledMs } : { doneSheet: { sheetId: state.sheetId, scheduledMs } };
}

function withoutUndone(properties: Properties, { undone }: RunEnd): Pick<RunRecord, 'undoable'> {
  if (undone === undefined) return {};
  const { undoable = [] } = loadRunRecord(properties);
  return { undoable: undoable.filter(({ run }) => run !== undone) };
}

/** The runs that can be undone, and those that an unfinished undo is still undoing. */
export function undoableRuns(properties: Properties): ReadonlySet<string> {
  const record = loadRunRecord(properties);
  const { undoable = [] } = record;
  const targets = unfinishedRuns(record).flatMap((run) => (run.kind === 'undo' ? [run.target] : []));
  return new Set([...targets, ...undoable.map(({ run }) => run)]);
}

function progressNow(
  { clock, startedMs, beganMs = startedMs, calls }: RunContext,
  before: Progress,
  now: Counts,
): Progress {
  const passedMs = clock.nowMs() - beganMs;
  return {
    ...before,
    done: before.done + now.done,
    total: before.done + now.total,
    synced: before.synced + now.synced,
    failed: before.failed + now.failed,
    calls: before.calls + calls(),
    msPerContact: now.done > 0 ? Math.round(passedMs / now.done) : before.msPerContact,
  };
}

function progressSentence({ done, total, failed }: Progress): string {
  return `${done} of ${total} contacts${failed > 0 ? `, ${failed} failed` : ''}.`;
}

function waitAfter(endedBy: RunEnded | undefined): Pick<UnfinishedRun, 'notBeforeMs' | 'isDown'> {
  if (endedBy instanceof QuotaSpent) return { notBeforeMs: endedBy.untilMs, isDown: false };
  return { notBeforeMs: 0, isDown: endedBy !== undefined };
}
