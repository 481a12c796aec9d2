/** How many values the last run that can be undone has recorded, by which an undo notices that lines of the log are gone. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';

/** A separate key: written once a chunk, without being read first. */
const key = 'recorded';

/** Undefined where it is not known: for runs of earlier versions, and where the record is damaged. */
export function loadRecorded(properties: Properties, ofRun: string): number | undefined {
  const { run, count } = loadRecord(properties, key);
  return run === ofRun && typeof count === 'number' && Number.isFinite(count) ? count : undefined;
}

/** What a run has recorded over all its executions; a value that is sent again has another line, and counts again. */
export function recordedBy(
  properties: Properties,
  run: string,
): { readonly before: number; save(count: number): void } {
  return {
    before: loadRecorded(properties, run) ?? 0,
    save: (count) => saveRecord(properties, key, 1, { run, count }),
  };
}
