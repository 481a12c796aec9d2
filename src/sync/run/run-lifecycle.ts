/** Opens and closes a run under the document's lock, and keeps its record. */
import { Busy, QuotaSpent, RunEnded } from '../../errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { OpenDocument } from '../../platform/platform.ts';
import type { Table } from '../../platform/table.ts';
import type { ApiNotice } from '../log/api-notice.ts';
import { type Journal, journal } from '../log/journal.ts';
import { loadProgress, noProgress, type Progress, saveProgress } from './progress.ts';
import {
  changeRunRecord,
  loadRunRecord,
  type RunKind,
  type RunRecord,
  type UndoableRun,
  type UnfinishedRun,
} from './run-record.ts';
import { forgetStop, isStopAskedSince } from './stop.ts';
import { executionMs } from './time-budget.ts';

/** Long enough for a run that is just ending, short enough for somebody who waits before a menu. */
const lockWaitMs = 2_000;

/** What a run needs of the world, whatever it does. */
export interface RunEnvironment {
  readonly document: OpenDocument;
  readonly table: Table;
  readonly clock: Clock;
  /** When this execution began, in milliseconds since 1970. */
  readonly startedMs: number;
  /** The API that the next call goes to. */
  readonly api: () => string;
  /** Of the API, for the log. */
  readonly apiNotice: ApiNotice;
  /** Requests sent to Keap in this execution. */
  readonly calls: () => number;
  /** A passing word to whoever watches; nothing in a trigger. */
  readonly notify: (text: string) => void;
}

export interface RunStart {
  readonly kind: RunKind;
  /** For instance `Sync now`, as the log says it. */
  readonly startedBy: string;
  readonly isDaily: boolean;
  /** Whether it is about the whole sheet, and so takes up what an unfinished run of its kind has left there. */
  readonly isWhole: boolean;
  /** Noted as done with the run's mark, for the daily run of that day. */
  readonly doneDay?: string | undefined;
  /** Undo: the run that it sets back. */
  readonly target?: string;
}

/** A run under the document's lock. */
export interface OpenRun {
  readonly id: string;
  readonly journal: Journal;
  /** What executions before this one have done of the same run. */
  readonly before: Progress;
  readonly afterId: number;
  /** From now on an unfinished run is to go on with what is left, and the day's run counts as done. */
  marked(): void;
  /** One property write, once a chunk: counts of this execution, in contacts and rows. */
  reached(now: Pick<Progress, 'done' | 'total' | 'synced' | 'failed'>): void;
  /** Fill in from Keap: contacts with this id and those below are done. */
  reachedId(id: number): void;
  isStopAsked(): boolean;
}

/** How a run, or this execution of it, has ended. */
export interface RunEnd {
  readonly sentence: string;
  /** Whether nothing is left for a later execution. */
  readonly isOver: boolean;
  /** Rows that failed, over all executions. */
  readonly failed: number;
  readonly endedBy?: RunEnded | undefined;
}

/**
 * Does the work under the document's lock and keeps its record: what an execution that is killed midway leaves
 * there lets the next one go on. Throws `Busy` where another run is going on, and what the work throws.
 */
export function runUnderLock<End extends RunEnd>(
  world: RunEnvironment,
  start: RunStart,
  work: (run: OpenRun) => End,
): End {
  const locked = world.document.lock.run(lockWaitMs, () => locally(world, start, work));
  if (locked.kind === 'done') return locked.value;
  throw new Busy(
    'Another sync holds the lock',
    'Another sync of this document is running. Wait until it has ended, then start again.',
  );
}

