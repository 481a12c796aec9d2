import type { Properties } from '../platform/properties.ts';
import { loadRecord } from './stored-record.ts';

/** What one execution leaves for the next; kept in the document, one property write a change. */
export interface RunRecord {
  /** A run that has not reached its end: in `marking` its rows may not all say Waiting yet. */
  readonly unfinished?: { readonly sheetId: number; readonly phase: 'marking' | 'sending' } | undefined;
  /** How the last run ended, as a sentence, and when, in milliseconds since 1970. */
  readonly last?: { readonly sentence: string; readonly endedMs: number } | undefined;
  /** The newest day (`2026-01-31`) whose daily run is done. */
  readonly doneDay?: string | undefined;
}

const key = 'run';

export function loadRunRecord(properties: Properties): RunRecord {
  const { unfinished, last, doneDay } = loadRecord(properties, key);
  return {
    unfinished: isUnfinished(unfinished) ? unfinished : undefined,
    last: isLast(last) ? last : undefined,
    doneDay: typeof doneDay === 'string' ? doneDay : undefined,
  };
}

/** Changes the parts named and leaves the others as they are stored now. */
export function changeRunRecord(properties: Properties, change: RunRecord): void {
  const record = { ...loadRunRecord(properties), ...change };
  properties.set(key, JSON.stringify({ version: 1, ...record }));
}

function isUnfinished(value: unknown): value is NonNullable<RunRecord['unfinished']> {
  if (typeof value !== 'object' || value === null) return false;
  const { sheetId, phase } = value as Record<string, unknown>;
  return typeof sheetId === 'number' && (phase === 'marking' || phase === 'sending');
}

function isLast(value: unknown): value is NonNullable<RunRecord['last']> {
  if (typeof value !== 'object' || value === null) return false;
  const { sentence, endedMs } = value as Record<string, unknown>;
  return typeof sentence === 'string' && typeof endedMs === 'number';
}
