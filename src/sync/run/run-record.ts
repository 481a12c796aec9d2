/** The stored record of runs: the unfinished one, how the last one ended, and what can be undone. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';

export type RunKind = 'sync' | 'fill-in' | 'fill-over' | 'undo';

/** A run that has not reached its end. */
export interface UnfinishedRun {
  /** Names the run over all its executions. */
  readonly run: string;
  readonly kind: RunKind;
  readonly startedBy: string;
  readonly sheetId: number;
  /** In `marking` its rows may not all say Waiting yet. */
  readonly phase: 'marking' | 'sending';
  /** Whether it is about the whole sheet; of one about some rows only those go on that say Waiting. */
  readonly isWhole: boolean;
  /** Of a daily run, whose trouble is mailed. */
  readonly isDaily: boolean;
  /** When it may go on, in milliseconds since 1970; 0 for at once. */
  readonly notBeforeMs: number;
  /** Whether it was Keap's silence or a lost connection that ended it: then an hour's patience is right. */
  readonly isDown: boolean;
  /** Fill in from Keap: contacts with this id and those below are done. */
  readonly afterId: number;
  /** Undo: the run that it sets back; empty for others. */
  readonly target: string;
}

/** A run whose changes can be set back. */
export interface UndoableRun {
  readonly run: string;
  readonly kind: RunKind;
  readonly sheetId: number;
  /** When it began, in milliseconds since 1970. */
  readonly startedMs: number;
}

/** What one execution leaves for the next; kept in the document, one property write a change. */
export interface RunRecord {
  readonly unfinished?: UnfinishedRun | undefined;
  /** How the last run ended, as a sentence, and when, in milliseconds since 1970. */
  readonly last?:
    | { readonly sentence: string; readonly endedMs: number; readonly failed?: number | undefined }
    | undefined;
  /** The newest day (`2026-01-31`) whose daily run is done. */
  readonly doneDay?: string | undefined;
  readonly undoable?: UndoableRun | undefined;
}

export function isFill({ kind }: UndoableRun): boolean {
  return kind === 'fill-in' || kind === 'fill-over';
}

/** When the run began, in milliseconds since 1970, by which it is named; 0 where that is not known. */
export function beganMs({ run }: Pick<UnfinishedRun, 'run'>): number {
  const startedMs = Number.parseInt(run, 36);
  return Number.isNaN(startedMs) ? 0 : startedMs;
}

const key = 'run';

export function loadRunRecord(properties: Properties): RunRecord {
  const { unfinished, last, doneDay, undoable } = loadRecord(properties, key);
  return {
    unfinished: unfinishedIn(unfinished),
    last: isLast(last) ? last : undefined,
    doneDay: typeof doneDay === 'string' ? doneDay : undefined,
    undoable: undoableIn(undoable),
  };
}

/** Changes the parts named and leaves the others as they are stored now. */
export function changeRunRecord(properties: Properties, change: RunRecord): void {
  const record = { ...loadRunRecord(properties), ...change };
  saveRecord(properties, key, 2, record);
}

/** Version 1 kept no more than the sheet and the phase. */
function unfinishedIn(value: unknown): UnfinishedRun | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { run, kind, startedBy, sheetId, phase, isWhole, isDaily, notBeforeMs, isDown, afterId, target } =
    value as Record<string, unknown>;
  if (typeof sheetId !== 'number' || (phase !== 'marking' && phase !== 'sending')) return undefined;
  return {
    run: typeof run === 'string' ? run : '',
    kind: kindIn(kind) ?? 'sync',
    startedBy: typeof startedBy === 'string' ? startedBy : '',
    sheetId,
    phase,
    isWhole: isWhole !== false,
    isDaily: isDaily === true,
    notBeforeMs: typeof notBeforeMs === 'number' ? notBeforeMs : 0,
    isDown: isDown === true,
    afterId: typeof afterId === 'number' ? afterId : 0,
    target: typeof target === 'string' ? target : '',
  };
}

function undoableIn(value: unknown): UndoableRun | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { run, kind, sheetId, startedMs } = value as Record<string, unknown>;
  const known = kindIn(kind);
  const isWhole = typeof run === 'string' && typeof sheetId === 'number' && typeof startedMs === 'number';
  return isWhole && known !== undefined ? { run, kind: known, sheetId, startedMs } : undefined;
}

function kindIn(value: unknown): RunKind | undefined {
  const kinds: readonly RunKind[] = ['sync', 'fill-in', 'fill-over', 'undo'];
  return kinds.find((kind) => kind === value);
}

function isLast(value: unknown): value is NonNullable<RunRecord['last']> {
  if (typeof value !== 'object' || value === null) return false;
  const { sentence, endedMs, failed } = value as Record<string, unknown>;
  const isCount = failed === undefined || typeof failed === 'number';
  return typeof sentence === 'string' && typeof endedMs === 'number' && isCount;
}
