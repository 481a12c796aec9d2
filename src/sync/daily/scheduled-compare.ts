/**
 * Compares a sheet with Keap once a day, after the first scheduled sync of the day: notes differences in the rows, counts them
 * in the log, and tells of new ones by email. Sends nothing, and overwrites nothing.
 */
import { Busy, QuotaSpent, type RunEnded, ServiceDown, unlessEnded } from '../../errors.ts';
import { menuPath } from '../../menu-path.ts';
import type { OpenDocument } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import { freshly } from '../../stored-record.ts';
import { type CommandContext, runContext } from '../command-context.ts';
import { comparePiece } from '../compare/compare.ts';
import {
  type ComparisonRecord,
  loadComparison,
  newComparison,
  saveComparison,
  withComparedPiece,
} from '../compare/comparison-record.ts';
import { countsText, differText, leftOutTexts } from '../compare/counts.ts';
import { writeNotes } from '../compare/row-notes.ts';
import { keepingInFront } from '../log/front-sheet.ts';
import { journal } from '../log/journal.ts';
import { runName } from '../log/run-name.ts';
import { endSentencesWithoutRows } from '../run/report.ts';
import type { RunContext } from '../run/run-context.ts';
import { type RunEnd, underRunLock, undoableRuns } from '../run/run-lifecycle.ts';
import { changeRunRecord, loadRunRecord, type RunRecord } from '../run/run-record.ts';
import { isStopAskedSince } from '../run/stop.ts';
import { hasTimeFor } from '../run/time-budget.ts';
import type { UnfinishedRun } from '../run/unfinished-run.ts';
import { countText } from '../sheet/localized-text.ts';
import { type StoredSchedule, syncedSlot } from './done-slot.ts';
import { differMessage } from './email-messages.ts';
import { emails } from './emails.ts';
import { dueSlot, isSlotDone } from './schedule.ts';
import { activeSchedules } from './sheet-schedules.ts';

/** A comparison that is due, or has been interrupted. */
export interface DueComparison {
  readonly kind: 'compare';
  readonly schedule: StoredSchedule & { readonly sheetId: number };
  /** The day (`2026-01-31`) of the sync that it follows. */
  readonly day: string;
}

/** How the log names it. */
const startedBy = 'Scheduled comparison';

/** Those of the sheets whose scheduled sync is done, and that have no unfinished run. */
export function dueComparisons(
  stored: Pick<Properties, 'get' | 'keys'>,
  unfinished: readonly UnfinishedRun[],
  { timeZone, nowMs }: { readonly timeZone: string; readonly nowMs: number },
): DueComparison[] {
  return activeSchedules(stored).flatMap((schedule): DueComparison[] => {
    const { sheetId, compares } = schedule;
    if (compares !== true || sheetId === undefined) return [];
    const slot = dueSlot(schedule, timeZone, nowMs);
    const isSynced = isSlotDone(syncedSlot(stored, schedule), slot);
    if (!isSynced || unfinished.some((run) => run.sheetId === sheetId)) return [];
    const day = slot.slice(0, '2026-01-31'.length);
    const known = loadComparison(stored, sheetId);
    const isOver = known.day > day || (known.day === day && known.phase === 'over');
    return isOver || known.notBeforeMs > nowMs
      ? []
      : [{ kind: 'compare', schedule: { ...schedule, sheetId }, day }];
  });
}

/**
 * Compares, from where an earlier execution has come, as long as there is time. Undefined where the sheet is gone. Throws
 * what concerns the settings or the connection; an outage or a limit is the end of this execution alone.
 */
export function compareDaily(
  context: CommandContext & { readonly beganMs: number },
  document: OpenDocument,
  { schedule, day }: DueComparison,
): RunEnd | undefined {
  const { sheetId } = schedule;
  const table = document.workbook.tableById(sheetId);
  if (table === undefined) return undefined;
  const run: ScheduledComparison = {
    ...{ ...runContext(context, document, table, 'headless'), beganMs: context.beganMs },
    ...{ platform: context.platform, schedule, day },
  };
  try {
    return compareAll(run);
  } catch (error) {
    if (!(error instanceof ServiceDown || error instanceof QuotaSpent || error instanceof Busy)) throw error;
    return endEarly(run, error);
  }
}

