/** The managed columns: those that the sync adds and writes. A new one is one entry here. */
import type { Cell } from '../../platform/table.ts';

/**
 * The columns that the sync writes, in the order in which it adds them on the right; all others belong to the user. Each
 * is as wide (in pixels) as its texts need, until somebody changes that.
 * Everything else about them follows from this list.
 */
export const managedColumns = [
  { name: 'status', header: 'Keap status', width: 110 },
  { name: 'syncedAt', header: 'Keap synced at', width: 150 },
  { name: 'message', header: 'Keap message', width: 380 },
  { name: 'fingerprint', header: 'Keap fingerprint', width: 'hidden' },
  // Only where somebody has chosen it; recognised everywhere, so that it is never sent.
  { name: 'link', header: 'Keap link', width: 380 },
] as const;

export type ManagedName = (typeof managedColumns)[number]['name'];

export const managedNames: readonly ManagedName[] = managedColumns.map(({ name }) => name);

/** What is written into a row's managed cells; those that are missing stay as they are. */
export type ManagedChange = Readonly<Partial<Record<ManagedName, Cell>>>;
