/** How far the current run has come, stored after each chunk. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';

/** How far a run has come, over all its executions; in contacts, `synced` and `failed` in rows. */
export interface Progress {
  readonly run: string;
  readonly done: number;
  readonly total: number;
  readonly synced: number;
  readonly failed: number;
  /** Requests to Keap. */
  readonly calls: number;
  /** How long one contact takes, in milliseconds; 0 until that is known. */
  readonly msPerContact: number;
  /** Until when this execution can be alive at most, in milliseconds since 1970; 0 once it has ended properly. */
  readonly aliveUntilMs: number;
}

/** A separate key: written once a chunk, under the document's lock, without being read first. */
const key = 'progress';

export const noProgress: Progress = {
  ...{ run: '', done: 0, total: 0, synced: 0, failed: 0, calls: 0, msPerContact: 0, aliveUntilMs: 0 },
};

/** A record that is missing or damaged counts as nothing done. */
export function loadProgress(properties: Properties): Progress {
  const stored = loadRecord(properties, key);
  const number = (name: string) => {
    const value = stored[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : 0;
  };
  return {
    run: typeof stored.run === 'string' ? stored.run : '',
    ...{ done: number('done'), total: number('total'), synced: number('synced'), failed: number('failed') },
    ...{ calls: number('calls'), msPerContact: number('msPerContact'), aliveUntilMs: number('aliveUntilMs') },
  };
}

export function saveProgress(properties: Properties, progress: Progress): void {
  saveRecord(properties, key, 1, progress);
}
