/** The managed columns: those that the sync adds and writes. A new one is one entry here. */
import type { Cell } from '../../platform/table.ts';

/**
 * The columns that the sync writes, in the order in which it adds them on the right; all others belong to the user.
 * Everything else about them follows from this list.
 */
export const managedColumns = [
  { name: 'status', header: 'Keap status' },
  { name: 'syncedAt', header: 'Keap synced at' },
  { name: 'message', header: 'Keap message' },
  { name: 'fingerprint', header: 'Keap fingerprint' },
] as const;

export type ManagedName = (typeof managedColumns)[number]['name'];

export const managedNames: readonly ManagedName[] = managedColumns.map(({ name }) => name);

/** What is written into a row's managed cells; those that are missing stay as they are. */
export type ManagedChange = Readonly<Partial<Record<ManagedName, Cell>>>;
