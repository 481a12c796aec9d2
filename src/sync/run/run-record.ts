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

/** The scheduled syncs that are done. */
export type DoneSlot = Pick<RunRecord, 'doneSlot' | 'doneForMs'>;

/** What one execution leaves for the next; kept with the document, and changed under its lock. */
export interface RunRecord {
  readonly unfinished?: UnfinishedRun | undefined;
  /** How the last run ended, as a sentence, and when, in milliseconds since 1970. */
  readonly last?:
    | { readonly sentence: string; readonly endedMs: number; readonly failed?: number | undefined }
    | undefined;
  /** The newest slot (`2026-01-31 06`) whose scheduled sync is done; an earlier version left the day alone. */
  readonly doneSlot?: string | undefined;
  /** The change of the schedule that `doneSlot` belongs to, by its time; undefined for a schedule that has never changed. */
  readonly doneForMs?: number | undefined;
  /** How long the last scheduled sync took over all its executions, in milliseconds. */
  readonly scheduledMs?: number | undefined;
  /** The newest first, and no more than `maxUndoable`. */
  readonly undoable?: readonly UndoableRun[];
}

/** How many runs can be undone: the log keeps all lines of each. */
export const maxUndoable = 10;

const key = 'run';

export function loadRunRecord(properties: Pick<Properties, 'get'>): RunRecord {
  const { unfinished, last, doneDay, doneForMs, scheduledMs, undoable, undoableBefore } = loadRecord(
    properties,
    key,
  );
  return {
    unfinished: unfinishedIn(unfinished),
    last: isLast(last) ? last : undefined,
    doneSlot: typeof doneDay === 'string' ? doneDay : undefined,
    doneForMs: typeof doneForMs === 'number' ? doneForMs : undefined,
    scheduledMs: typeof scheduledMs === 'number' ? scheduledMs : undefined,
    undoable: [undoable, ...(Array.isArray(undoableBefore) ? undoableBefore : [])].flatMap(undoableIn),
  };
}

/** Changes what is named and leaves the rest as it is stored; one property write, under the document's lock alone. */
export function changeRunRecord(properties: Properties, change: RunRecord): void {
  const { unfinished, undoable = [], doneSlot, ...rest } = { ...loadRunRecord(properties), ...change };
  // Earlier versions know one run, and read the newest.
  const [newest, ...before] = undoable.slice(0, maxUndoable).map(storedUndoable);
  saveRecord(properties, key, 2, {
    ...(unfinished === undefined ? {} : { unfinished: storedRun(unfinished) }),
    ...rest,
    ...(doneSlot === undefined ? {} : { doneDay: doneSlot }),
    ...(newest === undefined ? {} : { undoable: newest }),
    ...(before.length === 0 ? {} : { undoableBefore: before }),
  });
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
