/**
 * What an execution leaves for the next one, by kind of run:
 *
 *     sync   marking ── all its rows say Waiting ──> sending ── every row has its outcome ──> over
 *     fill   up to `afterId` ── contacts in the order of their ids ──> over
 *     undo   `target` ── from the start each time: what is restored already is found so ──> over
 *
 * A run in any state can be killed, or reach its time limit or a limit of Keap. It then stays in that state until
 * `notBeforeMs`, and the next execution resumes it. A user's stop and an error in the settings end it.
 */
import { runStartedMs } from '../log/run-name.ts';
import type { Progress } from './progress.ts';

interface UnfinishedBase {
  /** Names the run over all its executions; empty in a record of version 1. */
  readonly run: string;
  /** For instance `Sync now`, as the log says it. */
  readonly startedBy: string;
  readonly sheetId: number;
  /** When its last execution began, in milliseconds since 1970; undefined in a record of an earlier version. */
  readonly startedMs?: number | undefined;
  /** When it may resume, in milliseconds since 1970; 0 for at once. */
  readonly notBeforeMs: number;
  /** Whether Keap's silence or a lost connection ended the last execution: the hourly trigger is then soon enough. */
  readonly isDown: boolean;
  /** What its executions have done, where another run has begun since and has its own progress stored. */
  readonly reached?: Reached | undefined;
}

/** How far a run has come: contacts, of which `synced` and `failed` count rows, and requests to Keap. */
export type Reached = Pick<Progress, 'done' | 'synced' | 'failed' | 'calls'>;

/** A sync. Of `all` rows, those that wait are left; of `some`, only those that it has marked itself. */
export interface UnfinishedSync extends UnfinishedBase {
  readonly kind: 'sync';
  readonly rows: 'all' | 'some';
  /** While `marking`, not all of its rows may say Waiting yet. */
  readonly phase: 'marking' | 'sending';
  /** A scheduled sync, whose failures are emailed. */
  readonly isDaily: boolean;
  /** How many contacts the run may still create, of those that somebody has seen in a preview. */
  readonly mayCreate?: number;
  /** How many tags it may create, likewise. */
  readonly mayCreateTags?: number;
}

/** "Fill in from Keap". Which rows were `selected` is not stored, so a fill of those does not resume. */
export interface UnfinishedFill extends UnfinishedBase {
  readonly kind: 'fill';
  readonly rows: 'all' | 'selected';
  readonly overwrite: boolean;
  /** Contacts with this id and those below are done. */
  readonly afterId: number;
  /** Set where a schedule has started it: it goes on with what that says now. */
  readonly isScheduled?: true | undefined;
}

/** What a run that can be undone has changed: values in Keap, or cells of the sheet. */
export type UndoableKind = 'sync' | 'fill';

/** An undo. It is resumed even after a newer run, for which it needs no more than what is stored here. */
export interface UnfinishedUndo extends UnfinishedBase {
  readonly kind: 'undo';
  /** The run that it undoes. */
  readonly target: string;
  /** Both undefined in a record of an earlier version. */
  readonly targetKind?: UndoableKind | undefined;
  readonly account?: string | undefined;
}

export type UnfinishedRun = UnfinishedSync | UnfinishedFill | UnfinishedUndo;

/** What a run of any kind begins with. */
export type NewRun = Pick<
  UnfinishedRun,
  'run' | 'startedBy' | 'sheetId' | 'startedMs' | 'notBeforeMs' | 'isDown'
>;

/** When the run began, in milliseconds since 1970, by which it is named, to the second; 0 where that is not known. */
export function beganMs({ run }: Pick<UnfinishedRun, 'run'>): number {
  return runStartedMs(run);
}

/** Since when a request to stop is about this run and has not been heard, in milliseconds since 1970. */
export function stopsSinceMs(unfinished: UnfinishedRun): number {
  return unfinished.startedMs ?? beganMs(unfinished);
}

