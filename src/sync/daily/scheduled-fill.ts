/** What a schedule fills in from Keap around each of its syncs. */
import type { FieldName } from '../../keap/contacts/contact.ts';

/** Before the sync, so that what has changed in Keap is in the sheet when it is read; or after it. */
export const fillTimes = ['before', 'after'] as const;

export interface ScheduledFill {
  readonly when: (typeof fillTimes)[number];
  /** The fields whose columns are filled, `optField` for the opt status; at least one. */
  readonly columns: readonly FieldName[];
  /** Whether cells that hold something else take Keap's value; blank ones always do. */
  readonly overwrite: boolean;
}

/** More columns than any sheet fills, and few enough for the property that they are stored in. */
const maxColumns = 100;

/** Undefined unless this is all that a fill needs. */
export function scheduledFillIn(value: unknown): ScheduledFill | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { when, columns, overwrite } = value as Record<string, unknown>;
  const time = fillTimes.find((one) => one === when);
  if (time === undefined || !Array.isArray(columns)) return undefined;
  const names = columns.filter((one): one is FieldName => typeof one === 'string' && one !== '');
  if (names.length === 0 || names.length > maxColumns) return undefined;
  return { when: time, columns: [...new Set(names)], overwrite: overwrite === true };
}