function locally<End extends RunEnd>(
  world: RunEnvironment,
  start: RunStart,
  work: (run: OpenRun) => End,
): End {
  const { document, clock } = world;
  const { properties } = document;
  const opened = opening(world, start);
  const { before, unfinished, interrupted } = opened;
  const lines = journal({
    workbook: document.workbook,
    run: { id: unfinished.run, startedBy: unfinished.startedBy },
    api: world.api,
    nowMs: () => clock.nowMs(),
    // Known before anything is sent: a run that is killed can be undone like any other.
    first() {
      if (start.kind !== 'undo' && opened.isNew)
        changeRunRecord(properties, { undoable: undoableOf(opened) });
    },
  });
  const aliveUntilMs = world.startedMs + executionMs;
  const isStopAsked = () => isStopAskedSince(properties, world.startedMs);
  if (!isStopAsked()) forgetStop(properties);
  changeRunRecord(properties, { unfinished });
  let progress: Progress = { ...before, run: unfinished.run, aliveUntilMs };
  saveProgress(properties, progress);
  let state = unfinished;
  const run: OpenRun = {
    id: unfinished.run,
    journal: lines,
    before,
    afterId: unfinished.afterId,
    marked() {
      state = { ...state, phase: 'sending' };
      const { doneDay } = start;
      changeRunRecord(
        properties,
        doneDay === undefined ? { unfinished: state } : { unfinished: state, doneDay },
      );
    },
    reached(now) {
      progress = reachedNow(world, progress, before, now);
      saveProgress(properties, progress);
      world.notify(progressSentence(progress));
    },
    reachedId(id) {
      state = { ...state, afterId: id };
      changeRunRecord(properties, { unfinished: state });
    },
    isStopAsked,
  };
  try {
    const end = work(run);
    lines.close({ ...(end.isOver ? { summary: end.sentence } : {}), news: world.apiNotice.text() });
    world.apiNotice.markAnnounced();
    const last = { sentence: end.sentence, endedMs: clock.nowMs(), failed: end.failed };
    const left = end.isOver ? interrupted : { ...state, ...patience(end.endedBy) };
    changeRunRecord(properties, { unfinished: left, last });
    if (end.isOver) forgetStop(properties);
    return end;
  } catch (error) {
    if (error instanceof RunEnded) {
      const last = { sentence: error.advice, endedMs: clock.nowMs() };
      changeRunRecord(properties, { unfinished: interrupted, last });
    }
    throw error;
  } finally {
    saveProgress(properties, { ...progress, aliveUntilMs: 0 });
  }
}

interface Opening {
  readonly unfinished: UnfinishedRun;
  /** An unfinished run that this one does not take up, and leaves as it was. */
  readonly interrupted: UnfinishedRun | undefined;
  readonly before: Progress;
  readonly startedMs: number;
  /** Whether the record does not know yet that this run can be undone. */
  readonly isNew: boolean;
}

function undoableOf({ unfinished, startedMs }: Opening): UndoableRun {
  const { run, kind, sheetId } = unfinished;
  return { run, kind, sheetId, startedMs };
}

/** A run that goes on keeps its name, so that the log and an undo see one run, however many executions it took. */
function opening({ document, table, startedMs }: RunEnvironment, start: RunStart): Opening {
  const record: RunRecord = loadRunRecord(document.properties);
  const { unfinished, undoable } = record;
  const { sheetId } = table;
  const { target = '' } = start;
  const isSame =
    unfinished !== undefined &&
    unfinished.run !== '' &&
    unfinished.kind === start.kind &&
    unfinished.sheetId === sheetId &&
    unfinished.target === target;
  const phase = 'marking';
  if (start.isWhole && isSame) {
    const stored = loadProgress(document.properties);
    const before = stored.run === unfinished.run ? stored : noProgress;
    const isDaily = unfinished.isDaily || start.isDaily;
    const isNew = undoable?.run !== unfinished.run;
    return {
      unfinished: { ...unfinished, phase, isDaily, notBeforeMs: 0, isDown: false },
      interrupted: undefined,
      before,
      startedMs,
      isNew,
    };
  }
  const { kind, startedBy, isDaily, isWhole } = start;
  const run = startedMs.toString(36);
  return {
    unfinished: {
      ...{ run, kind, startedBy, sheetId, phase, isWhole, isDaily },
      ...{ notBeforeMs: 0, isDown: false, afterId: 0, target },
    },
    // A new run over the whole sheet takes along whatever an old one of its kind has left.
    interrupted: start.isWhole && isSame ? undefined : unfinished,
    before: noProgress,
    startedMs,
    isNew: true,
  };
}

function reachedNow(
  { clock, startedMs, calls }: RunEnvironment,
  { run, aliveUntilMs }: Progress,
  before: Progress,
  now: Pick<Progress, 'done' | 'total' | 'synced' | 'failed'>,
): Progress {
  const passedMs = clock.nowMs() - startedMs;
  return {
    ...{ run, aliveUntilMs },
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

function patience(endedBy: RunEnded | undefined): Pick<UnfinishedRun, 'notBeforeMs' | 'isDown'> {
  if (endedBy instanceof QuotaSpent) return { notBeforeMs: endedBy.untilMs, isDown: false };
  return { notBeforeMs: 0, isDown: endedBy !== undefined };
}
