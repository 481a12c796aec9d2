/** The stored record of runs: the unfinished one, how the last one ended, and which ones can be undone. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { storedRun, type UndoableKind, type UnfinishedRun, unfinishedIn } from './unfinished-run.ts';

/** A run that can be undone. */
export interface UndoableRun {
  readonly run: string;
  readonly kind: UndoableKind;
  readonly sheetId: number;
  /** When it began, in milliseconds since 1970. */
  readonly startedMs: number;
  /** For instance `Sync now`, as the log says it; undefined in a record of an earlier version. */
  readonly startedBy?: string | undefined;
  /** The Keap account that it ran with; undefined in a record of an earlier version. */
  readonly account?: string | undefined;
}

/** What the schedule of one sheet has done. */
export interface DoneSlot {
  /** The newest slot (`2026-01-31 06`) whose scheduled sync is done; an earlier version left the day alone. */
  readonly doneSlot?: string | undefined;
  /** The change of the schedule that `doneSlot` belongs to, by its time; undefined for a schedule that has never changed. */
  readonly doneForMs?: number | undefined;
  /** How long the last scheduled sync took over all its executions, in milliseconds. */
  readonly scheduledMs?: number | undefined;
  /** How long the last scheduled comparison took over all its executions, in milliseconds. */
  readonly comparedMs?: number | undefined;
}

/** What the schedule of a sheet other than the first one has done. */
export interface DoneSheet extends DoneSlot {
  readonly sheetId: number;
}

/**
 * What one execution leaves for the next; kept with the document, and changed under its lock. What the first sheet of the
 * schedule has done is stored under the names that earlier versions know.
 */
export interface RunRecord extends DoneSlot {
  /** The newest one. */
  readonly unfinished?: UnfinishedRun | undefined;
  /** Unfinished runs that it does not cover, the newest first: another sheet's, or another kind's. */
  readonly interrupted?: readonly UnfinishedRun[] | undefined;
  /** How the last run ended, as a sentence, and when, in milliseconds since 1970. */
  readonly last?:
    | { readonly sentence: string; readonly endedMs: number; readonly failed?: number | undefined }
    | undefined;
  /** What the other sheets of the schedule have done, the newest first. */
  readonly doneSheets?: readonly DoneSheet[] | undefined;
  /** The newest first, and no more than `maxUndoable`. */
  readonly undoable?: readonly UndoableRun[];
}

/** How many runs can be undone: the log keeps all lines of each. */
export const maxUndoable = 10;

/** As many as there can be sheets with a schedule. */
const maxDoneSheets = 20;
/** One for each kind of run in a few sheets. */
const maxInterrupted = 8;

const key = 'run';

export function loadRunRecord(properties: Pick<Properties, 'get'>): RunRecord {
  const stored = loadRecord(properties, key);
  const { unfinished, interrupted, last, doneSheets, undoable, undoableBefore } = stored;
  return {
    unfinished: unfinishedIn(unfinished),
    ...someOf(
      'interrupted',
      listOf(interrupted).flatMap((run) => unfinishedIn(run) ?? []),
    ),
    last: isLast(last) ? last : undefined,
    ...doneIn(stored),
    ...someOf('doneSheets', listOf(doneSheets).flatMap(doneSheetIn)),
    undoable: [undoable, ...listOf(undoableBefore)].flatMap(undoableIn),
  };
}

/** All unfinished runs, the newest first. */
export function unfinishedRuns({ unfinished, interrupted = [] }: RunRecord): UnfinishedRun[] {
  return unfinished === undefined ? [...interrupted] : [unfinished, ...interrupted];
}

/** The same runs as parts of the record. */
export function asUnfinished(runs: readonly UnfinishedRun[]): Pick<RunRecord, 'unfinished' | 'interrupted'> {
  const [unfinished, ...interrupted] = runs;
  return { unfinished, interrupted };
}

/** What changes in the record; `doneSheet` is that of one sheet, which leaves the others' as they are. */
export type RunRecordChange = RunRecord & { readonly doneSheet?: DoneSheet | undefined };

