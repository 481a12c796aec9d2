/** Why a trigger did no work, for everyone who opens the sidebar. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';

/** A sentence, and when it was noted, in milliseconds since 1970. */
export interface Notice {
  readonly sentence: string;
  readonly endedMs: number;
}

/** A property by itself, written without being read: the record of runs is changed only under the document's lock. */
const key = 'notice';

export function loadNotice(properties: Properties): Notice | undefined {
  const { sentence, endedMs } = loadRecord(properties, key);
  return typeof sentence === 'string' && typeof endedMs === 'number' ? { sentence, endedMs } : undefined;
}

export function saveNotice(properties: Properties, notice: Notice): void {
  saveRecord(properties, key, 1, notice);
}