interface ScheduledComparison extends RunContext {
  readonly beganMs: number;
  readonly platform: CommandContext['platform'];
  readonly schedule: DueComparison['schedule'];
  readonly day: string;
}

const notOver: RunEnd = { sentence: '', isOver: false, failed: 0 };
const over: RunEnd = { ...notOver, isOver: true };

function compareAll(run: ScheduledComparison): RunEnd {
  const { document, clock, startedMs, isCurrent } = run;
  let known = stored(run);
  let now = begun(run, known);
  // A request to stop may be older than this execution.
  const stopsSinceMs = known.day === now.day ? known.startedMs : startedMs;
  let tookMs = 0;
  while (now.phase === 'comparing') {
    const isStopped = isStopAskedSince(freshly(document.properties), stopsSinceMs);
    if (!isStopped && !(isCurrent() && hasTimeFor(run, tookMs))) return notOver;
    const beganMs = clock.nowMs();
    const next = isStopped ? stopped(run, known, now) : comparedPiece(run, known, now);
    if (next === undefined) return over;
    [known, now] = [next, next];
    tookMs = clock.nowMs() - beganMs;
  }
  if (now.phase === 'telling') tell(run, now);
  return over;
}

function stored({ document, schedule }: ScheduledComparison): ComparisonRecord {
  return loadComparison(freshly(document.properties), schedule.sheetId);
}

function begun({ day, startedMs }: ScheduledComparison, known: ComparisonRecord): ComparisonRecord {
  return known.day === day ? { ...known, startedMs } : newComparison(day, startedMs, known.told);
}

/** Compares the next contacts, and notes that in their rows; undefined where another execution has done so meanwhile. */
function comparedPiece(
  run: ScheduledComparison,
  known: ComparisonRecord,
  now: ComparisonRecord,
): ComparisonRecord | undefined {
  const { document, clock } = run;
  const beganMs = clock.nowMs();
  const piece = comparePiece(run, now.counts.lastId);
  return settled(run, known, () => {
    writeNotes(run, piece.compared);
    const next = withComparedPiece(now, piece, clock.nowMs() - beganMs);
    if (next.phase === 'telling') {
      noteEnd(run, next, beganMs - now.tookMs, [
        countsText(next.counts, 0, document.workbook.calendar()),
        ...unreadTexts(run, next),
        ...leftOutTexts(piece, document.workbook.calendar()),
      ]);
    }
    return next;
  });
}

/** Nothing is told of a comparison that somebody has stopped; the next one begins with the first contact. */
function stopped(
  run: ScheduledComparison,
  known: ComparisonRecord,
  now: ComparisonRecord,
): ComparisonRecord | undefined {
  const contacts = countText(now.counts.compared, 'contact', run.document.workbook.calendar());
  return settled(run, known, () => {
    noteEnd(run, now, run.clock.nowMs() - now.tookMs, [`Stopped at your request, after ${contacts}.`]);
    return { ...now, phase: 'over' };
  });
}

/** Saves how far it has come, after the work that makes it true: whatever is killed in between is done again. */
function settled(
  run: ScheduledComparison,
  known: ComparisonRecord,
  work: () => ComparisonRecord,
): ComparisonRecord | undefined {
  const { document, schedule } = run;
  return underRunLock(document, () => {
    const { day, phase, counts } = stored(run);
    const isSame = day === known.day && phase === known.phase && counts.lastId === known.counts.lastId;
    if (!isSame) return undefined;
    const next = work();
    saveComparison(document.properties, schedule.sheetId, next);
    return next;
  });
}

