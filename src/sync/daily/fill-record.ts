/** What a sheet's schedule has filled in: for which of its syncs, how long that took, and of what somebody was told. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';

export interface FillRecord {
  /** The slot of the schedule that the newest fill was about (see `dueSlot`); empty before the first one. */
  readonly slot: string;
  /** Whether that fill is over; otherwise a later execution goes on with it. */
  readonly isDone: boolean;
  /** How long it took over all its executions, in milliseconds. */
  readonly tookMs: number;
  /** What it could not fill and why, in sentences; empty where there was nothing. */
  readonly problem: string;
  /** When an email about that problem was sent, in milliseconds since 1970; 0 for never. */
  readonly toldMs: number;
}

const noFill: FillRecord = { slot: '', isDone: false, tookMs: 0, problem: '', toldMs: 0 };

/** A problem names at most some rows; enough to tell two of them apart. */
const maxProblemCharacters = 500;

const keyOf = (sheetId: number) => `filled/${sheetId}`;

export function loadFillRecord(properties: Pick<Properties, 'get'>, sheetId: number): FillRecord {
  const { slot, isDone, tookMs, problem, toldMs } = loadRecord(properties, keyOf(sheetId));
  if (typeof slot !== 'string') return noFill;
  return {
    slot,
    isDone: isDone === true,
    tookMs: typeof tookMs === 'number' ? tookMs : 0,
    problem: typeof problem === 'string' ? problem : '',
    toldMs: typeof toldMs === 'number' ? toldMs : 0,
  };
}

/** Only the trigger of the document's owner writes it, one execution at a time. */
export function saveFillRecord(properties: Properties, sheetId: number, record: FillRecord): void {
  const problem = record.problem.slice(0, maxProblemCharacters);
  saveRecord(properties, keyOf(sheetId), 1, { ...record, problem });
}

/** Forgets what was filled into a sheet that is gone. */
export function dropFillRecord(properties: Pick<Properties, 'remove'>, sheetId: number): void {
  properties.remove(keyOf(sheetId));
}
