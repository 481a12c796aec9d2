/** How many values the runs that can be undone have recorded, by which an undo notices that lines of the log are gone. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { maxUndoable } from './run-record.ts';

/** A separate key: written once a chunk, without being read first. */
const key = 'recorded';

interface Recorded {
  readonly run: string;
  readonly count: number;
}

/** Undefined where it is not known: for runs of earlier versions, and where the record is damaged. */
export function loadRecorded(properties: Properties, ofRun: string): number | undefined {
  return loadAll(properties).find(({ run }) => run === ofRun)?.count;
}

/** The newest run first; earlier versions have written no other. */
function loadAll(properties: Properties): Recorded[] {
  const { run, count, before } = loadRecord(properties, key);
  return [{ run, count }, ...(Array.isArray(before) ? before : [])].flatMap(recordedIn);
}

function recordedIn(value: unknown): Recorded[] {
  if (typeof value !== 'object' || value === null) return [];
  const { run, count } = value as Record<string, unknown>;
  if (typeof run !== 'string' || typeof count !== 'number' || !Number.isFinite(count)) return [];
  return [{ run, count }];
}

/** What a run has recorded over all its executions; a value that is sent again has another line, and counts again. */
export function recordedBy(
  properties: Properties,
  run: string,
): { readonly before: number; save(count: number): void } {
  const all = loadAll(properties);
  const before = all.filter((other) => other.run !== run).slice(0, maxUndoable - 1);
  return {
    before: all.find((one) => one.run === run)?.count ?? 0,
    save: (count) => saveRecord(properties, key, 1, { run, count, before }),
  };
}