/** In the log; and with the last run, where there is something to do about it. `sinceMs` is as if it had been one execution. */
function noteEnd(
  run: ScheduledComparison,
  { counts }: ComparisonRecord,
  sinceMs: number,
  texts: readonly string[],
): void {
  const { document, table, service, account, clock, beganMs, apiNotice, schedule } = run;
  const { workbook, properties } = document;
  const calendar = workbook.calendar();
  const lines = journal({
    workbook: keepingInFront(document, table),
    run: { id: runName(beganMs, workbook.timeZone(), () => false), startedBy, sheet: table.name },
    account,
    api: () => service.api(),
    nowMs: () => clock.nowMs(),
  });
  const logProblem = lines.close({
    summary: texts.join(' '),
    notice: apiNotice.text(),
    undoable: undoableRuns(properties),
  });
  apiNotice.markAnnounced();
  const { sheetId, isFirst } = schedule;
  const problems = [
    ...(counts.values === 0
      ? []
      : [`${differText(counts, calendar)}. Choose ${menuPath('Compare with Keap…')} to see them.`]),
    ...unreadTexts(run, { counts }),
    ...(logProblem === '' ? [] : [logProblem]),
  ];
  const took = { comparedMs: clock.nowMs() - sinceMs };
  changeRunRecord(properties, {
    ...lastWith(run, problems),
    ...(isFirst ? took : { doneSheet: { sheetId, ...took } }),
  });
}

function unreadTexts(
  { document }: ScheduledComparison,
  { counts: { unread } }: Pick<ComparisonRecord, 'counts'>,
): string[] {
  if (unread === 0) return [];
  return [`Keap returned no values for ${countText(unread, 'contact', document.workbook.calendar())}.`];
}

/** The record of runs holds 9 KB, and up to 20 sheets may have something to say. */
const maxLastLength = 1_000;

/** What the last run has to say, and behind it what is to be known of this comparison in place of what was known before. */
function lastWith(
  { document, table, clock }: ScheduledComparison,
  texts: readonly string[],
): Pick<RunRecord, 'last'> {
  const { last } = loadRunRecord(document.properties);
  const start = `Comparison of "${table.name}" with Keap:`;
  const [ofRun = ''] = (last?.sentence ?? '').split(start);
  const sentence = [ofRun.trim(), ...(texts.length === 0 ? [] : [start, ...texts])].join(' ').trim();
  if (sentence === (last?.sentence ?? '') || sentence.length > maxLastLength) return {};
  return { last: { endedMs: clock.nowMs(), ...last, sentence } };
}

/** By email, if there is a difference that no email has told of. */
function tell(run: ScheduledComparison, now: ComparisonRecord): void {
  const { document, table, platform, day, schedule } = run;
  const { found, told, counts } = now;
  const known = new Set(told);
  const isTold =
    found.some((one) => !known.has(one)) &&
    emails(platform, document).keapDiffers(
      differMessage(table.name, differText(counts, document.workbook.calendar())),
      schedule.sheetId,
      day,
    );
  const left = isTold ? found : found.filter((one) => known.has(one));
  settled(run, now, () => ({ ...now, phase: 'over', told: left }));
}

/** Keap does not answer, or a limit is reached, or another run works: the next execution continues. */
function endEarly(run: ScheduledComparison, endedBy: RunEnded): RunEnd {
  const { document, log, clock } = run;
  log.error(`The scheduled comparison ended early: ${endedBy.name}: ${endedBy.message}`);
  if (endedBy instanceof Busy) return { ...notOver, endedBy };
  unlessEnded(() => {
    const known = stored(run);
    settled(run, known, () => {
      const texts = endSentencesWithoutRows(endedBy, clock.nowMs(), document.workbook.calendar());
      changeRunRecord(document.properties, lastWith(run, texts));
      const notBeforeMs = endedBy instanceof QuotaSpent ? endedBy.untilMs : 0;
      return { ...begun(run, known), notBeforeMs };
    });
  });
  return { ...notOver, endedBy };
}