/** Changes what is named and leaves the rest as it is stored; one property write, under the document's lock alone. */
export function changeRunRecord(properties: Properties, { doneSheet, ...change }: RunRecordChange): void {
  const {
    unfinished,
    interrupted = [],
    undoable = [],
    doneSlot,
    doneSheets = [],
    ...rest
  } = { ...loadRunRecord(properties), ...change };
  // Earlier versions know one run, and read the newest.
  const [newest, ...before] = undoable.slice(0, maxUndoable).map(storedUndoable);
  const sheets = withDone(doneSheets, doneSheet).slice(0, maxDoneSheets).map(storedDone);
  const others = interrupted.slice(0, maxInterrupted).map(storedRun);
  saveRecord(properties, key, 2, {
    ...(unfinished === undefined ? {} : { unfinished: storedRun(unfinished) }),
    ...(others.length === 0 ? {} : { interrupted: others }),
    ...rest,
    ...(doneSlot === undefined ? {} : { doneDay: doneSlot }),
    ...(sheets.length === 0 ? {} : { doneSheets: sheets }),
    ...(newest === undefined ? {} : { undoable: newest }),
    ...(before.length === 0 ? {} : { undoableBefore: before }),
  });
}

function withDone(known: readonly DoneSheet[], done: DoneSheet | undefined): readonly DoneSheet[] {
  if (done === undefined) return known;
  const before = known.find(({ sheetId }) => sheetId === done.sheetId);
  return [{ ...before, ...done }, ...known.filter((one) => one !== before)];
}

function storedDone({ doneSlot, ...rest }: DoneSheet): object {
  return { ...rest, ...(doneSlot === undefined ? {} : { doneDay: doneSlot }) };
}

function doneIn(stored: Readonly<Record<string, unknown>>): DoneSlot {
  const { doneDay, doneForMs, scheduledMs, comparedMs } = stored;
  return {
    doneSlot: typeof doneDay === 'string' ? doneDay : undefined,
    doneForMs: typeof doneForMs === 'number' ? doneForMs : undefined,
    scheduledMs: typeof scheduledMs === 'number' ? scheduledMs : undefined,
    ...(typeof comparedMs === 'number' ? { comparedMs } : {}),
  };
}

function doneSheetIn(value: unknown): DoneSheet[] {
  if (typeof value !== 'object' || value === null) return [];
  const { sheetId, ...done } = value as Record<string, unknown>;
  return typeof sheetId === 'number' ? [{ sheetId, ...doneIn(done) }] : [];
}

function someOf(name: keyof RunRecord, values: readonly unknown[]): RunRecord {
  return values.length === 0 ? {} : { [name]: values };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Version 2 knows two kinds of fill; to an undo they are the same. */
function storedUndoable({ kind, ...rest }: UndoableRun): object {
  return { ...rest, kind: kind === 'fill' ? 'fill-in' : kind };
}

function undoableIn(value: unknown): UndoableRun[] {
  if (typeof value !== 'object' || value === null) return [];
  const { run, kind, sheetId, startedMs, startedBy, account } = value as Record<string, unknown>;
  if (typeof run !== 'string' || typeof sheetId !== 'number' || typeof startedMs !== 'number') return [];
  const known = {
    ...{ run, sheetId, startedMs },
    ...(typeof startedBy === 'string' ? { startedBy } : {}),
    ...(typeof account === 'string' ? { account } : {}),
  };
  switch (kind) {
    case 'sync':
      return [{ ...known, kind }];
    case 'fill-in':
    case 'fill-over':
      return [{ ...known, kind: 'fill' }];
    default:
      return [];
  }
}

function isLast(value: unknown): value is NonNullable<RunRecord['last']> {
  if (typeof value !== 'object' || value === null) return false;
  const { sentence, endedMs, failed } = value as Record<string, unknown>;
  const isCount = failed === undefined || typeof failed === 'number';
  return typeof sentence === 'string' && typeof endedMs === 'number' && isCount;
}