/** As it is stored since version 2: one shape for all kinds. */
export function storedRun(unfinished: UnfinishedRun): object {
  const { run, startedBy, sheetId, startedMs, notBeforeMs, isDown, reached } = unfinished;
  const stored = {
    ...{ run, startedBy, sheetId, notBeforeMs, isDown, ...definedOf({ startedMs, reached }) },
    ...{ phase: 'sending', isWhole: true, isDaily: false, afterId: 0, target: '' },
  };
  switch (unfinished.kind) {
    case 'sync': {
      const { kind, rows, phase, isDaily, mayCreate, mayCreateTags } = unfinished;
      const confirmed = definedOf({ mayCreate, mayCreateTags });
      return { ...stored, kind, phase, isWhole: rows === 'all', isDaily, ...confirmed };
    }
    case 'fill': {
      const { rows, overwrite, afterId, isScheduled } = unfinished;
      // Earlier versions would resume it as one of a user, over all columns; they take a kind they do not know for a sync.
      const kinds = isScheduled === true ? scheduledKinds : fillKinds;
      return { ...stored, kind: overwrite ? kinds.over : kinds.blank, isWhole: rows === 'all', afterId };
    }
    case 'undo': {
      const { kind, target, targetKind, account } = unfinished;
      return { ...stored, kind, target, ...definedOf({ targetKind, account }) };
    }
  }
}

const fillKinds = { blank: 'fill-in', over: 'fill-over' } as const;
const scheduledKinds = { blank: 'scheduled-fill-in', over: 'scheduled-fill-over' } as const;

function definedOf(record: Readonly<Record<string, string | number | object | undefined>>): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** Reads what `storedRun` made; version 1 kept no more than the sheet and the phase of a sync. */
export function unfinishedIn(value: unknown): UnfinishedRun | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { run, kind, startedBy, sheetId, phase, isWhole, isDaily, isDown, afterId, ...rest } =
    value as Record<string, unknown>;
  const { startedMs, notBeforeMs } = rest;
  if (typeof sheetId !== 'number' || (phase !== 'marking' && phase !== 'sending')) return undefined;
  const base: NewRun = {
    run: typeof run === 'string' ? run : '',
    startedBy: typeof startedBy === 'string' ? startedBy : '',
    sheetId,
    ...(typeof startedMs === 'number' ? { startedMs } : {}),
    notBeforeMs: typeof notBeforeMs === 'number' ? notBeforeMs : 0,
    isDown: isDown === true,
    ...reachedIn(rest.reached),
  };
  switch (kind) {
    case 'undo':
      return { ...base, kind, ...targetIn(rest) };
    case fillKinds.blank:
    case fillKinds.over:
    case scheduledKinds.blank:
    case scheduledKinds.over:
      return {
        ...{ ...base, kind: 'fill', overwrite: kind === fillKinds.over || kind === scheduledKinds.over },
        rows: isWhole === false ? 'selected' : 'all',
        afterId: typeof afterId === 'number' ? afterId : 0,
        ...(kind === scheduledKinds.blank || kind === scheduledKinds.over ? { isScheduled: true } : {}),
      };
    default:
      return {
        ...{ ...base, kind: 'sync', phase, isDaily: isDaily === true },
        ...(typeof rest.mayCreate === 'number' ? { mayCreate: rest.mayCreate } : {}),
        ...(typeof rest.mayCreateTags === 'number' ? { mayCreateTags: rest.mayCreateTags } : {}),
        rows: isWhole === false ? 'some' : 'all',
      };
  }
}

function reachedIn(value: unknown): Pick<UnfinishedBase, 'reached'> {
  if (typeof value !== 'object' || value === null) return {};
  const stored: Readonly<Record<string, unknown>> = { ...value };
  const number = (name: keyof Reached) => {
    const count = stored[name];
    return typeof count === 'number' && Number.isFinite(count) ? count : 0;
  };
  const counts = { done: number('done'), synced: number('synced') };
  return { reached: { ...counts, failed: number('failed'), calls: number('calls') } };
}

function targetIn({
  target,
  targetKind,
  account,
}: Readonly<Record<string, unknown>>): Pick<UnfinishedUndo, 'target' | 'targetKind' | 'account'> {
  return {
    target: typeof target === 'string' ? target : '',
    ...(targetKind === 'sync' || targetKind === 'fill' ? { targetKind } : {}),
    ...(typeof account === 'string' ? { account } : {}),
  };
}
