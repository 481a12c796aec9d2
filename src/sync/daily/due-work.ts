/**
 * Decides what an hourly execution does next, whichever sheet it is about:
 *
 *     undos ──> syncs that are due and have left something ──> other unfinished syncs ──> what else is due
 *           ──> fill-ins after a sync ──> other unfinished runs ──> comparisons
 *
 * A fill-in before a sync comes right before that.
 */
import type { OpenDocument } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadRunRecord, unfinishedRuns } from '../run/run-record.ts';
import type { UnfinishedRun } from '../run/unfinished-run.ts';
import { doneSlot, type StoredSchedule } from './done-slot.ts';
import { type DueFill, fillAfter, fillBefore } from './due-fill.ts';
import { dueSlot, isSlotDone } from './schedule.ts';
import { type DueComparison, dueComparisons } from './scheduled-compare.ts';
import { activeSchedules } from './sheet-schedules.ts';

/** What an execution can do: fill in, sync, compare, or resume a run. */
export type DueWork =
  | DueFill
  | { readonly kind: 'daily'; readonly schedule: StoredSchedule; readonly slot: string }
  | { readonly kind: 'resume'; readonly unfinished: UnfinishedRun }
  | DueComparison;

/** The same for work that an execution does not try twice. */
export function keyOf(work: DueWork): string {
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
export function asStoredNow(properties: Properties): Stored {
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
export function nextWork(
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
