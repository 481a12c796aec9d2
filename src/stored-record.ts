/** Records kept as JSON in one property each, with the version of their shape. */
import { jsonObject } from './json.ts';
import type { Properties } from './platform/properties.ts';

/** The stored record, of unknown shape; empty where it is missing or damaged. */
export function loadRecord(
  properties: Pick<Properties, 'get'>,
  key: string,
): Readonly<Record<string, unknown>> {
  return jsonObject(properties.get(key) ?? '') ?? {};
}

/**
 * Saves the record in one property write. `version` is raised when a name changes its meaning; readers continue to
 * read every earlier version. Throws where the text is too long for the store.
 */
export function saveRecord(
  properties: Pick<Properties, 'set'>,
  key: string,
  version: number,
  record: object,
): void {
  properties.set(key, JSON.stringify({ version, ...record }));
}
