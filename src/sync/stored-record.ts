import { storedRecord } from '../keap/stored-record.ts';
import type { Properties } from '../platform/properties.ts';

/** A stored JSON object as a record of unknowns; what is missing or damaged is an empty one. */
export function loadRecord(properties: Properties, key: string): Readonly<Record<string, unknown>> {
  return storedRecord(properties.get(key));
}
