import type { Properties } from '../platform/properties.ts';

/** A stored JSON object as a record of unknowns; what is missing or damaged is an empty one. */
export function loadRecord(properties: Properties, key: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(properties.get(key) ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
