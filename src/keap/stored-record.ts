import { jsonObject } from '../json.ts';

/** A stored JSON object as a record of unknowns; what is missing or damaged is an empty one. */
export function storedRecord(text: string | null): Readonly<Record<string, unknown>> {
  return jsonObject(text ?? '') ?? {};
}
